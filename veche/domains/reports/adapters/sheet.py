"""The head's page in words: the same on the screen and on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.documents import public as documents
from veche.commons.towns import public as towns
from veche.domains.reports.queries.monday import Facts

LAYOUT = Path(__file__).resolve().parent.parent / "papers" / "monday.typ"
# A paper is Russian, whatever the language of whoever prints it.
TOWN_LANGUAGE = "ru"


@dataclass(frozen=True)
class Row:
    """One line: what, where or whose, how much; the screen leads to its page."""

    title: str
    text: str
    figure: str
    url: str = ""


@dataclass(frozen=True)
class Part:
    """One of the five parts, and what is said when there is nothing in it."""

    title: str
    figure: str
    rows: Sequence[Row]
    empty: str


def parts(facts: Facts) -> list[Part]:
    """All five."""
    return [
        _overdue(facts["overdue"]),
        _boiling(facts["boiling"]),
        _rejected(facts["rejected"]),
        _promises(facts["promises"]),
        _thanks(facts["thanks"]),
    ]


def _overdue(told: Facts) -> Part:
    rows = [
        Row(
            one["name"] or _("Исполнитель не назначен"),
            ngettext("дольше всего %(n)s день", "дольше всего %(n)s дней", one["days"])
            % {"n": one["days"]},
            str(one["late"]),
        )
        for one in told["bodies"]
    ]
    rest = told["total"] - sum(one["late"] for one in told["bodies"])
    if rest:
        rows.append(Row(_("и ещё %(n)s у других") % {"n": rest}, "", ""))
    return Part(_("Просрочено и чьё"), str(told["total"]), rows, _("Просроченного нет."))


def _boiling(told: Sequence[Facts]) -> Part:
    rows = [
        Row(
            one["where"],
            " · ".join(
                part
                for part in (
                    one["place"],
                    _("присоединились: %(n)s") % {"n": one["joined"]} if one["joined"] else "",
                )
                if part
            ),
            str(one["open"]),
            one["url"],
        )
        for one in told
    ]
    return Part(_("Где кипит"), "", rows, _("Открытых сообщений нет."))


def _rejected(told: Facts) -> Part:
    rows = [Row(one["title"], _beside(one), "", one["url"]) for one in told["rows"]]
    empty = _("За неделю жители приняли все ответы.")
    if told["total"]:
        empty = _("Все они по закрытым темам.")
    return Part(_("Ответы, с которыми не согласились"), str(told["total"]), rows, empty)


def _promises(told: Facts) -> Part:
    rows = [
        Row(one["title"], "", _day(date.fromisoformat(one["on"])), one["url"])
        for one in told["rows"]
    ]
    if rest := told["total"] - len(rows):
        rows.append(Row(_("и ещё %(n)s") % {"n": rest}, "", ""))
    empty = _("На эту неделю ничего не обещали.")
    return Part(_("Обещано на эту неделю"), str(told["total"]), rows, empty)


def _thanks(told: Sequence[Facts]) -> Part:
    rows = [
        Row(
            one["title"],
            _beside(one),
            str(one["thanked"]),
            one["url"],
        )
        for one in told
    ]
    return Part(_("Сказали спасибо"), "", rows, _("За неделю благодарностей не было."))


def _beside(one: Facts) -> str:
    """Where a report is and whose."""
    return " · ".join(part for part in (one["where"], one["body"]) if part)


def _day(on: date) -> str:
    return date_format(on, "j E", use_l10n=False)


def pdf(facts: Facts) -> bytes:
    """One A4, whatever stands on it: names too long are cut by the layout."""
    with translation.override(TOWN_LANGUAGE):
        on = date.fromisoformat(facts["on"])
        data = {
            "town": towns.current().name,
            "title": _("Листок недели"),
            "day": date_format(on, r"j E Y \г.", use_l10n=False),
            "parts": [asdict(one) for one in parts(facts)],
        }
        return documents.typeset(LAYOUT, data)
