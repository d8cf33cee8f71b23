"""Between the author and the approver: the lawyer, where one is asked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls import actions, policies
from veche.domains.polls.models import LegalCheckRule, LegalEffect, Poll, State
from veche.domains.polls.tests import office_pages as pages
from veche.domains.polls.tests.test_office_roles import person
from veche.kernel import clock
from veche.kernel.errors import Conflict

COMMISSION = {"legal_effect": LegalEffect.COMMISSION}


@pytest.fixture
def author(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["author"]))


@pytest.fixture
def lawyer(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["lawyer"]))


@pytest.fixture
def approver(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["approver"]))


def weighty(author: Client) -> Poll:
    """A ready draft with legal effect."""
    poll = pages.ready(author, title="Переименовать ли улицу?")
    assert author.post(of(poll, "effect/"), COMMISSION).status_code == 302
    return poll


def of(poll: Poll, rest: str = "") -> str:
    return f"/office/polls/{poll.slug}/{rest}"


def state(poll: Poll) -> str:
    poll.refresh_from_db()
    return poll.state


def test_a_poll_with_legal_effect_passes_the_lawyer(
    author: Client, lawyer: Client, approver: Client
) -> None:
    poll = weighty(author)
    assert "Отправить юристу" in author.get(of(poll, "check/")).content.decode()
    author.post(of(poll, "check/"))
    assert state(poll) == State.LEGAL
    assert approver.post(of(poll, "approve/")).status_code == 409
    assert "Ждут юриста" in lawyer.get("/office/polls/").content.decode()
    assert "Согласовать" in lawyer.get(of(poll)).content.decode()
    for _again in range(2):
        assert lawyer.post(of(poll, "agree/")).status_code == 302
    assert state(poll) == State.REVIEW
    assert poll.lawyer_id is not None
    assert lawyer.post(of(poll, "approve/")).status_code == 403
    assert approver.post(of(poll, "approve/")).status_code == 302
    assert state(poll) == State.PUBLISHED


def test_the_lawyer_returns_with_remarks(author: Client, lawyer: Client, approver: Client) -> None:
    poll = weighty(author)
    author.post(of(poll, "check/"))
    assert lawyer.post(of(poll, "return/"), {"reason": ""}).status_code == 422
    assert approver.post(of(poll, "return/"), {"reason": "Не надо."}).status_code == 403
    lawyer.post(of(poll, "return/"), {"reason": "Назовите акт."})
    assert state(poll) == State.DRAFT
    assert "Назовите акт." in author.get(of(poll), follow=True).content.decode()


def test_the_author_takes_it_back_from_the_lawyer(author: Client) -> None:
    poll = weighty(author)
    author.post(of(poll, "check/"))
    assert "менять его нельзя" in author.get(of(poll, "hours/")).content.decode()
    assert "Вернуть автору" not in author.get(of(poll)).content.decode()
    assert author.post(of(poll, "return/"), {"reason": "Сам поправлю."}).status_code == 302
    assert state(poll) == State.DRAFT
    assert poll.returned_because == "", "nobody has refused it"


def test_an_advisory_poll_skips_the_lawyer_unless_the_town_wants_all(
    author: Client, approver: Client
) -> None:
    first = pages.ready(author)
    author.post(of(first, "check/"))
    assert state(first) == State.REVIEW
    rules = approver.get("/office/rules/")
    today = clock.today("Europe/Moscow")
    form = {
        "key": pages.hidden(rules, "key"),
        "covers": "all",
        "valid_from": (today - timedelta(days=1)).isoformat(),
        "act": "Распоряжение № 41-р",
    }
    for _again in range(2):
        assert approver.post("/office/rules/legal-check/", form).status_code == 302
    assert LegalCheckRule.objects.count() == 1
    assert "Юрист смотрит каждый опрос" in approver.get("/office/rules/").content.decode()
    second = pages.ready(author)
    author.post(of(second, "check/"))
    assert state(second) == State.LEGAL


def test_a_rule_of_tomorrow_changes_nothing_today(author: Client, approver: Client) -> None:
    later = {
        "key": "k",
        "covers": "all",
        "valid_from": (clock.today("Europe/Moscow") + timedelta(days=3)).isoformat(),
        "act": "Распоряжение № 41-р",
    }
    approver.post("/office/rules/legal-check/", later)
    poll = pages.ready(author)
    author.post(of(poll, "check/"))
    assert state(poll) == State.REVIEW


def test_a_rule_needs_its_act(approver: Client) -> None:
    bare = {"key": "k", "covers": "all", "valid_from": "2026-01-01", "act": ""}
    assert approver.post("/office/rules/legal-check/", bare).status_code == 422
    assert not LegalCheckRule.objects.exists()


def test_an_author_sets_no_rules(author: Client) -> None:
    assert author.get("/office/rules/").status_code == 403
    assert author.post("/office/rules/legal-check/", {"key": "k"}).status_code == 403


def test_one_person_with_every_role_is_stopped_at_their_own_weighty_poll(town: Any) -> None:
    one = make_person(roles=["author", "lawyer", "approver"])
    client = sign_in(Client(), one)
    poll = weighty(client)
    client.post(of(poll, "check/"))
    assert client.post(of(poll, "agree/")).status_code == 403
    light = pages.ready(client)
    client.post(of(light, "check/"))
    assert client.post(of(light, "approve/")).status_code == 302
    other = make_person(roles=["lawyer", "approver"])
    actions.agree_poll(other, slug=poll.slug)
    actions.approve_poll(other, slug=poll.slug)
    assert state(poll) == State.PUBLISHED


def test_only_what_waits_for_the_lawyer_is_agreed(author: Client) -> None:
    poll = weighty(author)
    with pytest.raises(Conflict):
        actions.agree_poll(make_person(roles=["lawyer"]), slug=poll.slug)


def test_the_desk_says_since_when(author: Client) -> None:
    poll = weighty(author)
    author.post(of(poll, "check/"))
    Poll.objects.filter(id=poll.id).update(changed_at=clock.now() - timedelta(days=3, hours=1))
    assert re.search("ждёт 3 д(ня|ней)", author.get("/office/polls/").content.decode())


def test_a_lawyer_writes_no_drafts(author: Client, lawyer: Client) -> None:
    poll = pages.start(author)
    assert lawyer.get(pages.NEW).status_code == 403
    assert lawyer.get(of(poll, "passport/")).status_code == 403
    assert lawyer.post(of(poll, "copy/"), {"key": "k"}).status_code == 403
    desk = lawyer.get("/office/polls/").content.decode()
    assert "Новый опрос" not in desk
    assert "/office/decisions/" not in desk, "decisions are not the lawyer's"


def test_who_may_agree() -> None:
    assert policies.may_agree_poll(person("lawyer"), Poll())
    for other in (ANONYMOUS, person(), person("author"), person("approver"), person("admin")):
        assert not policies.may_agree_poll(other, Poll())
    own = person("lawyer", "author")
    weighty_own = Poll(author_id=own.id, legal_effect=LegalEffect.BINDING)
    assert not policies.may_agree_poll(own, weighty_own)


@pytest.mark.parametrize("role", ["admin", "lawyer", "approver"])
def test_who_may_set_rules(role: str) -> None:
    assert policies.may_set_rules(person(role))
    for other in (ANONYMOUS, person(), person("author")):
        assert not policies.may_set_rules(other)


@pytest.mark.parametrize("role", ["author", "lawyer", "approver"])
def test_who_may_open_the_office(role: str) -> None:
    assert policies.may_open_office(person(role))
    for other in (PersonRef(), person("clerk"), person("admin")):
        assert not policies.may_open_office(other)
