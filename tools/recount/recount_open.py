"""Count a poll again from its published ballots, without the town hall's program.

    python tools/recount/recount_open.py BALLOTS.json

The file comes from /polls/<id>/ballots.json. Only its rows are counted; the totals it brings along
are compared with that count afterwards. Prints the totals and ends with 0 when both agree, else
prints the first difference and ends with 1. Needs nothing but Python.

What a row adds, by the kind of its question:

    one, several, yes_no   1 vote for each option marked
    ranking                1 vote for the first option; n-1, n-2, … points down the list of n
    scale                  1 vote and the mark's points for that mark
    budget                 1 vote and the sum given for each option that got any
    text, place            nothing but one answer more

Neutral options («затрудняюсь ответить») of a ranking stand alone: 1 vote, no points.
"""

import json
import sys


def count(questions, ballots):
    """{question: {"answered": n, "lines": {option: {"votes": n, "points": n}}}} from the rows."""
    totals = {}
    for ballot in ballots:
        for question in questions:
            answer = ballot.get(question["code"])
            if answer is None:
                continue
            found = totals.setdefault(question["code"], {"answered": 0, "lines": {}})
            found["answered"] += 1
            for option, votes, points in marks(question, answer):
                line = found["lines"].setdefault(option, {"votes": 0, "points": 0})
                line["votes"] += votes
                line["points"] += points
    for found in totals.values():
        # The last of a ranking gets nothing, and what got nothing is not listed.
        found["lines"] = {name: line for name, line in found["lines"].items() if any(line.values())}
    return totals


def marks(question, answer):
    """What one answer adds: (option, votes, points)."""
    kind, neutral = question["kind"], question["neutral"]
    if kind in ("one", "several", "yes_no"):
        return [(option, 1, 0) for option in answer]
    if kind == "ranking":
        if answer and answer[0] in neutral:
            return [(answer[0], 1, 0)]
        best = len(question["options"]) - len(neutral) - 1
        return [(option, int(place == 0), best - place) for place, option in enumerate(answer)]
    if kind == "scale":
        return [(str(answer), 1, answer)]
    if kind == "budget":
        return [(option, 1, amount) for option, amount in answer.items()]
    return []


def difference(said, counted, where="totals"):
    """The first place where two trees of numbers differ, in words, or an empty string."""
    if isinstance(said, dict) and isinstance(counted, dict):
        for name in sorted(said.keys() | counted.keys()):
            found = difference(said.get(name), counted.get(name), f"{where} / {name}")
            if found:
                return found
        return ""
    return "" if said == counted else f"{where}: the file says {said}, its rows give {counted}"


def main(path):
    """Recount one file; the exit code, or a sentence that stands for 1."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    if "ballots" not in data or "totals" not in data:
        return f"{path} holds no ballots: take it from /polls/<id>/ballots.json"
    questions, ballots = data["poll"]["questions"], data["ballots"]
    counted = {"ballots": len(ballots), "questions": count(questions, ballots)}
    # Struck ballots have left the rows; the file tells only how many they were.
    said = {name: part for name, part in data["totals"].items() if name != "struck"}
    found = difference(said, counted)
    if found:
        print(found)
        return 1
    print(f"{data['poll']['title']}: {len(ballots)} ballots, the count agrees")
    for question in questions:
        result = counted["questions"].get(question["code"], {"answered": 0, "lines": {}})
        print(f"{question['code']} {question['text']} ({result['answered']} answered)")
        for option, line in sorted(result["lines"].items(), key=lambda item: -item[1]["votes"]):
            name = question["options"].get(option, "")
            points = f", {line['points']} points" if line["points"] else ""
            print(f"  {option} {name}: {line['votes']} votes{points}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else __doc__)
