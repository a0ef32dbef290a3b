"""People whose names are written in another script or respelled: by sound, meaning, and what stands beside them."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex
from rapidfuzz import fuzz, process

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.sounds import romanise, sound, sounds
from polyrec.agent.understanding.wordlist import cue_list
from polyrec.prompts import Cues
from polyrec.retrievers import Embedder
from polyrec.retrievers.embedders import Vectors

OTHER_SCRIPT = regex.compile(r"[^\p{Latin}\P{L}]")
NAME = regex.compile(r"[\p{Katakana}ー]+(?:[・＝][\p{Katakana}ーA-Z]+)*|[\p{L}\p{M}'’]+")
"""A word that may be a name, or a name whose words katakana joins with dots."""
UNSPACED = regex.compile(r"\p{Han}[\p{Han}·‧・•]*|[\p{Thai}\p{Lao}\p{Khmer}]+")
"""Runs of scripts without spaces, in which any stretch may be a name."""
JOINED = regex.compile(r"[\s・＝·‧•.]+")
GAP = regex.compile(r"\s+|\s?\.\s?")
PREFIXES = regex.compile(r"[وفلبك](?=\p{Arabic}{3})|[והשבלמכ](?=\p{Hebrew}{3})")
"""What these scripts write as one with a name: "of", "by", "with"."""
PARTICLES = regex.compile(r"(?:에게서|에서|감독|으로|의|이|가|은|는|을|를|과|와|도|로)$")
MOST_WORDS = 3
LONGEST_READ = 300
"""Characters in which names are listened for."""
LONGEST_STRETCH = {"han": (2, 8), "other": (4, 20)}
FEWEST_CONSONANTS = 3
ALIKE = 72.0
"""How alike the sounds of two names must be at least, of 100."""
MOST_EMBEDDED, MOST = 8, 200
HIGHEST, LONGEST = 8.0, 8
"""Beyond, a standing or a length proves no more."""
HARD = str.maketrans({"г": "х", "Г": "Х"})
"""Letters that stand for two sounds in foreign names: «Гамлет», «Голливуд»."""
SURE = 1.5
"""At this score 596 of 713 respelled names are found, and 1% of wishes get a false one."""


class Likeness(NamedTuple):
    """What speaks for a stretch of a message being somebody's name.

    The first two are of 1; `standing` is how many deviations the cosine stands above the mean of all people, `rank` the
    logarithm of how many stand higher, `renown` that of how many items the person has, of 1 for the
    one who has most; the others are yes or no.
    """

    consonants: float
    letters: float
    is_whole: float
    length: float
    has_cue: float
    is_latin: float
    renown: float
    standing: float = 0.0
    rank: float = 0.0


WEIGHTS = Likeness(9.42, 5.20, 1.03, 0.07, 0.06, -1.61, 5.71, 0.19, -0.63)
BIAS = -14.94
"""A logistic regression, fitted on 946 wishes with a name in 22 languages against 1,476 without one. All of those names
are well known, so the weight of `renown` was held down: it would have been two and a half times as great."""


class Stretch(NamedTuple):
    """A part of a message that may be the name of the person at a place."""

    start: int
    end: int
    person: int
    likeness: Likeness


class Sounded:
    """People by the sound of their names, each with how many items are theirs; `vectors` are (people, dimension)."""

    def __init__(self, names: Sequence[str], items: Sequence[int], vectors: Vectors, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self._renown = np.log1p(items) / np.log1p(max(items, default=1))
        self._letters = [romanise(name) for name in names]
        self._surname_letters = [romanise(surname(name)) for name in names]
        self._whole = _heard([*enumerate(names), *enumerate(map(_swapped, names))])
        self._surnames = _heard(list(enumerate(map(surname, names))))

    def find(self, reading: Reading, cues: Cues, common: Collection[str]) -> Iterator[tuple[int, int, int]]:
        """Free stretches that name somebody, as (start, end, place of the person), the surest first; may overlap.

        `common` are folded words that no name holds.
        """
        sure = [(_score(one.likeness), one) for one in self.stretches(reading, cues, common)]
        for score, (start, end, person, _) in sorted(sure, key=lambda pair: -pair[0]):
            if score >= SURE:
                yield start, end, person

    def stretches(self, reading: Reading, cues: Cues, common: Collection[str]) -> Iterator[Stretch]:
        """Every free stretch that sounds like somebody, with all that speaks for it."""
        edges = name_edges(reading, cues)
        heard: list[Stretch] = []
        for start, end in _parts(reading, edges, common):
            cue = edges.touch(reading, start, end)
            alike = self._alike(reading.message[start:end], has_cue=cue)
            heard += [Stretch(start, end, person, likeness) for person, likeness in alike]
        heard.sort(key=lambda one: -_score(one.likeness))
        texts = list(dict.fromkeys(reading.message[one.start : one.end] for one in heard))[:MOST_EMBEDDED]
        if not texts:
            return
        cosines = self._embedder.query(texts) @ self._vectors.T
        standing = (cosines - cosines.mean(axis=1, keepdims=True)) / cosines.std(axis=1, keepdims=True)
        rows = {text: row for row, text in enumerate(texts)}
        for one in heard:
            row = rows.get(reading.message[one.start : one.end])
            if row is not None:
                rank = float(np.log1p((cosines[row] > cosines[row, one.person]).sum()))
                stands = min(float(standing[row, one.person]), HIGHEST)
                yield one._replace(likeness=one.likeness._replace(standing=stands, rank=rank))

    def _alike(self, text: str, *, has_cue: bool) -> Iterator[tuple[int, Likeness]]:
        """People who sound like a text."""
        letters, parts = romanise(text), len(JOINED.split(text.strip()))
        is_unspaced, is_latin = UNSPACED.match(text) is not None, OTHER_SCRIPT.search(text) is None
        best: dict[int, Likeness] = {}
        for heard in {sound(text), sound(text.translate(HARD))}:
            if len(heard) < FEWEST_CONSONANTS:
                continue
            for is_whole, (keys, places) in ((True, self._whole), (False, self._surnames)):
                if not is_unspaced and is_whole is (parts == 1):
                    continue
                own = self._letters if is_whole else self._surname_letters
                for _, alike, at in process.extract(heard, keys, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST):
                    place = places[at]
                    alike_letters = fuzz.ratio(letters, own[place]) / 100
                    whole, length = float(is_whole and parts > 1), min(len(heard), LONGEST)
                    found = Likeness(
                        alike / 100, alike_letters, whole, length, has_cue, is_latin, float(self._renown[place])
                    )
                    if place not in best or _score(found) > _score(best[place]):
                        best[place] = found
        yield from best.items()


def _score(likeness: Likeness) -> float:
    return BIAS + sum(weight * value for weight, value in zip(WEIGHTS, likeness, strict=True))


def surname(name: str) -> str:
    """The last word of a name of several words; empty for a name of one word."""
    words = name.split()
    return words[-1] if len(words) > 1 else ""


def _swapped(name: str) -> str:
    first, *rest = name.split()
    return " ".join((*rest, first))


def _heard(names: Sequence[tuple[int, str]]) -> tuple[list[str], list[int]]:
    """All sounds of some names, and beside each the place of its person."""
    pairs = [(key, place) for place, name in names for key in sorted(sounds(name)) if len(key) >= FEWEST_CONSONANTS]
    return [key for key, _ in pairs], [place for _, place in pairs]


def _parts(reading: Reading, edges: "NameEdges", common: Collection[str]) -> Iterator[tuple[int, int]]:
    """What may be a name: one to three words; where words are not spaced, whatever begins or ends at an edge."""
    words = [
        match.span() for match in NAME.finditer(reading.message, 0, LONGEST_READ) if reading.is_free(*match.span())
    ]
    for size in range(1, MOST_WORDS + 1):
        for first in range(len(words) - size + 1):
            own = words[first : first + size]
            start, end = own[0][0], own[-1][1]
            text = reading.message[start:end]
            if UNSPACED.search(text) or any(reading.folded[a:b] in common for a, b in own):
                continue
            if not OTHER_SCRIPT.search(text) and not all(reading.message[a].isupper() for a, _ in own):
                continue
            if all(GAP.fullmatch(reading.message[a:b]) for (_, a), (b, _) in pairwise(own)):
                yield start, end
                if prefix := PREFIXES.match(text):
                    yield start + prefix.end(), end
                if particle := PARTICLES.search(text):
                    yield start, start + particle.start()
    for run in UNSPACED.finditer(reading.message, 0, LONGEST_READ):
        fewest, most = LONGEST_STRETCH["han" if run.group()[0] > "\u3000" else "other"]
        for start in range(*run.span()):
            for end in range(start + fewest, min(run.end(), start + most) + 1):
                opens = start == run.start() or start in edges.before or not reading.is_free(start - 1, start)
                closes = end == run.end() or end in edges.after or not reading.is_free(end, end + 1)
                if (opens or closes) and reading.is_free(start, end):
                    yield start, end


class NameEdges(NamedTuple):
    """Where in a message the cues for names end that stand before one, and where those begin that stand behind one."""

    before: frozenset[int]
    after: frozenset[int]

    def touch(self, reading: Reading, start: int, end: int) -> bool:
        """Whether "by", "with", "films of" or the like stands right beside a stretch."""
        opening = len(reading.message[:start].rstrip())
        closing = len(reading.message) - len(reading.message[end:].lstrip())
        return opening in self.before or closing in self.after


def name_edges(reading: Reading, cues: Cues) -> NameEdges:
    """The edges of all cues for names in a message."""
    before = frozenset(end for _, end in cue_list(cues.name_before).spans(reading.lowered))
    return NameEdges(before, frozenset(start for start, _ in cue_list(cues.name_after).spans(reading.lowered)))
