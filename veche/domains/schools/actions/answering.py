"""A pupil answers: no account, no journal, no event; the box alone knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.domains.schools import policies, queries
from veche.domains.schools.models import SchoolPoll
from veche.kernel.errors import Conflict, NotFound


def poll_by_code(code: str) -> SchoolPoll:
    """What the bearer of a code is asked; Refused with the reason."""
    slip = queries.slip_of(code)
    policies.may_answer_poll(slip).or_refuse()
    if slip is None:
        raise NotFound()
    return slip.poll


def answer_poll(*, code: str, choice: Mapping[str, Any]) -> ballots.Receipt:
    """Drop the ballot of a slip, once.

    Raises Refused with the reason, Invalid with the question to mend; Conflict for a slip that has
    answered, whatever it answers now: who holds the slip of another must not learn by trying.
    """
    slip = queries.slip_of(code)
    policies.may_answer_poll(slip).or_refuse()
    if slip is None:
        raise NotFound()
    # The box takes the slip for the voter: who bears it nobody has told.
    leave = ballots.issue_pass(slip.poll_id, person_id=slip.id, stratum="", level=1, channel="web")
    try:
        receipt = ballots.cast(leave, choice)
    except Conflict:
        raise _has_answered() from None
    if receipt.is_repeat:
        raise _has_answered()
    return receipt


def _has_answered() -> Conflict:
    return Conflict(
        _("По этому талону уже ответили"),
        advice=_("Если отвечали вы, ответ лежит в урне. Изменить его нельзя."),
        code="has-answered",
    )
