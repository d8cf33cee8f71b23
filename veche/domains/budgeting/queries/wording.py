"""Participatory budgeting in the words of the screen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Cycle, Fund, Project
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.rules import phases, scoring, templates
from veche.domains.budgeting.rules.phases import Span
from veche.kernel import clock

PHASES: dict[str, Promise] = {
    phases.PROPOSALS: _("Предложения"),
    phases.CHECKS: _("Проверки"),
    phases.DESIGN: _("Эскизы"),
    phases.BALLOT: _("Голосование"),
    phases.COUNT: _("Подсчёт"),
    phases.WORKS: _("Работы"),
}
# What a resident can do or wait for in a phase.
DOING: dict[str, Promise] = {
    phases.PROPOSALS: _("Предложите, на что потратить деньги"),
    phases.CHECKS: _("Город проверяет землю, полномочия и цену каждого проекта"),
    phases.DESIGN: _("Готовят эскизы: их увидят все до голосования"),
    phases.BALLOT: _("Выберите проекты, которые нужны вам"),
    phases.COUNT: _("Считают голоса и утверждают список"),
    phases.WORKS: _("Строят то, что победило"),
}
TEMPLATES: dict[str, tuple[Promise, Promise]] = {
    templates.PEOPLE: (
        _("Народный бюджет"),
        _("Жители делят деньги города и районов: набирают проекты в пределах суммы."),
    ),
    templates.IMPROVEMENT: (
        _("Благоустройство"),
        _("Выбирают одну территорию из нескольких. Голосуют и подростки."),
    ),
    templates.INITIATIVE: (
        _("Инициативное бюджетирование"),
        _("Деньги складывают город, область, жители и предприниматели: доли видны в смете."),
    ),
    templates.YARDS: (
        _("Дворы"),
        _("Двор своего района и одно общее место для всего города."),
    ),
    templates.SCHOOL: (
        _("Школьный бюджет"),
        _("Старшеклассники распределяют баллы между проектами."),
    ),
}
BALLOTS: dict[str, Promise] = {
    rules.BUDGET: _("набрать проекты в пределах суммы"),
    rules.APPROVAL: _("отметить несколько проектов"),
    rules.POINTS: _("распределить баллы"),
    rules.RANKING: _("расставить по местам"),
    rules.ONE: _("выбрать один проект"),
}
RULES: dict[str, Promise] = {
    templates.MOST_VOTES: _("Больше голосов, пока хватает денег"),
    templates.VOTES_PER_COST: _("Больше голосов на рубль, пока хватает денег"),
    templates.SHARES_COST: _("Равные доли, польза по цене"),
    templates.SHARES: _("Равные доли, польза по числу проектов"),
    templates.PHRAGMEN: _("Метод Фрагмена"),
    templates.SCORES: _("По баллам, пока хватает денег"),
}
# How each is explained to whoever never heard of it.
HOW: dict[str, Promise] = {
    templates.MOST_VOTES: _(
        "Идём от проекта с наибольшим числом голосов. Хватает денег — берём, не хватает — "
        "пропускаем и смотрим следующий."
    ),
    templates.VOTES_PER_COST: _(
        "То же, но первыми идут проекты, у которых больше голосов на каждый рубль цены."
    ),
    templates.SHARES_COST: _(
        "Деньги делят между голосовавшими поровну. Проект берут, когда его сторонники могут "
        "оплатить его из своих долей. Польза проекта для сторонника — его цена."
    ),
    templates.SHARES: _(
        "Деньги делят между голосовавшими поровну. Проект берут, когда его сторонники могут "
        "оплатить его из своих долей. Чем дешевле он каждому, тем раньше."
    ),
    templates.PHRAGMEN: _(
        "Деньги поступают всем голосовавшим понемногу. Проект берут в тот миг, когда его "
        "сторонники накопили на него."
    ),
    templates.SCORES: _(
        "Проект получает баллы по критериям: часть ставит комиссия, часть считают по цифрам. "
        "Идём от наибольшей суммы; хватает денег — берём, не хватает — смотрим следующий."
    ),
}
# The same where marks are added up: points, or places on a list.
SCORED_RULES: dict[str, Promise] = {
    templates.MOST_VOTES: _("Больше баллов, пока хватает денег"),
    templates.VOTES_PER_COST: _("Больше баллов на рубль, пока хватает денег"),
}
SCORED_HOW: dict[str, Promise] = {
    templates.MOST_VOTES: _(
        "Идём от проекта с наибольшим числом баллов. Хватает денег — берём, не хватает — "
        "пропускаем и смотрим следующий."
    ),
    templates.VOTES_PER_COST: _(
        "То же, но первыми идут проекты, у которых больше баллов на каждый рубль цены."
    ),
}
CRITERIA: dict[str, Promise] = {
    scoring.COMMISSION: _("ставит комиссия"),
    scoring.PEOPLE: _("доля жителей в цене, %"),
    scoring.BUSINESS: _("доля предпринимателей в цене, %"),
    scoring.VOTES: _("сколько человек проголосовали"),
}
_USUAL: tuple[tuple[Promise, str, int, int | None], ...] = (
    (_("Скольким жителям поможет"), scoring.COMMISSION, 20, None),
    (_("Деньги жителей"), scoring.PEOPLE, 20, 15),
    (_("Деньги предпринимателей"), scoring.BUSINESS, 10, 10),
    (_("Поддержка в голосовании"), scoring.VOTES, 25, 300),
    (_("Кто и на что будет содержать"), scoring.COMMISSION, 10, None),
    (_("Дети, доступность, экология"), scoring.COMMISSION, 15, None),
)


def usual_criteria() -> list[scoring.Criterion]:
    """What a new cycle by criteria begins with, in the town's language; a town changes them."""
    with translation.override(rules.TOWN_LANGUAGE):
        return [
            scoring.Criterion(str(title), kind, most, full_at)
            for title, kind, most, full_at in _USUAL
        ]


