"""The norms as the rest of the house asks them, in a town's own schema."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from veche.commons.norms import public
from veche.commons.norms.models import CalendarYear, Norm, WorkingDay

pytestmark = pytest.mark.usefixtures("town")
DAY = date(2026, 11, 22)


def make_norm(**changes: Any) -> Norm:
    fields: dict[str, Any] = {
        "code": "test.term_days",
        "title": "Срок",
        "value": 5,
        "unit": "calendar_days",
        "legal_ref": "акт",
        "mark": "own",
        "valid_from": date(2026, 1, 1),
    }
    return Norm.objects.create(**{**fields, **changes})


def test_a_new_town_has_the_shipped_norms() -> None:
    norm = public.value("poll.decision_days", on=DAY)
    assert (norm.value, norm.unit, norm.mark) == (30, "calendar_days", "own")
    assert public.value("poll.min_age.citizens_survey", DAY).value == 18


def test_value_changes_on_the_day_the_law_changes() -> None:
    before = public.value("initiative.group_min", date(2025, 6, 18))
    after = public.value("initiative.group_min", date(2025, 6, 19))
    assert "131-ФЗ" in before.legal_ref
    assert "33-ФЗ" in after.legal_ref


def test_value_of_an_unknown_code_or_day_is_an_error() -> None:
    with pytest.raises(public.UnknownNorm):
        public.value("no.such_norm", DAY)
    make_norm(valid_to=date(2026, 6, 30))
    assert public.value("test.term_days", date(2026, 6, 30)).value == 5
    with pytest.raises(public.UnknownNorm):
        public.value("test.term_days", date(2026, 7, 1))
    with pytest.raises(public.UnknownNorm):
        public.value("test.term_days", date(2025, 12, 31))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((date(2026, 1, 1), None), (date(2026, 5, 1), None)),
        ((date(2026, 1, 1), date(2026, 5, 1)), (date(2026, 5, 1), None)),
        ((date(2026, 1, 1), date(2026, 5, 1)), (date(2025, 1, 1), date(2026, 1, 1))),
    ],
)
def test_two_values_on_one_day_are_refused_by_the_database(
    first: tuple[date, date | None], second: tuple[date, date | None]
) -> None:
    make_norm(valid_from=first[0], valid_to=first[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        make_norm(valid_from=second[0], valid_to=second[1])


def test_neighbouring_periods_and_other_codes_are_taken() -> None:
    make_norm(valid_to=date(2026, 5, 1))
    make_norm(valid_from=date(2026, 5, 2), value=7)
    make_norm(code="test.other_days")
    assert public.value("test.term_days", date(2026, 5, 2)).value == 7


def test_a_period_turned_round_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_norm(valid_to=date(2025, 1, 1))


def test_load_shipped_again_changes_nothing() -> None:
    norms, years = Norm.objects.count(), CalendarYear.objects.count()
    days = WorkingDay.objects.count()
    assert public.load_shipped() == (norms, days)
    assert (Norm.objects.count(), CalendarYear.objects.count()) == (norms, years)


def test_load_shipped_leaves_alone_what_the_town_took_over() -> None:
    Norm.objects.filter(code="poll.decision_days").delete()
    make_norm(code="poll.decision_days", value=20, valid_from=date(2000, 1, 1))
    CalendarYear.objects.filter(year=2027).update(origin="town", status="approved")
    WorkingDay.objects.filter(date__year=2027).update(origin="town")
    WorkingDay.objects.create(date=date(2027, 11, 5), is_working=False, origin="town")
    public.load_shipped()
    assert public.value("poll.decision_days", DAY).value == 20
    assert public.calendar_year(2027).is_final
    assert not public.is_working_day(date(2027, 11, 5))


def test_calendar_year_tells_how_far_it_may_be_trusted() -> None:
    assert public.calendar_year(2026).is_final
    assert not public.calendar_year(2027).is_final
    assert public.calendar_year(2027).note
    assert not public.calendar_year(2040).is_final


def test_add_days_counts_calendar_and_working_days() -> None:
    friday = date(2026, 10, 30)
    assert public.add_days(friday, 5) == date(2026, 11, 4)
    assert public.add_days(friday, 5, if_day_off="next") == date(2026, 11, 5)
    assert public.add_days(friday, 5, if_day_off="previous") == date(2026, 11, 3)
    # Mon 2, Tue 3, (Wed 4 is a holiday), Thu 5, Fri 6, Mon 9
    assert public.add_days(friday, 5, public.WORKING_DAYS) == date(2026, 11, 9)
    assert public.add_days(date(2026, 11, 9), -5, public.WORKING_DAYS) == friday


def test_add_days_refuses_other_units() -> None:
    with pytest.raises(ValueError, match="not in age"):
        public.add_days(DAY, 14, "age")


def test_due_on_takes_the_norm_of_the_first_day() -> None:
    assert public.due_on("poll.decision_days", date(2026, 11, 26)) == date(2026, 12, 26)
    # 31 December 2026 is a day off, and so are the first days of January.
    assert public.due_on("appeal.consideration_days", date(2026, 12, 1)) == date(2026, 12, 31)
    due = public.due_on("appeal.consideration_days", date(2026, 12, 1), if_day_off="previous")
    assert due == date(2026, 12, 30)
    due = public.due_on("appeal.consideration_days", date(2026, 12, 1), if_day_off="next")
    assert due == date(2027, 1, 11)


def test_in_force_lists_by_prefix() -> None:
    codes = [norm.code for norm in public.in_force(DAY, "poll.min_age")]
    assert codes == sorted(codes)
    assert "poll.min_age.object_vote" in codes
