"""One act on many reports: each its own transaction, each with its own outcome."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.queries import catalogue
from veche.kernel import idempotency
from veche.kernel.errors import Problem

ROWS_MAX = 100


@dataclass(frozen=True)
class Chosen:
    """A report as whoever acts has seen it."""

    number: str
    version: int


@dataclass(frozen=True)
class Outcome:
    """What became of one of them; `words` say why nothing did."""

    number: str
    is_done: bool
    words: str = ""
    advice: str = ""


Act = Callable[[Chosen], None]


def act_on_each(
    person: PersonRef, *, rows: Sequence[Chosen], act: Act, key: str, asked: str
) -> list[Outcome]:
    """Try the act on each in turn and tell how each went; sent again, the first answer.

    A refusal of one stops nothing else: its words go beside its number.
    """
    policies.may_work_on_reports(person, catalogue.bodies_of(person)).or_refuse()
    wanted = list(dict.fromkeys(rows))[:ROWS_MAX]
    told = json.dumps([asked, [asdict(one) for one in wanted]])

    def run() -> list[dict[str, object]]:
        return [asdict(_tried(one, act)) for one in wanted]

    kept = idempotency.answer_once_prepared(
        f"person:{person.id}", f"bulk-{key}", told.encode(), prepare=run, make=lambda made: made
    )
    return [Outcome(**one) for one in kept]


def _tried(row: Chosen, act: Act) -> Outcome:
    try:
        act(row)
    except Problem as problem:
        words = [str(one) for one in problem.fields.values()] or [str(problem.message)]
        return Outcome(row.number, False, ". ".join(words), str(problem.advice))
    return Outcome(row.number, True)
