"""Neighbours help with a proposal: who calls, what pages say, when nobody is called any more."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import sign_in
from veche.commons.matching import public as matching
from veche.commons.matching.tests import makers as deeds
from veche.commons.organisations.tests.makers import make_organisation
from veche.domains.initiatives import public, rules
from veche.domains.initiatives.actions import filing, helping, keeping, supporting
from veche.domains.initiatives.adapters import told
from veche.domains.initiatives.manifest import MANIFEST
from veche.domains.initiatives.models import Member, Proposal
from veche.domains.initiatives.queries import terms
from veche.domains.initiatives.queries.onward import KIND
from veche.domains.initiatives.tests import makers
from veche.kernel.errors import Conflict, Refused
from veche.kernel.manifest import Judged
from veche.kernel.models import OutboxEvent

pytestmark = pytest.mark.usefixtures("places_town")
HOUSE = "улица Луговая, 54"


def call(person: PersonRef, row: Proposal, **given: Any) -> Any:
    """Call helpers; the need."""
    latitude, longitude = deeds.POINT
    wanted = {"work_kind": "cleanup", "latitude": latitude, "longitude": longitude, **given}
    need = matching.NewNeed(title="", **wanted)
    helping.seek_help(person, slug=row.slug, given=need)
    return deeds.need_of(KIND, row.id)


def state_of(row: Proposal) -> str:
    found = matching.need_of(KIND, str(row.id))
    return found.state if found is not None else ""


def test_the_author_calls_and_is_helped(town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    firm = make_organisation(makers.resident(), 61, name="Столярка")
    need = call(author, row, owner_organisation_id=firm.id, owner_name=firm.name)
    assert (need.title, need.raised_by) == (row.title, author.id)
    # A resident does not say whose a place is: the town answers until it knows better.
    assert (need.owner_organisation_id, need.owner_name) == (None, "")
    assert call(author, row, hands=40).hands == 1
    opened = deeds.tell("matching.need_opened", {"need_id": str(need.id)})
    assert opened is not None
    assert opened.topics == (f"{KIND}:{row.id}",)
    talk = deeds.Talk(author, of=need).until(deeds.PROVEN)
    talk.confirm()
    name, consumer = MANIFEST.listens["matching.work_confirmed"]
    assert name == "initiatives.note_help"
    done = OutboxEvent.objects.get(kind="matching.work_confirmed")
    consumer({"source_kind": "reports.report", "source_id": str(row.id)}, done.id)
    for _time in range(2):  # killed before it could confirm, it is asked again
        consumer({"source_kind": KIND, "source_id": str(row.id)}, done.id)
    assert OutboxEvent.objects.filter(kind="initiatives.help_given").count() == 1
    assert state_of(row) == matching.FULFILLED
    with pytest.raises(Conflict) as again:
        call(author, row)
    assert again.value.code == "helped-already"
    notice = told_of("initiatives.help_given", row)
    assert set(notice.besides) == {author.id, talk.helper.id}
    assert author.id in notice.people


def told_of(event: str, row: Proposal, **payload: Any) -> Any:
    (found,) = (one for one in told.NOTICES if one.event == event)
    return found.tell({"proposal_id": str(row.id), **payload})


def test_an_official_calls_and_says_whose_the_place_is(town: Any) -> None:
    row = makers.make_proposal()
    firm = make_organisation(makers.resident(), 61, name="Столярка")
    official = makers.role("coordinator")
    need = call(official, row, owner_organisation_id=firm.id, owner_name=firm.name)
    assert need.owner_organisation_id == firm.id
    assert told_of("initiatives.help_sought", row, is_by_author=False).people
    assert told_of("initiatives.help_sought", row, is_by_author=True) is None
    for other in (makers.resident(), makers.role("clerk")):
        with pytest.raises(Refused) as caught:
            call(other, row)
        assert caught.value.code == "not-own"


def test_what_the_town_owes_is_not_called_for(town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    with pytest.raises(Refused) as caught:
        call(author, row, is_town_duty=True)
    assert caught.value.code == "town-duty"
    assert deeds.needs() == 0


def test_an_official_says_that_the_town_must_do_it(town: Any) -> None:
    author, official = makers.resident(), makers.role("coordinator")
    row = makers.make_proposal(author, title="Заделать ямы на Луговой")
    call(author, row)
    (matter,) = public.waiting(official, 5)
    assert (matter.title, "не обязанность ли" in str(matter.note)) == (row.title, True)
    with pytest.raises(Refused):
        helping.judge_call(author, slug=row.slug, is_duty=True)
    for _n in range(2):
        helping.judge_call(official, slug=row.slug, is_duty=True)
    assert (state_of(row), public.waiting(official, 5)) == (matching.CLOSED, [])
    assert OutboxEvent.objects.filter(kind="initiatives.call_judged").count() == 1
    assert told_of("initiatives.call_judged", row, is_duty=True).people
    for person in (author, official):
        with pytest.raises(Refused) as caught:
            call(person, row)
        assert caught.value.code == "town-duty"
    assert public.source_of(author, str(row.id)) is None
    helping.judge_call(official, slug=row.slug, is_duty=False)
    assert public.source_of(author, str(row.id)) is not None
    call(author, row)
    assert (state_of(row), public.waiting(official, 5)) == (deeds.OPEN, [])


def test_a_call_that_is_over_waits_for_nobody(town: Any) -> None:
    author, official = makers.resident(), makers.role("coordinator")
    late, row = makers.reached(), makers.make_proposal(author, title="Убрать пруд")
    need = call(author, row)
    # What the town owes by a day stands before it.
    assert [one.title for one in public.waiting(official, 5)] == [late.title, row.title]
    deeds.close(need)
    assert [one.title for one in public.waiting(official, 5)] == [late.title]


def test_an_official_judges_a_call_by_its_page(client: Client, town: Any) -> None:
    author, official = makers.resident(), makers.role("coordinator")
    row = makers.make_proposal(author)
    talk = deeds.Talk(author, of=call(author, row)).until("handed")
    case = reverse("initiatives:open-case", args=[row.slug])
    judge = reverse("initiatives:judge-call", args=[row.slug])
    here = reverse("initiatives:read-proposal", args=[row.slug])
    seek = reverse("initiatives:seek-help", args=[row.slug])
    sign_in(client, official)
    assert judge in client.get(case).content.decode()
    assert client.post(judge, {"duty": "yes"}, follow=True).redirect_chain == [(case, 302)]
    assert makers.fresh(row).call == rules.DUTY
    assert "Это обязан сделать город" in client.get(case).content.decode()
    client.post(judge, {"duty": "no"})
    # Work at hand goes on; others are called behind it by the same button.
    assert state_of(row) == "taken"
    for person, page in ((official, case), (author, here)):
        sign_in(client, person)
        assert seek in client.get(page).content.decode()
    sent = {"work_kind": "cleanup", "address": HOUSE, "hands": "3", "is_town_duty": "no"}
    assert client.post(seek, sent).status_code == 302
    assert seek not in client.get(here).content.decode()
    need = deeds.need_of(KIND, row.id)
    assert (need.state, need.closed_at, need.hands) == ("taken", None, 3)
    assert talk.row.state == "handed"
    assert client.post(judge, {"duty": "yes"}).status_code == 403
    own = makers.resident(roles=["coordinator"])
    mine = makers.make_proposal(own, title="Своё дело")
    call(own, mine)
    sign_in(client, own)
    shown = client.get(reverse("initiatives:open-case", args=[mine.slug])).content.decode()
    assert "Пусть скажет другой сотрудник" in shown
    assert reverse("initiatives:judge-call", args=[mine.slug]) not in shown


def test_an_official_is_no_judge_of_their_own_call(town: Any) -> None:
    own, other = makers.resident(roles=["coordinator"]), makers.role("coordinator")
    row = makers.make_proposal(own)
    call(own, row)
    assert [one.title for one in public.waiting(other, 5)] == [row.title]
    # On their own desk it does not stand, nor on that of another of the group.
    member = makers.role("coordinator")
    Member.objects.create(proposal=row, person_id=member.known_id)
    assert public.waiting(own, 5) == public.waiting(member, 5) == []
    with pytest.raises(Refused) as caught:
        helping.judge_call(own, slug=row.slug, is_duty=False)
    assert caught.value.code == "own-proposal"


def test_the_answer_calls_nobody_new(town: Any) -> None:
    author = makers.resident()
    looked_for, agreed = makers.reached(), makers.reached(makers.make_proposal(author))
    call(makers.role("author"), looked_for)
    talk = deeds.Talk(author, of=call(author, agreed)).until("agreed")
    for row in (looked_for, agreed):
        makers.answered(row)
    assert state_of(looked_for) == matching.CLOSED
    assert (state_of(agreed), talk.row.state) == ("taken", "agreed")
    with pytest.raises(Refused):
        call(author, makers.fresh(agreed))
    with pytest.raises(Refused) as late:
        helping.judge_call(makers.role("coordinator"), slug=agreed.slug, is_duty=True)
    assert late.value.code == "wrong-state"


def test_what_is_over_closes_with_its_helpers(town: Any) -> None:
    author = makers.resident()
    retired, expired, hidden = (
        makers.make_proposal(author, title=f"Предложение {n} о дворе") for n in "абв"
    )
    for row in (retired, expired, hidden):
        call(author, row)
    talk = deeds.Talk(author, of=deeds.need_of(KIND, retired.id)).until("agreed")
    supporting.retire_proposal(author, slug=retired.slug, favour=expired.slug)
    assert talk.row.state == deeds.WITHDRAWN
    Proposal.objects.filter(id=expired.id).update(support_until=terms.today())
    assert not keeping.expire_proposal(proposal_id=expired.id, on=terms.today())
    filing.judge_proposal(proposal_id=hidden.id, judged=Judged(is_passed=False))
    assert [state_of(one) for one in (retired, expired, hidden)] == ["closed", "open", "closed"]
    # What a moderator took away stands nowhere.
    assert deeds.need_of(KIND, hidden.id).title != hidden.title
    filing.judge_proposal(proposal_id=hidden.id, judged=Judged(is_passed=True))
    assert deeds.need_of(KIND, hidden.id).title == hidden.title


def test_a_moderator_s_later_word_reaches_the_need_and_the_desk(town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author, title="Скамейка, звоните 8 900 000 00 00")
    call(author, row)
    words = filing.as_text(row).replace("8 900 000 00 00", "▒▒▒")
    filing.rewrite_proposal(proposal_id=row.id, text=words)
    assert "8 900" not in deeds.need_of(KIND, row.id).title
    # An official who had opened it before is told so.
    assert makers.fresh(row).version == row.version + 1


def test_pages_lead_both_ways(client: Client, town: Any) -> None:
    author = makers.resident()
    row = makers.make_proposal(author)
    here = reverse("initiatives:read-proposal", args=[row.slug])
    seek = reverse("initiatives:seek-help", args=[row.slug])
    assert seek not in client.get(here).content.decode()
    sign_in(client, author)
    assert seek in client.get(here).content.decode()
    form = client.get(seek).context["form"]
    assert "owner" not in form.fields
    sent = {"work_kind": "cleanup", "address": HOUSE}
    assert client.post(seek, sent).status_code == 422
    sent |= {"hands": "3", "ends_on": "", "is_town_duty": "no"}
    answer: Any = client.post(seek, sent)
    assert answer.url == f"{here}?done=called"
    need = deeds.need_of(KIND, row.id)
    assert (need.hands, need.state) == (3, deeds.OPEN)
    neighbour = makers.resident()
    helper = deeds.make_solver(neighbour)
    ask = reverse("matching:ask-for-help", args=[need.slug, helper.slug])
    shown = client.get(here).content.decode()
    assert ask in shown
    assert "&lt;section" not in shown
    official = makers.role("approver", "author")
    sign_in(client, official)
    case = reverse("initiatives:open-case", args=[row.slug])
    assert ask in client.get(case).content.decode()
    sign_in(client, neighbour)
    assert reverse("matching:offer-help", args=[need.slug]) in client.get(here).content.decode()
    assert client.get(seek).status_code == 403


def test_the_way_on_is_told_in_its_own_word(town: Any) -> None:
    row = makers.make_proposal()
    assert "опрос" not in told_of("initiatives.proposal_handed_on", row, to="made.thing").text
    assert row.state == rules.COLLECTING
