"""The demo town, floor by floor: the ground, the people, what each service tells of itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from veche.commons.audit import demo as journal
from veche.commons.files import demo as pictures
from veche.commons.identity import demo as people
from veche.commons.norms import public as norms
from veche.commons.places import demo as geography
from veche.commons.towns import public as towns
from veche.config.prepare import DEMO_TOWN
from veche.kernel.errors import NotFound
from veche.portal import context


def load(log: Callable[[str], None]) -> None:
    """Everything of the demo town that is not there yet."""
    with towns.enter(str(DEMO_TOWN["slug"])):
        norms.load_shipped()
        geography.load(log)
        known = people.load(log)
        for manifest in context.manifests():
            if manifest.load_demo is not None:
                manifest.load_demo(known, log)
        _tell_past(log)


def _tell_past(log: Callable[[str], None]) -> None:
    """The journal of the year, in the order in which things were done, whoever loaded them."""
    if not journal.is_told():
        kept = [one.demo_acts for one in context.manifests() if one.demo_acts is not None]
        told = journal.tell(act for acts in kept for act in acts())
        log(f"записей в журнале: {told}")


def sweeper() -> Callable[[], None]:
    """Takes away the bytes of the town's files, once the town itself is gone; asked for before."""
    with suppress(NotFound), towns.enter(str(DEMO_TOWN["slug"])):
        return pictures.sweeper()
    return lambda: None
