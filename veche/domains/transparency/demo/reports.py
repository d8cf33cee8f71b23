"""Sixty public reports of five years: bodies, their plan, two that are late, questions."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache

from veche.commons.documents import public as documents
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.transparency.actions import planning, reporting
from veche.domains.transparency.actions.planning import BodyGiven
from veche.domains.transparency.actions.reporting import About, Content
from veche.domains.transparency.models import Body, Due, Report
from veche.domains.transparency.queries import published, report_words
from veche.domains.transparency.rules import publication as rules
from veche.kernel import clock

YEARS, NUMBER = 5, 60
HALL, FINANCE, AUDITORS = "Администрация города", "Финансовое управление", "Контрольный орган"
POLICE, HEALTH = "Отдел полиции по городу", "Территориальный отдел Роспотребнадзора"
BODIES = (
    BodyGiven(HALL),
    BodyGiven(FINANCE),
    BodyGiven(AUDITORS),
    BodyGiven(POLICE, is_outside=True, site="https://police.example.org/"),
    BodyGiven(HEALTH, is_outside=True, site="https://health.example.org/"),
)
# Body, kind, how often, days after the period, how many of the newest are not there yet.
PLAN = (
    (HALL, rules.HEAD, rules.YEAR, 100, 0),
    (HALL, rules.INDICATORS, rules.YEAR, 110, 0),
    (HALL, rules.PROGRAMME, rules.YEAR, 60, 0),
    (HALL, rules.APPEALS, rules.QUARTER, 20, 1),
    (FINANCE, rules.BUDGET, rules.QUARTER, 25, 0),
    (AUDITORS, rules.AUDIT, rules.YEAR, 90, 0),
    (POLICE, rules.POLICE, rules.YEAR, 45, 0),
    (HEALTH, rules.HEALTH, rules.YEAR, 120, 1),
)
SAID = {
    rules.HEAD: "Открыли две школы и поликлинику. Отремонтировали 14 улиц из 20. "
    "Шесть улиц и набережную сделаем в следующем году.",
    rules.INDICATORS: "Жителей стало чуть больше, а мест в детских садах хватает всем. "
    "Ветхих домов осталось 38. Автобусы чаще приходят вовремя.",
    rules.PROGRAMME: "На дворы и парки потратили почти все деньги программы. "
    "Сделали 26 дворов, один не приняли из-за луж. Его переделают весной бесплатно.",
    rules.APPEALS: "Жители писали чаще всего о дорогах, дворах и отоплении. "
    "На девять писем из десяти ответили вовремя. Опоздавшим ответам назвали виновных.",
    rules.BUDGET: "Денег пришло столько, сколько ждали. На школы и детские сады ушла половина. "
    "Дорожные работы пойдут летом, поэтому там потрачено мало.",
    rules.AUDIT: "Проверили двенадцать учреждений. Нашли лишние траты и вернули их в бюджет. "
    "Двум школам помогли исправить учёт.",
    rules.POLICE: "Краж стало меньше, а обмана по телефону больше. Раскрыли две трети дел. "
    "Не называйте коды из сообщений никому, даже если говорят, что звонят из банка.",
    rules.HEALTH: "Вода из крана чистая, в двух посёлках в ней много железа. "
    "Детские лагеря проверили перед летом. Привиться от гриппа можно бесплатно.",
}


def load(approver: PersonRef, log: Callable[[str], None]) -> None:
    """Enter the bodies, the plan and the reports as officials do."""
    today = published.today()
    since = date(today.year - YEARS, 1, 1)
    known = {one.name: planning.keep_body(approver, given=one) for one in BODIES}
    for name, kind, period, days, _missing in PLAN:
        planning.plan_report(
            approver,
            slug=known[name].slug,
            kind=kind,
            period=period,
            days_after=days,
            since=since,
        )
    owed = [
        due for name, kind, _p, _d, missing in PLAN for due in _past(known[name], kind, missing)
    ]
    owed.sort(key=lambda one: one.due_on, reverse=True)
    for number, due in enumerate(owed):
        if number < NUMBER:
            _publish(approver, due, number)
        else:
            due.delete()
    _correct(approver)
    log(f"отчётов органов: {min(len(owed), NUMBER)}")


def _past(of: Body, kind: str, missing: int) -> list[Due]:
    """What is due by today, without the newest that are late; those stand open in the plan."""
    rows = Due.objects.filter(line__body=of, line__kind=kind, due_on__lt=published.today())
    found = list(rows.select_related("line__body").order_by("due_on"))
    return found[: len(found) - missing]


@cache
def _pdf(kind: str) -> bytes:
    """One file for a kind: a made-up town reports in the same words each time."""
    text = documents.text(SAID[kind])
    return documents.as_pdf(documents.Paper(str(report_words.KINDS[kind]), (text,)))


def _table(due: Due) -> bytes:
    rows = [f"Показатель;{due.ends_on.year};Год назад"]
    rows += [
        f"{name};{12 + (due.ends_on.year * step) % 37};{12 + ((due.ends_on.year - 1) * step) % 37}"
        for step, name in enumerate(("Дороги", "Дворы", "Школы", "Отопление", "Автобусы"), start=3)
    ]
    return "\n".join(rows).encode()


def _publish(approver: PersonRef, due: Due, number: int) -> None:
    line = due.line
    title = report_words.title(line.kind, due.starts_on, due.ends_on)
    is_outside = line.body.is_outside
    # Most come some days before their term, each ninth after it.
    on = due.due_on + timedelta(days=6 if number % 9 == 4 else -5)
    zone = clock.zone(towns.current().time_zone)
    row = reporting.publish_report(
        approver,
        about=About(line.body.slug, line.kind, title, due.starts_on, due.ends_on, due.id),
        content=Content(
            SAID[line.kind],
            file=None if is_outside else _pdf(line.kind),
            link=f"{line.body.site}report-{due.ends_on.year}" if is_outside else "",
            tables=() if is_outside else (_table(due),),
        ),
        at=min(datetime.combine(on, time(10), zone), clock.now()),
    )
    reporting.read_words(report_id=row.id, number=1)


def _correct(approver: PersonRef) -> None:
    """The newest report of the head has a second version."""
    row = Report.objects.filter(kind=rules.HEAD).order_by("-ends_on")[0]
    reporting.correct_report(
        approver,
        slug=row.slug,
        number=row.number,
        reason="В таблице перепутали две строки: дворы и дороги.",
        content=Content(row.summary, file=_pdf(rules.HEAD)),
    )
    reporting.read_words(report_id=row.id, number=2)
