"""Who works on reports in the journeys, and reports for the walk through all pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from importlib import import_module
from typing import Any

# not shown in this module: names of a made-up town
DESK, REPORTER = "walked-desk@example.org", "walked-reporter@example.org"
BODY, SCHOOL = "ООО «Наш двор»", 85


def furnish_reports() -> dict[str, str]:
    """A moderator, a coordinator, an approver, and a crew that answers for yards."""
    people = import_module("veche.commons.identity.tests.makers")
    makers = import_module("veche.domains.reports.tests.makers")
    contacts = {}
    for role in ("moderator", "coordinator", "approver"):
        contacts[role] = f"reports-{role}@example.org"
        people.make_person(contact=contacts[role], level=2, roles=[role])
    contacts["crew"] = "reports-crew@example.org"
    crew = people.make_person(contact=contacts["crew"], level=2)
    orgs = import_module("veche.commons.organisations.tests.makers")
    known = orgs.make_organisation(crew, SCHOOL, name=BODY)
    body = makers.make_body(BODY, organisation_id=known.id)
    makers.make_responsible(body, "yards.playground")
    import_module("veche.domains.reports.actions.keeping").train_guesser()
    return contacts


def flood() -> dict[str, str]:
    """Somebody who has told as much as one person may and has one more ready; a moderator."""
    people = import_module("veche.commons.identity.tests.makers")
    makers = import_module("veche.domains.reports.tests.makers")
    told = {part: f"reports-{part}-auditor@example.org" for part in ("flooder", "guard")}
    people.make_person(contact=told["guard"], level=2, roles=["moderator"])
    flooder = people.make_person(contact=told["flooder"])
    with suppress(import_module("veche.kernel.errors").TooMany):
        while True:
            makers.make_report(flooder, text="Уберите киоск Петрова")
    return told


def furnish_register(owner_id: Any) -> tuple[str, str]:
    """A register whose columns wait to be matched, and a case of it; the ids of both."""
    models = import_module("veche.domains.reports.models")
    crypto = import_module("veche.kernel.crypto")
    clock = import_module("veche.kernel.clock")
    register = models.Register.objects.create(title="Прошлый реестр", home="docs")
    upload = models.RegisterImport.objects.create(
        register=register,
        owner_id=owner_id,
        name="register.csv",
        sealed=crypto.wrap("Номер;Статус\n12-7;В работе\n".encode(), "reports.register"),
        made_at=clock.now(),
    )
    case = models.OutsideCase.objects.create(
        register=register,
        number="12-7",
        state="В работе",
        urgent_on=date.max,
        changed_at=clock.now(),
    )
    return str(upload.id), str(case.id)


def furnish_beside() -> dict[str, str]:
    """Who sets up what stands beside reports, a moderator, and a reporter."""
    people = import_module("veche.commons.identity.tests.makers")
    contacts = {}
    for name, roles in (
        ("ruler", ["approver"]),
        ("coordinator", ["coordinator"]),
        ("moderator", ["moderator"]),
        ("reporter", []),
    ):
        contacts[name] = f"beside-{name}@example.org"
        people.make_person(contact=contacts[name], level=2, roles=roles)
    return contacts


def furnish_walked_reports() -> dict[str, str]:
    """One report that waits, one that is public, one whose author is asked."""
    people = import_module("veche.commons.identity.tests.makers")
    makers = import_module("veche.domains.reports.tests.makers")
    working = import_module("veche.domains.reports.actions.working")
    roles = ["moderator", "coordinator", "approver", "controller"]
    people.make_person(contact=DESK, level=2, roles=roles)
    reporter = people.make_person(contact=REPORTER, birth_year=1985)
    executor, body = makers.make_executor("ООО «Свет и двор»", 86)
    waits = makers.make_report(reporter)
    open_to_all = makers.assigned(makers.passed(makers.make_report()), body)
    asked = makers.assigned(makers.passed(makers.make_report(reporter)), body)
    working.ask_clarification(
        executor, number=asked.number, version=asked.version, text="Какой подъезд?"
    )
    done = makers.assigned(makers.passed(makers.make_report(reporter)), body)
    done = makers.approved(makers.answered(done, executor))
    makers.fill_draft(reporter)
    template = makers.make_template()
    register, case = furnish_register(reporter.id)
    return {
        "register": register,
        "outside": case,
        "waits": waits.number,
        "report": open_to_all.number,
        "asked_report": asked.number,
        "done_report": done.number,
        "crew": body.slug,
        "template": str(template.id),
    }
