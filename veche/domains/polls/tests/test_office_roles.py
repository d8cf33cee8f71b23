"""Who may do what in the office: each grant with its denials, every address for every stranger."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls import office_urls, policies, queries
from veche.domains.polls.models import LegalEffect, Poll, State
from veche.domains.polls.tests import office_pages as pages
from veche.kernel.errors import NotFound


def person(*roles: str) -> PersonRef:
    """Somebody known with the roles given."""
    return PersonRef(id=uuid4(), level=1, roles=frozenset(roles))


@pytest.mark.parametrize("role", ["author", "approver"])
def test_officials_may_draft(role: str) -> None:
    assert policies.may_draft_poll(person(role)).allowed


@pytest.mark.parametrize("stranger", [ANONYMOUS, person(), person("clerk"), person("admin")])
def test_others_may_not_draft(stranger: PersonRef) -> None:
    decision = policies.may_draft_poll(stranger)
    assert not decision.allowed
    assert decision.reason


def test_a_draft_may_be_changed_by_its_authors() -> None:
    assert policies.may_change_poll(person("author"), Poll(state=State.DRAFT)).allowed


@pytest.mark.parametrize("state", [State.REVIEW, State.PUBLISHED, State.CLOSED])
def test_what_left_the_draft_may_not_be_changed(state: str) -> None:
    for role in ("author", "approver"):
        decision = policies.may_change_poll(person(role), Poll(state=state))
        assert not decision.allowed
        assert decision.advice, "a way out is said"


def test_strangers_may_not_change_a_draft() -> None:
    for stranger in (ANONYMOUS, person(), person("clerk")):
        assert not policies.may_change_poll(stranger, Poll(state=State.DRAFT))


def test_who_only_approves_changes_no_draft_but_an_own_one() -> None:
    approver = person("approver")
    decision = policies.may_change_poll(approver, Poll(state=State.DRAFT, author_id=uuid4()))
    assert not decision.allowed
    assert decision.advice, "what an approver does instead is said"
    own = Poll(state=State.DRAFT, author_id=approver.id)
    assert policies.may_change_poll(approver, own)
    both = person("author", "approver")
    assert policies.may_change_poll(both, Poll(state=State.DRAFT, author_id=uuid4()))


def test_an_approver_reads_a_colleagues_draft_and_changes_nothing(draft: Poll) -> None:
    approver = sign_in(Client(), make_person(roles=["approver"]))
    here = f"/office/polls/{draft.slug}/"
    page = approver.get(here)
    assert page.status_code == 200
    assert "Ещё черновик" in page.content.decode()
    for part in ("questions/q1/remove/", "passport/", "check/", "discard/"):
        answer = approver.post(here + part, {"title": "Чужие слова", "kind": "town"})
        assert answer.status_code == 403, part
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Тайный черновик", State.DRAFT)
    assert draft.questions.count() == 1


def test_whoever_rewrote_a_binding_poll_does_not_approve_it(draft: Poll) -> None:
    """A second pair of eyes has not written the words itself."""
    author = make_person(roles=["author"])
    both = make_person(roles=["author", "approver"])
    browser = sign_in(Client(), both)
    assert pages.schedule(browser, draft).status_code == 302
    Poll.objects.filter(id=draft.id).update(legal_effect=LegalEffect.BINDING, state=State.REVIEW)
    draft.refresh_from_db()
    assert draft.writer_ids[-1:] == [both.id]
    refused = policies.may_approve_poll(both, draft)
    assert refused.code == "own-poll"
    assert browser.post(f"/office/polls/{draft.slug}/approve/").status_code == 403
    Poll.objects.filter(id=draft.id).update(state=State.DRAFT)
    assert pages.schedule(sign_in(Client(), author), draft).status_code == 302
    draft.refresh_from_db()
    assert draft.writer_ids.count(author.known_id) == 1
    assert not policies.may_approve_poll(both, draft), "a later hand hides no earlier one"
    lawyer = replace(both, roles=frozenset({"lawyer"}))
    assert policies.may_agree_poll(lawyer, draft).code == "own-poll"
    joined = PersonRef(id=uuid4(), level=1, roles=both.roles, earlier_ids=(both.known_id,))
    assert policies.may_approve_poll(joined, draft).code == "own-poll", "the account has grown"
    assert policies.may_approve_poll(person("approver"), draft)


def test_an_approver_may_approve() -> None:
    assert policies.may_approve_poll(person("approver"), Poll()).allowed


def test_an_author_alone_may_not_approve() -> None:
    assert not policies.may_approve_poll(person("author"), Poll())
    assert not policies.may_approve_poll(person(), Poll())


def test_nobody_approves_a_binding_poll_of_their_own() -> None:
    both = person("author", "approver")
    own = Poll(author_id=both.id, legal_effect=LegalEffect.BINDING)
    assert not policies.may_approve_poll(both, own)
    own.legal_effect = LegalEffect.ADVISORY
    assert policies.may_approve_poll(both, own)


def test_a_running_poll_is_run_by_its_author_and_approvers() -> None:
    author = person("author")
    own = Poll(author_id=author.id, state=State.PUBLISHED)
    assert policies.may_run_poll(author, own)
    assert policies.may_run_poll(person("approver"), own)
    assert not policies.may_run_poll(person("author"), own), "a colleague's poll"
    assert not policies.may_run_poll(person(), own)
    own.state = State.CLOSED
    assert not policies.may_run_poll(author, own)


KEYS = {
    "code": "q1",
    "step": "passport",
    "material_id": str(uuid4()),
    "campaign_id": str(uuid4()),
    "batch_id": str(uuid4()),
    "call_id": str(uuid4()),
    "form": "pdf",
    "pack_id": str(uuid4()),
    "stack_id": str(uuid4()),
    "serial": "1",
}
COUNTER, CALLS = "/office/counter/", "/calls/"
# Whoever has no poll to prepare still has these.
OWN_DESKS = {"clerk": (COUNTER, CALLS), "admin": ("/office/census/", "/office/rules/")}


def addresses(slug: str) -> list[str]:
    """Every address of the office, for this poll."""
    found = []
    for route in office_urls.urlpatterns:
        names = route.pattern.converters.keys()
        keys = {**KEYS, "slug": slug}
        found.append(reverse(f"polls:{route.name}", kwargs={name: keys[name] for name in names}))
    return found


@pytest.fixture
def draft(town: Any) -> Poll:
    """A colleague's draft with one question."""
    browser = sign_in(Client(), make_person(roles=["author"]))
    poll = pages.start(browser, title="Тайный черновик")
    pages.add_question(browser, poll, "А", "Б")
    return poll