def figure(line: dict[str, Any]) -> str:
    """What the points of a criterion follow from: marks, percents, people."""
    number = grouped(line["figure"])
    if line["kind"] == scoring.COMMISSION:
        return ngettext("среднее %(n)s оценки", "среднее %(n)s оценок", line["figure"]) % {
            "n": number
        }
    full = grouped(line["full_at"])
    if line["kind"] == scoring.VOTES:
        return ngettext(
            "%(n)s голос, все баллы при %(full)s",
            "%(n)s голосов, все баллы при %(full)s",
            line["figure"],
        ) % {"n": number, "full": full}
    return gettext("%(n)s %% цены, все баллы при %(full)s %%") % {"n": number, "full": full}


def points(hundredths: int) -> str:
    """«12,5»: points as people write them."""
    whole, rest = divmod(hundredths, 100)
    return f"{grouped(whole)},{rest:02d}".rstrip("0").rstrip(",") if rest else grouped(whole)


COMPLETIONS: dict[str, Promise] = {
    "": _("остаток не тратят"),
    "rest": _("остаток — по числу голосов"),
    "add1": _("доли растут, пока хватает денег"),
    "add1-exhaustive": _("доли растут, пока на остаток можно взять ещё проект"),
    "add1-rest": _("доли растут, потом остаток — по числу голосов"),
}
STATES: dict[str, Promise] = {
    rules.DRAFT: _("Черновик"),
    rules.MODERATION: _("Читает модератор"),
    rules.REJECTED: _("Не пропущен"),
    rules.PROPOSED: _("Ждёт проверок"),
    rules.REFUSED: _("Не допущен"),
    rules.ADMITTED: _("Допущен"),
    rules.BALLOTED: _("В бюллетене"),
    rules.WON: _("Победил"),
    rules.RESERVE: _("В резерве"),
    rules.LOST: _("Не прошёл"),
    rules.DESIGN: _("Проектируют"),
    rules.CONTRACT: _("Контракт"),
    rules.WORKS: _("Строят"),
    rules.ACCEPTED: _("Готово"),
}
# Who decided it, where it was not the count.
DEPARTED: dict[str, Promise] = {
    rules.WON: _("победителем сделал город"),
    rules.RESERVE: _("в резерв перевёл город"),
    rules.LOST: _("исключил город"),
}
# The stages of a promise to build.
STAGES: dict[str, Promise] = {
    rules.DESIGN: _("Проект и смета"),
    rules.CONTRACT: _("Торги и контракт"),
    rules.WORKS: _("Работы начаты"),
    rules.ACCEPTED: _("Работа принята"),
}
TONES: dict[str, str] = {
    rules.DRAFT: "grey",
    rules.MODERATION: "grey",
    rules.REJECTED: "warn",
    rules.PROPOSED: "grey",
    rules.REFUSED: "warn",
    rules.ADMITTED: "sky",
    rules.BALLOTED: "sky",
    rules.WON: "good",
    rules.RESERVE: "bell",
    rules.LOST: "grey",
    rules.DESIGN: "bell",
    rules.CONTRACT: "bell",
    rules.WORKS: "bell",
    rules.ACCEPTED: "good",
}
CHECKS: dict[str, Promise] = {
    rules.LAND: _("Земля"),
    rules.POWER: _("Полномочия"),
    rules.COST: _("Цена"),
}
ASKED: dict[str, Promise] = {
    rules.LAND: _("Можно ли строить на этой земле"),
    rules.POWER: _("Вправе ли город делать это"),
    rules.COST: _("Верна ли цена и хватает ли денег"),
}
LANDS: dict[str, Promise] = {
    rules.TOWN_LAND: _("городская"),
    rules.COMMON_LAND: _("общая земля дома"),
    rules.STATE_LAND: _("государственная"),
    rules.PRIVATE_LAND: _("частная"),
    rules.UNKNOWN_LAND: _("не знаю"),
}
PAYERS: dict[str, Promise] = {
    rules.BY_TOWN: _("город"),
    rules.BY_REGION: _("область"),
    rules.BY_PEOPLE: _("жители"),
    rules.BY_BUSINESS: _("предприниматели"),
}
FLAWS: dict[str, Promise] = {
    "no-funds": _("Скажите, сколько денег и где"),
    "past": _("Голосование уже в прошлом: поправьте даты"),
    "no-district": _("Дворам нужны деньги районов: впишите сумму хотя бы одного района"),
    "late-act": _("Акт принят позже, чем начинается цикл: поправьте дату акта или сроки"),
    "no-act": _("Назовите акт, который задаёт правила: название, номер, дату"),
    "no-criteria": _("Скажите, за что дают баллы"),
    "no-body": _("Скажите, кто отвечает за цикл"),
    "missing": _("не хватает дат"),
    "empty": _("этап кончается раньше, чем начинается"),
    "overlap": _("этап начинается раньше, чем кончился прошлый"),
}
# The verb agrees with the name of the phase.
ENDED: dict[str, Promise] = {
    phases.PROPOSALS: _("кончились %(day)s"),
    phases.CHECKS: _("кончились %(day)s"),
    phases.DESIGN: _("кончились %(day)s"),
    phases.BALLOT: _("кончилось %(day)s"),
    phases.COUNT: _("кончился %(day)s"),
    phases.WORKS: _("кончились %(day)s"),
}


