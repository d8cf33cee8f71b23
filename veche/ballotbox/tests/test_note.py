"""Notes as others write them, and every way in which a note can be wrong."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from veche.ballotbox import canonical, note
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import LOG_KEY, ORIGIN, PROMISE_KEY, flipped

# The example of c2sp.org/signed-note.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# The example of the Go package golang.org/x/mod/sumdb/note, whose private key is public.
NEUMANN_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
NEUMANN_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NEUMANN_NOTE = (
    f"{NEUMANN_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuG"
    "UgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example of c2sp.org/tlog-checkpoint.
CHECKPOINT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
LOG = note.verifier_of(ORIGIN, LOG_KEY)
PROMISE = note.verifier_of(note.promise_name(ORIGIN), PROMISE_KEY)
LEAF = bytes(range(32))


def test_note_of_the_specification():
    verifier = note.parse_vkey(VKEY)
    assert (verifier.name, verifier.id.hex()) == ("example.com/foo", "530d903a")
    assert note.verify(NOTE, [verifier]) == "This is an example message.\n"


def test_same_note_as_another_program_signs():
    key = Ed25519PrivateKey.from_private_bytes(NEUMANN_SEED)
    assert note.verifier_of("PeterNeumann", key).vkey == NEUMANN_VKEY
    assert note.sign(NEUMANN_TEXT, "PeterNeumann", key) == NEUMANN_NOTE
    assert note.verify(NEUMANN_NOTE, [note.parse_vkey(NEUMANN_VKEY)]) == NEUMANN_TEXT


def test_checkpoint_of_the_specification():
    checkpoint = note.parse_checkpoint(CHECKPOINT)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert note.checkpoint_text(checkpoint) == CHECKPOINT


def test_cosignatures_are_passed_over():
    text = note.verify(NOTE, [note.parse_vkey(VKEY)])
    both = NOTE + note.sign(text, "witness.example", LOG_KEY).split("\n\n")[1]
    assert note.verify(both, [note.parse_vkey(VKEY)]) == text
    assert note.verify(both, [note.verifier_of("witness.example", LOG_KEY)]) == text
    # Of one name, but another key: nobody we know.
    with pytest.raises(Fault, match="^note-key"):
        note.verify(both, [note.verifier_of("witness.example", PROMISE_KEY)])


def test_one_wrong_signature_of_a_known_key_is_enough():
    good = note.sign("text\n", "one.example", LOG_KEY)
    wrong = note.sign("other\n", "two.example", LOG_KEY).split("\n\n")[1]
    known = [note.verifier_of(name, LOG_KEY) for name in ("one.example", "two.example")]
    with pytest.raises(Fault, match="^note-signature"):
        note.verify(good + wrong, known)


def test_text_may_have_blank_lines():
    signed = note.sign("one\n\ntwo\n\n", "one.example", LOG_KEY)
    assert note.verify(signed, [note.verifier_of("one.example", LOG_KEY)]) == "one\n\ntwo\n\n"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "\n\n",
        "text\n",
        NOTE[:-1],
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("—", "-"),
        NOTE.replace(" an ", "\tan\t"),
        NOTE.replace("message.\n", "message.\r\n"),
        NOTE + "\n",
        NOTE + "— name\n",
        NOTE + "— na+me AAAAAAAA\n",
        NOTE + "— name AAAAAA==\n",
        NOTE + "— name AAAAAAB=\n",
        NOTE + "— name  AAAAAAAA\n",
        NOTE + "— name\u2003AAAAAAAA\n",
        NOTE + "— name AAAAAAAA\n" * 100,
    ],
)
def test_other_forms_are_refused(wrong):
    with pytest.raises(Fault, match="^note-form"):
        note.verify(wrong, [note.parse_vkey(VKEY)])


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        VKEY.replace("foo", "bar"),
        VKEY.replace("530d903a", "530D903A"),
        VKEY.replace("530d903a", "530d903b"),
        VKEY[:-1],
        VKEY.replace("+Aeky", "+Auky"),
        VKEY.replace("+", " "),
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_wrong_vkey_is_refused(vkey):
    with pytest.raises(Fault, match="^vkey-form"):
        note.parse_vkey(vkey)


@pytest.mark.parametrize("text", ["no end", "a\tb\n", "a\r\n", "\ud800\n"])
def test_text_that_no_note_may_hold_is_not_signed(text):
    with pytest.raises(Fault, match="^note-form"):
        note.sign(text, "one.example", LOG_KEY)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb"])
def test_name_that_no_key_may_have(name):
    with pytest.raises(Fault, match="^key-name"):
        note.sign("text\n", name, LOG_KEY)


@pytest.mark.parametrize(
    "text",
    [
        CHECKPOINT + "extension\n",
        CHECKPOINT + "\n",
        CHECKPOINT[:-1],
        CHECKPOINT.replace("20852163", "020852163"),
        CHECKPOINT.replace("20852163", "+20852163"),
        CHECKPOINT.replace("20852163", "-1"),
        CHECKPOINT.replace("20852163", "٣"),
        CHECKPOINT.replace("20852163", "1" * 19),
        CHECKPOINT.replace("example.com/behind-the-sofa", ""),
        CHECKPOINT.replace("2I=", "2J="),
        CHECKPOINT.replace("CsUY", ""),
    ],
)
def test_other_checkpoints_are_refused(text):
    with pytest.raises(Fault, match="^checkpoint-form"):
        note.parse_checkpoint(text)


def test_checkpoint_and_promise_hold():
    checkpoint = note.Checkpoint(ORIGIN, 7, LEAF)
    assert note.verify_checkpoint(note.sign_checkpoint(checkpoint, LOG_KEY), LOG) == checkpoint
    note.verify_promise(note.sign_promise(ORIGIN, LEAF, PROMISE_KEY), ORIGIN, LEAF, PROMISE)


def test_checkpoint_of_another_log_under_our_key():
    text = note.checkpoint_text(note.Checkpoint("other.example", 7, LEAF))
    with pytest.raises(Fault, match="^checkpoint-origin"):
        note.verify_checkpoint(note.sign(text, ORIGIN, LOG_KEY), LOG)


def test_promise_of_something_else():
    promise = note.sign_promise(ORIGIN, LEAF, PROMISE_KEY)
    with pytest.raises(Fault, match="^promise-text"):
        note.verify_promise(promise, ORIGIN, bytes(32), PROMISE)
    with pytest.raises(Fault, match="^promise-key"):
        note.verify_promise(promise, "other.example", LEAF, PROMISE)
    # The key of checkpoints is another, even when it signs under the name of promises.
    forged = note.sign_promise(ORIGIN, LEAF, LOG_KEY)
    with pytest.raises(Fault, match="^note-key"):
        note.verify_promise(forged, ORIGIN, LEAF, PROMISE)


@given(st.data())
def test_flipped_bit_of_a_checkpoint_is_named(data):
    signed = note.sign_checkpoint(note.Checkpoint(ORIGIN, 70_000, LEAF), LOG_KEY).encode()
    bit = data.draw(st.integers(0, len(signed) * 8 - 1))
    with pytest.raises(Fault, match=r"^(note|checkpoint)-"):
        note.verify_checkpoint(canonical.from_utf8(flipped(signed, bit), "note-form"), LOG)


def verify_promise(data: bytes) -> None:
    note.verify_promise(canonical.from_utf8(data, "note-form"), ORIGIN, LEAF, PROMISE)


def test_each_flipped_bit_of_a_promise_is_named():
    signed = note.sign_promise(ORIGIN, LEAF, PROMISE_KEY).encode()
    for bit in range(len(signed) * 8):
        with pytest.raises(Fault, match="^(note|promise)-"):
            verify_promise(flipped(signed, bit))
