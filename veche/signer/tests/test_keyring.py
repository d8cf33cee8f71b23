"""Keys of polls in their folder: what opens what, and what never opens again."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from veche.ballotbox import blindsign
from veche.ballotbox.faults import Fault
from veche.signer import keyring as keyrings
from veche.signer.keyring import Keyring

POLL = UUID("6f1c2c5e-90a1-4e1b-8a57-2d3a0f4b9c11")
OTHER = UUID("6f1c2c5e-90a1-4e1b-8a57-2d3a0f4b9c12")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "signer"


@pytest.fixture
def keyring(folder: Path) -> Keyring:
    return Keyring(folder)


def signs(keyring: Keyring, key: tuple[bytes, bytes], poll: UUID = POLL, stratum: int = 1) -> bool:
    spki, wrapped = key
    public = blindsign.read_public_key(spki)
    prepared = blindsign.prepare(b"token")
    blinded = blindsign.blind(public, prepared)
    answer = keyring.sign(poll, stratum, wrapped, blinded.message)
    blindsign.finalize(public, prepared, answer, blinded.inverse)
    return answer == keyring.sign(poll, stratum, wrapped, blinded.message)


def code_of(call: Callable[..., object], *given: object) -> str:
    with pytest.raises(Fault) as caught:
        call(*given)
    return caught.value.code


def test_a_made_key_signs_the_same_again_and_after_a_restart(keyring, folder):
    made = keyring.make(POLL, [0, 1])
    assert made.keys() == {0, 1}
    assert signs(keyring, made[1])
    assert signs(Keyring(folder), made[1])
    assert signs(keyring, made[0], stratum=0)


def test_a_key_serves_its_poll_and_its_stratum_alone(keyring):
    spki, wrapped = keyring.make(POLL, [1])[1]
    keyring.make(OTHER, [1])
    blinded = b"\x01" * 256
    assert code_of(keyring.sign, POLL, 2, wrapped, blinded) == "poll-key"
    assert code_of(keyring.sign, OTHER, 1, wrapped, blinded) == "poll-key"
    for place in (0, 10, 30, len(wrapped) - 1):
        altered = bytearray(wrapped)
        altered[place] ^= 1
        assert code_of(keyring.sign, POLL, 1, bytes(altered), blinded) == "poll-key"
    assert code_of(keyring.sign, POLL, 1, b"", blinded) == "poll-key"
    assert signs(keyring, (spki, wrapped))


def test_forgotten_is_forgotten_in_every_copy_of_what_was_wrapped(keyring, folder):
    spki, wrapped = keyring.make(POLL, [1])[1]
    assert signs(keyring, (spki, wrapped))
    keyring.forget(POLL)
    keyring.forget(POLL)
    assert code_of(keyring.sign, POLL, 1, wrapped, b"\x01" * 256) == "poll-key"
    assert not list((folder / "polls").iterdir())
    keyring.make(POLL, [1])
    assert code_of(keyring.sign, POLL, 1, wrapped, b"\x01" * 256) == "poll-key"


def test_files_are_their_owners_alone(keyring, folder):
    keyring.make(POLL, [1])
    for path in [folder / "kek", folder / "polls" / f"{POLL}.key"]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for path in [folder, folder / "polls"]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_a_rotation_changes_the_kek_and_no_signature(keyring, folder):
    made = {poll: keyring.make(poll, [1])[1] for poll in (POLL, OTHER)}
    before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert keyring.rotate() == 2
    after = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert before.keys() == after.keys()
    assert all(before[name] != after[name] for name in before)
    for poll, key in made.items():
        assert signs(keyring, key, poll=poll)
        assert signs(Keyring(folder), key, poll=poll)


def test_a_rotation_that_was_cut_off_is_ended_by_the_next_start(keyring, folder, monkeypatch):
    """Killed after each file that it writes."""
    polls = [UUID(int=number) for number in range(3)]
    made = {poll: keyring.make(poll, [1])[1] for poll in polls}
    write = keyrings._write

    class Killed(BaseException):
        pass

    for survived in range(1, 5):
        left = [survived]

        def dying(path: Path, data: bytes, left: list[int] = left) -> None:
            if not left[0]:
                raise Killed
            left[0] -= 1
            write(path, data)

        old = (folder / "kek").read_bytes()
        monkeypatch.setattr(keyrings, "_write", dying)
        if survived == 4:
            monkeypatch.setattr(os, "replace", refuse_kek(os.replace, Killed))
        with pytest.raises(Killed):
            keyring.rotate()
        monkeypatch.undo()
        keyring = Keyring(folder)
        assert (folder / "kek").read_bytes() != old
        assert not (folder / "kek.next").exists()
        assert all(signs(keyring, key, poll=poll) for poll, key in made.items())


def refuse_kek(
    replace: Callable[..., None], error: type[BaseException]
) -> Callable[[Path, Path], None]:
    def replacing(source: Path, target: Path) -> None:
        if target.name == "kek":
            raise error
        replace(source, target)

    return replacing


def test_a_leaked_poll_key_is_replaced_without_a_gap(keyring, folder):
    """The drill of a leak: whoever copied the signer's folder opens nothing that is wrapped now."""
    spki, wrapped = keyring.make(POLL, [1])[1]
    leaked = Keyring(shutil.copytree(folder, folder.with_name("leaked")))
    assert signs(leaked, (spki, wrapped))
    fresh = keyring.rewrap(POLL, {1: wrapped})[1]
    assert signs(keyring, (spki, wrapped))
    assert signs(keyring, (spki, fresh))
    # Killed before the registrar kept it, it asks again.
    again = Keyring(folder).rewrap(POLL, {1: wrapped})[1]
    keyring.retire(POLL)
    assert signs(keyring, (spki, fresh))
    assert signs(keyring, (spki, again))
    assert code_of(keyring.sign, POLL, 1, wrapped, b"\x01" * 256) == "poll-key"
    assert code_of(leaked.sign, POLL, 1, fresh, b"\x01" * 256) == "poll-key"


def test_without_its_kek_a_folder_of_keys_is_not_taken_for_a_new_one(keyring, folder):
    """The drill of a loss: it says so instead of making a kek that opens nothing."""
    spki, wrapped = keyring.make(POLL, [1])[1]
    kept = (folder / "kek").read_bytes()
    (folder / "kek").unlink()
    with pytest.raises(SystemExit, match="bring it back"):
        Keyring(folder)
    (folder / "kek").write_bytes(kept)
    assert signs(Keyring(folder), (spki, wrapped))
    (folder / "polls" / f"{POLL}.key").unlink()
    assert code_of(Keyring(folder).sign, POLL, 1, wrapped, b"\x01" * 256) == "poll-key"


def test_keys_in_memory_are_bounded(keyring, monkeypatch):
    monkeypatch.setattr(keyrings, "KEPT", 2)
    made = keyring.make(POLL, [1, 2, 3])
    for _ in range(2):
        for stratum, key in made.items():
            assert signs(keyring, key, stratum=stratum)
    assert len(keyring._read) == 2
