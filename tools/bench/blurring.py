"""How much of what must be covered in a photo is covered: faces and number plates.

The set is drawn by this program, not photographed: faces of shaded ovals with eyes, brows, nose and
mouth, plates of the Russian pattern, of many sizes, tilts, lights and noises, over streets of
noise and stripes. Each drawn place is a label, so the counts need nobody's eye; but a drawing is no
photograph, and the figures say how the finders bear size, tilt, light and noise, no more.
"""

from __future__ import annotations

import random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.bench.stand import tell
from veche.commons.files import covering

SCENES, SEED = 20, 20
WIDTH, HEIGHT = 960, 640
# So much of a label must lie under what was covered.
COVERED_FROM = 0.8
Picture = NDArray[Any]
Box = tuple[int, int, int, int]
LETTERS, REGIONS = "ABEKMHOPCTYX", ("40", "77", "97", "177", "799")
SKINS = ((150, 180, 225), (120, 150, 200), (90, 120, 170), (60, 85, 125))


def run(name: str) -> None:
    """Tell recall and precision of both kinds, and of each."""
    cv2.setNumThreads(1)  # as in the process that covers
    draw = random.Random(SEED)  # noqa: S311  a measurement, not a secret
    noise = np.random.default_rng(SEED)
    labels = {"faces": [0, 0], "plates": [0, 0]}
    right = found = 0
    for _number in range(SCENES):
        picture, told = _scene(draw, noise)
        boxes = covering.boxes_of(picture)
        hidden = np.zeros(picture.shape[:2], dtype=bool)
        for box in boxes:
            hidden[_with_margin(box)] = True
        for kind, (x, y, w, h) in told:
            labels[kind][0] += 1
            labels[kind][1] += bool(hidden[y : y + h, x : x + w].mean() >= COVERED_FROM)
        found += len(boxes)
        right += sum(any(_meet(box, label) for _kind, label in told) for box in boxes)
    all_labels, all_found = (sum(one[place] for one in labels.values()) for place in (0, 1))
    tell(
        name,
        round(all_found / all_labels, 3),
        "recall",
        precision=round(right / found, 3) if found else 1.0,
        **{f"{kind}_recall": round(hit / number, 3) for kind, (number, hit) in labels.items()},
        **{kind: number for kind, (number, _hit) in labels.items()},
        scenes=SCENES,
        set="drawn by the program",
    )


def _with_margin(box: Box) -> tuple[slice, slice]:
    x, y, w, h = box
    dx, dy = int(w * covering.MARGIN), int(h * covering.MARGIN)
    return slice(max(0, y - dy), y + h + dy), slice(max(0, x - dx), x + w + dx)


def _meet(one: Box, other: Box) -> bool:
    """Whether the middle of one lies in the other, either way round."""
    for (x, y, w, h), (a, b, c, d) in ((one, other), (other, one)):
        if x <= a + c / 2 <= x + w and y <= b + d / 2 <= y + h:
            return True
    return False


def _scene(draw: random.Random, noise: Any) -> tuple[Picture, list[tuple[str, Box]]]:
    """A street with some faces and plates that do not lie over each other."""
    base = np.linspace(draw.randint(90, 200), draw.randint(60, 170), HEIGHT)
    wide = np.repeat(base[:, None, None], WIDTH, axis=1).repeat(3, axis=2)
    picture: Picture = wide.astype(np.uint8)
    for _stripe in range(draw.randint(3, 9)):
        x, y = draw.randrange(WIDTH), draw.randrange(HEIGHT)
        shade = draw.randint(40, 210)
        end = (x + draw.randint(30, 260), y + draw.randint(20, 200))
        cv2.rectangle(picture, (x, y), end, (shade, shade, shade), -1)
    told: list[tuple[str, Box]] = []
    slots = [(column, row) for column in range(4) for row in range(3)]
    for column, row in draw.sample(slots, draw.randint(2, 5)):
        kind = draw.choice(("faces", "plates"))
        patch, mask = _face(draw) if kind == "faces" else _plate(draw)
        h, w = patch.shape[:2]
        x = column * WIDTH // 4 + draw.randint(0, max(0, WIDTH // 4 - w))
        y = row * HEIGHT // 3 + draw.randint(0, max(0, HEIGHT // 3 - h))
        part = picture[y : y + h, x : x + w]
        part[mask] = patch[mask]
        rows, columns = np.where(mask.any(axis=1))[0], np.where(mask.any(axis=0))[0]
        left, top = int(columns[0]), int(rows[0])
        size = (int(columns[-1]) - left + 1, int(rows[-1]) - top + 1)
        told.append((kind, (x + left, y + top, *size)))
    picture = cv2.GaussianBlur(picture, (0, 0), draw.uniform(0.4, 1.2))
    rough = picture + noise.normal(0, draw.uniform(1, 7), picture.shape)
    return np.clip(rough * draw.uniform(0.7, 1.15), 0, 255).astype(np.uint8), told


