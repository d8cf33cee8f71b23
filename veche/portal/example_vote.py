"""Whose key it is, a vote in an open poll with one question, and the votes given so far.

The key lies in a file that only you may read: python3 example_vote.py https://town.example key.txt
"""

import json
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

KEY = Path(sys.argv[2]).read_text().strip()


def ask(town: str, path: str, sent: Any = None, retry: str = "") -> Any:
    """What the town answers to a request with the key; the key never stands in an address."""
    headers = {"Authorization": "Bearer " + KEY}
    body = None
    if sent is not None:
        body = json.dumps(sent).encode()
        headers |= {"Content-Type": "application/json", "Idempotency-Key": retry}
    try:
        with urlopen(Request(f"{town}/api/v1{path}", body, headers), timeout=30) as answer:
            return json.load(answer)
    except HTTPError as refusal:
        problem = json.load(refusal)
        sys.exit(f"{problem['status']} {problem['title']}: {problem['detail']}")


def vote_in(town: str, poll: str) -> None:
    """For the first option of the only question, unless the vote is given or not allowed."""
    own = ask(town, f"/polls/{poll}/vote")
    questions = ask(town, f"/polls/{poll}")["questions"]
    if own["vote"] or not own["standing"]["is_allowed"] or len(questions) != 1:
        print("  " + (own["standing"]["reason"] or "nothing to do"))
        return
    choice = {questions[0]["code"]: [next(iter(questions[0]["options"]))]}
    retry = uuid.uuid4().hex  # when the line breaks, send the same again with the same word
    print("  receipt " + ask(town, f"/polls/{poll}/vote", {"choice": choice}, retry)["receipt"])


def main(town: str) -> None:
    """Vote where it is possible, then list what was voted."""
    me = ask(town, "/me")
    print(f"key of {me['contact'] or 'somebody'}, until {me['key']['ends_on']}")
    for poll in ask(town, "/polls?phase=open")["items"]:
        print(poll["title"])
        vote_in(town, poll["id"])
    for vote in ask(town, "/me/votes")["items"]:
        print(f"voted in {vote['poll']}: {vote['choice']}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
