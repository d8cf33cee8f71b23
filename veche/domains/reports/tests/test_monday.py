"""The head's one page: what stands on it, when it is made, who gets and reads it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.reports.actions import monday as acting
from veche.domains.reports.adapters import sheet as paper
from veche.domains.reports.adapters import told
from veche.domains.reports.models import (
    Body,
    OutsideCase,
    Register,
    Report,
    Sheet,
    Step,
    Thanks,
)
from veche.domains.reports.queries import monday, reading
from veche.domains.reports.rules import mondays, states
from veche.domains.reports.tests import makers
from veche.kernel import clock
from veche.kernel.manifest import Late, Owed, Promised

pytestmark = pytest.mark.usefixtures("places_town")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    ("moment", "is_due"),
    [
        (datetime(2026, 11, 30, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 6, 59, tzinfo=UTC), False),
        (datetime(2026, 12, 1, 7, 0, tzinfo=UTC), False),
    ],
)
def test_it_is_due_on_mondays_from_seven(moment: datetime, is_due: bool) -> None:
    assert mondays.due_on(moment) == (moment.date() if is_due else None)


def busy_town() -> Report:
    """One that is late, one whose answer was rejected, one that was thanked for."""
    late, _executor = makers.at_work()
    today = reading.today()
    Report.objects.filter(id=late.id).update(due_on=today - timedelta(days=3), supporters=4)
    body = Body.objects.get()
    rejected = makers.assigned(makers.passed(makers.make_report()), body)
    Step.objects.create(
        report=rejected, verb="disagree", part=states.AUTHOR, state=states.IN_WORK, text="Нет!"
    )
    done = makers.assigned(makers.passed(makers.make_report()), body)
    # Answered long ago and thanked for this week: by one of two.
    Report.objects.filter(id=done.id).update(
        state=states.CLOSED,
        stage=states.DONE,
        outcome=states.SOLVED,
        answered_on=today - timedelta(days=30),
        thanked=2,
    )
    for days in (0, 20):
        said = clock.now() - timedelta(days=days)
        Thanks.objects.create(report=done, person_id=make_person().known_id, said_at=said)
    return makers.fresh(late)


def test_all_five_parts_and_nobody_named(town: Any) -> None:
    late = busy_town()
    facts = monday.facts(reading.today())
    assert facts["overdue"] == {
        "total": 1,
        "bodies": [{"name": "ООО «Свет»", "late": 1, "days": 3}],
    }
    (hot,) = facts["boiling"]
    assert (hot["open"], hot["joined"], hot["where"]) == (2, 4, "Луговая улица")
    assert facts["rejected"]["total"] == 1
    assert facts["rejected"]["rows"][0]["title"] == "Не горит фонарь"
    assert [one["thanked"] for one in facts["thanks"]] == [1]
    said = str(facts)
    assert late.text not in said
    assert "Нет!" not in said
    assert str(late.author_id) not in said


def test_what_all_services_owe_stands_on_it(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    today = reading.today()
    planned, _executor = makers.at_work()
    hidden = makers.assigned(makers.passed(makers.make_report()), Body.objects.get())
    for row, stage in ((planned, states.OPEN), (hidden, states.UNSEEN)):
        Report.objects.filter(id=row.id).update(
            state=states.PLANNED, stage=stage, planned_on=today + timedelta(days=2),
            due_on=today + timedelta(days=2),
        )  # fmt: skip
    source = Register.objects.create(title="ПОС", home="pos")
    for number in ("1", "2"):
        OutsideCase.objects.create(
            register=source, number=number, due_on=today - timedelta(days=9), urgent_on=today,
            changed_at=clock.now(), body=Body.objects.first() if number == "1" else None,
        )  # fmt: skip
    other = Owed(
        lambda on: [Late("ООО «Свет»", 2, on - timedelta(days=1)), Late("Совет", 1, on)],
        lambda first, last, most: (9, [Promised("Мост", "/decisions/1/", first)]),
    )
    ours = Owed(monday.late, monday.promised)
    monkeypatch.setattr("veche.commons.commitments.owed._owed", [ours, other])
    facts = monday.facts(today)
    assert facts["overdue"] == {
        "total": 5,
        "bodies": [
            {"name": "ООО «Свет»", "late": 3, "days": 9},
            {"name": "", "late": 1, "days": 9},
            {"name": "Совет", "late": 1, "days": 0},
        ],
    }
    promises = facts["promises"]
    assert [one["title"] for one in promises["rows"]] == ["Мост", "Не горит фонарь, Луговая улица"]
    assert promises["total"] == 10
    # The lines add up to the figure above them.
    monkeypatch.setattr(monday, "LATE_MOST", 1)
    late, *_rest, promised, _thanks = paper.parts(monday.facts(today))
    assert (late.figure, late.rows[-1].title) == ("5", "и ещё 2 у других")
    assert (promised.figure, promised.rows[-1].title) == ("10", "и ещё 8")


def test_a_hidden_report_is_counted_and_not_told(town: Any) -> None:
    author = make_person(level=3)
    row = makers.passed(makers.make_report(author, category="safety.corruption"))
    Step.objects.create(report=row, verb="disagree", part=states.AUTHOR, state=states.IN_WORK)
    assert monday.facts(reading.today())["rejected"] == {"total": 1, "rows": []}


def test_it_costs_the_same_however_much_there_is(town: Any) -> None:
    busy_town()
    monday.facts(reading.today())
    with CaptureQueriesContext(connection) as few:
        monday.facts(reading.today())
    for _ in range(3):
        makers.passed(makers.make_report())
    with CaptureQueriesContext(connection) as more:
        monday.facts(reading.today())
    assert len(more) == len(few) <= 24


def test_a_monday_has_one_sheet_as_it_was(town: Any) -> None:
    busy_town()
    on = date(2026, 11, 30)
    acting.make_sheet(on=on)
    Report.objects.update(due_on=on + timedelta(days=30))
    acting.make_sheet(on=on)
    row = Sheet.objects.get()
    assert row.facts["overdue"]["total"] == 1


def test_the_heads_are_told_and_nobody_else(town: Any) -> None:
    head, controller = makers.role("approver"), makers.role("controller")
    others = {make_person().id, makers.role("moderator").id}
    acting.make_sheet(on=date(2026, 11, 30))
    notice = told.SHEET.tell({"sheet_id": Sheet.objects.get().pk})
    assert notice is not None
    assert set(notice.people) >= {head.id, controller.id}
    assert others.isdisjoint(notice.people)
    assert told.SHEET.tell({"sheet_id": 0}) is None


def test_the_page_and_the_paper_say_the_same(client: Client, town: Any) -> None:
    busy_town()
    sign_in(client, makers.role("approver"))
    page = text_of(client.get(reverse("reports:read-now")))
    for part in paper.parts(monday.facts(reading.today())):
        assert part.title in page
    assert "Не горит фонарь" in page
    printed = client.get(reverse("reports:print-now"))
    assert printed.headers["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    acting.make_sheet(on=date(2026, 11, 30))
    assert "30 ноября" in text_of(client.get(reverse("reports:list-sheets")))
    assert client.get(reverse("reports:read-sheet", args=["2026-11-30"])).status_code == 200
    assert client.get(reverse("reports:print-sheet", args=["2026-11-30"])).status_code == 200
    for nothing in ("2026-11-23", "nonsense"):
        assert client.get(reverse("reports:read-sheet", args=[nothing])).status_code == 404


def test_the_fullest_sheet_is_one_page(town: Any) -> None:
    row = {"title": "Слово " * 40, "where": "Улица " * 40, "body": "Контора " * 30, "url": "/"}
    facts = {
        "on": "2026-11-30",
        "overdue": {"total": 99, "bodies": [{"name": "Контора " * 30, "late": 9, "days": 9}] * 6},
        "boiling": [{"where": "Улица " * 40, "place": "Район", "open": 9, "joined": 9, "url": ""}]
        * 5,
        "rejected": {"total": 99, "rows": [row] * 5},
        "promises": {
            "total": 99,
            "rows": [{"title": "Обещание " * 40, "url": "/", "on": "2026-12-01"}] * 6,
        },
        "thanks": [{**row, "thanked": 9}] * 3,
    }
    assert len(re.findall(rb"/Type\s*/Page\b", paper.pdf(facts))) == 1


def test_others_do_not_read_it(client: Client, town: Any) -> None:
    assert client.get(reverse("reports:read-now")).status_code == 302
    sign_in(client, makers.role("moderator"))
    for name in ("list-sheets", "read-now", "print-now"):
        assert client.get(reverse(f"reports:{name}")).status_code == 403
