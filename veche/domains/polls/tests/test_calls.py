"""Control calls: a draw everyone can repeat, a number shown once, and nobody asked how."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.attacks.made import cast, close, make_poll
from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls import actions, jobs, queries, rules
from veche.domains.polls.adapters import waiting
from veche.domains.polls.models import Call, Poll
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

TOOL = Path(__file__).resolve().parents[4] / "tools/recount/repeat_draw.py"


@pytest.fixture
def caller(town: Any) -> identity.PersonRef:
    return make_person(roles=[identity.AUDITOR], level=2)


def voted(number: int = 4, *, contacts: int = 3) -> Poll:
    """A closed poll with some voters, the first of whom can be called."""
    poll = make_poll()
    for place in range(number):
        contact = f"voter{place}@example.org" if place < contacts else ""
        cast(poll, person=make_person(contact=contact))
    close(poll)
    jobs.publish_count(str(poll.id))
    return poll


def told(poll: Poll) -> dict[str, Any]:
    found: dict[str, Any] = Client().get(f"/polls/{poll.slug}/control.json").json()
    return found


def test_the_seed_is_committed_to_before_anyone_votes(town: Any) -> None:
    poll = make_poll()
    before = told(poll)
    assert len(before["commitment"]) == 64
    assert (before["seed"], before["marks"], before["drawn"]) == ("", [], [])


def test_anyone_can_repeat_the_draw(town: Any, caller: identity.PersonRef, tmp_path: Path) -> None:
    poll = voted()
    commitment = told(poll)["commitment"]
    actions.begin_calls(caller, slug=poll.slug)
    found = told(poll)
    assert hashlib.sha256(found["seed"].encode()).hexdigest() == commitment
    assert sorted(found["drawn"]) == found["marks"]
    path = tmp_path / "control.json"
    for spoil, code in ((False, 0), (True, 1)):
        if spoil:
            found["drawn"].reverse()
        path.write_text(json.dumps(found))
        ended = subprocess.run([sys.executable, TOOL, path], capture_output=True, check=False)
        assert ended.returncode == code, ended.stdout


def test_who_may_be_called_is_told_so_beforehand(town: Any) -> None:
    """A caller sees a contact and knows that its owner voted: no page promises otherwise."""
    poll = make_poll()
    for address in (f"/polls/{poll.slug}/", "/sign-in/"):
        assert "жребий" in Client().get(address).content.decode(), address


def test_marks_lead_to_nobody(town: Any, caller: identity.PersonRef) -> None:
    """Neither ids nor receipts nor pseudonyms: a mark is made under the secret of the box."""
    person = make_person(contact="one@example.org")
    poll = make_poll()
    receipt = cast(poll, person=person)
    close(poll)
    jobs.publish_count(str(poll.id))
    text = json.dumps(told(poll))
    assert receipt.number not in text
    assert person.known_id.hex[:16] not in text
    assert str(poll.id) not in text


def test_a_number_is_shown_once_and_noted(town: Any, caller: identity.PersonRef) -> None:
    poll = voted(1)
    actions.begin_calls(caller, slug=poll.slug)
    call = queries.next_call(caller, poll)
    assert call is not None
    assert call.person_id is not None
    owner = call.person_id
    contact = actions.show_contact(caller, slug=poll.slug, call_id=call.id)
    assert contact == "voter0@example.org"
    noted = audit.history(owner, kinds=["identity.contact_opened"])
    assert [entry.actor_id for entry in noted] == [caller.id]
    with pytest.raises(Conflict):
        actions.show_contact(caller, slug=poll.slug, call_id=call.id)
    actions.record_call(caller, slug=poll.slug, call_id=call.id, outcome="voted")
    assert Call.objects.get(id=call.id).person_id is None


def test_the_outcome_is_written_by_who_called_and_once(
    town: Any, caller: identity.PersonRef
) -> None:
    poll = voted(1)
    actions.begin_calls(caller, slug=poll.slug)
    call = queries.next_call(caller, poll)
    assert call is not None
    with pytest.raises(Conflict):
        actions.record_call(caller, slug=poll.slug, call_id=call.id, outcome="voted")
    actions.show_contact(caller, slug=poll.slug, call_id=call.id)
    with pytest.raises(Invalid):
        actions.record_call(caller, slug=poll.slug, call_id=call.id, outcome="o1")
    for _again in range(2):
        actions.record_call(caller, slug=poll.slug, call_id=call.id, outcome="not_voted")
    with pytest.raises(Conflict):
        actions.record_call(caller, slug=poll.slug, call_id=call.id, outcome="voted")
    assert queries.call_counts(poll)["not_voted"] == 1


def test_the_draw_happens_once(town: Any, caller: identity.PersonRef) -> None:
    poll = voted()
    assert actions.begin_calls(caller, slug=poll.slug) == 4
    before = told(poll)
    assert actions.begin_calls(caller, slug=poll.slug) == 4
    assert told(poll) == before
    assert before["outcomes"]["unreachable"] == 1


def test_others_neither_draw_nor_call(town: Any, caller: identity.PersonRef) -> None:
    poll = voted(1)
    for person in (identity.ANONYMOUS, make_person(), make_person(roles=[identity.APPROVER])):
        with pytest.raises(Refused):
            actions.begin_calls(person, slug=poll.slug)
        with pytest.raises(Refused):
            identity.open_contact(person, owner_id=caller.known_id, purpose="control-call")
    actions.begin_calls(caller, slug=poll.slug)
    other = voted(1, contacts=0)
    call = queries.next_call(caller, poll)
    assert call is not None
    with pytest.raises(NotFound):
        actions.show_contact(caller, slug=other.slug, call_id=call.id)


def test_no_draw_while_the_poll_runs_nor_after_the_secret_is_gone(
    town: Any, caller: identity.PersonRef
) -> None:
    running = make_poll()
    with pytest.raises(Refused):
        actions.begin_calls(caller, slug=running.slug)
    over = voted(1)
    ballots.destroy_secret(over.id)
    with pytest.raises(Refused):
        actions.begin_calls(caller, slug=over.slug)
    assert told(over)["seed"] == ""


def test_who_was_drawn_is_forgotten_with_the_secret(town: Any, caller: identity.PersonRef) -> None:
    poll = voted(2)
    actions.begin_calls(caller, slug=poll.slug)
    actions.forget_called(poll.id)
    assert not Call.objects.filter(poll=poll, person_id__isnull=False).exists()
    assert queries.call_counts(poll)["no_answer"] == 2


def test_the_caller_walks_through_the_pages(town: Any, caller: identity.PersonRef) -> None:
    poll = voted(1)
    browser, desk = sign_in(Client(), caller), f"/office/polls/{poll.slug}/calls/"
    assert "Потянуть жребий" in browser.get(desk).content.decode()
    assert browser.post(f"{desk}begin/").status_code == 302
    page = browser.get(desk).content.decode()
    assert "voter0@example.org" not in page
    call = queries.next_call(caller, poll)
    assert call is not None
    shown = browser.post(f"{desk}{call.id}/show/")
    assert "voter0@example.org" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "voter0@example.org" not in browser.get(desk).content.decode()
    browser.post(f"{desk}{call.id}/record/", {"outcome": "voted"})
    public = Client().get(f"/polls/{poll.slug}/control/").content.decode()
    assert "1 из 1" in public
    assert Client().get(desk).status_code == 302
    assert sign_in(Client(), make_person()).get(desk).status_code == 403


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_interval_holds_the_share(part: int, rest: int) -> None:
    low, high = rules.wilson(part, part + rest)
    share = part / (part + rest) if part + rest else 0.5
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


def test_the_list_of_calls_tells_how_many_are_left(caller: identity.PersonRef) -> None:
    browser = sign_in(Client(), caller)
    assert "Обзвон ещё не начинали" in browser.get("/office/calls/").content.decode()
    assert waiting.at_calls(caller, 10) == []
    poll = voted()
    actions.begin_calls(caller, slug=poll.slug)
    left = Call.objects.filter(poll=poll, person_id__isnull=False).count()
    assert left
    page = browser.get("/office/calls/").content.decode()
    assert f"Осталось позвонить: {left}" in page
    assert f"/office/polls/{poll.slug}/calls/" in page
    (matter,) = waiting.at_calls(caller, 10)
    assert (matter.title, matter.due_on) == (poll.title, None)
    Call.objects.filter(poll=poll).update(outcome="voted", person_id=None)
    assert "Все обзвонены" in browser.get("/office/calls/").content.decode()
    assert waiting.at_calls(caller, 10) == []


def test_the_list_leads_to_polls_still_to_be_drawn_from(
    caller: identity.PersonRef, django_assert_num_queries: Any
) -> None:
    poll, empty, running = voted(), make_poll(), make_poll()
    unmarked, older = voted(contacts=0), voted(contacts=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ballots_draw SET marks = NULL WHERE box_id = %s", [unmarked.id])
        cursor.execute("DELETE FROM ballots_draw WHERE box_id = %s", [older.id])
    close(empty)
    cast(running)
    browser = sign_in(Client(), caller)
    page = browser.get("/office/calls/").content.decode()
    assert "Потянуть жребий до" in page
    assert f"/office/polls/{poll.slug}/calls/" in page
    assert empty.slug not in page
    for other in (running, unmarked, older):
        assert other.slug not in page
    with django_assert_num_queries(3):
        assert [one.id for one in queries.polls_to_draw(caller)] == [poll.id]
    actions.begin_calls(caller, slug=poll.slug)
    assert queries.polls_to_draw(caller) == []


def test_calls_are_listed_for_callers_alone(town: Any) -> None:
    for roles in ([], [identity.AUTHOR]):
        person = make_person(roles=roles)
        assert sign_in(Client(), person).get("/office/calls/").status_code == 403
        with pytest.raises(Refused):
            queries.polls_with_calls(person)
        with pytest.raises(Refused):
            queries.polls_to_draw(person)


def test_whoever_was_drawn_does_not_call_themselves(town: Any) -> None:
    """Neither as next in turn nor by the address of the call."""
    caller = make_person(contact="drawn@example.org", roles=["auditor"], birth_year=1980)
    poll = make_poll()
    cast(poll, person=caller)
    close(poll)
    jobs.publish_count(str(poll.id))
    actions.begin_calls(caller, slug=poll.slug)
    assert queries.next_call(caller, poll) is None
    call = Call.objects.get(poll=poll)
    with pytest.raises(Conflict) as refused:
        actions.show_contact(caller, slug=poll.slug, call_id=call.id)
    assert refused.value.code == "own-call"
    other = make_person(roles=["auditor"])
    assert queries.next_call(other, poll) == call
    assert actions.show_contact(other, slug=poll.slug, call_id=call.id) == "drawn@example.org"
