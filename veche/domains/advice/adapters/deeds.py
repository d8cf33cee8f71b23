"""For what of advice a town may give points: never for asking or marking, so nobody is flooded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.domains.advice import events, rules
from veche.domains.advice.queries import questions
from veche.kernel.manifest import Deed, Doer


def _chosen(payload: Mapping[str, Any]) -> Sequence[Doer]:
    """Whose answer is the best; officials and organisations answer as their work."""
    row = questions.plain_answer(UUID(payload["answer_id"]))
    if row is None or row.author_id is None or row.voice != rules.NEIGHBOUR:
        return ()
    return (Doer(row.author_id, str(row.question_id)),)


DEEDS = (Deed("advice.best", (events.BestChosen.kind,), _("Ваш ответ стал справкой"), 5, _chosen),)
