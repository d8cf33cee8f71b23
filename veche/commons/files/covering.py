"""Finds faces and number plates and covers them: `python -m` this, a picture in, a picture out.

Reads a picture, writes `{"covered": n}` on a line and the covered picture as PNG after it. The
cascades ship inside the wheel of OpenCV.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.integer[Any] | np.floating[Any]]
Box = tuple[int, int, int, int]
FOLDER = Path(cv2.__file__).parent / "data"
FACES = (
    "haarcascade_frontalface_default.xml",
    "haarcascade_frontalface_alt2.xml",
    "haarcascade_profileface.xml",
)
PLATES = ("haarcascade_russian_plate_number.xml", "haarcascade_license_plate_rus_16stages.xml")
# Too much hidden is no harm, a face left is: so the finders are told to be easily convinced.
FACE_NEIGHBOURS, PLATE_NEIGHBOURS = 3, 2
SMALLEST_FACE, SMALLEST_PLATE = (20, 20), (24, 8)
SCALE = 1.08
MARGIN = 0.25
# Mosaic first: a blur alone can be counted back.
TILES = 6


def boxes_of(picture: Picture) -> list[Box]:
    """Everything that may be a face, from either side, or a number plate."""
    grey = cv2.equalizeHist(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    found = list(_found(grey, FACES, FACE_NEIGHBOURS, SMALLEST_FACE))
    width = grey.shape[1]
    turned = cv2.flip(grey, 1)
    # The cascade of profiles knows one side only.
    for x, y, w, h in _found(turned, FACES[-1:], FACE_NEIGHBOURS, SMALLEST_FACE):
        found.append((width - x - w, y, w, h))
    found += _found(grey, PLATES, PLATE_NEIGHBOURS, SMALLEST_PLATE)
    return found


def _found(
    grey: Picture, names: tuple[str, ...], neighbours: int, smallest: tuple[int, int]
) -> Iterator[Box]:
    for name in names:
        cascade = cv2.CascadeClassifier(str(FOLDER / name))
        for x, y, w, h in cascade.detectMultiScale(
            grey, scaleFactor=SCALE, minNeighbors=neighbours, minSize=smallest
        ):
            yield int(x), int(y), int(w), int(h)


def cover(picture: Picture, boxes: list[Box]) -> None:
    """Cover the boxes with a margin, so that nothing of them can be counted back."""
    height, width = picture.shape[:2]
    for x, y, w, h in boxes:
        left, top = max(0, int(x - w * MARGIN)), max(0, int(y - h * MARGIN))
        right = min(width, int(x + w * (1 + MARGIN)))
        bottom = min(height, int(y + h * (1 + MARGIN)))
        part = picture[top:bottom, left:right]
        small = cv2.resize(part, (TILES, TILES), interpolation=cv2.INTER_AREA)
        picture[top:bottom, left:right] = cv2.resize(
            small, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR
        )


def covered(data: bytes) -> tuple[bytes, int]:
    """The picture with what was found covered, as PNG, and how much was found."""
    picture = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("no picture")
    boxes = boxes_of(picture)
    cover(picture, boxes)
    _done, out = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return out.tobytes(), len(boxes)


def main() -> None:
    """One picture from the standard input to the standard output."""
    cv2.setNumThreads(1)
    picture, number = covered(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps({"covered": number}).encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
