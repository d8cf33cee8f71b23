"""How the first administrator is made."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from veche.commons.identity import public as identity
from veche.commons.identity.models import Contact, Person


def grant(contact: str = "8 900 123-45-12", role: str = "admin") -> None:
    call_command("grant_role", town="zarechye", contact=contact, role=role, act="Распоряжение № 1")


def test_the_first_administrator_is_made_by_the_command_line(town, client, enter) -> None:
    grant()
    person = Person.objects.get()
    assert (person.level, identity.has_role(person.id, "admin")) == (0, True)
    enter(client, "+7 900 123-45-12")
    assert Person.objects.get().level == 1
    assert "Администратор" in client.get("/me/").content.decode()


def test_whoever_is_there_is_not_made_twice(town) -> None:
    grant(role="admin")
    grant(role="auditor")
    assert Person.objects.count() == Contact.objects.count() == 1


@pytest.mark.parametrize("contact", ["", "12345", "+1 202 555 0100"])
def test_what_is_no_contact_is_said_in_one_sentence(town, contact) -> None:
    with pytest.raises(CommandError):
        grant(contact)
    assert not Person.objects.exists()


def test_the_same_role_twice_is_said_in_one_sentence(town) -> None:
    grant()
    with pytest.raises(CommandError, match="уже есть"):
        grant()
