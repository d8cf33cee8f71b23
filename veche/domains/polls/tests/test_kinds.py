"""Kinds of polls: what choosing one fills in, and what it must not lack."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.polls.models import Kind, Poll
from veche.domains.polls.rules import kinds
from veche.domains.polls.rules.kinds import Facts
from veche.domains.polls.tests import office_pages as pages

TODAY = date(2026, 11, 28)


def lacks(kind: str, **facts: Any) -> set[str]:
    return {flaw.code for flaw in kinds.demands(Facts(kind=kind, today=TODAY, **facts))}


def test_a_citizens_survey_asks_for_all_the_law_asks() -> None:
    norms = {"age_norm": 18, "notice_days": 10}
    assert lacks("citizens", **norms) == {"too-young", "no-min-number", "citizens-no-act"}
    whole = {**norms, "min_age": 18, "min_turnout": 300, "has_act": True}
    assert lacks("citizens", **whole, opens_on=TODAY + timedelta(days=10)) == set()
    assert lacks("citizens", **whole, opens_on=TODAY + timedelta(days=9)) == {"short-notice"}
    assert "too-young" in lacks("citizens", **{**whole, "min_age": 16})


@pytest.mark.parametrize(
    ("kind", "code", "mended"),
    [
        ("district", "no-places", {"has_places": True}),
        ("target", "no-audience", {"audience": "родители"}),
        ("novelty", "no-stars", {"scales": [(1, 5)]}),
        ("satisfaction", "no-scale", {"scales": [(0, 10)]}),
    ],
)
def test_each_kind_has_its_demand(kind: str, code: str, mended: dict[str, Any]) -> None:
    assert lacks(kind) == {code}
    assert lacks(kind, **mended) == set()


@given(st.sampled_from(["town", "house", "sector", "objects"]), st.integers(), st.text())
def test_plain_kinds_demand_nothing(kind: str, age: int, audience: str) -> None:
    assert lacks(kind, min_age=age, audience=audience) == set()


@given(st.sampled_from(Kind.values), st.dates(TODAY, date(2030, 1, 1)), st.integers(0, 90))
def test_a_later_opening_is_never_worse(kind: str, opens: date, notice: int) -> None:
    now = lacks(kind, opens_on=opens, notice_days=notice)
    assert lacks(kind, opens_on=opens + timedelta(days=1), notice_days=notice) <= now


@pytest.fixture
def official(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["author", "approver"]))


def test_a_novelty_begins_with_stars(official: Client) -> None:
    poll = pages.start(official, title="Новый автобус до вокзала", kind="novelty")
    stars, words = poll.questions.all()
    assert (stars.kind, stars.scale_low, stars.scale_high) == ("scale", 1, 5)
    assert stars.text == "Новый автобус до вокзала"
    assert words.is_required is False


def test_a_satisfaction_survey_begins_with_its_services(official: Client) -> None:
    poll = pages.start(official, kind="satisfaction")
    texts = " ".join(question.text for question in poll.questions.all())
    for service in ("транспорт", "дороги", "теплом", "водой", "светом", "газом"):
        assert service in texts
    assert (poll.act_number, poll.act_on) == ("1317", date(2012, 12, 17))


def test_a_citizens_survey_is_led_to_its_demands(official: Client) -> None:
    poll = pages.start(official, title="Нужен ли мост?", kind="citizens")
    assert (poll.min_age, poll.min_level) == (18, 2)
    assert [option.text for option in poll.questions.get().options.all()] == [
        "Да",
        "Нет",
        "Воздержусь",
    ]
    pages.schedule(official, poll, opens=3, closes=9)
    page = official.get(f"/office/polls/{poll.slug}/check/").content.decode()
    assert "не меньше 10 дней" in page
    assert "наименьшее число участников" in page
    assert official.post(f"/office/polls/{poll.slug}/check/").status_code == 422
    form = {
        "opens_at": pages.moment(12),
        "closes_at": pages.moment(20),
        "is_revisable": "yes",
        "results_shown": "after_close",
        "min_turnout": "500",
    }
    official.post(f"/office/polls/{poll.slug}/hours/", form)
    act = {
        "legal_effect": "advisory",
        "act_title": "Решение думы",
        "act_number": "12",
        "act_on": "2026-03-01",
    }
    official.post(f"/office/polls/{poll.slug}/effect/", act)
    assert official.post(f"/office/polls/{poll.slug}/check/").status_code == 302
    poll.refresh_from_db()
    assert poll.state == "legal"


def test_days_are_offered_by_the_norms(official: Client) -> None:
    poll = pages.start(official, kind="citizens")
    page = official.get(f"/office/polls/{poll.slug}/hours/").content.decode()
    assert "T09:00" in page
    assert "T20:00" in page
    poll.refresh_from_db()
    assert poll.opens_at is None, "offered, not written"


def test_another_kind_fills_only_an_empty_draft(official: Client) -> None:
    poll = pages.start(official, kind="town")
    words = {"title": poll.title, "kind": "novelty"}
    official.post(f"/office/polls/{poll.slug}/passport/", words)
    assert poll.questions.count() == 2
    official.post(f"/office/polls/{poll.slug}/passport/", {**words, "kind": "satisfaction"})
    assert poll.questions.count() == 2


def test_a_target_poll_says_whom_it_asks(official: Client) -> None:
    poll = pages.ready(official, kind="target")
    assert official.post(f"/office/polls/{poll.slug}/check/").status_code == 422
    words = {"title": poll.title, "kind": "target", "audience": "водители такси"}
    official.post(f"/office/polls/{poll.slug}/passport/", words)
    assert official.post(f"/office/polls/{poll.slug}/check/").status_code == 302
    official.post(f"/office/polls/{poll.slug}/approve/")
    assert Poll.objects.get().state == "published"
    assert "водители такси" in Client().get(f"/polls/{poll.slug}/").content.decode()


def test_the_hint_of_a_scale_stands_on_the_ballot(official: Client) -> None:
    poll = pages.start(official, kind="satisfaction")
    assert pages.schedule(official, poll).status_code == 302
    assert official.post(f"/office/polls/{poll.slug}/check/").status_code == 302
    assert official.post(f"/office/polls/{poll.slug}/approve/").status_code == 302
    voter = sign_in(Client(), make_person(birth_year=1980))
    ballot = voter.get(f"/polls/{poll.slug}/vote/").content.decode()
    assert "Если газа в доме нет, пропустите." in ballot
    assert 'aria-describedby="q-q6-hint "' in ballot
