"""Repeat the draw for control calls, without the town hall's program.

    python tools/recount/repeat_draw.py CONTROL.json

The file comes from /polls/<id>/control.json. Checks that the seed is the one whose hash was shown
before the vote, and that the drawn marks are those whose SHA-256 of seed and mark is least.
Ends with 0 when both hold, else says what differs and ends with 1. Needs nothing but Python.
"""

import hashlib
import json
import sys


def check(control):
    """What is wrong with the draw; "" when nothing is."""
    seed, marks, drawn = control["seed"], control["marks"], control["drawn"]
    if not seed:
        return "the seed has not been revealed yet"
    if hashlib.sha256(seed.encode()).hexdigest() != control["commitment"]:
        return "the seed is not the one whose hash was shown"
    if len(set(marks)) != len(marks):
        return "a mark stands twice in the list"
    ranked = sorted(marks, key=lambda mark: hashlib.sha256((seed + mark).encode()).digest())
    if ranked[: len(drawn)] != drawn:
        return "other marks were drawn than the seed gives"
    return ""


def main(path):
    with open(path, encoding="utf-8") as file:
        control = json.load(file)
    wrong = check(control)
    print(wrong or f"{len(control['drawn'])} of {len(control['marks'])}: the draw agrees")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
