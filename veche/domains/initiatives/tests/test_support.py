"""Support, milestones, the town's term, giving up for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import let_term_pass, make_person
from veche.domains.initiatives import rules
from veche.domains.initiatives.actions import keeping, supporting
from veche.domains.initiatives.adapters import discussed, told
from veche.domains.initiatives.models import Proposal, Support
from veche.domains.initiatives.queries import likeness, reading, terms
from veche.domains.initiatives.tests import makers
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.manifest import Notice
from veche.kernel.models import OutboxEvent

pytestmark = pytest.mark.usefixtures("places_town")


def percents() -> list[int]:
    """Milestones that were told, whichever came first."""
    rows = OutboxEvent.objects.filter(kind="initiatives.milestone_reached")
    return sorted(int(row.payload["percent"]) for row in rows)


def tell(kind: str, row: Proposal, **more: Any) -> Notice | None:
    (found,) = (one for one in told.NOTICES if one.event == f"initiatives.{kind}")
    return found.tell({"proposal_id": str(row.id), **more})


def test_a_person_counts_once_and_may_take_it_back(town: Any) -> None:
    row, person = makers.make_proposal(), makers.resident()
    for _n in range(2):
        supporting.support_proposal(person, slug=row.slug)
    assert makers.fresh(row).support == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(proposal=row, person_id=person.known_id)
    for _n in range(2):
        supporting.withdraw_support(person, slug=row.slug)
    assert makers.fresh(row).support == 3


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"birth_year": None}, "birth-date"),
        ({"birth_year": 2015}, "age"),
        ({"level": 0}, "level-needed"),
    ],
)
def test_who_may_not_is_told_why(town: Any, given: dict[str, Any], code: str) -> None:
    row = makers.make_proposal()
    with pytest.raises(Refused) as refusal:
        supporting.support_proposal(makers.resident(**given), slug=row.slug)
    assert refusal.value.code == code


def test_what_is_not_public_is_not_there(town: Any) -> None:
    row = makers.make_filed()
    with pytest.raises(NotFound):
        supporting.support_proposal(makers.resident(), slug=row.slug)


def test_milestones_are_told_once_each(town: Any) -> None:
    row = makers.make_proposal()
    assert (row.support, row.milestone) == (3, 33)
    first = makers.resident()
    supporting.support_proposal(first, slug=row.slug)
    assert makers.fresh(row).milestone == 66
    supporting.withdraw_support(first, slug=row.slug)
    supporting.support_proposal(first, slug=row.slug)
    row = makers.supported(row, 2)
    assert row.state == rules.CONSIDERED
    assert percents() == [33, 66, 100]
    assert row.due_on == terms.due_on("decision_days", terms.today())


def test_all_who_support_hear_of_it(town: Any) -> None:
    row = makers.reached()
    notice = tell("milestone_reached", row, percent=100)
    assert notice is not None
    (kind,) = (one for one in told.NOTICES if one.event == "initiatives.milestone_reached")
    assert kind.crowd is not None
    everybody: list[UUID] = []
    last = UUID(int=0)
    while some := kind.crowd(notice.crowd, last, 2):
        everybody, last = [*everybody, *some], some[-1]
    assert everybody == sorted(Support.objects.values_list("person_id", flat=True))
    assert len(everybody) == row.support
    assert notice.topics == (told.topic_of(row),)
    assert notice.text.startswith("Порог набран. Город ответит до")
    early = tell("milestone_reached", row, percent=33)
    assert early is not None
    assert early.text == "Набрано 33 % поддержки."


def test_nothing_is_told_of_what_is_hidden(town: Any) -> None:
    row = makers.make_proposal()
    Proposal.objects.filter(id=row.id).update(is_public=False)
    assert tell("milestone_reached", row, percent=33) is None


def test_after_the_threshold_nothing_moves(town: Any) -> None:
    row = makers.reached()
    with pytest.raises(Refused):
        supporting.support_proposal(makers.resident(), slug=row.slug)
    with pytest.raises(Refused):
        supporting.withdraw_support(makers.resident(), slug=row.slug)


def test_an_author_gives_it_up_for_another(town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    other = makers.make_proposal(title="Скамейки у школы № 3 и урны")
    with pytest.raises(Refused):
        supporting.retire_proposal(makers.resident(), slug=row.slug, favour=other.slug)
    with pytest.raises(Invalid):
        supporting.retire_proposal(author, slug=row.slug, favour=row.slug)
    supporting.retire_proposal(author, slug=row.slug, favour=other.slug)
    row = makers.fresh(row)
    assert (row.state, row.retired_for) == (rules.RETIRED, other)
    assert makers.fresh(other).support == 3
    notice = tell("proposal_retired", row)
    assert notice is not None
    assert other.title in notice.text
    assert len(notice.people) == 3


def test_alike_is_found_whatever_the_order_and_typos(town: Any) -> None:
    row = makers.make_proposal()
    makers.make_proposal(title="Отремонтировать спортзал в посёлке")
    assert likeness.alike("У школы № 3 поставить скамейки") == [row]
    assert likeness.alike("поставить скамейку возле школы №3") == [row]
    assert likeness.alike("Фонари на Садовой") == []
    assert likeness.alike(row.title, besides=row.id) == []
    assert likeness.about("скамейка школы") == [row]
    assert len(likeness.about("родители стоя")) == 2
    assert likeness.about("спортзал скамейка") == []


def test_two_accounts_joined_count_once(town: Any) -> None:
    row, one, other = makers.make_proposal(), makers.resident(), makers.resident()
    for person in (one, other):
        supporting.support_proposal(person, slug=row.slug)
    keeping.join_people(surviving=[one.known_id], joined=[other.known_id])
    row = makers.fresh(row)
    assert (row.online, row.support) == (4, 4)
    assert Support.objects.filter(proposal=row).count() == 4


def test_an_erased_person_leaves_a_sum(town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    makers.make_draft(author, "Черновик")
    keeping.forget_person([author.known_id])
    row = makers.fresh(row)
    assert (row.author_id, row.support) == (None, 3)
    assert Proposal.objects.count() == 1
    assert keeping.forget_supporters() == 0
    assert author.known_id not in reading.supporters_after(str(row.id), UUID(int=0), 9)
    makers.reached(row)
    assert keeping.forget_supporters() == 1
    assert not Support.objects.filter(person_id=author.known_id).exists()


def test_who_erases_the_account_and_comes_back_counts_once(town: Any) -> None:
    row, contact = makers.make_proposal(), "+79001112233"
    person = makers.resident(contact=contact)
    supporting.support_proposal(person, slug=row.slug)
    for _n in range(2):
        identity.erase_person(person)
        keeping.forget_person([person.known_id])
        back = identity.person_by_id(identity.ensure_contact(contact))
        assert back is not None
        let_term_pass(back)
        identity.declare_birth_date(back, date(makers.BORN, 1, 1))
        assert not reading.supported_among(back, [row.id])
        supporting.support_proposal(replace(back, level=1), slug=row.slug)
        assert reading.supported_among(back, [row.id])
    row = makers.fresh(row)
    assert (row.online, row.support) == (4, 4)


def test_an_unknown_visitor_signs_in(town: Any) -> None:
    row = makers.make_proposal()
    with pytest.raises(Refused) as refusal:
        supporting.support_proposal(make_person(level=0), slug=row.slug)
    assert refusal.value.code == "level-needed"


def test_remarks_have_a_term_an_age_and_hearers(town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    subject = discussed.find_subject(row.id)
    assert subject is not None
    assert subject.min_age == 16
    assert "раньше город не ответит. Участвуют с 16 лет." in subject.note
    people = discussed.people_of(row.id)
    assert len(people) == 3
    assert author.known_id in people
    row.remarks_until = terms.today() - timedelta(days=1)
    assert discussed.subject_of(row).note == ""
