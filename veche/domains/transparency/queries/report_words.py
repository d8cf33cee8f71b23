"""Words of public reports: kinds, periods, titles."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.domains.transparency.rules import publication as rules

KINDS: dict[str, Promise] = {
    rules.HEAD: gettext_lazy("Отчёт главы города"),
    rules.INDICATORS: gettext_lazy("Доклад о показателях города (Указ № 607)"),
    rules.BUDGET: gettext_lazy("Отчёт об исполнении бюджета"),
    rules.PROGRAMME: gettext_lazy("Отчёт о муниципальной программе"),
    rules.APPEALS: gettext_lazy("Обзор обращений жителей"),
    rules.INSPECTIONS: gettext_lazy("Результаты проверок"),
    rules.AUDIT: gettext_lazy("Отчёт контрольно-счётного органа"),
    rules.POLICE: gettext_lazy("Отчёт полиции"),
    rules.HEALTH: gettext_lazy("Доклад о санитарной обстановке"),
    rules.OTHER: gettext_lazy("Другой отчёт"),
}
PERIODS: dict[str, Promise] = {
    rules.YEAR: gettext_lazy("каждый год"),
    rules.QUARTER: gettext_lazy("каждый квартал"),
}
_ROMAN = ("I", "II", "III", "IV")


def period(start: date, end: date) -> str:
    """«2025 год», «II квартал 2026 года», or both days."""
    if start.day == 1 and end == rules.last_day(rules.YEAR, start) and start.month == 1:
        return _("%(year)s год") % {"year": start.year}
    if start == rules.first_day(rules.QUARTER, start) and end == rules.last_day(
        rules.QUARTER, start
    ):
        number = _ROMAN[(start.month - 1) // 3]
        return _("%(number)s квартал %(year)s года") % {"number": number, "year": start.year}
    return f"{start:%d.%m.%Y} – {end:%d.%m.%Y}"  # noqa: RUF001  a span has this dash


def title(kind: str, start: date, end: date) -> str:
    """How a report is called where its office calls it nothing else."""
    return f"{KINDS[kind]}: {period(start, end)}"


def topic(body_id: UUID) -> str:
    """What whoever follows a body follows."""
    return f"transparency.body:{body_id}"
