"""What journeys need done beside a running town, with its VECHE_STATE.

`python -m tests.journeys.furnish` reads deeds, a line each (`["close", "SLUG"]`), and answers each
by a line of JSON: `furnish` fills the empty demo town with districts, officials, polls; `close`
lets the announced close of a poll come.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module

import django

from tests.journeys.furnish_appeals import furnish_appeals, reception_today
from tests.journeys.furnish_counter import appoint, entered, furnish_counter, sheets
from tests.journeys.furnish_discussion import argued, furnish_discussion
from tests.journeys.furnish_homes import furnish_homes
from tests.journeys.furnish_initiatives import furnish_initiatives, remarks_over
from tests.journeys.furnish_mydata import publish_consent
from tests.journeys.furnish_notify import make_decision, owe_decision
from tests.journeys.furnish_orders import furnish_orders
from tests.journeys.furnish_orgs import furnish_orgs
from tests.journeys.furnish_pages import furnish_pages
from tests.journeys.furnish_points import furnish_advice, furnish_points, pay_points
from tests.journeys.furnish_proofs import (
    begin,
    furnish_census,
    furnish_decisions,
    furnish_kinds,
)
from tests.journeys.furnish_reports import flood, furnish_beside, furnish_reports
from tests.journeys.furnish_secret import furnish_secret, secret_over
from tests.journeys.furnish_texts import texts
from tests.journeys.furnish_together import furnish_together
from tests.journeys.furnish_workdays import furnish_workdays, workday_over
from veche.config import env
from veche.config.running.database import open_database

OFFICIALS = {
    "author@example.org": ["author"],
    "approver@example.org": ["approver", "author"],
    "admin@example.org": ["admin"],
}


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "veche.config.settings"
    with open_database(env.state_dir()) as database:
        os.environ.update(database.environment)
        django.setup()
        towns = import_module("veche.commons.towns.public")
        for line in sys.stdin:
            verb, *arguments = json.loads(line)
            with towns.enter("zarechye"):
                print(json.dumps(DEEDS[verb](*arguments)), flush=True)


def furnish() -> dict[str, str]:
    """Only what the journeys walk through; the slugs by which they find it."""
    made = import_module("tests.attacks.made")
    people = import_module("veche.commons.identity.tests.makers")
    places = import_module("veche.commons.places.public")
    import_module("veche.commons.places.tests.makers").make_town()
    for contact, roles in OFFICIALS.items():
        people.make_person(contact=contact, roles=roles, birth_year=1980)
    appoint()
    publish_consent()
    west = next(place.id for place in places.places() if place.name == "Западный")
    district = made.make_poll(
        {"kind": "one", "text": "Что построить?", "options": ("Сквер Мира", "Тихий залив", "?")},
        title="Что построить у вокзала?",
        summary="Деньги есть, место выбираете вы.",
        places=(west,),
        min_age=14,
        curator="Управление благоустройства",
    )
    rich = made.make_poll(*made.EVERY_KIND, title="Обо всём сразу", results_shown="live")
    coming = made.make_poll(opens=1, title="Куда пустить автобус?")
    over = made.make_poll(
        {"kind": "one", "text": "Какой парк?", "options": ("Южный", "=Северный", "?")},
        {"kind": "several", "options": ("А", "Б", "В"), "maximum": 3, "is_required": False},
        title="Какой парк обновить?",
    )
    for number in range(40):
        made.cast(over, f"o{1 + number % 3}")
    made.close(over)
    commitments = import_module("veche.commons.commitments.public")
    owed = commitments.of("polls.poll", over.id)
    draft = made.make_poll(title="Черновик о лавках", state="draft", summary="О лавках")
    return {
        "district": district.slug,
        "rich": rich.slug,
        "coming": coming.slug,
        "over": over.slug,
        "draft": draft.slug,
        "decision": owed.slug,
    }


def close(slug: str) -> str:
    """End a poll as its hour does."""
    made = import_module("tests.attacks.made")
    made.close(made.Poll.objects.get(slug=slug))
    return slug


def lawyer() -> str:
    """The town takes a lawyer on."""
    people = import_module("veche.commons.identity.tests.makers")
    people.make_person(contact="lawyer@example.org", roles=["lawyer"], birth_year=1980)
    return "lawyer@example.org"


def strict() -> str:
    """A poll for those whom the state has confirmed."""
    made = import_module("tests.attacks.made")
    return str(made.make_poll(title="Только через Госуслуги", min_level=3).slug)


def evidence() -> object:
    """What the journalist walks through."""
    return import_module("tests.journeys.journalist").furnish()


DEEDS: dict[str, Callable[..., object]] = {
    "furnish": furnish,
    "close": close,
    "reception_today": reception_today,
    "counter": furnish_counter,
    "entered": entered,
    "sheets": sheets,
    "lawyer": lawyer,
    "strict": strict,
    "texts": texts,
    "pages": furnish_pages,
    "evidence": evidence,
    "orgs": furnish_orgs,
    "census": furnish_census,
    "decisions": furnish_decisions,
    "kinds": furnish_kinds,
    "begin": begin,
    "owe_decision": owe_decision,
    "make_decision": make_decision,
    "discussion": furnish_discussion,
    "argued": argued,
    "reports": furnish_reports,
    "flood": flood,
    "homes": furnish_homes,
    "beside": furnish_beside,
    "together": furnish_together,
    "appeals": furnish_appeals,
    "advice": furnish_advice,
    "points": furnish_points,
    "pay_points": pay_points,
    "initiatives": furnish_initiatives,
    "orders": furnish_orders,
    "remarks_over": remarks_over,
    "workdays": furnish_workdays,
    "workday_over": workday_over,
    "secret": furnish_secret,
    "secret_over": secret_over,
}

if __name__ == "__main__":
    main()
