"""A firm of the pool, whose place it is, who looks and gives out: for a bench mended together."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

# not shown in this module: names of a made-up town
OWNER, FIRM = "ООО «Тёплый двор»", "Столярная «Верстак»"
LATE = "Яма у остановки, объехать негде"


def be_late(row: Any) -> None:
    """The term of that report is over, and the town counts such terms before everyone."""
    models = import_module("veche.domains.reports.models")
    clock = import_module("veche.domains.reports.actions.public_clock")
    today = import_module("veche.domains.reports.queries.reading").today()
    models.Report.objects.filter(id=row.id).update(due_on=today - timedelta(days=3))
    people = import_module("veche.commons.identity.tests.makers")
    text = clock.ClockText(True, today, "О счёте сроков", "12-п", today)
    approver = people.make_person(roles=["approver"])
    clock.set_public_clock(approver, categories=[row.category_id], text=text)


def furnish_together() -> dict[str, str]:
    """Contacts by part, and the number of a pothole at work; its twin is late before everyone."""
    people = import_module("veche.commons.identity.tests.makers")
    orgs = import_module("veche.commons.organisations.tests.makers")
    makers = import_module("veche.domains.reports.tests.makers")
    helpers = import_module("veche.commons.matching.tests.makers")
    told = {}
    for role in ("moderator", "coordinator"):
        told[role] = f"together-{role}-auditor@example.org"
        people.make_person(contact=told[role], level=2, roles=[role])
    persons = {}
    for part in ("owner", "firm", "neighbour"):
        told[part] = f"together-{part}-auditor@example.org"
        persons[part] = people.make_person(contact=told[part], level=2)
    owner = orgs.make_organisation(persons["owner"], 87, name=OWNER)
    body = makers.make_body(OWNER, organisation_id=owner.id)
    firm = orgs.make_organisation(persons["firm"], 88, name=FIRM)
    # A moderator's word comes inside of a transaction.
    with import_module("django.db.transaction").atomic():
        helpers.make_solver(persons["firm"], organisation_id=firm.id, kinds=["carpentry"])
    import_module("veche.domains.reports.actions.keeping").train_guesser()
    models = import_module("veche.domains.reports.models")
    # Its photo would wait for the worker, and nothing of it is looked at here.
    hole = models.Category.objects.filter(code="roads.potholes")
    hole.update(photo_required=False)
    row, twin = (
        makers.assigned(
            makers.passed(makers.make_report(category="roads.potholes", text=text)), body
        )
        for text in ("Яма во всю полосу", LATE)
    )
    hole.update(photo_required=True)
    be_late(twin)
    told["hole"] = row.number
    return told
