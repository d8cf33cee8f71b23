"""The hall for the shell and other parts: how the town shows itself, which services are open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.hall import colours, policies, queries, rules
from veche.commons.hall.actions import note_step, touch
from veche.commons.hall.policies import may_set_up_town
from veche.commons.hall.queries import Banner, Hall, asked_once, kept_with
from veche.commons.hall.rules import AGE_MARKS, FIRST_LANGUAGE, TONES, Switch
from veche.commons.hall.services import Switchable, service_of, services, use_services
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef, behind
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock

__all__ = [
    "AGE_MARKS",
    "FIRST_LANGUAGE",
    "TONES",
    "Banner",
    "Hall",
    "Pilot",
    "Switch",
    "Switchable",
    "asked_once",
    "behind",
    "colours_url",
    "is_on",
    "is_open",
    "is_open_to",
    "home_part",
    "is_set_up",
    "own_part",
    "kept_with",
    "may_set_up_town",
    "note_step",
    "of",
    "pilot",
    "service_of",
    "services",
    "shown_banner",
    "touch",
    "use_services",
]

_KEPT = "_veche_hall"


def of(request: HttpRequest) -> Hall:
    """The town's settings, read once a request. Outside of a town, or when the database is silent,
    what was known last: a page that tells of trouble must not make trouble."""
    kept = getattr(request, _KEPT, None)
    if not isinstance(kept, Hall):
        kept = _read(request)
        setattr(request, _KEPT, kept)
    return kept


def _read(request: HttpRequest) -> Hall:
    town = getattr(request, "town", None)
    if town is None:
        return queries.UNTOUCHED
    try:
        return queries.hall()
    except (DatabaseError, towns.NoTown):
        # An answer made after the town was left asks outside of it.
        return queries.last_known(town.id)


def is_open_to(person: PersonRef, slug: str) -> bool:
    """Whether a service is there for this person, asked outside of a request's own pages."""
    return bool(policies.may_use_service(person, queries.hall().switch(slug)))


def is_open(request: HttpRequest, slug: str) -> bool:
    """Whether a service is there for whoever asks; the person is read only when it matters."""
    switch = of(request).switch(slug)
    if switch.state == rules.ON:
        return True
    if switch.state == rules.OFF:
        return False
    return bool(policies.may_use_service(identity.person_of(request), switch))


def is_on(slug: str) -> bool:
    """Whether a service is there for everyone who comes to the current town."""
    return queries.hall().switch(slug).state == rules.ON


def colours_url(hall: Hall) -> str:
    """Address of the stylesheet of the town's colour; "" while it has none of its own."""
    if not hall.brand:
        return ""
    return reverse("hall:read-colours", args=[colours.digest(hall.brand)])


def shown_banner(hall: Hall) -> Banner | None:
    """The urgent words, until their time is over."""
    banner = hall.banner
    if banner is None or (banner.until is not None and banner.until <= clock.now()):
        return None
    return banner


def own_part(person: PersonRef) -> list[tuple[str, str, str]] | None:
    """Ways to the administrator's and the auditor's pages, for «Я»; None for residents."""
    links = [
        (policies.may_set_up_town, _("Настройки города"), "hall:set-up-town", "settings"),
        (policies.may_read_journal, _("Журнал действий"), "hall:read-journal", "history"),
        (policies.may_answer_inconvenience, _("Что неудобно"), "hall:list-inconveniences", "info"),
    ]
    found = [(title, reverse(name), icon) for may, title, name, icon in links if may(person)]
    return found or None


def home_part(person: PersonRef) -> bool:
    """Whether the administrator is still to set the town up."""
    return bool(policies.may_set_up_town(person)) and not is_set_up()


def is_set_up() -> bool:
    """Whether the first start is behind; the demo town was set up by its maker."""
    return towns.current().is_demo or queries.hall().is_opened


@dataclass(frozen=True)
class Pilot:
    """A service on trial, for the question at the end of its pages."""

    slug: str
    place: str


def pilot(hall: Hall, slug: str) -> Pilot | None:
    """The trial this service is in, if it is in any."""
    switch = hall.switch(slug) if slug else Switch()
    if switch.state != rules.PILOT:
        return None
    place = places.place(switch.place_id) if switch.place_id else None
    return Pilot(slug, place.name if place else "")
