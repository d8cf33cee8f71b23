"""The demo town, floor by floor: the ground, the people, what each service tells of itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

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


def sweeper() -> Callable[[], None]:
    """Takes away the bytes of the town's files, once the town itself is gone; asked for before."""
    with suppress(NotFound), towns.enter(str(DEMO_TOWN["slug"])):
        return pictures.sweeper()
    return lambda: None
