"""Made-up polls of any size, filled at once."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from tools.bench.stand import TOWN, say, tell
from veche.commons.ballots import public as ballots
from veche.commons.towns import public as towns
from veche.domains.polls.actions import importing
from veche.domains.polls.models import Poll, QuestionKind

OPTIONS, CHOSEN, BALLOTS = 80, 5, 200_000


@lru_cache
def filled(count: int, chosen: int = CHOSEN) -> tuple[str, float]:
    """Slug of a closed poll with so many ballots, and the seconds its filling took."""
    say(f"filling a box with {count:,} ballots")
    codes = [str(number) for number in range(1, OPTIONS + 1)]
    listed = importing.ListedPoll(
        key=secrets.token_hex(32),  # another poll each time
        title=f"{count} ballots",
        summary="",
        question="Which projects?",
        kind=QuestionKind.SEVERAL,
        options=[importing.ListedOption(code, f"Project {code}") for code in codes],
        maximum=chosen,
    )
    with towns.enter(TOWN):
        poll = importing.begin_import(listed)
        began = time.monotonic()
        ballots.fill(poll.id, _papers(count, codes, chosen))
        seconds = time.monotonic() - began
        say("closing it, publishing its rows")
        importing.finish_import(poll.id, expected=count)
        return Poll.objects.get(id=poll.id).slug, seconds


def _papers(count: int, codes: list[str], chosen: int) -> Iterator[ballots.FilledPaper]:
    draw = random.Random(count)
    for _ in range(count):
        person_id = UUID(int=draw.getrandbits(128))
        yield ballots.FilledPaper(person_id, {importing.QUESTION: draw.sample(codes, chosen)})


def run(name: str) -> None:
    """Tell how long 200,000 ballots take."""
    _slug, seconds = filled(BALLOTS)
    tell(name, seconds, "s", ballots=BALLOTS, per_second=round(BALLOTS / seconds))
