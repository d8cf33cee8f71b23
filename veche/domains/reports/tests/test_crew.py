"""Lateness that goes higher, each step once; thanks by name with consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.domains.reports import events
from veche.domains.reports.actions import keeping, residents, working
from veche.domains.reports.adapters import told
from veche.domains.reports.models import PublicClock, Report
from veche.domains.reports.queries import reading, terms_over
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers
from veche.kernel.errors import Refused

pytestmark = pytest.mark.usefixtures("places_town")


def steps_of(row: Report) -> list[tuple[str, bool]]:
    late = row.steps.filter(verb__startswith="late_").order_by("at", "id")
    return list(late.values_list("verb", "is_inner"))


def notice(row: Report, level: int) -> Any:
    payload = {"report_id": str(row.id), "level": level}
    kind = next(one for one in told.NOTICES if one.event == events.ReportEscalated.kind)
    return kind.tell(payload)


def test_each_step_is_told_once_on_its_day() -> None:
    row, executor = makers.at_work()
    controller = makers.role("controller")
    due = row.due_on
    first = due + timedelta(days=1)
    assert not keeping.escalate(report_id=row.id, on=first)
    assert keeping.mark_overdue(report_id=row.id, on=first)
    assert terms_over.to_escalate(first) == [row.id]
    assert keeping.escalate(report_id=row.id, on=first)
    assert not keeping.escalate(report_id=row.id, on=first)
    assert executor.id in notice(row, 1).people
    head = norms.due_on("report.escalate_head_days", due)
    assert not keeping.escalate(report_id=row.id, on=head)
    assert keeping.escalate(report_id=row.id, on=head + timedelta(days=1))
    assert notice(row, 1) is None
    assert notice(row, 2).people
    last = norms.due_on("report.escalate_controller_days", due) + timedelta(days=1)
    assert keeping.escalate(report_id=row.id, on=last)
    assert not keeping.escalate(report_id=row.id, on=last + timedelta(days=90))
    assert notice(row, 3).people == (controller.id,)
    assert steps_of(row) == [("late_crew", True), ("late_head", True), ("late_control", True)]
    assert not terms_over.to_escalate(last)


def test_everyone_reads_it_where_the_clock_is_public(client: Client) -> None:
    row, _executor = makers.at_work()
    today = reading.today()
    PublicClock.objects.create(
        category=row.category,
        is_on=True,
        starts_on=today,
        act_title="А",
        act_number="1",
        act_on=today,
    )
    Report.objects.filter(id=row.id).update(due_on=today - timedelta(days=90))
    keeping.mark_overdue(report_id=row.id, on=today)
    while keeping.escalate(report_id=row.id, on=today):
        pass
    assert [inner for _verb, inner in steps_of(row)] == [False, False, False]
    page = client.get(reverse("reports:read-report", args=[row.number])).content.decode()
    assert "сказали контролёру" in page


def test_another_term_begins_from_the_first_step() -> None:
    row, executor = makers.at_work()
    late = row.due_on + timedelta(days=1)
    keeping.mark_overdue(report_id=row.id, on=late)
    keeping.escalate(report_id=row.id, on=late)
    row = makers.fresh(row)
    day = reading.today() + timedelta(days=30)
    working.plan_report(executor, number=row.number, version=row.version, planned_on=day, text="…")
    after = day + timedelta(days=1)
    assert not keeping.escalate(report_id=row.id, on=after)
    keeping.mark_overdue(report_id=row.id, on=after)
    assert makers.fresh(row).escalated == 0
    assert keeping.escalate(report_id=row.id, on=after)


def test_thanks_by_name_only_with_consent(client: Client) -> None:
    row, executor = makers.at_work(author := make_person())
    row = makers.approved(makers.answered(row, executor))
    sign_in(client, author)
    page = reverse("reports:read-report", args=[row.number])
    assert "Спасибо мастеру" in client.get(page).content.decode()
    crew = Client()
    sign_in(crew, executor)
    there = reverse("reports:set-crew-name")
    assert crew.post(there, {"name": "Алексей"}).status_code == 302
    assert "Спасибо, Алексей" in client.get(page).content.decode()
    residents.thank_crew(author, number=row.number)
    residents.thank_crew(author, number=row.number)
    works = crew.get(reverse("reports:list-works")).content.decode()
    assert "спасибо 1 раз" in works
    assert "по имени: Алексей" in works
    kind = next(one for one in told.NOTICES if one.event == events.CrewThanked.kind)
    found = kind.tell({"report_id": str(row.id)})
    assert found is not None
    assert found.people == (executor.id,)
    crew.post(there, {"name": ""})
    assert "Алексей" not in client.get(page).content.decode()
    assert identity.crew_names([executor.known_id]) == {}


def test_a_promise_stands_whoever_keeps_it(town: Any) -> None:
    row, executor = makers.at_work()
    day = reading.today() + timedelta(days=30)
    row = makers.assigned(makers.planned(row, executor, day), makers.make_body("Горсвет"))
    assert (row.state, row.due_on) == (states.PLANNED, day)
    coordinator = makers.role("coordinator")
    working.return_report(coordinator, number=row.number, version=row.version, text="Не их")
    row = makers.fresh(row)
    assert (row.state, row.due_on) == (states.COORDINATION, day)
    row = makers.assigned(row, makers.make_body("Парки"))
    assert (row.state, row.planned_on, row.due_on) == (states.PLANNED, day, day)


def test_a_crew_neither_supports_nor_thanks_itself(client: Client) -> None:
    row, executor = makers.at_work()
    sign_in(client, executor)
    page = reverse("reports:read-report", args=[row.number])
    assert "И меня это касается" not in client.get(page).content.decode()
    with pytest.raises(Refused, match="own-work"):
        residents.support_report(executor, number=row.number)
    row = makers.approved(makers.answered(row, executor))
    row.state, row.stage = states.CLOSED, states.DONE
    row.save(update_fields=["state", "stage"])
    assert "Спасибо мастеру" not in client.get(page).content.decode()
    with pytest.raises(Refused, match="own-work"):
        residents.thank_crew(executor, number=row.number)
    row.refresh_from_db()
    assert (row.supporters, row.thanked) == (0, 0)


def test_who_supports_and_thanks_stands_in_no_journal(town: Any) -> None:
    row, executor = makers.at_work(author := make_person())
    residents.support_report(make_person(), number=row.number)
    row = makers.approved(makers.answered(makers.fresh(row), executor))
    residents.thank_crew(author, number=row.number)
    kinds = ["reports.report_supported", "reports.crew_thanked"]
    assert [one.actor_id for one in audit.history(row.id, kinds=kinds)] == [None, None]
