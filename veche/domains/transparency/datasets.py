"""Public tables of the open budget: lines in force, what stands beside them, reports of bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.transparency.queries import (
    beside,
    published,
    reading,
    register_words,
    report_words,
    wording,
)
from veche.kernel.datasets import Column, DataSet


def _lines() -> Iterator[list[Any]]:
    for source in reading.in_force():
        for row in reading.all_lines(source):
            number, *cells = reading.cells(source.side, row)
            yield [
                source.year,
                source.side,
                source.stage,
                source.as_of,
                *(None if one == "" else one for one in cells),
                number,
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


def _towns() -> Iterator[list[Any]]:
    for row in beside.all_peers():
        yield [
            row.peer.name,
            row.peer.year,
            row.peer.basis,
            row.section or None,
            row.amount / 100,
            row.peer.population,
            row.peer.source_title,
            row.peer.source_url,
            row.peer.as_of,
        ]


def _indicators() -> Iterator[list[Any]]:
    for row in beside.all_indicators():
        yield [
            row.programme,
            row.name,
            row.unit,
            row.year,
            *(None if one is None else float(one) for one in (row.plan, row.fact)),
            row.source_title,
            row.source_url or None,
        ]


def _payments() -> Iterator[list[Any]]:
    for row in beside.all_payments():
        yield [
            row.paid_on,
            row.document,
            row.contract,
            row.amount / 100,
            row.office or None,
            row.part[:2],
            row.part[2:],
            row.target,
            row.kind or None,
            row.purpose,
            row.recipient or None,
            row.inn or None,
            row.row,
            row.register.sha256,
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
            Column("side", _("Расходы, доходы или источники"), words=wording.SIDES),
            Column(
                "stage",
                _("Чего бюджет"),
                words=wording.STAGES,
            ),
            Column("as_of", _("На день"), "date"),
            Column("office", _("Главный распорядитель или администратор")),
            Column("section", _("Раздел")),
            Column("subsection", _("Подраздел")),
            Column("target", _("Целевая статья")),
            Column("kind", _("Вид расходов")),
            Column("code", _("Код дохода или источника")),
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
    DataSet(
        code="budget-towns",
        title=_("Расходы других городов"),
        text=_(
            "Сколько тратят другие города за год, по их опубликованным бюджетам. Без раздела — все "
            "расходы города. Чего город не назвал, того здесь нет."
        ),
        theme="ECON",
        period="ANNUAL",
        columns=(
            Column("town", _("Город")),
            Column("year", _("Год"), "year"),
            Column("basis", _("По плану или исполнено"), words=register_words.BASES),
            Column("section", _("Раздел")),
            Column("amount", _("Сумма, ₽"), "number"),
            # Once for each section of a town.
            Column("population", _("Жителей"), "integer", use="label"),
            Column("source", _("Источник")),
            Column("source_url", _("Адрес источника")),
            Column("as_of", _("На день"), "date"),
        ),
        rows=_towns,
        page="transparency:open-budget",
        keywords=(_("бюджет"), _("сравнение городов")),
    ),
    DataSet(
        code="programme-indicators",
        title=_("Показатели городских программ"),
        text=_("Что программы обещали на год и что вышло. В строке показатель за один год."),
        theme="GOVE",
        period="ANNUAL",
        columns=(
            Column("programme", _("Код программы")),
            Column("name", _("Показатель")),
            Column("unit", _("Единица")),
            Column("year", _("Год"), "year"),
            Column("plan", _("План"), "number"),
            Column("fact", _("Факт"), "number"),
            Column("source", _("Источник")),
            Column("source_url", _("Адрес источника")),
        ),
        rows=_indicators,
        page="transparency:open-budget",
        keywords=(_("программы"), _("показатели")),
    ),
    DataSet(
        code="contract-payments",
        title=_("Платежи по контрактам города"),
        text=_(
            "Платежи из загруженных реестров: когда, сколько, по какому контракту и каким кодам "
            "бюджета. Людей здесь не называют, получатель — всегда организация."
        ),
        theme="ECON",
        period="IRREG",
        columns=(
            Column("paid_on", _("Дата"), "date"),
            Column("document", _("Номер платежа")),
            Column("contract", _("Номер контракта")),
            Column("amount", _("Сумма, ₽"), "number"),
            Column("office", _("Главный распорядитель")),
            Column("section", _("Раздел")),
            Column("subsection", _("Подраздел")),
            Column("target", _("Целевая статья")),
            Column("kind", _("Вид расходов")),
            # A name that was passed over is taken away with its register, from everywhere.
            Column("purpose", _("Назначение"), is_written=True),
            Column("recipient", _("Получатель"), is_written=True),
            Column("inn", _("ИНН")),
            Column("row", _("Строка файла"), "integer", use="label"),
            Column("sha256", _("Контрольная сумма файла")),
        ),
        rows=_payments,
        page="transparency:open-budget",
        keywords=(_("контракты"), _("платежи")),
    ),
)
