"""The hall for the shell and other parts: how the town shows itself, which services are open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from veche.commons.files import public as files
from veche.commons.hall import colours, policies, queries, rules, wording
from veche.commons.hall.actions import note_step, touch
from veche.commons.hall.colours import Paint
from veche.commons.hall.policies import may_open_desk, may_set_up_town
from veche.commons.hall.queries import Banner, Hall, kept_with
from veche.commons.hall.rules import AGE_MARKS, FIRST_LANGUAGE, TONES, Switch
from veche.commons.hall.services import Switchable, service_of, services, use_services
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.manifest import Matter

__all__ = [
    "AGE_MARKS",
    "FIRST_LANGUAGE",
    "TONES",
    "Banner",
    "Hall",
    "Paint",
    "Pilot",
    "Switch",
    "Switchable",
    "colours_url",
    "is_on",
    "is_open",
    "is_open_to",
    "home_part",
    "is_set_up",
    "own_part",
    "paint_of",
    "kept_with",
    "may_open_desk",
    "may_set_up_town",
    "note_step",
    "of",
    "pilot",
    "service_of",
    "services",
    "shown_banner",
    "sign_bytes",
    "steps_left",
    "steps_passed",
    "touch",
    "use_services",
    "waiting_inconveniences",
]

_KEPT = "_veche_hall"
WORDS_SHOWN = 90
# The largest icon is 512 pixels; the picture is kept in widths of 320, 800 and 1600.
SIGN_SIZE = 800


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
    return bool(policies.may_use_service(identity.owner_of(request), switch))


def is_on(slug: str) -> bool:
    """Whether a service is there for everyone who comes to the current town."""
    return queries.hall().switch(slug).state == rules.ON


def colours_url(hall: Hall) -> str:
    """Address of the stylesheet of the town's colour; "" while it has none of its own."""
    if not hall.brand:
        return ""
    return reverse("hall:read-colours", args=[colours.digest(hall.brand)])


def paint_of(hall: Hall) -> Paint | None:
    """What the town's colour looks like outside of pages; None while it has none of its own."""
    return colours.paint(hall.brand) if hall.brand else None


def sign_bytes(hall: Hall) -> bytes | None:
    """The service's own sign as a picture, kept until the settings change; None without one."""
    if hall.sign_id is None:
        return None
    sign_id = hall.sign_id
    return kept_with("hall.sign", lambda: files.public_photo(sign_id, SIGN_SIZE), None)


def shown_banner(hall: Hall) -> Banner | None:
    """The urgent words, until their time is over."""
    banner = hall.banner
    if banner is None or (banner.until is not None and banner.until <= clock.now()):
        return None
    return banner


def own_part(person: PersonRef) -> bool | None:
    """Whether «Я» shows the way to the desk; None for residents."""
    return bool(policies.may_open_desk(person)) or None


def steps_passed() -> set[str]:
    """Steps of the first start that are behind: skipped, done on their pages, or visibly done."""
    passed = set(queries.hall().steps_passed) & set(rules.STEPS)
    if places.has_geography():
        passed.add("places")
    if identity.count_officials() > 1:
        passed.add("staff")
    return passed


def steps_left(person: PersonRef, limit: int) -> list[Matter]:
    """What is left of the first start, until the administrator opens the town."""
    if is_set_up():
        return []
    passed = steps_passed()
    left = [step for step in rules.STEPS if step not in passed]
    found = [
        Matter(
            str(wording.STEP_TITLES[step]), reverse(wording.STEP_ROUTES[step]), _("Первый запуск")
        )
        for step in left
    ]
    last = Matter(_("Открыть город"), reverse("hall:set-up-town"), _("Последний шаг"))
    return [*found, last][:limit]


def waiting_inconveniences(person: PersonRef, limit: int) -> list[Matter]:
    """What residents found inconvenient in a pilot and nobody has answered."""
    return [
        Matter(
            title=Truncator(one.text).chars(WORDS_SHOWN),
            is_written=True,
            url=reverse("hall:answer-inconvenience", args=[one.id]),
            note=_("Ответить, что изменили"),
        )
        for one in queries.waiting(size=limit).items
    ]


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
