"""Which category a text is about: the town's own model over dictionary forms of words."""

from __future__ import annotations

import re
import threading
from uuid import UUID

from veche.commons.towns import public as towns
from veche.domains.reports.models import Category, Guesser, Report
from veche.domains.reports.queries import catalogue
from veche.domains.reports.rules import model, states
from veche.kernel import morphology

_WORD = re.compile(r"[а-яёa-z]{3,}", re.IGNORECASE)  # not shown: letters of a pattern
MOST_EXAMPLES = 10_000
# Below this chance a guess is noise, and a list of all groups helps more.
CHANCE_MIN = 0.05
KEPT_TOWNS = 32

_kept: dict[UUID, tuple[int, model.Model]] = {}
_guard = threading.Lock()


def words_of(text: str) -> list[str]:
    """Dictionary forms of the words that mean something, in order."""
    found = [morphology.readings(one)[0] for one in _WORD.findall(text)[:120]]
    empty = {"PREP", "CONJ", "PRCL", "NPRO"}
    return [one.lemma for one in found if not one.grammemes & empty]


def guesses(text: str, limit: int = 3) -> list[Category]:
    """Categories a text may be about, the likeliest first; never chosen for the person."""
    known = _model()
    if known is None or not text.strip():
        return []
    found = model.guess(known, words_of(text), limit)
    return catalogue.categories([code for code, chance in found if chance >= CHANCE_MIN])


def examples() -> list[tuple[list[str], str]]:
    """What there is to learn from: hints of categories, then reports that moderators let pass."""
    learnt = []
    for row in Category.objects.filter(is_open=True):
        hints = words_of(f"{row.title} {row.hints}")
        learnt += [(hints, row.code), (words_of(row.title), row.code)]
        learnt += [([word], row.code) for word in hints]
    told = (
        Report.objects.exclude(state__in=(states.MODERATION, states.REJECTED))
        .order_by("-filed_at")
        .values_list("text", "category")
    )
    return learnt + [(words_of(text), code) for text, code in told[:MOST_EXAMPLES]]


def _model() -> model.Model | None:
    """The newest model, kept by each process until another is trained; one small query."""
    newest = Guesser.objects.values_list("id", flat=True).first()
    if newest is None:
        return None
    town_id = towns.current().id
    kept = _kept.get(town_id)
    if kept is not None and kept[0] == newest:
        return kept[1]
    row = Guesser.objects.get(id=newest)
    made = model.from_bytes(row.labels, bytes(row.weights))
    with _guard:
        if len(_kept) >= KEPT_TOWNS:
            _kept.clear()
        _kept[town_id] = (newest, made)
    return made
