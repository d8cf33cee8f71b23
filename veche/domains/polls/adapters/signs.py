"""Signs worth a look after the close, for their page: computed from what is published, no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.polls import queries
from veche.domains.polls.adapters import turnout
from veche.domains.polls.models import Poll
from veche.domains.polls.rules import signs as rules
from veche.kernel import clock

HOUR = timedelta(hours=1)
# Ballots that went through a clerk's hands, and identities that nobody has checked.
BY_CLERK = frozenset({"paper", "assisted"})
UNCHECKED = frozenset({"0", "1"})
Groups = Sequence[ballots.Group]


@dataclass(frozen=True)
class Sign:
    """One sign in words: what it came to, where, from when on it is worth a look."""

    found: rules.Found
    least: int
    title: str
    figure: str
    threshold: str
    may_mean: str
    need_not: str

    @property
    def word(self) -> str:
        """The state in one word; the screen adds a shape."""
        if not self.found.is_known:
            return _("Не посчитать")
        return _("Заметно") if self.found.is_noticed else _("Спокойно")


def signs(poll: Poll) -> list[Sign] | None:
    """The signs of a poll, the noticed first; None until its tables are published."""
    kept = ballots.breakdown(poll.id)
    if kept is None:
        return None
    groups = {table.dimension: table.groups for table in kept[1]}
    found = [
        _jump(poll),
        _level(groups.get("level", ())),
        _apart(poll, groups.get("channel", ())),
        _turnout(groups.get("place", ())),
    ]
    return sorted(found, key=lambda sign: (not sign.found.is_noticed, not sign.found.is_known))


def as_json(poll: Poll) -> dict[str, list[dict[str, Any]]]:
    """The same as plain values; nothing until the tables are published."""
    return {
        "signs": [
            {
                "title": sign.title,
                "is_known": sign.found.is_known,
                "is_noticed": sign.found.is_noticed,
                "percent": round(sign.found.value, 1) if sign.found.is_known else None,
                "said": sign.figure,
                "threshold": sign.threshold,
                "may_mean": sign.may_mean,
                "need_not": sign.need_not,
            }
            for sign in signs(poll) or ()
        ]
    }


def _percent(code: str) -> int:
    return norms.value(f"poll.sign_{code}", clock.today(towns.current().time_zone)).value


def _jump(poll: Poll) -> Sign:
    least, steps = _percent("jump_percent"), turnout.series(poll).steps
    slots = [rules.Slot((one.ends_at - one.starts_at) / HOUR, one.ballots) for one in steps]
    found = rules.jump(slots, least)
    figure = _("Отрезков времени слишком мало.")
    if found.is_known:
        figure = _("Быстрее всего с %(when)s: за час %(value).0f %% всех голосов.") % {
            "when": date_format(steps[found.place].starts_at, r"j E, H:i", use_l10n=False),
            "value": found.value,
        }
    return Sign(
        found,
        least,
        _("Скачок явки"),
        figure,
        _("за час больше %(n)s %% всех голосов и втрое чаще обычного") % {"n": least},
        _("Вышла рассылка, объявление, привезли пачку бумаги. Или голоса собирали по списку."),
        _("Не значит, что голоса поддельные: вечером и перед концом голосуют чаще."),
    )


def _level(groups: Groups) -> Sign:
    least = _percent("level_percent")
    came = [group.lines[ballots.TURNOUT] for group in groups]
    unchecked = [n for n, group in zip(came, groups, strict=True) if set(group.names) <= UNCHECKED]
    found = rules.greatest_share([sum(unchecked)], [sum(came)], least)
    figure = _("Посчитать не по чему: группы слишком малы или она одна.")
    if found.is_known:
        figure = _("По телефону или почте, без проверки документа: %(value).0f %% голосов.") % {
            "value": found.value
        }
    return Sign(
        found,
        least,
        _("Личность почти никто не подтверждал"),
        figure,
        _("%(n)s %% голосов и больше") % {"n": least},
        _("Номеров у одного человека может быть несколько, и увидеть это труднее."),
        _("Не значит, что кто-то голосовал дважды: к оператору ходят немногие."),
    )


def _apart(poll: Poll, groups: Groups) -> Sign:
    least = _percent("apart_percent")
    clerks = [group for group in groups if set(group.names) <= BY_CLERK]
    web = [group for group in groups if group.names == ("web",)]
    best, title = rules.Found(), ""
    for question in poll.questions.all():
        names = {option.code: option.shown for option in question.options.all()}
        some, of_some = _split(clerks, question.code, names)
        others, of_others = _split(web, question.code, names)
        found = rules.furthest_apart(some, of_some, others, of_others, least)
        if found.is_known and (found.is_noticed, found.value) > (best.is_noticed, best.value):
            best, title = found, names[list(some)[found.place]]
    figure = _("Голосов через оператора слишком мало, чтобы сравнить.")
    if best.is_known:
        figure = _("Больше всего разошлись о «%(option)s»: на %(value).0f п. п.") % {
            "option": title,
            "value": best.value,
        }
    return Sign(
        best,
        least,
        _("Через оператора отвечали иначе, чем на портале"),
        figure,
        _("разница от %(n)s п. п., если она не случайна") % {"n": least},
        _("Могли подсказывать, могли ошибиться при вводе. Сверьте с бумажными листами."),
        _("Не значит, что подменили: на приём приходят люди постарше, они и думают иначе."),
    )


def _split(groups: Groups, code: str, options: dict[str, str]) -> tuple[dict[str, int], int]:
    """How many of these groups chose each told option of a question, and how many answered it."""
    told = [option for option in options if groups and (code, option) in groups[0].lines]
    chosen = {option: sum(group.lines[code, option] for group in groups) for option in told}
    return chosen, sum(group.lines.get((code, ""), 0) for group in groups)


def _turnout(groups: Groups) -> Sign:
    least, census = _percent("turnout_percent"), queries.census()
    lived = census.figures.get("place", {}) if census is not None else {}
    # Of a place that the census does not know nothing can be said.
    known = [group for group in groups if all(name in lived for name in group.names)]
    found = rules.greatest_share(
        [group.lines[ballots.TURNOUT] for group in known],
        [sum(lived[name] for name in group.names) for group in known],
        least,
    )
    figure = _("Нет переписи или все голосовали из одного места.")
    if found.is_known:
        figure = _("Выше всего здесь: %(where)s, %(value).0f %% жителей.") % {
            "where": ", ".join(_name(name) for name in known[found.place].names),
            "value": found.value,
        }
    return Sign(
        found,
        least,
        _("Необычно высокая явка"),
        figure,
        _("%(n)s %% жителей и больше, считая детей") % {"n": least},
        _("Голосовали не жители, голосовали за других, или перепись устарела."),
        _("Не значит, что явку приписали: о своём дворе люди и правда голосуют дружно."),
    )


def _name(place_id: str) -> str:
    found = places.place(UUID(place_id))
    return found.name if found is not None else place_id
