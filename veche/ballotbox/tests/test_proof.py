"""Receipts: written, read, checked, and every change of one named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.ballotbox import canonical, merkle, note, proof
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import LOG_KEY, ORIGIN, PROMISE_KEY, flipped, root_of

LOG = [bytes([number]) for number in range(37)]
VERIFIER = note.verifier_of(ORIGIN, LOG_KEY)
CHECKPOINT = note.sign_checkpoint(note.Checkpoint(ORIGIN, len(LOG), root_of(LOG)), LOG_KEY)


def receipt(index: int, entry: bytes = b"") -> proof.Proof:
    perfect = merkle.perfect_of(map(merkle.leaf_hash, LOG))
    path = merkle.inclusion_proof(index, len(LOG), perfect)
    return proof.Proof(index, tuple(path), CHECKPOINT, entry)


def check(data: bytes, index: int) -> None:
    text = canonical.from_utf8(data, "proof-form")
    proof.verify(proof.parse(text), merkle.leaf_hash(LOG[index]), VERIFIER)


@pytest.mark.parametrize("index", [0, 17, 36])
@pytest.mark.parametrize("is_entry_told", [False, True])
def test_receipt_holds(index, is_entry_told):
    text = proof.write(receipt(index, LOG[index] if is_entry_told else b""))
    assert proof.parse(text) == receipt(index, LOG[index] if is_entry_told else b"")
    check(text.encode(), index)


def test_form_of_the_specification():
    text = proof.write(receipt(17, b"entry"))
    lines = text.split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra ZW50cnk=", "index 17"]
    assert lines[9] == ""
    assert text.endswith(f"\n\n{CHECKPOINT}")


def test_only_leaf_of_a_log():
    only = note.sign_checkpoint(note.Checkpoint(ORIGIN, 1, root_of(LOG[:1])), LOG_KEY)
    text = proof.write(proof.Proof(0, (), only))
    assert text.startswith("c2sp.org/tlog-proof@v1\nindex 0\n\n")
    check(text.encode(), 0)


def test_receipt_of_another_ballot_log_or_entry():
    with pytest.raises(Fault, match="^inclusion-proof"):
        proof.verify(receipt(17), merkle.leaf_hash(LOG[16]), VERIFIER)
    with pytest.raises(Fault, match="^proof-entry"):
        proof.verify(receipt(17, LOG[16]), merkle.leaf_hash(LOG[17]), VERIFIER)
    stranger = note.verifier_of(ORIGIN, PROMISE_KEY)
    with pytest.raises(Fault, match="^note-key"):
        proof.verify(receipt(17), merkle.leaf_hash(LOG[17]), stranger)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 17", "index 017"),
        ("index 17", "index -1"),
        ("index 17\n", ""),
        ("extra ZW50cnk=", "extra "),
        ("extra ZW50cnk=", "extra ZW50cnl="),
        ("extra ZW50cnk=\nindex 17", "index 17\nextra ZW50cnk="),
        ("index 17\n", "index 17\nAAAA\n"),
        ("index 17\n", "index 17\n" + f"{canonical.to_base64(bytes(32))}\n" * 60),
        ("\n\n", "\n"),
        ("\n\n", "\n\r\n"),
    ],
)
def test_other_forms_are_refused(old, new):
    text = proof.write(receipt(17, b"entry"))
    assert old in text
    with pytest.raises(Fault, match="^proof-form"):
        proof.parse(text.replace(old, new))


@given(st.data())
def test_flipped_bit_is_named(data):
    index = data.draw(st.integers(0, len(LOG) - 1))
    text = proof.write(receipt(index, data.draw(st.sampled_from([b"", LOG[index]])))).encode()
    bit = data.draw(st.integers(0, len(text) * 8 - 1))
    with pytest.raises(Fault, match=r"^(proof|note|checkpoint|inclusion)-"):
        check(flipped(text, bit), index)
