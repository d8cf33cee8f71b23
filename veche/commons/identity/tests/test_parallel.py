"""Many at once at the same door: real commits, real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from veche.commons.identity.actions import signing_in
from veche.commons.identity.contacts import parse_contact
from veche.commons.identity.models import Challenge, Contact, Person

PHONE = parse_contact("+79001234567")
AT_ONCE = 8


def all_at_once(in_thread: Any, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the acts in threads that start together; exceptions are results too."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except Exception as error:  # the kind of refusal is what the test looks at
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(in_thread(run), acts))


def test_parallel_confirmations_of_one_new_contact_make_one_person(
    committed_town, in_thread, sent, monkeypatch
) -> None:
    monkeypatch.setattr(signing_in, "CODES_PER_CONTACT", (AT_ONCE, 3600))
    challenges = [signing_in.send_code(PHONE, "192.0.2.1") for _ in range(AT_ONCE)]
    acts = [
        partial(signing_in.check_code, challenge, message.code, "192.0.2.1")
        for challenge, message in zip(challenges, sent, strict=True)
    ]
    found = all_at_once(in_thread, acts)
    assert {one.person_id for one in found} == {Person.objects.get().id}
    assert sum(one.is_new for one in found) == 1
    assert Contact.objects.count() == 1


def test_parallel_uses_of_one_code_open_one_session(committed_town, in_thread, sent) -> None:
    challenge = signing_in.send_code(PHONE, "192.0.2.1")
    code = sent[0].code
    acts = [lambda: signing_in.check_code(challenge, code, "192.0.2.1")] * 5
    found = all_at_once(in_thread, acts)
    assert sum(isinstance(one, signing_in.SignedIn) for one in found) == 1
    assert sum(isinstance(one, signing_in.DeadCode) for one in found) == 4


def test_parallel_guesses_are_all_counted(committed_town, in_thread, sent) -> None:
    challenge = signing_in.send_code(PHONE, "192.0.2.1")
    wrong = f"{(int(sent[0].code) + 1) % 1_000_000:06d}"
    acts = [lambda: signing_in.check_code(challenge, wrong, "192.0.2.1")] * 12
    found = all_at_once(in_thread, acts)
    assert Challenge.objects.get().attempts == signing_in.ATTEMPTS_MAX
    assert sum(isinstance(one, signing_in.WrongCode) for one in found) == 4
    assert sum(isinstance(one, signing_in.DeadCode) for one in found) == 8
