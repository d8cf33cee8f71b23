"""Secret polls from the freezing to the count, with a real box and a real signer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from veche.ballotbox import blindsign, canonical, entries, manifest, roll
from veche.ballotbox.faults import Fault
from veche.commons.audit import public as audit
from veche.commons.ballots import public
from veche.commons.ballots.models import (
    Box,
    Issuance,
    Roll,
    SecretPoll,
    StratumKey,
)
from veche.commons.ballots.rules import Question
from veche.commons.ballots.secrecy import boxlink, closing, freezing, keeping
from veche.commons.ballots.tests import secret_box
from veche.commons.ballots.tests.secret_box import (
    HOUR,
    BoxProgram,
    Browser,
    box,
    box_program,
    end,
    freeze,
    marked,
    signer_socket,
    vote,
)
from veche.kernel import clock, jobs
from veche.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused
from veche.kernel.ids import new_id
from veche.signer import client as signer

__all__ = ["box", "box_program", "signer_socket"]
pytestmark = pytest.mark.usefixtures("town", "box")
Poll = secret_box.SecretPoll


def kinds(poll: Poll) -> set[str]:
    return {entry.kind.removeprefix("ballots.") for entry in audit.history(poll.id)}


def test_a_manifest_is_frozen_once_and_the_box_begins_its_log(box: BoxProgram) -> None:
    poll = freeze(labels={"road": ["Да", "Нет", "Не знаю"]})
    frozen = poll.manifest
    assert [question.options for question in frozen.questions][0] == ("Да", "Нет", "Не знаю")
    assert [(one.id, one.eligible) for one in frozen.strata] == [(0, 210), (1, 110), (2, 100)]
    assert frozen.origin == f"box.test/p/{poll.id}"
    assert frozen.change_allowed
    # A poll of less than 1000 voters is sealed once.
    assert frozen.epoch_min_ballots > 210
    salts = Roll.objects.filter(box_id=poll.id).values_list("stratum", "salt")
    leaves = [roll.roll_leaf(poll.id, stratum, bytes(salt)) for stratum, salt in salts]
    assert (len(leaves), roll.root(leaves)) == (210, frozen.roll_root)
    again = public.freeze_secret(
        poll.id,
        paper=secret_box.QUESTIONS,
        strata=[("other", [new_id()])],
        opens_at=clock.now(),
        closes_at=clock.now() + HOUR,
        is_revisable=False,
    )
    assert again == manifest.manifest_hash(poll.data)
    with pytest.raises(Conflict) as caught:
        public.freeze_secret(
            poll.id,
            paper=[Question("x", "scale")],
            strata=[],
            opens_at=clock.now(),
            closes_at=clock.now() + HOUR,
            is_revisable=False,
        )
    assert caught.value.code == "other-paper"
    jobs.run_waiting()
    assert box.ask("GET", f"/p/{poll.id}/manifest").content == poll.data
    assert kinds(poll) == {"poll_frozen", "keys_made", "poll_registered"}
    freezing.register(poll.id)
    assert box.sent.count("/registrar/poll") == 2


def test_a_box_that_is_down_hears_of_the_poll_later(box: BoxProgram) -> None:
    poll = freeze()
    box.is_down = True
    with pytest.raises(Problem):
        jobs.run_waiting()
    assert not public.secret_figures(poll.id).is_registered
    box.is_down = False
    closing.go_round()
    jobs.run_waiting()
    assert public.secret_figures(poll.id).is_registered


@pytest.mark.parametrize(
    ("paper", "sizes", "code"),
    [
        (secret_box.QUESTIONS, {"a": 99}, "stratum-too-small"),
        (secret_box.QUESTIONS, {"a": 100, "b": 3}, "stratum-too-small"),
        (secret_box.QUESTIONS, {}, "stratum-too-small"),
        ([Question("q", "text")], {"a": 100}, "not-secret-kind"),
        ([Question("q", "place")], {"a": 100}, "not-secret-kind"),
        ([Question("q", "points", ("a", "b"), total=10**11)], {"a": 100}, "manifest-form"),
    ],
)
def test_what_could_not_be_secret_is_not_frozen(
    paper: list[Question], sizes: dict[str, int], code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        freeze(paper, sizes)
    assert caught.value.code == code
    assert not SecretPoll.objects.exists()


def test_a_box_with_other_keys_is_not_trusted(box: BoxProgram, settings: Any) -> None:
    freeze()
    pinned = Path(settings.STATE_DIR) / "keys" / "box.json"
    raw = canonical.read_json(pinned.read_bytes(), "x")
    raw["promise"] = canonical.to_base64(secret_box.REGISTRAR.public_key().public_bytes_raw())
    pinned.write_bytes(canonical.write_json(raw))
    with pytest.raises(Conflict) as caught:
        freeze()
    assert caught.value.code == "box-keys"


def test_a_blank_is_signed_once_and_the_same_again(box: BoxProgram) -> None:
    poll = freeze()
    person = poll.people["Центр"][0]
    browser = Browser(poll)
    answers = {public.secret_token(poll.id, [person], browser.blinded) for _ in range(3)}
    browser.finish(*answers)
    (row,) = Issuance.objects.filter(box_id=poll.id)
    assert (row.person_id, row.is_assisted) == (person, False)
    with pytest.raises(Conflict) as caught:
        public.secret_token(poll.id, [person], Browser(poll).blinded)
    assert caught.value.code == "already-issued"
    with pytest.raises(Conflict) as caught:
        public.secret_assisted_cast(poll.id, [person], {"road": ["yes"]})
    assert caught.value.code == "already-issued"
    assert audit.history(person) == []


def test_who_is_not_on_the_roll_gets_no_blank() -> None:
    poll = freeze()
    blinded = Browser(poll).blinded
    with pytest.raises(Refused) as caught:
        public.secret_token(poll.id, [new_id()], blinded)
    assert caught.value.code == "not-on-roll"
    with pytest.raises(Conflict) as differs:
        public.secret_token(poll.id, [poll.people["Центр"][0]], blinded, 2)
    assert differs.value.code == "wrong-stratum"
    with pytest.raises(NotFound):
        public.secret_token(new_id(), [new_id()], blinded)
    assert not Issuance.objects.exists()


@pytest.mark.parametrize("blinded", [b"", bytes(256), b"\xff" * 256, b"\x01" * 255])
def test_what_is_no_blank_leaves_no_trace(blinded: bytes) -> None:
    poll = freeze()
    with pytest.raises(Invalid) as caught:
        public.secret_token(poll.id, [poll.people["Центр"][0]], blinded)
    assert caught.value.code == "blinded"
    assert not Issuance.objects.exists()


def test_blanks_have_hours() -> None:
    poll = freeze(opens_in=HOUR / 2)
    person, blinded = poll.people["Центр"][0], Browser(poll).blinded
    for opens_in, code in ((HOUR, "not-open"), (-3 * HOUR, "closed")):
        now = clock.now()
        closes_at = now + max(opens_in, -HOUR) + HOUR / 2
        Box.objects.filter(id=poll.id).update(opens_at=now + opens_in, closes_at=closes_at)
        with pytest.raises(Refused) as caught:
            public.secret_token(poll.id, [person], blinded)
        assert caught.value.code == code


def test_without_a_signer_nobody_has_taken_anything(settings: Any, tmp_path: Path) -> None:
    poll = freeze()
    person, browser = poll.people["Центр"][0], Browser(poll)
    there, settings.SIGNER_SOCKET = settings.SIGNER_SOCKET, tmp_path / "none"
    with pytest.raises(Problem) as caught:
        public.secret_token(poll.id, [person], browser.blinded)
    assert caught.value.status == 503
    assert not Issuance.objects.exists()
    settings.SIGNER_SOCKET = there
    browser.take(person)


def test_joined_accounts_are_one_voter() -> None:
    poll = freeze()
    survivor, joined, third, fourth = poll.people["Центр"][:4]
    outside = new_id()
    # Nobody has taken a blank: the survivor's place stays.
    public.join_voters([survivor], [joined])
    with pytest.raises(Conflict) as caught:
        public.secret_token(poll.id, [joined], Browser(poll).blinded)
    assert caught.value.code == "accounts-merged"
    browser = Browser(poll)
    browser.take(survivor, joined)
    with pytest.raises(Conflict):
        public.secret_token(poll.id, [survivor, joined], Browser(poll).blinded)
    # The joined account had taken one: it stays the voter's.
    other = Browser(poll)
    other.take(fourth)
    public.join_voters([third], [fourth])
    with pytest.raises(Conflict) as caught:
        public.secret_token(poll.id, [third], Browser(poll).blinded)
    assert caught.value.code == "accounts-merged"
    with pytest.raises(Conflict) as caught:
        public.secret_token(poll.id, [third, fourth], Browser(poll).blinded)
    assert caught.value.code == "already-issued"
    # Somebody who is not on the roll became one with somebody who is.
    fifth = poll.people["Центр"][4]
    public.join_voters([outside], [fifth])
    Browser(poll).take(outside, fifth)
    assert Issuance.objects.count() == 3


def test_from_the_blank_to_the_published_rows(box: BoxProgram) -> None:
    poll = freeze()
    jobs.run_waiting()
    centre, across = poll.people["Центр"], poll.people["Заречье"]
    for person in centre[:12]:
        vote(box, poll, person, marked(0, 0, 2))
    changed = vote(box, poll, centre[12], marked(0))
    answer = box.cast(poll.id, changed.ballot(marked(1, 1), seq=2))
    assert answer.status_code == 200
    for person in across[:11]:
        vote(box, poll, person, marked(2), stratum=2)
    Browser(poll, 2).take(across[11])
    public.secret_assisted_cast(poll.id, [centre[13]], {"road": ["no"], "what": ["a"]})
    closing.tell_counts(poll.id)
    closing.tell_counts(poll.id)
    assert box.sent.count("/registrar/counts") == 1
    found = public.secret_figures(poll.id)
    assert [one.issued for one in found.strata] == [1, 13, 12]
    assert (found.ballots, found.undropped, found.is_counted) == (None, None, False)
    assert public.results(poll.id).awaits_log
    with pytest.raises(Conflict):
        public.publish(poll.id)
    end(box, poll)
    end(box, poll)
    result = public.results(poll.id)
    assert (result.ballots, result.is_published, result.awaits_log) == (25, True, False)
    assert result.channels == {"web": 24, "assisted": 1}
    lines = {name: line.votes for name, line in result.lines.items() if name[0]}
    assert lines == {
        ("road", ""): 25,
        ("road", "yes"): 12,
        ("road", "no"): 2,
        ("road", "unsure"): 11,
        ("what", ""): 14,
        ("what", "a"): 13,
        ("what", "b"): 1,
        ("what", "c"): 12,
    }
    rows = list(public.published_rows(poll.id))
    assert len(rows) == public.publish(poll.id) == public.count_published(poll.id) == 25
    assert rows.count({"road": ["yes"], "what": ["a", "c"]}) == 12
    assert rows.count({"road": ["unsure"]}) == 11
    ballots, recounted = public.recount(poll.id)
    kept = {name: (one.votes, one.points) for name, one in result.lines.items() if name[0]}
    assert (ballots, recounted) == (25, kept)
    found = public.secret_figures(poll.id)
    assert [one.ballots for one in found.strata] == [1, 13, 11]
    # One assisted voter is too few to be told of.
    assert [one.undropped for one in found.strata] == [None, 0, 1]
    assert (found.eligible, found.issued, found.ballots, found.undropped) == (210, 26, 25, 1)
    assert not public.unpublished()
    assert poll.id in public.with_secrets()
    assert "poll_counted" in kinds(poll)
    assert public.turnout(poll.id).ballots == 25


def test_the_root_of_the_issued_is_over_those_who_took_a_blank(box: BoxProgram) -> None:
    poll = freeze()
    taken = poll.people["Центр"][:3]
    for person in taken:
        Browser(poll).take(person)
    end(box, poll)
    standing = [public.secret_standing(poll.id, [person]) for person in taken]
    leaves = [roll.issued_leaf(poll.id, one.salt) for one in standing if one is not None]
    row = SecretPoll.objects.get()
    assert bytes(row.issued_root or b"") == roll.root(leaves)
    assert public.results(poll.id).ballots == 0


def test_a_secret_box_takes_nothing_of_an_open_one(box: BoxProgram) -> None:
    poll = freeze()
    with pytest.raises(Conflict) as caught:
        public.issue_pass(poll.id, person_id=new_id(), stratum="", level=1, channel="web")
    assert caught.value.code == "secret-box"
    acts: list[Callable[[], None]] = [
        lambda: public.extend_box(poll.id, poll.closes_at + HOUR),
        lambda: public.remove_box(poll.id),
    ]
    for act in acts:
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.code == "frozen"
    with pytest.raises(Conflict):
        public.print_pack(
            poll.id, amount=5, clerk_id=new_id(), day=clock.now().date(), pack_id=new_id()
        )
    assert public.own_ballots([poll.id], poll.people["Центр"][0]) == {}
    assert public.is_secret(poll.id)
    with pytest.raises(NotFound):
        public.secret_figures(new_id())


def test_a_log_that_lies_is_not_counted(box: BoxProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    """One bit of an entry, of a tile, of the checkpoint or of the manifest, or other counts."""
    poll = freeze()
    jobs.run_waiting()
    vote(box, poll, poll.people["Центр"][0], marked(0))
    get = boxlink.get
    # Which part of a text a bit hits decides by which name it is refused.
    for part, codes in (
        ("/tile/entries/", {"entry-hash"}),
        ("/tile/0/", {"tiles-root"}),
        ("/checkpoint", {"note-signature", "note-key", "checkpoint-form", "checkpoint-origin"}),
        ("/manifest", {"manifest-differs", "manifest-form"}),
    ):

        def lying(client: Any, path: str, part: str = part) -> bytes:
            data = bytearray(get(client, path))
            if part in path:
                data[len(data) // 2] ^= 1
            return bytes(data)

        monkeypatch.setattr(boxlink, "get", lying)
        with pytest.raises(Fault) as caught:
            end(box, poll)
        assert caught.value.code in codes
        assert public.results(poll.id).ballots == 0
    monkeypatch.undo()


def test_keys_and_rolls_are_destroyed_and_numbers_stay(box: BoxProgram, settings: Any) -> None:
    poll = freeze()
    jobs.run_waiting()
    person = poll.people["Центр"][0]
    vote(box, poll, person, marked(0))
    public.destroy_secret(poll.id)
    assert Roll.objects.exists()
    end(box, poll)
    key = StratumKey.objects.get(box_id=poll.id, stratum=1)
    wrapped = bytes(key.wrapped or b"")
    blinded = Browser(poll).blinded
    signer.sign(settings.SIGNER_SOCKET, poll.id, 1, wrapped, blinded)
    public.destroy_secret(poll.id)
    public.destroy_secret(poll.id)
    with pytest.raises(Fault):
        signer.sign(settings.SIGNER_SOCKET, poll.id, 1, wrapped, blinded)
    assert not Roll.objects.exists()
    assert not Issuance.objects.exists()
    assert not StratumKey.objects.exclude(wrapped=None).exists()
    found = public.secret_figures(poll.id)
    assert (found.issued, found.ballots, found.is_destroyed) == (1, 1, True)
    assert public.secret_standing(poll.id, [person]) is None
    assert poll.id not in public.with_secrets()
    assert "keys_destroyed" in kinds(poll)
    assert public.recount(poll.id)[0] == 1


def test_without_a_signer_nothing_is_destroyed_by_half(
    box: BoxProgram, settings: Any, tmp_path: Path
) -> None:
    poll = freeze()
    end(box, poll)
    there, settings.SIGNER_SOCKET = settings.SIGNER_SOCKET, tmp_path / "none"
    with pytest.raises(Problem):
        public.destroy_secret(poll.id)
    assert Roll.objects.exists()
    assert StratumKey.objects.exclude(wrapped=None).exists()
    settings.SIGNER_SOCKET = there
    public.destroy_secret(poll.id)
    assert not Roll.objects.exists()


def test_after_a_leak_keys_are_wrapped_anew_and_go_on_signing(settings: Any) -> None:
    poll = freeze()
    old = bytes(StratumKey.objects.get(box_id=poll.id, stratum=1).wrapped or b"")
    assert keeping.rewrap(poll.id) == 3
    with pytest.raises(Fault):
        signer.sign(settings.SIGNER_SOCKET, poll.id, 1, old, Browser(poll).blinded)
    Browser(poll).take(poll.people["Центр"][0])
    assert public.rewrap_secret_keys() == 3
    assert "keys_rewrapped" in kinds(poll)


def test_lost_keys_stop_the_blanks_and_nothing_else(box: BoxProgram, settings: Any) -> None:
    """The drill of a loss: what was dropped is counted, and nobody is marked in vain."""
    poll = freeze()
    jobs.run_waiting()
    vote(box, poll, poll.people["Центр"][0], marked(0))
    signer.forget(settings.SIGNER_SOCKET, poll.id)
    with pytest.raises(Problem) as caught:
        public.secret_token(poll.id, [poll.people["Центр"][1]], Browser(poll).blinded)
    assert caught.value.code == "keys-gone"
    assert Issuance.objects.count() == 1
    end(box, poll)
    assert public.results(poll.id).ballots == 1


def test_no_number_newer_than_the_last_told_is_shown(box: BoxProgram) -> None:
    poll = freeze()
    jobs.run_waiting()
    closing.tell_counts(poll.id)
    Browser(poll).take(poll.people["Центр"][0])
    assert public.secret_figures(poll.id).issued == 0
    SecretPoll.objects.update(counted_on=clock.now().date() - timedelta(days=2))
    closing.go_round()
    jobs.run_waiting()
    assert public.secret_figures(poll.id).issued == 0, "not on the first day: it may be one person"
    Box.objects.filter(id=poll.id).update(opens_at=clock.now() - timedelta(days=2))
    closing.go_round()
    jobs.run_waiting()
    assert public.secret_figures(poll.id).issued == 1


def test_ballots_of_the_registrar_are_those_of_the_protocol(box: BoxProgram) -> None:
    """Somebody who knows the protocol alone reads the closed log and finds the same."""
    poll = freeze()
    jobs.run_waiting()
    vote(box, poll, poll.people["Центр"][0], marked(0))
    public.secret_assisted_cast(poll.id, [poll.people["Центр"][1]], {"road": ["yes"]})
    end(box, poll)
    data, digest = poll.data, manifest.manifest_hash(poll.data)
    keys = entries.stratum_keys(poll.manifest)
    rows = box.rows("SELECT entry FROM entry WHERE poll = %s ORDER BY idx", poll.id)
    strata = []
    for (entry,) in rows:
        if entry[:1] == entries.BALLOT:
            ballot = entries.read_ballot(manifest.read(data), digest, entry)
            entries.verify_ballot(keys, ballot)
            blindsign.verify(keys[ballot.stratum], ballot.prepared, ballot.token_signature)
            strata.append(ballot.stratum)
    assert sorted(strata) == [0, 1]
