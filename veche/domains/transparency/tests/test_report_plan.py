"""The plan of publication: what is owed after a change of it, what a mistake leaves, the count."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.norms import public as norms
from veche.domains.transparency import public
from veche.domains.transparency.actions import planning
from veche.domains.transparency.jobs import mind_plan
from veche.domains.transparency.models import Due, PlanLine
from veche.domains.transparency.queries import published, report_words
from veche.domains.transparency.rules import publication as rules
from veche.domains.transparency.tests import makers, report_makers
from veche.kernel.errors import Invalid


@pytest.fixture(autouse=True)
def _open(town: Any) -> None:
    norms.load_shipped()
    makers.open_service()


def _age(line: PlanLine) -> None:
    """As if the line had been planned long ago."""
    PlanLine.objects.filter(id=line.id).update(planned_at="2020-01-01T00:00:00Z")


def test_a_changed_term_owes_nothing_a_second_time() -> None:
    """A period that was reported, or stands in the plan already, is not owed by the new line."""
    body, today = report_makers.body(), published.today()
    quarter = rules.first_day(rules.QUARTER, today)
    since = rules.first_day(rules.QUARTER, quarter - timedelta(days=100))
    line = report_makers.line(body, since)
    _age(line)
    first, second = Due.objects.filter(ends_on__lt=today).order_by("starts_on")[:2]
    report_makers.publish(
        body, kind="appeals", starts_on=first.starts_on, ends_on=first.ends_on, due_id=first.id
    )
    planning.end_line(makers.role("approver"), line_id=line.id)
    again = report_makers.line(body, since, days_after=20)
    assert [one.starts_on for one in Due.objects.filter(line=again)] == [quarter]
    assert Due.objects.filter(line=line, is_done=False).get().id == second.id


def test_what_is_overdue_by_years_is_folded_and_waits_below_todays_work(client: Client) -> None:
    body, today = report_makers.body(), published.today()
    report_makers.line(body, rules.first_day(rules.YEAR, today) - timedelta(days=800))
    dues = Due.objects.filter(ends_on__lt=today).order_by("starts_on")
    first, last = dues[0], dues.reverse()[0]
    Due.objects.filter(id=last.id).update(due_on=today)
    shown = re.sub(r"\s+", " ", client.get(reverse("transparency:read-plan")).content.decode())
    folded = re.search(r"<details class=\"fold\">(.*?)</details>", shown)
    assert folded is not None
    assert re.search(r"Просрочен\w* больше года \d+ отчёт", folded[1])
    assert report_words.period(first.starts_on, first.ends_on) in folded[1]
    assert report_words.period(last.starts_on, last.ends_on) not in folded[1]
    matters = public.waiting_reports(makers.role("author"), 100)
    late = [(today - one.due_on).days for one in matters if one.due_on is not None]
    assert max(late) > rules.LONG_LATE
    assert late.index(0) < late.index(max(late))


def test_a_report_that_came_outside_the_plan_is_not_owed_again() -> None:
    body, start = report_makers.body(), date(2025, 1, 1)
    report_makers.publish(body)
    report_makers.line(body, start, kind="head", period="year")
    assert not Due.objects.filter(starts_on=start).exists()
    assert Due.objects.filter(starts_on=date(2026, 1, 1)).exists()


def test_a_line_planned_by_mistake_goes_whole_before_anyone_is_told() -> None:
    body = report_makers.body()
    line = report_makers.line(body, date(2006, 1, 1))
    assert published.overdue_number() > 70
    mind_plan()
    assert published.overdue_number() > 70, "followers are told a day later"
    assert not Due.objects.filter(is_overdue_told=True).exists()
    planning.end_line(makers.role("approver"), line_id=line.id)
    assert not Due.objects.exists()


def test_what_became_late_after_it_was_planned_stays_late() -> None:
    body, today = report_makers.body(), published.today()
    line = report_makers.line(body, rules.first_day(rules.QUARTER, today) - timedelta(days=1))
    late = Due.objects.order_by("starts_on")[0]
    _age(line)
    Due.objects.filter(id=late.id).update(due_on=today - timedelta(days=1))
    planning.end_line(makers.role("approver"), line_id=line.id)
    assert [one.id for one in Due.objects.all()] == [late.id]


def test_a_norm_the_town_has_confirmed_still_limits_the_term() -> None:
    body = report_makers.body()
    norms.take_over(
        "public_report.appeals_days",
        value=30,
        legal_ref="Решение Совета № 7",
        valid_from=published.today(),
    )
    with pytest.raises(Invalid) as told:
        report_makers.line(body, published.today(), days_after=31)
    assert "days_after" in told.value.fields
    report_makers.line(body, published.today(), kind="other", period="year", days_after=200)


def test_what_was_never_published_counts_against_the_body(client: Client) -> None:
    body, today = report_makers.body(), published.today()
    quarter = rules.first_day(rules.QUARTER, today)
    report_makers.line(body, rules.first_day(rules.QUARTER, quarter - timedelta(days=100)))
    first = Due.objects.order_by("starts_on")[0]
    Due.objects.filter(ends_on__lt=today).update(due_on=today - timedelta(days=1))
    Due.objects.filter(id=first.id).update(due_on=today)
    report_makers.publish(
        body, kind="appeals", starts_on=first.starts_on, ends_on=first.ends_on, due_id=first.id
    )
    assert published.kept_terms()[body.id] == published.Kept(2, 1)
    shown = client.get(reverse("transparency:read-plan")).content.decode()
    assert "В срок: 1 из 2" in re.sub(r"\s+", " ", shown)
