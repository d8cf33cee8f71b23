"""Open polls of a town, and the last closed one counted again from its ballots.

python3 example_program.py https://town.example
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen


def ask(town: str, path: str) -> Any:
    """What the town answers."""
    with urlopen(f"{town}/api/v1{path}", timeout=30) as answer:
        return json.load(answer)


def every_poll(town: str, phase: str) -> Iterator[Any]:
    """Polls of all pages of the list."""
    after = ""
    while True:
        page = ask(town, f"/polls?phase={phase}&size=100&after={after}")
        yield from page["items"]
        after = page["next"]
        if not after:
            return


def recount(town: str, poll: Any) -> None:
    """How many chose each option, by the ballots alone, beside what the town tells."""
    taken = ask(town, f"/polls/{poll['id']}/ballots")
    for question in taken["poll"]["questions"]:
        if question["kind"] not in ("one", "several", "yes_no"):
            continue
        code, votes = question["code"], Counter[str]()
        for ballot in taken["ballots"]:
            votes.update(ballot.get(code, []))
        told = taken["totals"]["questions"].get(code, {"lines": {}})["lines"]
        print("  " + question["text"])
        for option, text in question["options"].items():
            number = told.get(option, {"votes": 0})["votes"]
            print(f"    {text}: {votes[option]}, the town says {number}")


def main(town: str) -> None:
    """Print both."""
    for poll in every_poll(town, "open"):
        print(f"open: {poll['title']}, {poll['ballots']} ballots, until {poll['closes_at']}")
    for poll in every_poll(town, "closed"):
        print(f"closed: {poll['title']}")
        recount(town, poll)
        break


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
