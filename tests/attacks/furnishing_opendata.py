"""Open data behind their addresses: a set that is public, one on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.identity.public import PersonRef
from veche.domains.opendata.rules.fields import latin
from veche.domains.opendata.tests import makers

Thing = Mapping[str, str]


def furnish_opendata(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """What addresses of open data may name in the town being served."""
    makers.open_service()
    name = latin(word, 12, "-")
    rows = [*makers.SCHOOLS, (f"{word}: школа", 10, "", "да", "5")]
    shown = makers.publish(f"shown-{name}", rows, title=f"{word}: школы")
    waits = makers.settle(makers.upload(f"waits-{name}", rows, title=f"{word}: сады"))
    public = {"slug": shown.code, "number": "1", "form": "csv"}
    return {
        "/open-data/": [public],
        "/api/v1/open-data/": [public],
        "/office/open-data/sets/": [{"slug": waits.code, "number": "1"}, public],
    }
