"""Public tables of the open budget: lines in force, reports of bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.transparency.queries import published, reading, report_words, wording
from veche.kernel.datasets import Column, DataSet


def _lines() -> Iterator[list[Any]]:
    for source in reading.in_force():
        for row in reading.all_lines(source):
            yield [
                source.year,
                source.side,
                source.stage,
                source.as_of,
                row.office or None,
                row.part[:2] or None,
                row.part[2:] or None,
                row.target or None,
                row.kind or None,
                row.code or None,
                row.name or None,
                *(None if one is None else one / 100 for one in (row.plan, row.revised)),
                None if row.executed is None else row.executed / 100,
                row.row,
                source.sha256,
            ]


def _reports() -> Iterator[list[Any]]:
    for row in published.everything():
        yield [
            row.slug,
            row.body.name,
            row.kind,
            row.title,
            row.starts_on,
            row.ends_on,
            row.due.due_on if row.due is not None else None,
            row.published_at,
            published.days_late(row),
            row.number,
            reverse("transparency:read-report", args=[row.slug]),
        ]


DATASETS = (
    DataSet(
        code="budget-lines",
        title=_("Бюджет города по строкам"),
        text=_(
            "Строки действующего бюджета и последнего отчёта о его исполнении за каждый год, без "
            "итогов: их можно складывать. Суммы в рублях; у каждой строки есть место в файле."
        ),
        theme="ECON",
        period="QUARTERLY",
        columns=(
            Column("year", _("Год"), "year"),
            Column("side", _("Расходы или доходы"), words=wording.SIDES),
            Column(
                "stage",
                _("Чего бюджет"),
                words={
                    "draft": _("проект"),
                    "adopted": _("утверждённый"),
                    "revised": _("уточнённый"),
                    "executed": _("отчёт"),
                },
            ),
            Column("as_of", _("На день"), "date"),
            Column("office", _("Главный распорядитель")),
            Column("section", _("Раздел")),
            Column("subsection", _("Подраздел")),
            Column("target", _("Целевая статья")),
            Column("kind", _("Вид расходов")),
            Column("code", _("Код дохода")),
            Column("name", _("Название")),
            Column("plan", _("Утверждено, ₽"), "number"),
            Column("revised", _("Уточнено, ₽"), "number"),
            Column("executed", _("Исполнено, ₽"), "number"),
            Column("row", _("Строка файла"), "integer", use="label"),
            Column("sha256", _("Контрольная сумма файла")),
        ),
        rows=_lines,
        page="transparency:open-budget",
        keywords=(_("бюджет"), _("расходы"), _("доходы")),
    ),
    DataSet(
        code="public-reports",
        title=_("Отчёты органов"),
        text=_(
            "Кто и когда отчитался перед жителями, за какое время и на сколько дней опоздал. "
            "В строке один отчёт; сам он — на своей странице."
        ),
        theme="GOVE",
        period="CONT",
        columns=(
            Column("slug", _("Код")),
            Column("body", _("Орган")),
            Column("kind", _("Вид отчёта"), words=report_words.KINDS),
            Column("title", _("Отчёт")),
            Column("starts_on", _("С"), "date"),
            Column("ends_on", _("По"), "date"),
            Column("due_on", _("Срок"), "date"),
            Column("published_at", _("Опубликован"), "datetime"),
            Column("days_late", _("Дней опоздания"), "integer"),
            Column("version", _("Версия"), "integer", use="label"),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_reports,
        page="transparency:list-reports",
        keywords=(_("отчёт"), _("открытость")),
    ),
)
