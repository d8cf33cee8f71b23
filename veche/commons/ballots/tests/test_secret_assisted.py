"""The assisted lane of secret polls, and crashes in the middle of it and of the count."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from veche.ballotbox import note
from veche.commons.ballots import public
from veche.commons.ballots.models import AssistedSeed, Issuance
from veche.commons.ballots.tests.secret_box import (
    BoxProgram,
    Browser,
    SecretPoll,
    box,
    box_program,
    end,
    freeze,
    marked,
    signer_socket,
    vote,
)
from veche.kernel import jobs
from veche.kernel.errors import Conflict, Invalid

__all__ = ["box", "box_program", "signer_socket"]
pytestmark = pytest.mark.usefixtures("town", "box")


def assisted(poll: SecretPoll, person: UUID, option: str = "yes") -> Any:
    return public.secret_assisted_cast(poll.id, [person], {"road": [option]})


def test_an_assisted_vote_is_one_vote(box: BoxProgram) -> None:
    poll = freeze()
    jobs.run_waiting()
    person = poll.people["Центр"][0]
    receipt = assisted(poll, person)
    frozen = poll.manifest
    note.verify_promise(receipt.promise, frozen.origin, receipt.leaf, frozen.promise)
    assert not AssistedSeed.objects.exists()
    for act in (lambda: assisted(poll, person, "no"), lambda: Browser(poll).take(person)):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.code == "already-issued"
    standing = public.secret_standing(poll.id, [person])
    assert standing is not None
    assert (standing.is_issued, standing.is_assisted, standing.is_unfinished) == (True, True, False)
    with pytest.raises(Invalid):
        assisted(poll, poll.people["Центр"][1], "nobody")
    assert Issuance.objects.count() == 1
    end(box, poll)
    assert public.results(poll.id).channels == {"assisted": 1}


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("choice", ["yes", "no"])
def test_an_assisted_vote_survives_a_crash(box: BoxProgram, when: str, choice: str) -> None:
    """Killed before the box got the ballot, or before we heard that it had."""
    poll = freeze()
    jobs.run_waiting()
    person = poll.people["Центр"][0]

    def kill(at: str, path: str) -> None:
        if at == when and path.endswith("/cast"):
            raise Killed

    box.on_way = kill
    with pytest.raises(Killed):
        assisted(poll, person)
    box.on_way = lambda at, path: None
    standing = public.secret_standing(poll.id, [person])
    assert standing is not None
    assert (standing.is_issued, standing.is_unfinished) == (True, True)
    if when == "after" and choice == "no":
        with pytest.raises(Conflict) as caught:
            assisted(poll, person, choice)
        assert caught.value.code == "already-voted"
    else:
        assert assisted(poll, person, choice).promise
    assert not AssistedSeed.objects.exists()
    end(box, poll)
    stands = "yes" if when == "after" else choice
    assert [row["road"] for row in public.published_rows(poll.id)] == [[stands]]


def test_a_crash_while_counting_is_made_good(box: BoxProgram) -> None:
    poll = freeze()
    jobs.run_waiting()
    vote(box, poll, poll.people["Центр"][0], marked(0))
    steps = ["/registrar/counts", "/checkpoint", "/tile/0/", "/tile/entries/"]
    for step in steps:

        def kill(at: str, path: str, step: str = step) -> None:
            if at == "after" and step in path:
                raise Killed

        box.on_way = kill
        with pytest.raises(Killed):
            end(box, poll)
        assert public.results(poll.id).awaits_log
    box.on_way = lambda at, path: None
    end(box, poll)
    assert public.results(poll.id).ballots == 1
