"""Tables by groups of a survey: what is weighed while the rows of a closed box are published."""

from __future__ import annotations

import random
import time

from tools.bench.stand import say, tell
from veche.commons.ballots.breakdown_rules import Key, Tally, tables

# The survey of an urban district under Resolution 1317: six questions of five marks.
BALLOTS, PLACES, QUESTIONS, MARKS, MINIMUM = 20_000, 24, 6, 5, 5
CHANNELS, SHARES = ("web", "assisted", "paper"), (90, 6, 4)
BANDS = ("14-17", "18-24", "25-34", "35-44", "45-59", "60+")


def run(name: str) -> None:
    """Tell how long the tables of such a survey take, and how much they tell."""
    say(f"filling a survey with {BALLOTS:,} ballots")
    tally = _survey()
    lines = [
        (f"q{number}", option)
        for number in range(QUESTIONS)
        for option in ("", *map(str, range(MARKS)))
    ]
    began = time.process_time()
    found = tables(tally, lines, MINIMUM)
    seconds = time.process_time() - began
    told = {one.dimension: f"{len(one.groups)} x {len(one.shown)}" for one in found}
    tell(name, seconds, "s", ballots=BALLOTS, places=PLACES, questions=QUESTIONS, told=told)


def _survey() -> Tally:
    draw = random.Random(BALLOTS)
    tally = Tally()
    for _ in range(BALLOTS):
        marks: list[Key] = []
        for number in range(QUESTIONS):
            mark = min(int(draw.expovariate(0.7)), MARKS - 1)
            marks += [(f"q{number}", ""), (f"q{number}", str(mark))]
        channel = draw.choices(CHANNELS, SHARES)[0]
        on_paper = channel == "paper"
        groups = {
            "channel": channel,
            "level": draw.choice("123") if channel == "web" else "2",
            "place": "" if on_paper else f"place {draw.randint(1, PLACES)}",
            "age": "" if on_paper else draw.choice(BANDS),
        }
        tally.add(marks, groups, is_accounted=on_paper)
    return tally
