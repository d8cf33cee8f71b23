"""Steps of a match after the first word: each asks the rules, and whoever comes second is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.matching import events, policies
from veche.commons.matching.actions.needs import release, set_need
from veche.commons.matching.actions.picturing import AFTER_PHOTOS, PROOF_TEXT, hang
from veche.commons.matching.actions.reaching import start_waiting
from veche.commons.matching.actions.saying import said
from veche.commons.matching.models import Match, Need, Solver, Step
from veche.commons.matching.queries import matches
from veche.commons.matching.queries.standing import standing_of, today
from veche.commons.matching.rules import states
from veche.commons.moderation import public as moderation
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid

_PROOF = ("proof", "photo_ids", "is_proof_shown", "is_proof_refused")
_PLANNED = ("plan_on", "plan_hands", "plan", "planned_by", "allowed_by", "allowed_at")


@dataclass(frozen=True)
class Plan:
    """When, how many come, and how it goes: what they bring, what they need, where they meet."""

    on: date
    hands: int
    text: str


@transaction.atomic
def accept_match(person: PersonRef, *, slug: str) -> None:
    """Say yes; of two who do so at once the second is told whose it is."""
    row, party = _taken(person, slug, states.ACCEPT)
    if row.need.state != states.OPEN:
        raise Conflict(
            _("Помощник уже нашёлся: опередили на минуту"),
            advice=_("Если они не договорятся, просьба снова появится в списке."),
            code="need-taken",
        )
    set_need(row.need, states.TAKEN)
    start_waiting(row.solver_id, today())
    _move(row, states.ACCEPT, party)
    audit.record("matching.match_accepted", person.id, row.id)
    outbox.put(events.MatchAccepted(row.id))


@transaction.atomic
def decline_match(person: PersonRef, *, slug: str, reason: str = "") -> None:
    """Say no; why is said to the other side alone."""
    row, party = _taken(person, slug, states.DECLINE)
    if party == states.SOLVER:
        start_waiting(row.solver_id, today())
    _end(row, states.DECLINE, party, said(reason, "reason"))
    audit.record("matching.match_declined", person.id, row.id)
    outbox.put(events.MatchDeclined(row.id))


@transaction.atomic
def withdraw_match(person: PersonRef, *, slug: str, reason: str = "") -> None:
    """Take one's word back; the need is looked for again."""
    row, party = _taken(person, slug, states.WITHDRAW)
    _end(row, states.WITHDRAW, party, said(reason, "reason"))
    audit.record("matching.match_withdrawn", person.id, row.id)
    outbox.put(events.MatchWithdrawn(row.id))


@transaction.atomic
def write_plan(person: PersonRef, *, slug: str, plan: Plan) -> None:
    """Propose when and how; the other side is asked, and the owner of the place after it."""
    row, party = _taken(person, slug, states.PLAN)
    if plan.on < today():
        raise Invalid(_("Этот день уже прошёл"), fields={"on": _("Выберите день впереди")})
    row.plan_on, row.plan_hands, row.plan = plan.on, plan.hands, said(plan.text, "text")
    row.planned_by = party
    row.allowed_by = row.allowed_at = None
    _move(row, states.PLAN, party, *_PLANNED)
    audit.record("matching.plan_written", person.id, row.id)
    outbox.put(events.PlanWritten(row.id))


@transaction.atomic
def agree_plan(person: PersonRef, *, slug: str) -> None:
    """Say yes to the other side's plan."""
    row, party = _taken(person, slug, states.AGREE)
    _move(row, states.AGREE, party)
    audit.record("matching.plan_agreed", person.id, row.id)
    outbox.put(events.PlanAgreed(row.id))


@transaction.atomic
def allow_work(person: PersonRef, *, slug: str) -> None:
    """The owner of the place says yes by one tap."""
    row, party = _taken(person, slug, states.ALLOW)
    row.allowed_by, row.allowed_at = person.known_id, clock.database_now()
    _move(row, states.ALLOW, party, "allowed_by", "allowed_at")
    audit.record("matching.work_allowed", person.id, row.id)
    outbox.put(events.WorkAllowed(row.id))


@transaction.atomic
def forbid_work(person: PersonRef, *, slug: str, reason: str) -> None:
    """The owner of the place says no, and why."""
    row, party = _taken(person, slug, states.FORBID)
    _end(row, states.FORBID, party, _require(reason))
    audit.record("matching.work_forbidden", person.id, row.id)
    outbox.put(events.WorkForbidden(row.id))


@transaction.atomic
def hand_over_work(person: PersonRef, *, slug: str) -> None:
    """The place is theirs: keys and tools are given, the work may begin."""
    row, party = _taken(person, slug, states.HAND_OVER)
    _move(row, states.HAND_OVER, party)
    audit.record("matching.work_handed_over", person.id, row.id)
    outbox.put(events.WorkHandedOver(row.id))


