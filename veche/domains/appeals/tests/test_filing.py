"""Filing: drafts that survive, one appeal of one draft, the name in the vault alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import Addressee
from veche.commons.identity.tests.makers import make_person, merge
from veche.domains.appeals.actions import filing, keeping, setting_up
from veche.domains.appeals.actions.filing import OnPaper
from veche.domains.appeals.models import Appeal, Draft, Step
from veche.domains.appeals.queries import dates, reading
from veche.domains.appeals.rules import states
from veche.domains.appeals.tests import makers
from veche.kernel.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.usefixtures("appeals_town")


def test_a_draft_sent_twice_is_one_appeal(town: Any) -> None:
    author = makers.author()
    draft = makers.fill_draft(author)
    first = filing.file_appeal(author, draft_id=draft.id)
    assert filing.file_appeal(author, draft_id=draft.id) == first
    row = Appeal.objects.get()
    assert (row.number, row.state, row.author_id) == (first, states.FILED, author.id)
    assert row.due_on == dates.register_by(dates.today())
    assert not Draft.objects.exists()
    assert [step.verb for step in Step.objects.all()] == ["file"]


def test_what_the_law_asks_for_is_asked(town: Any) -> None:
    author = makers.author()
    draft = makers.fill_draft(author, text=" ", addressee=Addressee("Орлова", "", "", ""))
    with pytest.raises(Invalid) as refused:
        filing.file_appeal(author, draft_id=draft.id)
    assert set(refused.value.fields) == {"text", "name", "address"}
    assert Draft.objects.filter(id=draft.id).exists()
    assert not Appeal.objects.exists()


def test_a_code_is_not_enough_until_the_town_says_so(town: Any) -> None:
    person = make_person(level=1)
    draft = makers.fill_draft(person)
    with pytest.raises(Refused):
        filing.file_appeal(person, draft_id=draft.id)
    setting_up.set_identity_rule(
        makers.role("lawyer"), level=1, act="Распоряжение № 12", starts_on=dates.today()
    )
    assert dates.level_to_file() == 1
    assert filing.file_appeal(person, draft_id=draft.id)


def test_the_rule_is_not_set_backwards_nor_by_anybody(town: Any) -> None:
    with pytest.raises(Refused):
        setting_up.set_identity_rule(
            makers.role("coordinator"), level=1, act="№ 1", starts_on=dates.today()
        )
    with pytest.raises(Invalid):
        setting_up.set_identity_rule(
            makers.role("lawyer"), level=0, act="№ 1", starts_on=dates.today()
        )
    assert dates.level_to_file() == 2


def test_the_name_lies_in_the_vault_alone_and_sealed(town: Any) -> None:
    row = makers.make_appeal()
    assert reading.addressee_of(row) == makers.WRITER
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM identity_addressee")
        sealed = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT row_to_json(a)::text FROM appeals_appeal AS a")
        (plain,) = cursor.fetchone()
    assert makers.WRITER.surname.encode() not in sealed
    assert makers.WRITER.surname not in plain
    assert makers.WRITER.address not in plain


def test_a_draft_of_another_is_not_sent(town: Any) -> None:
    draft = makers.fill_draft(makers.author())
    with pytest.raises(Invalid):
        filing.file_appeal(makers.author(), draft_id=draft.id)


def test_attachments_are_for_the_author_and_the_office(town: Any) -> None:
    author = makers.author()
    upload = makers.upload(author)
    draft = makers.fill_draft(author, file_ids=[upload, uuid4()])
    assert [one.id for one in files.of(reading.DRAFT_FILES, str(draft.id))] == [upload]
    row = makers.fresh(filing.file_appeal(author, draft_id=draft.id))
    assert [one.id for one in files.of(reading.APPEAL_FILES, str(row.id))] == [upload]
    assert reading.may_read_files(author, str(row.id))
    assert reading.may_read_files(makers.role("coordinator"), str(row.id))
    assert not reading.may_read_files(makers.author(), str(row.id))
    assert not reading.may_read_files(makers.role("moderator"), str(row.id))
    assert not reading.may_read_files(author, "not an id")


def test_nobody_else_reads_it(town: Any) -> None:
    row = makers.make_appeal()
    for person in (makers.author(), makers.role("admin"), identity.ANONYMOUS):
        with pytest.raises(NotFound):
            reading.appeal_for(person, row.number)


def test_discarding_destroys_the_name(town: Any) -> None:
    author = makers.author()
    draft = makers.fill_draft(author)
    filing.discard_draft(author)
    assert reading.addressee_of(draft) is None
    assert reading.draft_of(author) is None


def test_paper_is_entered_once_and_has_no_account(town: Any) -> None:
    clerk = makers.role("coordinator")
    came = dates.today() - timedelta(days=9)
    paper = OnPaper(states.COMPLAINT, "Не чистят снег", makers.WRITER, came)

    def enter(person: identity.PersonRef) -> str:
        return filing.enter_appeal(
            person, key="0123456789abcdef", request=b"x", given=paper, keep_files=list
        )

    number = enter(clerk)
    assert enter(clerk) == number
    row = Appeal.objects.get()
    assert (row.source, row.author_id) == (states.PAPER, None)
    # The three days of the law run from the stamp, not from the typing.
    assert (row.filed_on, row.register_by) == (came, dates.register_by(came))
    assert row.register_by < dates.today()
    assert reading.addressee_of(row) == makers.WRITER
    with pytest.raises(Refused):
        enter(makers.role("approver"))


def test_an_erased_account_leaves_the_case_to_the_law(town: Any) -> None:
    author = makers.author()
    row = makers.make_appeal(author)
    draft = makers.fill_draft(author)
    identity.erase_person(author)
    keeping.forget_person([author.known_id])
    kept = makers.fresh(row)
    assert kept.author_id is None
    assert reading.addressee_of(kept) == makers.WRITER
    assert reading.addressee_of(draft) is None
    assert not Draft.objects.exists()


def test_ones_own_name_is_in_the_copy_of_ones_data(town: Any) -> None:
    author = makers.author()
    makers.make_appeal(author)
    letters = identity.own_values(author)["letters"]
    assert [one["surname"] for one in letters] == ["Орлова"]
    assert identity.own_values(makers.author())["letters"] == []


def test_two_accounts_become_one_author_with_one_draft(town: Any) -> None:
    one, other = makers.author(), makers.author()
    row = makers.make_appeal(one)
    makers.fill_draft(one, text="Первый")
    makers.fill_draft(other, text="Второй")
    person = merge(one, other)
    assert makers.fresh(row).author_id == person.id
    assert Draft.objects.count() == 1
    assert identity.own_values(person)["letters"]
