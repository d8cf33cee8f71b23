"""What a doubter finds in the demo town: its census, and control calls of the polls that ended."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

from veche.commons.ballots import public as ballots
from veche.commons.identity.demo import DemoPeople
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.polls import queries, rules
from veche.domains.polls.models import Call, Census, Outcome, Poll, State
from veche.kernel import clock

SOURCE = "Перепись вымышленного города Заречье-на-Оке"
# How calls end: most confirm, some do not pick up, hardly anybody says otherwise.
ENDS = (
    (Outcome.VOTED, 74),
    (Outcome.NO_ANSWER, 16),
    (Outcome.REFUSED, 6),
    (Outcome.UNREACHABLE, 3),
    (Outcome.NOT_VOTED, 1),
)


def count_people(people: DemoPeople) -> None:
    """The census of the town, once: people by places, and by ages as its residents have them."""
    lived = {str(p.id): p.population for p in places.places() if p.kind != "town" and p.population}
    if not lived or queries.census() is not None:
        return
    residents = people.residents()
    bands = Counter(rules.age_band(one.age) for one in residents)
    whole = sum(lived.values())
    Census.objects.create(
        source=SOURCE,
        counted_on=date(clock.today(towns.current().time_zone).year, 1, 1),
        figures={
            "place": lived,
            "age": {band: whole * bands[band] // len(residents) for band in rules.bands_from(14)},
        },
        author_id=people.admin_id,
    )


def call_voters() -> None:
    """Draw and call for each poll that ended and whose marks are published. Who answered is
    nobody: the voters of the demo have no telephones."""
    over = Poll.objects.filter(state=State.CLOSED, import_key__startswith="demo:", calls=None)
    for poll in over:
        state = ballots.draw_of(poll.id)
        if state is None or not state.marks:
            continue
        chance = random.Random(f"calls {poll.import_key}")  # noqa: S311  a demo, not a draw
        ends = [outcome for outcome, _weight in ENDS]
        weights = [weight for _outcome, weight in ENDS]
        marks = ballots.drawn(ballots.reveal_seed(poll.id), state.marks, _size(len(state.marks)))
        Call.objects.bulk_create(
            Call(poll=poll, position=position, mark=mark, outcome=outcome)
            for position, (mark, outcome) in enumerate(
                zip(marks, chance.choices(ends, weights, k=len(marks)), strict=True), 1
            )
        )


def _size(voters: int) -> int:
    today = clock.today(towns.current().time_zone)
    percent = norms.value("poll.call_percent", today).value
    return ballots.sample_size(voters, percent, norms.value("poll.call_min", today).value)
