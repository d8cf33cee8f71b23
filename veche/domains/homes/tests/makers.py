"""Houses for tests, made the ordinary way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.places import public as places
from veche.domains.homes.actions import outages, serving
from veche.domains.homes.actions.outages import OutageText
from veche.domains.homes.actions.serving import Line, ProviderText
from veche.domains.homes.models import Outage, Provider
from veche.domains.homes.queries import wheres
from veche.kernel import clock


def coordinator() -> PersonRef:
    """Whoever keeps houses."""
    return make_person(roles=["coordinator"])


def admin() -> PersonRef:
    """Whoever sets up feeds."""
    return make_person(roles=["admin"])


def house(text: str = "Луговая улица, 54") -> places.Address:
    """A house of the made town."""
    found = places.addresses(text, limit=1)[0]
    assert found.is_named_by(text)
    return found


def district(name: str = "Западный") -> places.Place:
    """A place of the made town."""
    return next(one for one in places.places() if one.name == name)


def make_provider(name: str = "Водоканал", **given: Any) -> Provider:
    """An organisation with telephones."""
    text = ProviderText(name=name, phone="8 48431 5-50-00", emergency_phone="8 48431 5-50-05")
    slug = serving.save_provider(coordinator(), text=text)
    return Provider.objects.get(slug=slug)


def make_serving(provider: Provider, kind: str = "water", **given: Any) -> UUID:
    """A line on who serves."""
    values = {"since_on": date(2026, 1, 1), "source": "реестр", **given}
    return serving.keep_serving(coordinator(), slug=provider.slug, line=Line(kind=kind, **values))


def make_outage(
    *lines: str, starts: float = -1, ends: float = 4, trouble: str = "water", **given: Any
) -> Outage:
    """Something off from so many hours before now until so many after."""
    now = clock.now()
    values = {
        "trouble": trouble,
        "nature": "accident",
        "why": "Прорвало трубу",
        "answers": "Водоканал",
        "phone": "8 48431 5-50-05",
        "starts_at": now + timedelta(hours=starts),
        "ends_at": now + timedelta(hours=ends),
        **given,
    }
    where = wheres.read(lines or ("Луговая улица, 54",))
    number = outages.announce_outage(coordinator(), text=OutageText(**values), where=where)
    return Outage.objects.get(number=number)
