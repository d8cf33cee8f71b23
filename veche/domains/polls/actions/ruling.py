"""The town's own dated rules for its polls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.polls import events, policies
from veche.domains.polls.models import LegalCheckRule
from veche.kernel import idempotency, outbox


@dataclass(frozen=True)
class LegalCheck:
    """Which polls the lawyer sees, from which day and by which act."""

    covers_all: bool
    act: str
    valid_from: date


@transaction.atomic(durable=True)
def set_legal_check(person: PersonRef, *, rule: LegalCheck, key: str) -> None:
    """Add a rule; the earlier ones stay in sight."""
    policies.may_set_rules(person).or_refuse()

    def make() -> int:
        row = LegalCheckRule.objects.create(
            covers_all=rule.covers_all, act=rule.act, valid_from=rule.valid_from
        )
        audit.record(
            "polls.legal_check_set", person.id, f"legal-check-{row.pk}", covers_all=rule.covers_all
        )
        outbox.put(events.LegalCheckSet(covers_all=rule.covers_all))
        return int(row.pk)

    told = f"{rule.covers_all}\n{rule.act}\n{rule.valid_from}"
    idempotency.answer_once(f"person:{person.id}", key, told.encode(), make)