@transaction.atomic
def prove_work(person: PersonRef, *, slug: str, words: str, photo_ids: Sequence[UUID]) -> None:
    """Show what came out; photos are seen by both sides now, by everyone after a moderator."""
    row, party = _taken(person, slug, states.PROVE)
    if not photo_ids:
        raise Invalid(_("Приложите фото"), fields={"photos": _("Нужно хотя бы одно фото")})
    if row.is_proof_refused:
        files.remove([one.id for one in files.of(PROOF_TEXT, str(row.id))])
    # The job that covers what was shown before holds the match alone, not its need.
    held = Match.objects.select_for_update().get(id=row.id)
    former = [] if row.is_proof_refused else held.photo_ids
    row.photo_ids = list(dict.fromkeys([*former, *photo_ids]))[-states.PHOTOS_MAX :]
    hang(person, row, PROOF_TEXT, photo_ids)
    row.proof = moderation.examine(words, PROOF_TEXT).text
    row.is_proof_shown = row.is_proof_refused = False
    _move(row, states.PROVE, party, *_PROOF)
    audit.record("matching.work_proven", person.id, row.id)
    outbox.put(events.WorkProven(row.id))


@transaction.atomic
def return_work(person: PersonRef, *, slug: str, reason: str) -> None:
    """Say what is still missing; the helpers finish it and show it again."""
    row, party = _taken(person, slug, states.RETURN)
    row.reason = _require(reason)
    _move(row, states.RETURN, party, "reason")
    audit.record("matching.work_returned", person.id, row.id)
    outbox.put(events.WorkReturned(row.id))


@transaction.atomic
def confirm_work(
    person: PersonRef, *, slug: str, thanks: Sequence[str] = (), photo_ids: Sequence[UUID] = ()
) -> None:
    """It is done: thanks, a photo as it is now, and a line in the list of deeds."""
    row, party = _taken(person, slug, states.CONFIRM)
    row.thanks = [one for one in states.THANKS if one in thanks]
    if photo_ids:
        hang(person, row, AFTER_PHOTOS, photo_ids)
    finish(row, party=party, actor=person.id)


def finish(row: Match, *, party: str, actor: UUID | None) -> None:
    """The deed is done, by the word of whoever raised it or by their silence."""
    row.done_at, row.ended_by = clock.database_now(), party
    _move(row, states.CONFIRM, party, "thanks", "done_at", "ended_by")
    set_need(row.need, states.FULFILLED)
    Solver.objects.filter(id=row.solver_id).update(deeds=F("deeds") + 1)
    for other in Match.objects.filter(need_id=row.need_id, state__in=states.UNANSWERED):
        lapse(other)
    audit.record("matching.work_confirmed", actor, row.id)
    outbox.put(events.WorkConfirmed(row.id, row.need.source_kind, row.need.source_id))


def lapse(row: Match) -> None:
    """Nobody said a word in time."""
    row.state, row.changed_at = states.LAPSED, clock.database_now()
    row.save(update_fields=["state", "changed_at"])
    Step.objects.create(match=row, verb=states.LAPSED)
    audit.record("matching.match_lapsed", None, row.id)
    outbox.put(events.MatchLapsed(row.id))


def _taken(person: PersonRef, slug: str, verb: str) -> tuple[Match, str]:
    """The match, held with its need for one act at a time, once the policy has said yes."""
    found, _seen = matches.match_for(person, slug)
    Need.objects.select_for_update().get(id=found.need_id)
    row, parties = matches.match_for(person, slug)
    standing = standing_of(row, is_verified=matches.is_verified(row))
    policies.STEPS[verb](person, standing, parties).or_refuse()
    return row, states.acting_party(standing, verb, parties)


def _move(row: Match, verb: str, party: str, *changed: str) -> None:
    """Take the step and keep what has changed with it: a moderator may have said a word on the
    rest meanwhile, who holds no need."""
    row.state = states.MOVES[row.state, verb].to
    row.changed_at, row.reminded_on = clock.database_now(), None
    row.save(update_fields=[*changed, "state", "changed_at", "reminded_on"])
    Step.objects.create(match=row, verb=verb, party=party)


def _end(row: Match, verb: str, party: str, reason: str) -> None:
    if row.state in states.HOLDING:
        release(row.need)
    row.reason, row.ended_by = reason, party
    _move(row, verb, party, "reason", "ended_by")


def _require(reason: str) -> str:
    clean = said(reason, "reason")
    if not clean:
        raise Invalid(_("Напишите, почему"), fields={"reason": _("Это прочтёт другая сторона")})
    return clean
