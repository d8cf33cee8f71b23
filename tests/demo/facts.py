"""What everyone may read of the demo town, as one digest: `python -m tests.demo.facts`.

Days are told as days from today, so that two loads of one day can be compared.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
from typing import Any

import django

from veche.config import env
from veche.config.running.database import open_database


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "veche.config.settings"
    with open_database(env.state_dir()) as database:
        os.environ.update(database.environment)
        django.setup()
        towns = importlib.import_module("veche.commons.towns.public")
        with towns.enter("zarechye"):
            facts = gathered()
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()
    print(json.dumps({"digest": digest, "sizes": {name: len(facts[name]) for name in facts}}))


def gathered() -> dict[str, Any]:
    """Polls with their counts, places, decisions, news and how many live where."""
    polls = importlib.import_module("veche.domains.polls.models")
    exports = importlib.import_module("veche.domains.polls.exports")
    places = importlib.import_module("veche.commons.places.models")
    owed = importlib.import_module("veche.commons.commitments.models")
    pages = importlib.import_module("veche.commons.pages.models")
    people = importlib.import_module("veche.commons.identity.models")
    shown = polls.Poll.objects.filter(state__in=["published", "closed"]).order_by("import_key")
    return {
        "polls": [
            [poll.import_key, poll.title, poll.state, exports.totals(poll)]
            for poll in shown.prefetch_related("questions__options")
        ],
        "places": list(places.Place.objects.order_by("name").values_list("name", "population")),
        "addresses": list(
            places.Address.objects.order_by("latitude", "longitude").values_list(
                "house", "latitude", "longitude"
            )
        ),
        "decisions": list(
            owed.Commitment.objects.order_by("source_title", "decision").values_list(
                "source_title", "state", "decision"
            )
        ),
        "news": list(pages.News.objects.order_by("title").values_list("title", "text")),
        "people": sorted(people.Person.objects.values_list("level", flat=True)),
    }


if __name__ == "__main__":
    main()
