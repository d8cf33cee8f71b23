"""Who works on reports in the journeys, and reports for the walk through all pages."""

from __future__ import annotations

from importlib import import_module

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
    return {
        "waits": waits.number,
        "report": open_to_all.number,
        "asked_report": asked.number,
        "done_report": done.number,
        "crew": body.slug,
        "template": str(template.id),
    }
