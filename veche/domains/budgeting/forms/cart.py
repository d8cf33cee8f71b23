"""The ballot on the screen: what to show of each fund, and how to read what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Cycle, Fund, Project
from veche.domains.budgeting.queries import cycles, voting, wording

MARKS_MAX = 500


def show(
    person: PersonRef,
    cycle: Cycle,
    rows: Sequence[Project],
    given: Mapping[str, Any],
    errors: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """The funds with their projects, filled with an earlier or a refused choice."""
    names = cycles.names_of_places()
    pictures = files.refs([row.picture_id for row in rows if row.picture_id])
    found = []
    for fund in voting.funds_for(person, cycle):
        mine = [row for row in rows if row.fund_id == fund.pk]
        if not mine:
            continue
        answer = given.get(fund.code)
        marked = set(answer) if isinstance(answer, list | dict) else set()
        spent = sum(row.cost_kopecks for row in mine if str(row.number) in marked)
        options = [_option(row, fund, answer, marked, pictures) for row in mine]
        found.append(
            {
                "fund": fund,
                "limit": min(cycle.votes_max, len(mine)),
                "over": max(0, spent - fund.amount_kopecks),
                "name": wording.fund_name(fund, names),
                "options": options,
                "spent": spent,
                "left": fund.amount_kopecks - spent,
                "is_over": spent > fund.amount_kopecks,
                "marked": len(marked),
                "error": str(errors.get(fund.code, "")),
            }
        )
    return found


def _option(
    row: Project, fund: Fund, answer: Any, marked: set[str], pictures: Mapping[Any, files.FileRef]
) -> dict[str, Any]:
    key = str(row.number)
    value: Any = ""
    if isinstance(answer, dict):
        value = answer.get(key, "")
    elif isinstance(answer, list) and key in answer:
        value = answer.index(key) + 1
    picture = pictures.get(row.picture_id) if row.picture_id else None
    return {
        "row": row,
        "key": key,
        "name": f"{fund.code}-{key}",
        "url": reverse("budgeting:read-project", args=[row.slug]),
        "is_marked": key in marked,
        "value": value,
        "picture": picture,
    }


def read(cycle: Cycle, rows: Sequence[Project], post: QueryDict) -> dict[str, Any]:
    """The raw choice of a posted ballot; what it means is judged by the ballot box."""
    read_fund = {rules.POINTS: _read_points, rules.RANKING: _read_ranking}.get(cycle.ballot)
    choice: dict[str, Any] = {}
    for fund in cycle.funds.all():
        keys = [str(row.number) for row in rows if row.fund_id == fund.pk]
        answer: Any
        if read_fund is None:
            answer = post.getlist(fund.code)[:MARKS_MAX]
        else:
            answer = read_fund({key: post.get(f"{fund.code}-{key}", "").strip() for key in keys})
        if answer:
            choice[fund.code] = answer
    return choice


def _read_points(typed: Mapping[str, str]) -> dict[str, Any]:
    """Points by project; what is no number is handed on as it is, and the box refuses it."""
    found: dict[str, Any] = {}
    for key, text in typed.items():
        if text and text.strip("0") != "":
            found[key] = int(text) if text.isdecimal() and len(text) < 10 else text
    return found


def _read_ranking(typed: Mapping[str, str]) -> list[str] | str:
    """The projects by their places; two of one place, or no number, are refused by the box."""
    placed = [(text, key) for key, text in typed.items() if text]
    if not all(text.isdecimal() and len(text) < 6 for text, _key in placed):
        return "no number"
    numbers = [int(text) for text, _key in placed]
    if len(set(numbers)) < len(numbers):
        return "one place for two"
    return [key for _number, key in sorted(zip(numbers, (k for _t, k in placed), strict=True))]


def total(cycle: Cycle) -> dict[str, Any]:
    """What the head of the ballot says."""
    return {"how": wording.how_many(cycle), "kind": cycle.ballot, "points": rules.POINTS_TOTAL}


def problems(
    funds: Sequence[Mapping[str, Any]], errors: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What is wrong, by where it stands, for the head of the page."""
    found = [
        (f"q-{one['fund'].code}", f"{one['name']}: {one['error']}") for one in funds if one["error"]
    ]
    if errors.get("") and funds:
        found.append((f"q-{funds[0]['fund'].code}", errors[""]))
    return found


def told(choice: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, str]:
    """What the box refused, in the words of the ballot on the screen."""
    words = {code: str(text) for code, text in fields.items()}
    for code in words:
        if choice.get(code) == "one place for two":
            words[code] = _("Двум проектам дано одно место: поставьте разные.")
        elif choice.get(code) == "no number":
            words[code] = _("Места пишут цифрами: 1, 2, 3.")
    return words
