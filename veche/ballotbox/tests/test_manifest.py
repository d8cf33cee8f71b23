"""The manifest in its one form, and every manifest that is not whole."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.ballotbox import canonical, manifest, note
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import Question
from veche.ballotbox.tests.makers import LOG_KEY, ORIGIN, QUESTIONS, flipped, make_manifest


def test_manifest_is_read_as_it_was_written():
    data = manifest.write(make_manifest())
    assert manifest.read(data) == make_manifest()
    assert manifest.write(manifest.read(data)) == data
    assert manifest.manifest_hash(data).hex() != manifest.manifest_hash(data + b" ").hex()


def test_length_of_the_longest_ballot():
    marks = (1, 2, 3, 2, 1)
    assert manifest.body_length(QUESTIONS) == 53 + sum(2 + 6 * count for count in marks)


QUESTION = Question("q", "several", ("a", "b", "c"), 0, 3)


@pytest.mark.parametrize(
    "question",
    [
        replace(QUESTION, kind="text"),
        replace(QUESTION, options=()),
        replace(QUESTION, options=("a", "a", "b")),
        replace(QUESTION, options=("a", 1, "b")),  # type: ignore[arg-type]
        replace(QUESTION, min=-1),
        replace(QUESTION, min=3, max=2),
        replace(QUESTION, max=4),
        replace(QUESTION, min=0, max=0),
        replace(QUESTION, max=True),
        replace(QUESTION, total=5),
        replace(QUESTION, kind="one", min=1, max=2),
        replace(QUESTION, kind="one", min=0, max=1),
        replace(QUESTION, kind="scale", min=1, max=2, options=("1", "2")),
        replace(QUESTION, kind="scale", min=1, max=1),
        replace(QUESTION, kind="scale", min=1, max=1, options=("1", "02")),
        replace(QUESTION, alone=(3,)),
        replace(QUESTION, alone=(-1,)),
        replace(QUESTION, alone=(1, 0)),
        replace(QUESTION, alone=(False,)),
        replace(QUESTION, required=1),  # type: ignore[arg-type]
        replace(QUESTION, kind="points", total=0),
        replace(QUESTION, kind="points", min=2, total=1),
        replace(QUESTION, kind="points", total=2**32),
        replace(QUESTION, kind="points", total=9, max_each=2**32),
        replace(QUESTION, kind="points", total=9, max_each=-1),
        replace(QUESTION, max_each=1),
        replace(QUESTION, costs=(1, 2)),
        replace(QUESTION, costs=(1, 2, -3)),
        replace(QUESTION, costs=(1, 2, True)),
        replace(QUESTION, costs=(1, 2, 10**12 + 1)),
        replace(QUESTION, costs=(1, 2, 3), budget=-1),
        replace(QUESTION, costs=(1, 2, 3), budget=10**12 + 1),
        replace(QUESTION, costs=(1, 2, 3), budget=2),
        replace(QUESTION, budget=9),
        replace(QUESTION, rivals=((0,),)),
        replace(QUESTION, rivals=((1, 0),)),
        replace(QUESTION, rivals=((0, 0),)),
        replace(QUESTION, rivals=((0, 3),)),
        replace(QUESTION, rivals=((0, True),)),
        replace(QUESTION, rivals=(0, 1)),  # type: ignore[arg-type]
        replace(QUESTION, kind="one", min=1, max=1, costs=(1, 2, 3)),
        replace(QUESTION, kind="one", min=1, max=1, rivals=((0, 1),)),
    ],
)
def test_question_that_nobody_could_answer(question):
    with pytest.raises(Fault, match="^manifest-form"):
        manifest.write(replace(make_manifest(), questions=(question,)))


def test_cart_is_read_as_it_was_written():
    cart = replace(QUESTION, costs=(10**12, 0, 5), budget=10**12, rivals=((0, 2), (0, 1)))
    points = Question("p", "points", ("a", "b"), 0, 2, 10, max_each=4, costs=(1, 2))
    made = make_manifest((cart, points))
    assert manifest.read(manifest.write(made)) == made


whole = make_manifest()
one, two = whole.strata


@pytest.mark.parametrize(
    "changes",
    [
        {"questions": ()},
        {"questions": (QUESTION, QUESTION)},
        {"questions": tuple(replace(QUESTION, id=str(i)) for i in range(256)), "body_len": 60_000},
        {"body_len": whole.body_len - 1},
        {"body_len": 60_001},
        {"opens": "2026-12-01 06:00:00"},
        {"opens": "2026-12-01T06:00:00Z\n"},
        {"opens": "2026-12-09T06:00:00Z"},
        {"include_by": whole.opens},
        {"publish": "never"},
        {"change_allowed": 1},
        {"epoch_seconds": 0},
        {"epoch_min_ballots": 0},
        {"strata": ()},
        {"strata": (two, one)},
        {"strata": (one, replace(two, id=1))},
        {"strata": (one, replace(two, key=one.key))},
        {"strata": (one, replace(two, key=b"key"))},
        {"strata": (one, replace(two, id=65_536))},
        {"strata": (one, replace(two, eligible=-1))},
        {"strata": (replace(one, id=0),)},
        {"roll_root": bytes(31)},
        {"client_sha384": (1,)},
        {"log": note.verifier_of("other.example", LOG_KEY)},
        {"promise": note.verifier_of("other.example/promise", LOG_KEY)},
        {"promise": note.verifier_of(note.promise_name(ORIGIN), LOG_KEY)},
    ],
    # Not by their values: keys of tests are made anew in each process.
    ids="-".join,
)
def test_manifest_that_is_not_whole(changes):
    with pytest.raises(Fault, match="^(manifest-form|public-key)"):
        manifest.write(replace(whole, **changes))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"body_len"', b'{ "body_len"'),
        (b'"v":"veche-manifest/v1"', b'"v":"veche-manifest/v2"'),
        (b'"v":"veche-manifest/v1"', b'"v":1'),
        (b'"tally_rule":"veche-tally/v1"', b'"tally_rule":"mine"'),
        (b'"body_len":117', b'"body_len":117.0'),
        (b'"body_len":117', b'"body_len":1e3'),
        (b'"body_len":117', b'"body_len":NaN'),
        (b'"body_len":117', b'"body_len":117,"body_len":117'),
        (b'"body_len":117', b'"body_len":' + b"9" * 5000),
        (b'"body_len":117,', b""),
        (b'"label":"district 1"', b'"label":"district \\u0031"'),
        (b'"label":"district 1"', b'"label":"\\ud800"'),
        (b'"label":"district 1"', b'"label":"\xff"'),
        (b'"6f1c2c5e-90a1', b'"6F1C2C5E-90a1'),
        (b'"6f1c2c5e-90a1', b'"90a1'),
        (b'"strata":[', b'"strata":[1,'),
        (b'"strata":[', b'"strata":' + b"[" * 100_000),
    ],
)
def test_other_forms_are_refused(old, new):
    data = manifest.write(whole)
    assert old in data
    with pytest.raises(Fault, match="^manifest-form"):
        manifest.read(data.replace(old, new))


@settings(max_examples=200)
@given(st.data())
def test_flipped_bit_gives_another_poll_or_none(data):
    written = manifest.write(whole)
    changed = flipped(written, data.draw(st.integers(0, len(written) * 8 - 1)))
    assert manifest.manifest_hash(changed) != manifest.manifest_hash(written)
    try:
        found = manifest.read(changed)
    except Fault:
        return
    # What can still be read is another manifest and is written as just these bytes.
    assert found != whole
    assert manifest.write(found) == changed


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
)


@given(json_values)
def test_json_has_one_form(value):
    assert canonical.read_json(canonical.write_json(value), "form") == value


@given(st.binary(max_size=400))
def test_garbage_is_refused_and_no_more(data):
    with pytest.raises(Fault):
        manifest.read(data)