def rule_of(rule: str, ballot: str) -> str:
    """A rule in the words of the ballot: votes, or points where marks are added up."""
    return str(SCORED_RULES.get(rule, RULES[rule]) if ballot in rules.SCORED else RULES[rule])


def how_of(rule: str, ballot: str) -> str:
    """The same rule explained."""
    return str(SCORED_HOW.get(rule, HOW[rule]) if ballot in rules.SCORED else HOW[rule])


def has_score(cycle: Cycle) -> bool:
    """Whether projects are counted by points, which are not the number of their voters."""
    return cycle.rule == templates.SCORES or cycle.ballot in rules.SCORED


def score_of(score: int, cycle: Cycle) -> str:
    """«35,17» or «12»: criteria give hundredths, ballots whole points."""
    return points(score) if cycle.rule == templates.SCORES else grouped(score)


def scored(score: int, cycle: Cycle) -> str:
    """«12 баллов», «35,17 балла»; "" where votes alone decide."""
    if not has_score(cycle):
        return ""
    whole, rest = divmod(score, 100) if cycle.rule == templates.SCORES else (score, 0)
    # A part of a point is counted like two of them in every language of ours.
    words = ngettext("%(n)s балл", "%(n)s баллов", 2 if rest else whole)
    return words % {"n": score_of(score, cycle)}


