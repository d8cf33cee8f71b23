"""The town's dated word on which lateness everyone may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.reports import events, policies
from veche.domains.reports.models import Category, PublicClock
from veche.kernel import outbox
from veche.kernel.errors import Invalid


@dataclass(frozen=True)
class ClockText:
    """The decision: what, from when, and by which act."""

    is_on: bool
    starts_on: date
    act_title: str
    act_number: str
    act_on: date


@transaction.atomic
def set_public_clock(person: PersonRef, *, categories: Sequence[str], text: ClockText) -> int:
    """Count lateness with these categories before everyone from a day on, or stop; how many.

    Earlier decisions stay in sight.
    """
    policies.may_set_public_clock(person).or_refuse()
    known = list(Category.objects.filter(code__in=categories).order_by("code"))
    if not known:
        words = _("Отметьте хотя бы одну тему")
        raise Invalid(words, fields={"categories": words})
    for category in known:
        row = PublicClock.objects.create(category=category, **vars(text))
        audit.record(
            "reports.public_clock_set", person.id, f"public-clock-{row.pk}", is_on=text.is_on
        )
        outbox.put(events.PublicClockSet(category=category.code, is_on=text.is_on))
    return len(known)
