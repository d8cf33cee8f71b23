"""A small linear model that guesses a category from words: hashed words, softmax regression.

Trained on the town's own reports; it only ever suggests. Same texts, same model.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 8192
EPOCHS, RATE, DECAY = 8, 0.5, 1e-5
BATCH = 64
SEED = 1654
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """Labels and the weights of each word for each of them; the last row is the bias."""

    labels: tuple[str, ...]
    weights: Vector

    def to_bytes(self) -> bytes:
        """Half floats: a megabyte for sixty labels."""
        return self.weights.astype(np.float16).tobytes()


def from_bytes(labels: Sequence[str], data: bytes) -> Model:
    """The model that `to_bytes` wrote."""
    flat = np.frombuffer(data, dtype=np.float16).astype(np.float32)
    return Model(tuple(labels), flat.reshape(DIMENSIONS + 1, len(labels)))


def places_of(words: Iterable[str]) -> list[int]:
    """The places of words and of pairs that stand together, each once, in order."""
    said = list(words)
    pairs = [f"{a} {b}" for a, b in zip(said, said[1:], strict=False)]
    return sorted({zlib.crc32(one.encode()) % DIMENSIONS for one in [*said, *pairs]})


def train(examples: Sequence[tuple[Sequence[str], str]]) -> Model:
    """Fit by plain gradient steps over (words, label) pairs."""
    labels = tuple(sorted({label for _words, label in examples}))
    number = {label: index for index, label in enumerate(labels)}
    rows = [_row(words) for words, _label in examples]
    truth = np.array([number[label] for _words, label in examples])
    weights = np.zeros((DIMENSIONS + 1, len(labels)), dtype=np.float32)
    draw = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        rate = RATE / (1 + epoch / 10)
        order = draw.permutation(len(rows))
        for begin in range(0, len(order), BATCH):
            _step(weights, rows, truth, order[begin : begin + BATCH], rate)
    return Model(labels, weights)


def _step(
    weights: Vector,
    rows: Sequence[tuple[list[int], float]],
    truth: NDArray[np.int64],
    chosen: NDArray[np.int64],
    rate: float,
) -> None:
    for index in chosen:
        places, value = rows[index]
        chances = _softmax(weights[places].sum(axis=0) * value)
        chances[truth[index]] -= 1
        weights[places] -= rate * (value * chances + DECAY * weights[places])


def _row(words: Iterable[str]) -> tuple[list[int], float]:
    places = [*places_of(words), DIMENSIONS]
    return places, 1 / len(places) ** 0.5


def _softmax(scores: Vector) -> Vector:
    raised = np.exp(scores - scores.max())
    chances: Vector = raised / raised.sum()
    return chances


def guess(model: Model, words: Iterable[str], limit: int = 3) -> list[tuple[str, float]]:
    """The likeliest labels with their chances, likeliest first; none without a known word."""
    places, value = _row(words)
    if len(places) < 2 or not np.any(model.weights[places[:-1]]):
        return []
    chances = _softmax(model.weights[places].sum(axis=0) * value)
    best = np.argsort(-chances, kind="stable")[:limit]
    return [(model.labels[index], float(chances[index])) for index in best]