def marks_of(row: Project, cycle: Cycle) -> str:
    """«12 голосов», with the points by which it was counted where they are not the same."""
    votes = ngettext("%(n)s голос", "%(n)s голосов", row.votes) % {"n": grouped(row.votes)}
    return ", ".join(filter(None, (scored(row.score, cycle), votes)))


def flaw(code: str) -> str:
    """What a draft lacks, in words."""
    if code in FLAWS:
        return str(FLAWS[code])
    kind, _dash, what = code.partition("-")
    return f"{PHASES[kind]}: {FLAWS[what]}"


def day(on: date | datetime | None) -> str:
    """«26 ноября 2026»: a day that may lie in another year."""
    if on is None:
        return ""
    return date_format(cycles.day_of(on) if isinstance(on, datetime) else on, r"j E Y")


def last_day(span: Span) -> date:
    """The last day that belongs to a phase."""
    return cycles.day_of(span.ends_at - timedelta(seconds=1))


def left(span: Span, now: datetime) -> str:
    """«осталось 12 дней» of a phase that goes on."""
    days = (last_day(span) - cycles.day_of(now)).days
    if days <= 0:
        return gettext("последний день")
    return ngettext("остался %(n)s день", "осталось %(n)s дней", days) % {"n": days}


def course(cycle: Cycle, now: datetime | None = None) -> list[dict[str, Any]]:
    """The phases as a line of days: what was, what is open now and until when, what comes."""
    moment = now or clock.now()
    steps = []
    spans = cycles.spans_of(cycle)
    if cycle.state == rules.VOID:
        # What would have followed the vote does not come.
        at = phases.KINDS.index(phases.BALLOT)
        spans = [span for span in spans if phases.KINDS.index(span.kind) < at]
    for span in spans:
        state = span.state(moment)
        until = last_day(span)
        words = {
            "now": gettext("по %(day)s включительно") % {"day": _short(until)},
            "done": ENDED[span.kind] % {"day": _short(until)},
            "": gettext("с %(day)s") % {"day": _short(cycles.day_of(span.starts_at))},
        }[state]
        steps.append(
            {
                "kind": span.kind,
                "title": PHASES[span.kind],
                "text": words,
                "state": state,
            }
        )
    return steps


def _short(on: date) -> str:
    pattern = "j E" if on.year == cycles.today().year else "j E Y"
    return date_format(on, pattern)


