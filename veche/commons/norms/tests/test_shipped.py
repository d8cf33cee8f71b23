"""The shipped files hold together, and a broken one is refused with its place named."""

import json
from datetime import date
from pathlib import Path

import pytest

from veche.commons.norms import models, rules, shipped


def test_read_norms_finds_the_polls_rules() -> None:
    today = {norm.code: norm for norm in shipped.norms() if norm.valid_to is None}
    assert (today["poll.decision_days"].value, today["poll.decision_days"].unit) == (
        30,
        "calendar_days",
    )
    assert today["poll.decision_days"].mark == "own"
    ages = {code: norm.value for code, norm in today.items() if code.startswith("poll.min_age")}
    assert set(ages.values()) == {14, 16, 18}


def test_read_norms_keeps_the_old_law_beside_the_new() -> None:
    rows = [norm for norm in shipped.norms() if norm.code == "initiative.group_min"]
    assert [row.valid_to for row in rows] == [date(2025, 6, 18), None]
    assert "131-ФЗ" in rows[0].legal_ref
    assert "33-ФЗ" in rows[1].legal_ref


def test_units_and_marks_are_those_of_the_table() -> None:
    assert set(models.Unit.values) == shipped.UNITS
    assert set(models.Mark.values) == shipped.MARKS
    assert set(models.CalendarYear.Status.values) == shipped.STATUSES


@pytest.mark.parametrize("year", shipped.calendar_years(), ids=lambda year: str(year.year))
def test_calendar_file_names_every_public_holiday(year: shipped.ShippedYear) -> None:
    days_off = {(day.date.month, day.date.day) for day in year.days if not day.is_working}
    assert days_off >= rules.PUBLIC_HOLIDAYS
    assert all(day.source and day.name for day in year.days)


@pytest.mark.parametrize("year", shipped.calendar_years(), ids=lambda year: str(year.year))
def test_each_weekend_lost_to_a_holiday_is_given_back_once_the_year_is_approved(
    year: shipped.ShippedYear,
) -> None:
    lost = [day for day in year.days if rules.is_public_holiday(day.date)]
    lost = [day for day in lost if rules.is_weekend(day.date)]
    lost += [day for day in year.days if day.is_working]
    given = [day for day in year.days if not rules.is_public_holiday(day.date)]
    given = [day for day in given if not day.is_working]
    if year.status == "approved":
        assert len(lost) == len(given)
    else:
        assert len(given) < len(lost)
        assert year.note


def test_preliminary_year_follows_the_law_alone() -> None:
    year = next(year for year in shipped.calendar_years() if year.year == 2027)
    moved = {day.date for day in year.days if not rules.is_public_holiday(day.date)}
    assert moved == rules.days_moved_by_law(2027)


GOOD = json.loads((shipped.DATA / "norms.json").read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "weeks"},
        {"value": -1},
        {"value": 1.5},
        {"value": True},
        {"code": "Poll"},
        {"mark": "verified", "source": ""},
        {"valid_from": "2026-13-01"},
        {"valid_to": "1999-01-01"},
    ],
)
def test_read_norms_refuses_a_broken_item_by_number(
    tmp_path: Path, change: dict[str, object]
) -> None:
    path = tmp_path / "norms.json"
    path.write_text(json.dumps([GOOD, {**GOOD, **change}]), encoding="utf-8")
    with pytest.raises(shipped.ShippedDataError, match=r"norms.json: item 2"):
        shipped.norms(path)


def test_read_norms_refuses_two_values_on_one_day(tmp_path: Path) -> None:
    path = tmp_path / "norms.json"
    later = {**GOOD, "valid_from": "2026-01-01"}
    path.write_text(json.dumps([GOOD, later]), encoding="utf-8")
    with pytest.raises(shipped.ShippedDataError, match="two values on 2026-01-01"):
        shipped.norms(path)
