"""Signs after the close: simple figures of published numbers, and nothing of anybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.attacks.made import cast, close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.identity.tests.makers import make_person
from veche.commons.norms.tests.makers import set_norm
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.domains.polls import actions, jobs
from veche.domains.polls.adapters.signs import Sign, signs
from veche.domains.polls.models import Poll
from veche.domains.polls.rules.signs import Slot, furthest_apart, greatest_share, jump
from veche.kernel.ids import new_id

SLOTS = st.lists(st.builds(Slot, st.floats(0.2, 48), st.integers(0, 900)), min_size=0, max_size=30)
PERCENTS = st.floats(0, 100)
PARTS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=9)


@given(SLOTS, PERCENTS, PERCENTS)
def test_a_higher_threshold_never_finds_a_jump_more(
    slots: list[Slot], one: float, two: float
) -> None:
    low, high = sorted((one, two))
    assert jump(slots, low).is_noticed or not jump(slots, high).is_noticed
    found = jump(slots, low)
    assert 0 <= found.value <= 100
    assert found.is_known == (len(slots) > 1 and sum(slot.ballots for slot in slots) > 0)


@given(st.integers(2, 40), st.integers(1, 500), PERCENTS)
def test_an_even_vote_has_no_jump(number: int, ballots_each: int, percent: float) -> None:
    assert not jump([Slot(1.0, ballots_each)] * number, percent).is_noticed


def test_a_third_in_one_hour_of_a_day_is_a_jump() -> None:
    slots = [Slot(1.0, 10)] * 20 + [Slot(1.0, 100)]
    found = jump(slots, 10)
    assert (found.place, round(found.value), found.is_noticed) == (20, 33, True)
    # A short vote is lively in each of its hours.
    assert not jump([Slot(1.0, 50), Slot(1.0, 70)], 10).is_noticed


@given(PARTS, PERCENTS)
def test_the_greatest_share_is_none_less(parts: list[tuple[int, int]], percent: float) -> None:
    some, rest = [a for a, _b in parts], [b for _a, b in parts]
    of = [a + b for a, b in zip(some, rest, strict=True)]
    found = greatest_share(some, of, percent)
    assert found.is_known == any(of)
    for part, whole in zip(some, of, strict=True):
        assert not whole or 100 * part / whole <= found.value + 1e-9
    assert found.is_noticed == (found.is_known and found.value >= percent)


ANSWERS = st.fixed_dictionaries({name: st.integers(0, 300) for name in "abc"})


@given(ANSWERS, ANSWERS, PERCENTS)
def test_two_sides_are_as_far_from_each_other(
    some: dict[str, int], others: dict[str, int], percent: float
) -> None:
    of, of_others = sum(some.values()), sum(others.values())
    one = furthest_apart(some, of, others, of_others, percent)
    two = furthest_apart(others, of_others, some, of, percent)
    assert (round(one.value, 9), one.is_noticed) == (round(two.value, 9), two.is_noticed)
    assert not furthest_apart(some, of, some, of, percent).is_noticed


def test_few_voters_are_no_sign_by_chance() -> None:
    assert not furthest_apart({"a": 4, "b": 1}, 5, {"a": 500, "b": 500}, 1000, 20).is_noticed
    assert furthest_apart({"a": 80, "b": 20}, 100, {"a": 500, "b": 500}, 1000, 20).is_noticed


def strange(west: UUID) -> Poll:
    """Six hundred at the counter nearly all for one, in an hour; the web evenly over a day."""
    poll = make_poll({"kind": "one", "options": ("Сквер", "Парк")})
    assert poll.opens_at is not None
    east = next(one.id for one in places.places() if one.name == "Восточный")
    papers = [("web", "o1" if n % 2 else "o2", n, west) for n in range(1200)]
    papers += [("paper", "o2" if n % 10 else "o1", 500, east) for n in range(600)]
    ballots.fill(
        poll.id,
        [
            ballots.FilledPaper(
                new_id(),
                {"q1": [option]},
                channel,
                1 if channel == "web" else 2,
                str(place),
                "",
                poll.opens_at + timedelta(minutes=minute),
            )
            for channel, option, minute, place in papers
        ],
    )
    return poll


@pytest.fixture
def west(town: Any) -> UUID:
    make_town()
    return next(one.id for one in places.places() if one.name == "Западный")


def published(poll: Poll) -> Poll:
    close(poll)
    jobs.publish_count(str(poll.id))
    return poll


def by_title(poll: Poll) -> dict[str, Sign]:
    found = signs(poll)
    assert found is not None
    return {sign.title: sign for sign in found}


def test_what_is_strange_is_noticed(west: UUID) -> None:
    east = next(one.id for one in places.places() if one.name == "Восточный")
    admin = make_person(roles=["admin"])
    figures = {"place": {str(west): 4000, str(east): 625}}
    actions.upload_census(admin, source="Перепись", counted_on=date(2026, 1, 1), figures=figures)
    found = by_title(published(strange(west)))
    words = {title: sign.word for title, sign in found.items()}
    assert words == {
        "Скачок явки": "Заметно",
        "Через оператора отвечали иначе, чем на портале": "Заметно",
        "Необычно высокая явка": "Заметно",
        "Личность почти никто не подтверждал": "Спокойно",
    }
    assert "Восточный, 96\xa0%" in found["Необычно высокая явка"].figure
    assert "«Сквер»" in found["Через оператора отвечали иначе, чем на портале"].figure


def test_thresholds_are_norms_of_the_town(west: UUID) -> None:
    poll = published(strange(west))
    assert by_title(poll)["Скачок явки"].word == "Заметно"
    set_norm("poll.sign_jump_percent", 99)
    assert by_title(poll)["Скачок явки"].word == "Спокойно"


def test_the_page_is_everyones_once_all_is_published(
    west: UUID, django_assert_max_num_queries: Any
) -> None:
    poll = strange(west)
    address = f"/polls/{poll.slug}/signs/"
    assert Client().get(address).status_code == 403
    published(poll)
    Client().get(address)
    with django_assert_max_num_queries(22):
        page = Client().get(address).content.decode()
    assert "Знак — не обвинение" in page
    assert "Показать таблицей" in page
    assert page.count("Может значить") == 4
    assert address in Client().get(f"/polls/{poll.slug}/result/").content.decode()


def test_a_program_is_told_the_same(west: UUID) -> None:
    poll = strange(west)
    address = f"/api/v1/polls/{poll.slug}/signs"
    assert Client().get(address).status_code == 403
    published(poll)
    told = Client().get(address).json()["signs"]
    found = signs(poll) or []
    assert [(one["title"], one["is_noticed"]) for one in told] == [
        (one.title, one.found.is_noticed) for one in found
    ]
    assert any(one["is_noticed"] and one["percent"] > 0 for one in told)
    assert all(one["may_mean"] and one["need_not"] for one in told)


def test_nothing_but_what_is_published_is_read(west: UUID, monkeypatch: Any) -> None:
    poll = published(strange(west))
    before = signs(poll)

    def closed(*_args: Any, **_more: Any) -> Any:
        raise AssertionError("signs come from tables and bins alone")

    for name in ("results", "published_rows", "recount", "own_words", "paper_figures"):
        monkeypatch.setattr(ballots, name, closed)
    assert signs(poll) == before


def test_of_few_nothing_is_said(town: Any) -> None:
    poll = make_poll({"kind": "one", "options": ("Сквер", "Парк")})
    for _voter in range(3):
        cast(poll)
    found = by_title(published(poll))
    assert {sign.word for sign in found.values()} == {"Не посчитать"}
    assert signs(make_poll()) is None