def _turned(patch: Picture, mask: Picture, angle: float) -> tuple[Picture, NDArray[np.bool_]]:
    h, w = mask.shape
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1)
    return cv2.warpAffine(patch, turn, (w, h)), cv2.warpAffine(mask, turn, (w, h)) > 127


def _face(draw: random.Random) -> tuple[Picture, NDArray[np.bool_]]:
    """An oval of 50 to 150 pixels, lit from a side, with hair, brows, eyes, nose and mouth."""
    size, big = draw.randint(50, 150), 240
    skin = np.array(draw.choice(SKINS), dtype=float)
    patch: Picture = np.zeros((big, big, 3))
    light = np.linspace(draw.uniform(0.8, 1.0), draw.uniform(0.95, 1.12), big)[None, :, None]
    patch[:] = skin * light
    dark = tuple(float(one) for one in skin * 0.28)
    middle, oval = big // 2, (76, 98)
    mask: Picture = np.zeros((big, big), dtype=np.uint8)
    cv2.ellipse(mask, (middle, middle), oval, 0, 0, 360, 255, -1)
    cv2.ellipse(patch, (middle, 46), (84, 34), 0, 0, 360, dark, -1)
    socket = tuple(float(one) for one in skin * 0.62)
    for side in (-1, 1):
        x = middle + side * 33
        cv2.ellipse(patch, (x, 104), (24, 13), 0, 0, 360, socket, -1)
        cv2.ellipse(patch, (x, 86), (25, 5), side * 6, 0, 360, dark, -1)
        cv2.ellipse(patch, (x, 105), (15, 8), 0, 0, 360, (225, 225, 225), -1)
        cv2.circle(patch, (x, 105), 7, dark, -1)
    bright = tuple(float(min(255, one)) for one in skin * 1.15)
    cv2.ellipse(patch, (middle, 122), (9, 34), 0, 0, 360, bright, -1)
    cv2.ellipse(patch, (middle, 152), (20, 8), 0, 0, 360, socket, -1)
    for side in (-1, 1):
        cv2.ellipse(patch, (middle + side * 40, 145), (20, 18), 0, 0, 360, bright, -1)
    lips = (skin[0] * 0.55, skin[1] * 0.5, skin[2] * 0.8)
    cv2.ellipse(patch, (middle, 180), (30, 9), 0, 0, 360, lips, -1)
    patch = cv2.GaussianBlur(np.clip(patch, 0, 255).astype(np.uint8), (0, 0), 4)
    patch = cv2.resize(patch, (size, size), interpolation=cv2.INTER_AREA)
    mask = cv2.resize(mask, (size, size), interpolation=cv2.INTER_AREA)
    return _turned(patch, mask, draw.uniform(-8, 8))


def _plate(draw: random.Random) -> tuple[Picture, NDArray[np.bool_]]:
    """The Russian pattern, 70 to 220 pixels wide: «A123BC» and a region in its own frame."""
    width, big = draw.randint(70, 220), (520, 112)
    patch: Picture = np.full((big[1], big[0], 3), 238, dtype=np.uint8)
    cv2.rectangle(patch, (3, 3), (big[0] - 4, big[1] - 4), (20, 20, 20), 5)
    cv2.line(patch, (392, 3), (392, big[1] - 4), (20, 20, 20), 5)
    text = f"{draw.choice(LETTERS)}{draw.randint(1, 999):03d}"
    text += "".join(draw.choice(LETTERS) for _letter in range(2))
    cv2.putText(patch, text, (22, 88), cv2.FONT_HERSHEY_DUPLEX, 2.75, (20, 20, 20), 8)
    cv2.putText(
        patch, draw.choice(REGIONS), (404, 64), cv2.FONT_HERSHEY_DUPLEX, 1.5, (20, 20, 20), 5
    )
    height = width * big[1] // big[0]
    patch = cv2.resize(patch, (width, height), interpolation=cv2.INTER_AREA)
    room = height // 2 + 4
    patch = cv2.copyMakeBorder(patch, room, room, 4, 4, cv2.BORDER_CONSTANT, value=(60, 60, 60))
    mask = np.zeros(patch.shape[:2], dtype=np.uint8)
    mask[room:-room, 4:-4] = 255
    return _turned(patch, mask, draw.uniform(-6, 6))
