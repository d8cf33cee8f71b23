"""The drawn pictures of the demo town."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from typing import Any

import pytest
from PIL import Image

from veche.commons.files import public as files
from veche.commons.files import storage
from veche.commons.files.demo import PICTURES, alt, hang, png, sweeper
from veche.commons.files.models import StoredFile

PAIRS = sorted(name.removesuffix("-after") for name in PICTURES if name.endswith("-after"))


@pytest.mark.parametrize("name", PAIRS)
def test_after_is_another_picture_and_more_colourful(name: str) -> None:
    before, after = f"{name}-before", f"{name}-after"
    assert png(before) != png(after)
    assert alt(before) != alt(after)
    assert _colourful(after) > _colourful(before)


def test_the_same_bytes_in_another_process() -> None:
    """Neither the process's hash seed nor its clock has a say in a picture."""
    told = "import hashlib; from veche.commons.files.demo import png;"
    told += " print(hashlib.sha256(png('square-after')).hexdigest())"
    prepare = "import django; django.setup(); "
    found = subprocess.run(  # noqa: S603  our own interpreter, our own words
        [sys.executable, "-c", prepare + told], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == hashlib.sha256(png("square-after")).hexdigest()


def test_every_picture_says_that_it_is_a_drawing() -> None:
    assert all(alt(name).startswith("Рисунок: ") for name in PICTURES)
    assert len({alt(name) for name in PICTURES}) == len(PICTURES)


def test_a_hung_picture_is_kept_like_an_upload(town: Any) -> None:
    seen = hang("garden", subject_kind="tests.thing", subject_id="1", is_public=True)
    hidden = hang("garden", subject_kind="tests.thing", subject_id="2", is_public=False)
    first, second = files.ref(seen), files.ref(hidden)
    assert first is not None
    assert second is not None
    assert first.is_public
    assert not second.is_public
    assert first.widths == (320, 800)
    assert first.alt == alt("garden")
    row = StoredFile.objects.get(id=seen)
    assert row.owner_id is None
    assert row.content_type == "image/webp"
    assert [one.id for one in files.of("tests.thing", "1")] == [seen]


def test_the_town_goes_with_its_files(town: Any) -> None:
    hang("garden", subject_kind="tests.thing", subject_id="1", is_public=True)
    store = storage.of_town()
    assert list(store.listing())
    sweeper()()
    assert not list(store.listing())


def _colourful(name: str) -> float:
    """The mean saturation of a picture, weighed by its light."""
    small = Image.open(io.BytesIO(png(name))).convert("HSV").resize((50, 33))
    _hue, saturation, value = small.split()
    pairs = zip(saturation.tobytes(), value.tobytes(), strict=True)
    return sum(s * v for s, v in pairs) / (50 * 33)
