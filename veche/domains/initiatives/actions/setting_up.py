"""The town's dated word on how much support a proposal needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import events, policies
from veche.domains.initiatives.models import Threshold
from veche.domains.initiatives.queries import terms
from veche.kernel import outbox
from veche.kernel.errors import Invalid


@dataclass(frozen=True)
class ThresholdText:
    """How many, from when, by which act."""

    number: int
    starts_on: date
    act_title: str
    act_number: str
    act_on: date


@transaction.atomic
def set_threshold(
    person: PersonRef, *, place_ids: Sequence[UUID | None], text: ThresholdText
) -> int:
    """Set the threshold of these territories from a day on; None is the whole town. How many.

    Proposals that are published already keep theirs.
    """
    policies.may_set_thresholds(person).or_refuse()
    known = {None, *(one.id for one in terms.territories())}
    wanted = [one for one in dict.fromkeys(place_ids) if one in known]
    if not wanted:
        words = _("Отметьте хотя бы одну территорию")
        raise Invalid(words, fields={"places": words})
    if text.starts_on < terms.today():
        raise Invalid(
            _("Этот день уже прошёл"),
            fields={"starts_on": _("Выберите сегодняшний или будущий день")},
        )
    if text.act_on > text.starts_on:
        words = _("Порог не может начаться раньше решения о нём")
        raise Invalid(words, fields={"act_on": words})
    for place_id in wanted:
        row = Threshold.objects.create(place_id=place_id, **vars(text))
        audit.record(
            "initiatives.threshold_set", person.id, f"threshold-{row.pk}", number=text.number
        )
        outbox.put(events.ThresholdSet(number=text.number))
    return len(wanted)
