"""Who takes part in the journey of a proposal, and proposals for the walk through all pages."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

from tests.journeys.furnish_reports import REPORTER

# not shown in this module: names of a made-up town
RESIDENTS = ("author", "neighbour", "supporter")
LAW = "Решение совета № 12"


def furnish_initiatives() -> dict[str, str]:
    """Three residents of age, a moderator, an official; two are a group, four are enough."""
    people = import_module("veche.commons.identity.tests.makers")
    _set_norms()
    contacts = {}
    for name in RESIDENTS:
        contacts[name] = f"initiatives-{name}@example.org"
        people.make_person(contact=contacts[name], birth_year=1985)
    for name, roles in (("moderator", ["moderator"]), ("official", ["approver", "author"])):
        contacts[name] = f"initiatives-{name}@example.org"
        people.make_person(contact=contacts[name], level=2, roles=roles, birth_year=1980)
    return contacts


def _set_norms() -> None:
    norms = import_module("veche.commons.norms.public")
    today = import_module("veche.domains.initiatives.queries.terms").today()
    for code, value in (("group_min", 2), ("support_town", 4), ("support_place", 4)):
        norms.take_over(f"initiative.{code}", value=value, legal_ref=LAW, valid_from=today)


def remarks_over(slug: str) -> str:
    """The days of remarks pass."""
    models = import_module("veche.domains.initiatives.models")
    terms = import_module("veche.domains.initiatives.queries.terms")
    yesterday = terms.today() - timedelta(days=1)
    models.Proposal.objects.filter(slug=slug).update(remarks_until=yesterday)
    return slug


def furnish_walked_initiatives() -> dict[str, str]:
    """One that collects, one that waits for the town, one that was sent, a draft, a sheet."""
    people = import_module("veche.commons.identity.tests.makers")
    makers = import_module("veche.domains.initiatives.tests.makers")
    sheets = import_module("veche.domains.initiatives.actions.sheets")
    signing = import_module("veche.domains.initiatives.queries.signing")
    identity = import_module("veche.commons.identity.public")
    _set_norms()
    # The reporter of the walk proposes too.
    author = identity.person_by_id(identity.ensure_contact(REPORTER))
    collects = makers.make_proposal(author)
    waits = makers.reached(makers.make_proposal(title="Осветить дорожку у пруда"))
    sent = makers.make_filed(author, title="Посадить липы у рынка")
    draft = makers.make_draft(author, title="Поставить скамейки у школы № 5")
    row = import_module("veche.domains.initiatives.models").Proposal.objects.get(id=draft)
    clerk = people.make_person(level=2, roles=["clerk"])
    pack = sheets.print_sheets(clerk, slug=collects.slug, amount=1, key=uuid4())
    return {
        "proposal": collects.slug,
        "waiting_proposal": waits.slug,
        "sent_proposal": sent.slug,
        "idea": str(draft),
        "invite": row.invite,
        "sheet": signing.pack(pack)[0].number,
    }
