"""One organisation, office, key and address of events, for the walk through all pages."""

from __future__ import annotations

from importlib import import_module
from uuid import UUID, uuid4

HEAD = "head@example.org"


def furnish_members() -> dict[str, str]:
    """Ids by which the walk finds them; HEAD acts for the organisation and holds the office."""
    people = import_module("veche.commons.identity.tests.makers")
    models = import_module("veche.commons.identity.models")
    makers = import_module("veche.commons.organisations.tests.makers")
    acting = import_module("veche.commons.organisations.actions")
    joining = import_module("veche.commons.organisations.models").Membership
    village = makers.place("село Дальнее")
    head = people.make_person(contact=HEAD, level=2, birth_year=1980)
    fellow, newcomer = people.make_person(level=2), people.make_person(level=2)
    checked = makers.make_organisation(head, 83, name="Школа № 83", place_id=village)
    number = acting.ask_to_join(fellow, slug=checked.slug, post="завуч", right="member")
    clerk = people.make_person(level=2, roles=["clerk"])
    makers.admit(clerk, joining.objects.get(number=number), right="member")
    mandate = makers.give(HEAD, office="tos_chair", place_id=village)
    acting.write_announcement(
        head, title="Ярмарка", text="В субботу у школы.", organisation=checked.slug
    )
    people.make_token(head, "own:read")
    return {
        "village": str(village),
        "org": checked.slug,
        "own": str(joining.objects.get(person_id=head.known_id).id),
        "fellow": str(joining.objects.get(person_id=fellow.known_id).id),
        "request": str(makers.ask(newcomer, 84, name="Школа № 84").id),
        "mandate": mandate,
        "said": checked.words.get().slug,
        "token": str(models.ApiToken.objects.get(person_id=head.known_id).id),
        "endpoint": _endpoint(None),
        "own_endpoint": _endpoint(head.known_id),
    }


def _endpoint(owner_id: UUID | None) -> str:
    """An address that has heard nothing yet; a row, since nobody resolves names here."""
    endpoint = import_module("veche.commons.webhooks.models").Endpoint
    row = endpoint.objects.create(
        url="https://example.org/hook",
        kinds=["polls.poll_closed"],
        sealed_secret=b"sealed",
        added_by_id=uuid4(),
        owner_id=owner_id,
        added_at=import_module("veche.kernel.clock").now(),
    )
    return str(row.id)
