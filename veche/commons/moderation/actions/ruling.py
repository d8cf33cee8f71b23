"""The town's rules of moderation: dated, explained, never changed behind anybody's back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import events, policies
from veche.commons.moderation.models import Setting
from veche.kernel import outbox


@dataclass(frozen=True)
class RulesText:
    """What the town sets; `note` is read by everyone."""

    is_special: bool
    delay_minutes: int
    trusts_officials: bool
    trusted_level: int
    note: str


@transaction.atomic
def set_moderation_rules(person: PersonRef, *, text: RulesText) -> None:
    """Set whom the town trusts and whether everything waits; earlier rules stay in sight."""
    policies.may_set_moderation_rules(person).or_refuse()
    row = Setting.objects.create(**vars(text), set_by_id=person.known_id)
    audit.record("moderation.rules_set", person.id, f"moderation-{row.pk}", special=text.is_special)
    outbox.put(events.RulesSet(text.is_special))
