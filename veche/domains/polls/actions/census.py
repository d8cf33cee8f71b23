"""Bringing the town's figures of places and ages, to see whether those who voted are like it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.polls import events, policies
from veche.domains.polls.models import Census
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Invalid


@transaction.atomic(durable=True)
def upload_census(
    person: PersonRef, *, source: str, counted_on: date, figures: Mapping[str, Mapping[str, int]]
) -> Census:
    """Keep the figures beside the earlier ones; the same again changes nothing."""
    policies.may_upload_census(person).or_refuse()
    if counted_on > clock.today(towns.current().time_zone):
        raise Invalid(
            _("Дата в будущем"), fields={"counted_on": _("На какую дату посчитаны жители?")}
        )
    locks.take(exclusive=["polls.census"])
    last = Census.objects.first()
    values = {"source": source, "counted_on": counted_on, "figures": dict(figures)}
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        return last
    census = Census.objects.create(author_id=person.known_id, **values)
    audit.record("polls.census_uploaded", person.id, census.id)
    outbox.put(events.CensusUploaded(census_id=census.id))
    return census
