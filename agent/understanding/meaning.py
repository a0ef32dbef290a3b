"""Words that no list holds, linked to a catalogue's categories by what they mean, in any language."""

from collections.abc import Iterator

import numpy as np

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.words import words_for
from polyrec.retrievers import Catalog, Embedder, FacetWish, Kind
from polyrec.retrievers.embedders import Vectors
from polyrec.retrievers.text import WORD

FEWEST_VALUES = 8
"""Below, a value's standing among the others says nothing."""
MOST_WORDS = 8
SHORTEST = 3
MARGIN = 0.045
STANDING = 3.0
"""A word means a value when its cosine leads the next value's by MARGIN and the mean of all by STANDING deviations.

e5 cosines all lie close together, so absolute values say nothing.
"""


class Meanings:
    """The vectors of a catalogue's category values, field by field."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self._embedder = embedder
        self._schema = catalog.schema
        self._fields: list[tuple[str, list[str], Vectors]] = []
        for field in catalog.schema.named(Kind.CATEGORY):
            values, vectors = catalog.value_vectors(field)
            if len(values) >= FEWEST_VALUES:
                self._fields.append((field, values, vectors))

    def find(self, reading: Reading, language: str) -> Iterator[FacetWish]:
        """Claims free words that mean a value, and yields what is wished of it.

        Values that have words in the language are left to these, which know better.
        """
        spans = [match.span() for match in WORD.finditer(reading.message) if reading.is_free(*match.span())]
        spans = [(start, end) for start, end in spans if end - start >= SHORTEST][:MOST_WORDS]
        if not spans or not self._fields:
            return
        vectors = self._embedder.query([reading.message[start:end] for start, end in spans])
        for (start, end), vector in zip(spans, vectors, strict=True):
            for field, values, matrix in self._fields:
                scores = matrix @ vector
                first, second = np.argsort(-scores)[:2]
                leads = scores[first] - scores[second] >= MARGIN
                if words_for(self._schema, field, values[first], language):
                    continue
                if leads and scores[first] - scores.mean() >= STANDING * scores.std() and reading.is_free(start, end):
                    yield FacetWish(
                        field,
                        values[first],
                        reading.claim(start, end),
                        "meaning",
                    )
