"""What people see of the town while a vote runs at full speed."""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from tools.bench import ballotbox, served
from tools.bench.box import load, voters
from tools.bench.filling import filled
from tools.bench.stand import say, tell
from veche.ballotbox import manifest as manifests

BALLOTS = 10_000
ASKED_QUIETLY = 100
WARM_UP = 20


def run(name: str) -> None:
    """Tell the median of the result page under load, against that of a quiet town."""
    slug, _ = filled(BALLOTS)
    box = ballotbox.box()
    count = int(ballotbox.OPENS_MADE * ballotbox.SECONDS)
    made = voters.prepare(box, ballotbox.QUESTIONS, count, manifests.OPEN)
    box.begin(made.data)
    with tempfile.TemporaryDirectory(prefix="veche-bench-") as folder, served.server() as (site, _):
        requests = Path(folder) / "requests"
        say(f"making {count:,} open ballots")
        voters.post_all(requests, made, voters.drop_all(made, ballotbox.choices(count)))
        page = f"{site}/polls/{slug}/result/"
        for _ in range(WARM_UP):
            _ask(page)
        quiet = statistics.median(_ask(page) for _ in range(ASKED_QUIETLY))
        say("the same while ballots are dropped")
        answers: list[load.Answered] = []
        voting = threading.Thread(
            target=lambda: answers.append(
                load.send(
                    box.port,
                    requests,
                    connections=ballotbox.CONNECTIONS,
                    seconds=ballotbox.SECONDS,
                )
            )
        )
        voting.start()
        time.sleep(1)
        spent = []
        while voting.is_alive():
            spent.append(_ask(page))
            time.sleep(0.05)
        voting.join()
    if set(answers[0].statuses) != {200}:
        raise RuntimeError(f"Answers by status: {answers[0].statuses}.")
    loaded = statistics.median(spent)
    tell(
        name,
        loaded,
        "ms",
        ratio=round(loaded / quiet, 3),
        against=f"{quiet:.3f} ms in a quiet town",
        asked=len(spent),
        ballots_per_second=round(answers[0].per_second),
        includes=f"a result page of {BALLOTS} ballots over HTTP from the real web server, 20 times "
        "a second, while the box beside it takes open ballots as fast as it can",
    )


def _ask(page: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(page, timeout=60) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1000
