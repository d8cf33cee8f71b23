"""A `.pb` file that somebody brought, counted by each rule in a process that can be ended.

Nothing of the file is kept, and none of it is published: who counts it sees the result alone.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.ballots import public as ballots
from veche.commons.ballots.public import pabulib
from veche.domains.budgeting.queries import wording
from veche.domains.budgeting.rules import alone, tallying, templates
from veche.kernel.errors import Invalid

log = logging.getLogger("veche.budgeting")
# Its own bound of processor time ends it so, gently and then at once.
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
VOTES_MAX, PROJECTS_MAX = 100_000, 500
SECONDS = 20
PROGRAM = alone.__name__
ROOT = Path(alone.__file__).resolve().parents[4]
HUNDRED = 100
_GREEDY = ((templates.MOST_VOTES, ""), (templates.VOTES_PER_COST, ""))
_FAIR = (
    (templates.SHARES_COST, ""),
    (templates.PHRAGMEN, ""),
    # What takes longest comes last.
    (templates.SHARES_COST, tallying.ADD1),
    (templates.SHARES_COST, tallying.ADD1_REST),
    (templates.SHARES, tallying.ADD1_REST),
)
# A threshold is read beside the rule, not from its name.
_RULES = {name: way for way, name in tallying.LIBRARY_NAMES.items()} | {
    "greedy-threshold": (templates.MOST_VOTES, "")
}
VOTE_TYPES = {
    pabulib.APPROVAL: gettext_lazy("отмечали несколько проектов"),
    pabulib.CHOOSE_ONE: gettext_lazy("отмечали один проект"),
    pabulib.ORDINAL: gettext_lazy("расставляли по местам"),
    pabulib.CUMULATIVE: gettext_lazy("распределяли баллы"),
    pabulib.SCORING: gettext_lazy("ставили каждому оценку"),
}


@dataclass(frozen=True)
class Counted:
    """A file and what came out: `ways` that were ready, how many were not in time, or how many a
    fault of ours has cost (`broken`)."""

    election: pabulib.Election
    budget: Decimal
    ways: list[dict[str, Any]]
    late: int
    broken: int = 0


def count(data: bytes) -> Counted:
    """Each rule's winners; Invalid with the lines that are wrong, or with what is too large."""
    election = _parsed(data)
    budget = _money(election.meta.get("budget", ""))
    if budget is None:
        raise _refused(_("В разделе META нет суммы бюджета: budget"))
    ways = _GREEDY if election.vote_type == pabulib.CHOOSE_ONE else (*_GREEDY, *_FAIR)
    found, is_broken = _counted(_asked(election, budget, ways))
    if any("flaw" in one for one in found):
        raise _refused(_("Числа в файле слишком велики, чтобы посчитать их точно"))
    told = [_told(election, one) for one in found]
    lacking = len(ways) - len(told)
    late, broken = (0, lacking) if is_broken else (lacking, 0)
    return Counted(election, budget, told, late, broken)


def _refused(*lines: str) -> Invalid:
    return Invalid(
        _("Файл не посчитан"),
        advice=_("Поправьте его и откройте снова. Мы ничего не сохранили."),
        fields={str(number): line for number, line in enumerate(lines, 1)},
        code="bad-file",
    )


def _parsed(data: bytes) -> pabulib.Election:
    if len(data) > alone.BYTES_MAX:
        raise _refused(_("Файл больше 5 МБ"))
    try:
        return pabulib.parse(data, projects_max=PROJECTS_MAX, votes_max=VOTES_MAX)
    except pabulib.BadFile as problem:
        raise _refused(*(ballots.explain_flaw(flaw) for flaw in problem.flaws)) from None


def _money(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except ArithmeticError:
        return None
    return value if value.is_finite() and 0 <= value <= Decimal(10) ** 15 else None


def _whole(value: Decimal) -> int:
    return int((value * HUNDRED).to_integral_value())


def _asked(
    election: pabulib.Election, budget: Decimal, ways: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    places = {project.id: place for place, project in enumerate(election.projects)}
    threshold = election.meta.get("min_project_score_threshold", "")
    return {
        "budget": _whole(budget),
        "costs": [_whole(project.cost) for project in election.projects],
        "ballots": [_marks(election, vote, places) for vote in election.votes],
        "score_min": int(threshold) if threshold.isdecimal() and len(threshold) < 12 else 0,
        "ways": [list(way) for way in ways],
    }


def _marks(
    election: pabulib.Election, vote: pabulib.Vote, places: Mapping[str, int]
) -> list[tuple[int, int]]:
    chosen = [places[one] for one in vote.projects]
    if election.vote_type in pabulib.WITH_POINTS:
        return list(zip(chosen, vote.points, strict=True))
    if election.vote_type == pabulib.ORDINAL:
        most = election.limits.max_length
        return [(one, most - place) for place, one in enumerate(chosen) if place < most]
    return [(one, 1) for one in chosen]


def _counted(asked: Mapping[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    """What the other process said before its time was over, and whether a fault ended it."""
    command = [sys.executable, "-m", PROGRAM, str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603  our own program, no word of the file in its command
            command,
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=ROOT,
            # Nothing of our own settings and keys is there.
            env={"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
        )
        said, code = done.stdout, done.returncode
        if code not in (0, *_OUT_OF_TIME):
            log.error("A count of a .pb file ended with %d: %s", code, done.stderr[-2000:].decode())
    except subprocess.TimeoutExpired as late:
        said, code = late.stdout or b"", 0
    # A line that was cut off in the middle is none.
    lines = [line for line in said.splitlines(keepends=True) if line.endswith(b"\n")]
    return [json.loads(line) for line in lines], code not in (0, *_OUT_OF_TIME)


def _told(election: pabulib.Election, one: Mapping[str, Any]) -> dict[str, Any]:
    winners = [election.projects[place] for place in one["winners"]]
    selected = {project.id for project in election.projects if project.selected == 1}
    ids = {project.id for project in winners}
    way = (one["rule"], one["completion"])
    named = _RULES.get(election.meta.get("rule", "").lower())
    return {
        "rule": wording.RULES[one["rule"]],
        "completion": wording.COMPLETIONS[one["completion"]]
        if one["rule"] in (templates.SHARES, templates.SHARES_COST)
        else "",
        "how": wording.HOW[one["rule"]],
        "winners": [
            {"project": each, "is_new": bool(selected) and each.id not in selected}
            for each in winners
        ],
        "gone": [each for each in election.projects if each.id in selected - ids],
        "is_same": bool(selected) and ids == selected,
        "is_named": named == way,
        "spent": Decimal(one["spent"]) / HUNDRED,
        "voters": one["voters"],
        "represented": one["represented"],
        "percent": round(100 * one["represented"] / one["voters"]) if one["voters"] else 0,
    }
