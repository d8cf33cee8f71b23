"""Consents of parents: written down from the school's folder, taken back, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.schools import policies, queries, rules
from veche.domains.schools.models import Consent
from veche.domains.schools.rules import ConsentLine
from veche.kernel import clock
from veche.kernel.errors import Invalid


@transaction.atomic(durable=True)
def record_consents(
    person: PersonRef,
    *,
    organisation_id: UUID,
    class_name: str,
    lines: Sequence[ConsentLine],
    until: date,
) -> int:
    """Write consents of one class down, all or none; how many. Invalid names those known already.

    Consent of a legal representative: Federal law 152-FZ, art. 9 part 1.
    """
    policies.may_work_for_school(person, organisation_id).or_refuse()
    rows = [
        Consent(
            organisation_id=organisation_id,
            class_name=class_name,
            number=line.number,
            given_on=line.given_on,
            until=until,
            year=rules.year_end(until).year,
            age=line.age,
            recorded_by_id=person.known_id,
        )
        for line in lines
    ]
    made = Consent.objects.bulk_create(rows, ignore_conflicts=True)
    there = set(
        Consent.objects.filter(id__in=[row.id for row in made]).values_list("id", flat=True)
    )
    known = [row.number for row in made if row.id not in there]
    if known:
        raise Invalid(
            _("Такие согласия уже внесены"),
            fields={
                "lines": _("В этом учебном году уже внесены: %(numbers)s")
                % {"numbers": ", ".join(known[:10])}
            },
        )
    audit.record("schools.consents_recorded", person.id, organisation_id, number=len(rows))
    return len(rows)


@transaction.atomic(durable=True)
def withdraw_consent(person: PersonRef, *, consent_id: UUID) -> None:
    """A parent has thought better of it; harmless to repeat."""
    row = queries.consent_for(person, consent_id)
    now = clock.now()
    if Consent.objects.filter(id=row.id, withdrawn_at=None).update(withdrawn_at=now):
        audit.record("schools.consent_withdrawn", person.id, row.organisation_id)


@transaction.atomic(durable=True)
def forget_consent(*, consent_id: UUID) -> None:
    """Delete one whose term of keeping is over."""
    Consent.objects.filter(id=consent_id).delete()
