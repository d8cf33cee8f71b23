"""What «Мои данные» needs beforehand: a published consent, and somebody who answers."""

from __future__ import annotations

from importlib import import_module

PRIVACY = "privacy@example.org"


def publish_consent() -> None:
    """The town asks for a consent from the first day."""
    people = import_module("veche.commons.identity.tests.makers")
    pages = import_module("veche.commons.pages.tests.makers")
    people.make_person(contact=PRIVACY, roles=["privacy"], birth_year=1980)
    admin = people.make_person(level=2, roles=["admin"])
    pages.make_page(admin, slug="consents", title="Согласие", text="Храним район и дату рождения.")
