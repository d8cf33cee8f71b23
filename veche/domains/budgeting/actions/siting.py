"""The ground that a project takes: an official draws it, or takes a drawing away."""

from __future__ import annotations

from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.places.public import Site
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions.judging import require_open
from veche.domains.budgeting.actions.proposing import locked_in_cycle
from veche.domains.budgeting.models import Check, Project
from veche.domains.budgeting.queries import cycles, projects
from veche.kernel import clock


@transaction.atomic(durable=True)
def draw_area(
    person: PersonRef, *, slug: str, site: Site | None, version: int | None = None
) -> Project:
    """Keep a checked outline, or none; the land is checked anew, for it may be another's there.

    The same outline again changes nothing. The point moves into the outline. `version` is the one
    that the page showed: Conflict where it is another by now.
    """
    row = locked_in_cycle(projects.case_for(person, slug).id)
    spans = cycles.spans_of(row.cycle)
    policies.may_draw_area(person, row, spans, clock.now()).or_refuse()
    outline = site.outline if site is not None else None
    if row.area == outline:
        return row
    require_open(row, version=version)
    row.area = outline
    if site is not None:
        row.latitude, row.longitude = site.latitude, site.longitude
    Check.objects.filter(project=row, kind=rules.LAND).delete()
    row.state, row.refused_because = rules.PROPOSED, ""
    row.changed_at, row.version = clock.now(), row.version + 1
    row.save(
        update_fields=[
            "area", "latitude", "longitude", "state", "refused_because", "changed_at", "version",
        ]
    )  # fmt: skip
    audit.record("budgeting.area_drawn", person.id, row.id, drawn=site is not None)
    return row
