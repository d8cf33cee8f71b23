"""Turnout by the hour and figures by groups: what is told, to whom, when, and what never."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.attacks.made import cast, close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.ballots.tests.makers import kept_ballots
from veche.commons.identity.tests.makers import make_person
from veche.domains.polls import jobs, rules
from veche.domains.polls.models import Poll
from veche.kernel.ids import new_id


def filled(*, few: int = 12) -> Poll:
    """A closed poll of two channels: o1 by the web, o2 by both."""
    poll = make_poll({"kind": "one", "options": ("Сквер", "Парк", "Пруд")})
    assert poll.opens_at is not None
    papers = [("web", "o1")] * 20 + [("web", "o2")] * 10
    papers += [("paper", "o1")] * 6 + [("paper", "o2")] * (few - 6)
    ballots.fill(
        poll.id,
        [
            ballots.FilledPaper(
                new_id(),
                {"q1": [option]},
                channel,
                at=poll.opens_at + timedelta(hours=number // 30),
            )
            for number, (channel, option) in enumerate(papers)
        ],
    )
    close(poll)
    jobs.publish_count(str(poll.id))
    return poll


def cells(poll: Poll) -> dict[tuple[str, str, str], int]:
    told = Client().get(f"/api/v1/polls/{poll.slug}/groups").json()
    return {(r["group"], r["question"], r["option"]): r["votes"] for r in told["rows"]}


def test_figures_by_groups_stand_after_the_close(town: Any) -> None:
    poll = filled()
    found = cells(poll)
    assert found["через портал", "", ""] == 30
    assert found["на бумаге", "", ""] == 12
    assert found["через портал", "q1", "o1"] == 20
    assert found["на бумаге", "q1", "o2"] == 6
    page = Client().get(f"/polls/{poll.slug}/groups/")
    assert "На бумаге" in page.content.decode() or "на бумаге" in page.content.decode()
    csv = b"".join(Client().get(f"/polls/{poll.slug}/groups.csv")).decode()
    assert "channel;на бумаге;q1;o2;6" in csv


@pytest.mark.parametrize("assisted", [0, 2])
def test_paper_is_accounted_for_and_no_other_small_group_follows(town: Any, assisted: int) -> None:
    """Three sheets of paper are told as such, never how they were filled, nor two beside them."""
    poll = make_poll({"kind": "one", "options": ("Сквер", "Парк")})
    papers = [("web", "o1")] * 30 + [("paper", "o2")] * 3 + [("assisted", "o1")] * assisted
    ballots.fill(poll.id, [ballots.FilledPaper(new_id(), {"q1": [o]}, c) for c, o in papers])
    close(poll)
    jobs.publish_count(str(poll.id))
    assert cells(poll) == {}
    page = re.sub(r"\s+", " ", Client().get(f"/polls/{poll.slug}/result/").content.decode())
    assert "<dt> на бумаге </dt><dd>3</dd>" in page
    assert "на приёме, с помощью оператора" not in page
    assert ("через портал </dt>" in page) is (assisted == 0)


def test_an_unknown_age_is_a_group_and_not_what_a_table_leaves(town: Any) -> None:
    """Else the one sheet of paper, of no age, would be the town less the table."""
    poll = make_poll({"kind": "one", "options": ("Сквер", "Парк")}, min_age=14)
    papers = [("web", option, band) for option in ("o1", "o2") for band in ("25-34", "60+")] * 10
    papers.append(("paper", "o2", ""))
    ballots.fill(
        poll.id,
        [ballots.FilledPaper(new_id(), {"q1": [o]}, c, age_band=band) for c, o, band in papers],
    )
    close(poll)
    jobs.publish_count(str(poll.id))
    told = Client().get(f"/api/v1/polls/{poll.slug}/groups").json()["rows"]
    came = [row["votes"] for row in told if (row["dimension"], row["question"]) == ("age", "")]
    assert sum(came) == 41
    assert min(came) >= 5


def test_nothing_is_told_by_groups_while_the_poll_runs(town: Any) -> None:
    poll = make_poll(results_shown="live")
    cast(poll)
    for address in ("groups/", "groups.csv", "groups.json"):
        assert Client().get(f"/polls/{poll.slug}/{address}").status_code == 403
    assert Client().get(f"/api/v1/polls/{poll.slug}/groups").status_code == 403


def test_the_age_is_noted_only_where_a_poll_asks_for_it(town: Any) -> None:
    person = make_person(birth_year=1980)
    with_age, without = make_poll(min_age=14), make_poll()
    cast(with_age, person=person)
    cast(without, person=person)
    assert [row.age_band for row in kept_ballots(with_age.id)] == ["45-59"]
    assert [row.age_band for row in kept_ballots(without.id)] == [""]


@pytest.mark.parametrize(
    ("age", "band"),
    [(None, ""), (13, ""), (14, "14-17"), (17, "14-17"), (18, "18-24"), (59, "45-59"), (99, "60+")],
)
def test_bands_are_coarse(age: int | None, band: str) -> None:
    assert rules.age_band(age) == band


def test_turnout_by_the_hour_is_everyones(town: Any) -> None:
    poll = make_poll()
    assert poll.opens_at is not None
    papers = [
        ballots.FilledPaper(new_id(), {"q1": ["o1"]}, at=poll.opens_at + timedelta(minutes=6 * n))
        for n in range(120)
    ]
    ballots.fill(poll.id, papers)
    told = Client().get(f"/api/v1/polls/{poll.slug}/hours").json()
    assert not told["is_final"]
    assert [one["ballots"] >= told["minimum"] for one in told["bins"]] == [True]
    assert told["bins"][-1]["total"] == sum(one["ballots"] for one in told["bins"])
    page = Client().get(f"/polls/{poll.slug}/hours/").content.decode()
    assert "<svg" in page
    assert "Показать таблицей" in page
    csv = b"".join(Client().get(f"/polls/{poll.slug}/hours.csv")).decode()
    assert len(csv.splitlines()) == 2


def test_page_file_and_api_tell_the_same_bins_and_an_extension_none(town: Any) -> None:
    poll = make_poll()
    assert poll.opens_at is not None
    assert poll.closes_at is not None
    papers = [
        ballots.FilledPaper(new_id(), {"q1": ["o1"]}, at=poll.opens_at + timedelta(minutes=5 * n))
        for n in range(240)
    ]
    ballots.fill(poll.id, papers)
    before = [bins_of(poll, form) for form in ("api", "csv", "page")]
    assert before[0] == before[1] == before[2]
    with transaction.atomic():
        ballots.extend_box(poll.id, poll.closes_at + timedelta(days=2))
    assert [bins_of(poll, form) for form in ("api", "csv", "page")] == before
    close(poll)
    jobs.publish_count(str(poll.id))
    after = [bins_of(poll, form) for form in ("api", "csv", "page")]
    assert after[0] == after[1] == after[2]
    assert after[0][: len(before[0])] == before[0]
    assert sum(after[0]) - sum(before[0]) >= ballots.smallest_bin()


def bins_of(poll: Poll, form: str) -> list[int]:
    """How many ballots each shown bin holds."""
    address = f"/polls/{poll.slug}/hours"
    if form == "api":
        return [one["ballots"] for one in Client().get(f"/api/v1{address}").json()["bins"]]
    if form == "csv":
        lines = b"".join(Client().get(f"{address}.csv")).decode().splitlines()[1:]
        return [int(line.split(";")[2]) for line in lines]
    table = Client().get(f"{address}/").content.decode().split("<tbody>")[1]
    return [int(n.replace("\xa0", "")) for n in re.findall(r'number">([\d\xa0]+)</td>', table)[::2]]


def test_a_running_count_does_not_tell_how_ballots_came(town: Any) -> None:
    poll = make_poll({"kind": "one", "options": ("Сквер", "Парк")}, results_shown="live")
    papers = [("web", "o1")] * 20 + [("assisted", "o2")] * 20
    ballots.fill(poll.id, [ballots.FilledPaper(new_id(), {"q1": [o]}, c) for c, o in papers])
    address = f"/polls/{poll.slug}/result/"
    assert "с помощью оператора" not in Client().get(address).content.decode()
    close(poll)
    jobs.publish_count(str(poll.id))
    assert "с помощью оператора" in Client().get(address).content.decode()


def test_few_ballots_have_no_hours(town: Any) -> None:
    poll = make_poll()
    cast(poll)
    assert Client().get(f"/api/v1/polls/{poll.slug}/hours").json()["bins"] == []
    page = Client().get(f"/polls/{poll.slug}/hours/").content.decode()
    assert "Пока показывать нечего" in page


def test_a_draft_has_neither(town: Any) -> None:
    poll = make_poll(state="draft")
    assert Client().get(f"/polls/{poll.slug}/hours/").status_code == 404
    assert Client().get(f"/polls/{poll.slug}/groups/").status_code == 404
