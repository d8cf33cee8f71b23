"""What the journal tells of the demo's year of help, read from the steps themselves."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from veche.commons.audit.demo import DemoAct
from veche.commons.matching.models import Need, Step
from veche.commons.matching.rules import states

KINDS = {
    states.ASKED: "matching.help_asked",
    states.OFFERED: "matching.help_offered",
    states.ACCEPT: "matching.match_accepted",
    states.DECLINE: "matching.match_declined",
    states.WITHDRAW: "matching.match_withdrawn",
    states.PLAN: "matching.plan_written",
    states.AGREE: "matching.plan_agreed",
    states.ALLOW: "matching.work_allowed",
    states.FORBID: "matching.work_forbidden",
    states.HAND_OVER: "matching.work_handed_over",
    states.PROVE: "matching.work_proven",
    states.CONFIRM: "matching.work_confirmed",
    states.LAPSED: "matching.match_lapsed",
}


def acts() -> Iterator[DemoAct]:
    """All of them, in any order. Of organisations the person is not known here."""
    needs = Need.objects.values_list("id", "raised_by", "opened_at", "source_kind")
    for need_id, raised_by, at, kind in needs:
        told = {"source_kind": kind}
        yield DemoAct(at, "matching.need_opened", raised_by, need_id, details=told)
    rows = Step.objects.values_list(
        "match_id", "verb", "party", "at", "match__need__raised_by", "match__solver__person_id"
    )
    for match_id, verb, party, at, raised_by, helper in rows:
        yield DemoAct(at, KINDS[verb], _actor(party, raised_by, helper), match_id)


def _actor(party: str, raised_by: UUID | None, helper: UUID | None) -> UUID | None:
    if party == states.SOLVER:
        return helper
    return raised_by if party in (states.ASKER, states.RAISER) else None
