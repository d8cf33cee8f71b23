"""The town's own dated rules for its polls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.polls import events, policies
from veche.domains.polls.models import Campaign, LegalCheckRule
from veche.kernel import idempotency, locks, outbox
from veche.kernel.errors import Invalid


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


@dataclass(frozen=True)
class CampaignText:
    """An election campaign as written in the form; the id makes one form one campaign."""

    id: UUID
    title: str
    starts_on: date
    ends_on: date
    names: str
    act: str


@transaction.atomic(durable=True)
def save_campaign(person: PersonRef, *, campaign: CampaignText) -> None:
    """Add a campaign, or change the one of that id."""
    policies.may_set_rules(person).or_refuse()
    if campaign.ends_on < campaign.starts_on:
        raise Invalid(
            _("Кампания не может закончиться раньше, чем начнётся"), code="dates-reversed"
        )
    locks.take(exclusive=[f"campaign:{campaign.id}"])
    values = {name: value for name, value in vars(campaign).items() if name != "id"}
    Campaign.objects.update_or_create(id=campaign.id, defaults=values)
    audit.record("polls.campaign_saved", person.id, campaign.id)
    outbox.put(events.CampaignSaved(campaign_id=campaign.id))


@transaction.atomic(durable=True)
def remove_campaign(person: PersonRef, *, campaign_id: UUID) -> None:
    """Take a campaign out; one that is not there is let be."""
    policies.may_set_rules(person).or_refuse()
    if not Campaign.objects.filter(id=campaign_id).delete()[0]:
        return
    audit.record("polls.campaign_removed", person.id, campaign_id)
    outbox.put(events.CampaignRemoved(campaign_id=campaign_id))
