"""A moderator's word: given, taken back within a minute, or taking effect."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import events, finding, policies, queries, registry, rules, wording
from veche.commons.moderation.models import Item
from veche.kernel import clock, jobs, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.manifest import Judged

_BATCH = 200


@transaction.atomic
def pass_thing(
    person: PersonRef, *, item_id: UUID, version: int, hides_marked: bool = False
) -> None:
    """Let it stand; with `hides_marked` what the finders were not sure of is hidden first."""
    row = _taken(person, item_id, version)
    if hides_marked:
        _hide_marked(row)
    now = clock.database_now()
    before = row.state
    delay = queries.regime().delay
    row.settles_at = rules.takes_effect_at(before, True, now, delay)
    _decide(row, person, rules.PASSED, "", now)
    audit.record("moderation.thing_passed", person.id, row.id, what=row.kind)


@transaction.atomic
def remove_thing(person: PersonRef, *, item_id: UUID, version: int, reason: str) -> None:
    """Take it away for a reason its author is told. What was public is gone at once."""
    row = _taken(person, item_id, version)
    if reason not in wording.reasons_of(row.kind):
        raise Invalid(_("Выберите причину"), fields={"reason": _("Автор прочтёт её")})
    now = clock.database_now()
    was_public = row.is_public
    row.settles_at = now + rules.UNDO
    _decide(row, person, rules.REMOVED, reason, now)
    if was_public:
        _tell(row)
    audit.record("moderation.thing_removed", person.id, row.id, what=row.kind, why=reason)


@transaction.atomic
def take_back(person: PersonRef, *, item_id: UUID) -> None:
    """Undo one's own decision before it takes effect: it stands as it stood."""
    row = _locked(item_id)
    now = clock.database_now()
    policies.may_take_back(person, row.decided_by_id, row.settles_at, now).or_refuse()
    was_removed = row.state == rules.REMOVED
    row.state, row.state_before = row.state_before, ""
    row.is_public = row.state in (rules.PUBLISHED, rules.PASSED)
    row.settles_at = row.decided_at = row.decided_by_id = None
    row.reason, row.version = "", row.version + 1
    row.save()
    if was_removed and row.is_public:
        _tell_passed(row)
    audit.record("moderation.decision_taken_back", person.id, row.id)


@transaction.atomic
def settle_item(item_id: UUID) -> None:
    """Tell the owner of a decision whose hour has come; a second call finds nothing to tell."""
    row = Item.objects.select_for_update().filter(id=item_id).first()
    if row is None or row.settles_at is None or row.settles_at > clock.database_now():
        return
    row.settles_at = None
    row.is_public = row.state == rules.PASSED
    row.save(update_fields=["settles_at", "is_public"])
    if row.state == rules.PASSED:
        _tell_passed(row)
        outbox.put(events.ThingPassed(row.id))
    else:
        _tell(row)
        outbox.put(events.ThingRemoved(row.id, row.reason))


def settle_due() -> None:
    """Whatever is due: after a wait, or a worker that was killed."""
    due = queries.due(clock.database_now()).values_list("id", flat=True)[:_BATCH]
    jobs.for_each(list(due), settle_item)


def settle_now(person: PersonRef) -> int:
    """Let one's own decisions take effect without the minute; the special regime's delay stays."""
    policies.may_moderate(person).or_refuse()
    for row in queries.unsettled(person):
        if row.settles_at is not None:
            Item.objects.filter(id=row.id, settles_at=row.settles_at).update(
                settles_at=row.settles_at - rules.UNDO
            )
    ready = queries.due(clock.database_now()).filter(decided_by_id=person.id)
    found = list(ready.values_list("id", flat=True))
    for one in found:
        settle_item(one)
    return len(found)


def _taken(person: PersonRef, item_id: UUID, version: int) -> Item:
    """The row, held, if it still is what the moderator has read; Conflict for the second."""
    known = queries.item(person, item_id)
    policies.may_moderate(person).or_refuse()
    row = _locked(known.id)
    if row.version != version:
        raise Conflict(
            _("Этот текст только что решил другой модератор или изменил автор"),
            advice=_("Ваше решение не записано. Откройте следующий."),
            code="changed-meanwhile",
        )
    policies.may_judge_thing(person, row.author_id, row.state).or_refuse()
    return row


def _decide(row: Item, person: PersonRef, state: str, reason: str, now: datetime) -> None:
    row.state_before, row.state, row.reason = row.state, state, reason
    row.decided_by_id, row.decided_at = person.id, now
    row.version += 1
    if state == rules.REMOVED:
        row.is_public = False
    row.save()
    jobs.defer("moderation.settle_item", at=row.settles_at, item_id=str(row.id))


def _hide_marked(row: Item) -> None:
    declared = registry.moderated(row.kind)
    shown = declared.show([row.subject_id]).get(row.subject_id)
    if declared.rewrite is not None and shown is not None:
        text = finding.hide_all(shown.text, wording.HIDDEN, declared.allows)
        declared.rewrite(row.subject_id, text)


def _tell(row: Item) -> None:
    declared = registry.known(row.kind)
    if declared is not None:
        declared.judge(row.subject_id, Judged(False, row.reason, row.decided_by_id))


def _tell_passed(row: Item) -> None:
    declared = registry.known(row.kind)
    if declared is not None:
        declared.judge(row.subject_id, Judged(True, by=row.decided_by_id))


def _locked(item_id: UUID) -> Item:
    found = Item.objects.select_for_update().filter(id=item_id).first()
    if found is None:
        raise NotFound()
    return found