def test_a_visitor_is_led_to_sign_in_and_back(draft: Poll) -> None:
    visitor = Client()
    for address in addresses(draft.slug):
        answer = visitor.get(address)
        assert answer.status_code in (302, 405), address
        if answer.status_code == 302:
            assert answer["Location"].startswith("/sign-in/?next=%2Foffice"), address
        assert visitor.post(address).status_code in (403, 405), address


@pytest.mark.parametrize("roles", [(), ("clerk",), ("admin",)])
def test_no_address_opens_to_other_people(draft: Poll, roles: tuple[str, ...]) -> None:
    stranger = sign_in(Client(), make_person(roles=roles))
    for address in addresses(draft.slug):
        is_own_desk = any(part in address for role in roles for part in OWN_DESKS[role])
        expected = (200, 302, 404, 405, 422) if is_own_desk else (403, 405)
        for answer in (stranger.get(address), stranger.post(address, {"key": "k"})):
            assert answer.status_code in expected, address
            assert "Тайный черновик" not in answer.content.decode()
    assert Poll.objects.count() == 1
    assert draft.questions.count() == 1


def test_a_draft_is_not_found_by_a_resident(draft: Poll) -> None:
    with pytest.raises(NotFound):
        queries.poll_to_manage(person(), draft.slug)
    resident = sign_in(Client(), make_person())
    assert resident.get(f"/polls/{draft.slug}/").status_code == 404


def test_unknown_polls_and_other_towns_are_not_found(draft: Poll) -> None:
    official = sign_in(Client(), make_person(roles=["author", "approver"]))
    for address in addresses("nosuchpoll"):
        if "nosuchpoll" in address and not (address.startswith(COUNTER) or CALLS in address):
            assert official.get(address).status_code in (404, 405), address
            assert official.post(address).status_code in (404, 405, 422), address
    assert official.get(f"/office/polls/{draft.slug}/", HTTP_HOST="gorka.test").status_code != 200


def test_every_post_needs_its_token(draft: Poll) -> None:
    official = sign_in(Client(enforce_csrf_checks=True), make_person(roles=["author", "approver"]))
    for address in addresses(draft.slug):
        answer = official.post(address, {"title": "Подделка", "kind": "town", "key": "k"})
        assert answer.status_code in (403, 405), address
    draft.refresh_from_db()
    assert draft.title == "Тайный черновик"
    assert Poll.objects.count() == 1


def test_a_colleagues_running_poll_is_left_alone(town: Any) -> None:
    both = sign_in(Client(), make_person(roles=["author", "approver"]))
    poll = pages.published(both)
    colleague = sign_in(Client(), make_person(roles=["author"]))
    longer = {"closes_at": pages.moment(9), "reason": "Потому что так надо мне."}
    assert colleague.post(f"/office/polls/{poll.slug}/extend/", longer).status_code == 403
    assert colleague.post(f"/office/polls/{poll.slug}/withdraw/").status_code == 403
    assert (
        "Продлить голосование" not in colleague.get(f"/office/polls/{poll.slug}/").content.decode()
    )
