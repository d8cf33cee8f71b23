"""What each phase opens, and what dates may not be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.rules.phases import Span

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def spans(**days: int) -> list[Span]:
    """Phases of ten days that begin so many days from now."""
    return [Span(kind, NOW + DAY * at, NOW + DAY * (at + 10)) for kind, at in days.items()]


def test_a_phase_opens_its_acts_from_its_first_moment_until_its_last() -> None:
    found = spans(proposals=0, checks=10, ballot=20, count=30, works=40)
    tick = timedelta(microseconds=1)
    assert phases.opened(found, phases.PROPOSE, NOW)
    assert not phases.opened(found, phases.PROPOSE, NOW - tick)
    assert phases.opened(found, phases.PROPOSE, NOW + 10 * DAY - tick)
    assert not phases.opened(found, phases.PROPOSE, NOW + 10 * DAY)
    assert phases.opened(found, phases.VOTE, NOW + 20 * DAY)
    assert not phases.opened(found, phases.VOTE, NOW + 10 * DAY)


def test_projects_are_judged_as_they_come_and_the_ballot_is_settled_after_proposals() -> None:
    found = spans(proposals=0, checks=10, ballot=20, count=30, works=40)
    assert phases.opened(found, phases.JUDGE, NOW)
    assert not phases.opened(found, phases.SETTLE, NOW)
    assert phases.opened(found, phases.SETTLE, NOW + 15 * DAY)
    assert not phases.opened(found, phases.SETTLE, NOW + 30 * DAY)


def test_between_two_phases_nothing_is_open() -> None:
    found = spans(proposals=0, checks=20, ballot=40, count=50, works=60)
    between = NOW + 15 * DAY
    assert phases.current(found, between) is None
    ahead = phases.coming(found, between)
    assert ahead is not None
    assert ahead.kind == phases.CHECKS
    assert phases.coming(found, NOW + 80 * DAY) is None


def test_dates_that_make_no_cycle_are_named() -> None:
    assert phases.flaws(spans(proposals=0, checks=10, ballot=20, count=30, works=40)) == []
    found = phases.flaws(spans(proposals=0, checks=5, ballot=20, count=30))
    assert found == [(phases.WORKS, "missing"), (phases.CHECKS, "overlap")]
    empty = [Span(phases.BALLOT, NOW, NOW)]
    assert (phases.BALLOT, "empty") in phases.flaws(empty)


def test_every_template_has_the_phases_that_a_cycle_needs() -> None:
    for template in templates.TEMPLATES.values():
        assert set(phases.NEEDED) <= set(template.days)
        assert set(template.days) <= set(phases.KINDS)
        assert all(template.days.values())
