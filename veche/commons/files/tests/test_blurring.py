"""Faces and plates are covered in a process apart, so that nothing of them can be counted back."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from veche.commons.files import blurring, covering
from veche.commons.files.tests.makers import photo


def test_what_is_covered_cannot_be_counted_back() -> None:
    draw = np.random.default_rng(1)
    picture = draw.integers(0, 255, (200, 300, 3), dtype=np.uint8)
    before = picture.copy()
    covering.cover(picture, [(100, 60, 80, 80)])
    inner = picture[70:130, 110:170].astype(float)
    assert inner.std() < before[70:130, 110:170].astype(float).std() / 4
    assert np.array_equal(picture[:30], before[:30])


def test_the_finders_are_there_and_a_plain_wall_has_no_faces() -> None:
    for name in (*covering.FACES, *covering.PLATES):
        assert not cv2.CascadeClassifier(str(covering.FOLDER / name)).empty()
    done = blurring.blurred(photo())
    assert done.covered == 0
    assert Image.open(io.BytesIO(done.data)).size == (640, 480)


def test_a_broken_picture_ends_in_its_own_process() -> None:
    with pytest.raises(blurring.NotBlurred):
        blurring.blurred(b"no picture")