def now_of(cycle: Cycle, now: datetime | None = None) -> dict[str, Any]:
    """What is open now, by when, and what comes next, in words for a card."""
    moment = now or clock.now()
    spans = cycles.spans_of(cycle)
    span, ahead = phases.current(spans, moment), phases.coming(spans, moment)
    if cycle.state == rules.DRAFT:
        return {"title": gettext("Черновик"), "text": "", "tone": "grey", "kind": "", "left": ""}
    if cycle.state == rules.VOID:
        title = gettext("Голосование не состоялось")
        text = gettext("Город не утвердил список проектов вовремя, деньги не распределили")
        return {"title": title, "text": text, "tone": "grey", "kind": "", "left": ""}
    if cycle.state == rules.COUNTED:
        words = gettext("Итог посчитан, город утверждает список")
        return {"title": words, "text": "", "tone": "good", "kind": phases.COUNT, "left": ""}
    if span is not None:
        title, tone = str(PHASES[span.kind]), "bell"
        if span.kind == phases.WORKS:
            tone = "good"
        return {
            "title": title,
            "text": str(DOING[span.kind]),
            "tone": tone,
            "kind": span.kind,
            "left": left(span, moment),
            "until": last_day(span),
        }
    if ahead is not None:
        said = gettext("%(phase)s с %(day)s") % {
            "phase": PHASES[ahead.kind],
            "day": _short(cycles.day_of(ahead.starts_at)),
        }
        return {"title": said, "text": "", "tone": "grey", "kind": "", "left": ""}
    return {"title": gettext("Завершён"), "text": "", "tone": "grey", "kind": "", "left": ""}


def tag(row: Project) -> dict[str, Any]:
    """The state as a coloured word."""
    return {"text": STATES[row.state], "tone": TONES[row.state]}


def why(row: Project, *, is_excluded: bool) -> str:
    """What the page that explains its outcome is called; `is_excluded` where the town departed."""
    if row.state in rules.FUNDED:
        return gettext("Почему победил")
    if is_excluded and row.state == rules.LOST:
        return gettext("Почему исключён")
    return gettext("Почему не прошёл")


def cost_and_state(row: Project) -> str:
    """What a pin on the map says below the title."""
    state = str(STATES[row.state])
    return f"{roubles(row.cost_kopecks)} · {state}" if row.cost_kopecks else state


def where(row: Project, names: dict[UUID, str]) -> str:
    """The part of the town and the spot."""
    place = fund_name(row.fund, names)
    return ", ".join(one for one in (place, row.spot) if one)


def fund_name(fund: Fund, names: dict[UUID, str]) -> str:
    """For whom the money of a fund is."""
    return names.get(fund.place_id, "") if fund.place_id else gettext("Весь город")


def who_votes(cycle: Cycle) -> str:
    """Whose ballot counts, in a sentence."""
    where_from = cycles.names_of_places().get(cycle.place_id, "") if cycle.place_id else ""
    old = ngettext("с %(age)s года", "с %(age)s лет", cycle.min_age) % {"age": cycle.min_age}
    if where_from:
        return gettext("жители: %(where)s, %(old)s") % {"where": where_from, "old": old}
    return gettext("жители всего города, %(old)s") % {"old": old}


def how_many(cycle: Cycle) -> str:
    """What a voter may mark, in a sentence; "" where the sum alone decides."""
    if cycle.ballot == rules.APPROVAL:
        return ngettext(
            "Отметьте до %(n)s проекта", "Отметьте до %(n)s проектов", cycle.votes_max
        ) % {"n": cycle.votes_max}
    if cycle.ballot == rules.POINTS:
        return ngettext(
            "Распределите %(n)s балл", "Распределите %(n)s баллов", rules.POINTS_TOTAL
        ) % {"n": rules.POINTS_TOTAL}
    if cycle.ballot == rules.RANKING:
        return gettext("Расставьте проекты по местам: 1 — самый нужный")
    if cycle.ballot == rules.ONE:
        return gettext("Выберите один проект")
    return gettext("Наберите проекты в пределах суммы")


def grouped(number: int) -> str:
    """«12 400»: thousands apart."""
    return f"{number:,}".replace(",", "\u00a0")


def roubles(kopecks: float) -> str:
    """«14,50 ₽»: a part that somebody paid, to the kopeck."""
    whole, rest = divmod(round(kopecks), 100)
    text = grouped(whole)
    return f"{text},{rest:02d}\u00a0₽" if rest else f"{text}\u00a0₽"
