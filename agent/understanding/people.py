"""People in a message: as the catalogue writes them, bent by a case, mistyped, by surname; or by their sound."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import regex
from rapidfuzz import fuzz, process

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.sounded import NameEdges, Sounded, name_edges, surname
from polyrec.prompts import Cues
from polyrec.retrievers import Catalog, Embedder, Kind, Source
from polyrec.retrievers.text import WORD, fold

LONGEST_NAME = 5
SHORTEST_SURNAME = 4
KNOWN = 2
"""Items from which somebody is known by surname alone: many a noun is the surname of somebody."""
STEM, LONGEST_ENDING = 3, 4
SURNAME_STEM = 5
"""Letters of a surname alone that a case must leave alone."""
TYPO = 90.0
LONGEST_READ = 1_000
"""Characters in which names are looked for: who writes more tells a story."""
FEWEST_PEOPLE = 8
"""Below, somebody's standing among the others says nothing."""
CAPITALISING = {"de"}
"""Languages in which a capital letter within a sentence does not prove a name."""
ENDING = regex.compile(r"['’\-]?[^\W\d_]{0,4}")


class Person(NamedTuple):
    """Somebody under the field in which they stand most often, and how they were found."""

    field: str
    value: str
    source: Source


Found = tuple[int, int, Person]
"""Where a name stands, and whose it is."""


class People:
    """The people of one catalogue. May be used from several threads."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self._embedder = embedder
        self._catalog = catalog
        counted: dict[str, tuple[int, Person]] = {}
        for facet in catalog.facets:
            if catalog.schema.fields[facet.field].kind is Kind.PERSON:
                one = (facet.count, Person(facet.field, facet.value, "names"))
                counted[facet.value] = max(counted.get(facet.value, one), one)
        self._items = {name: count for name, (count, _) in counted.items()}
        ordered = [person for _, person in sorted(counted.values(), reverse=True)]
        self._written = {fold(person.value): person for person in reversed(ordered)}
        known = (person for person in reversed(ordered) if counted[person.value][0] >= KNOWN)
        self._surnames = {name: person for person in known for name in _bendable(surname(fold(person.value)))}
        self._by_beginnings: dict[tuple[str, ...], list[str]] = {}
        for name in self._written:
            self._by_beginnings.setdefault(_beginnings(name.split()), []).append(name)

    def find(self, reading: Reading, cues: Cues, language: str) -> Iterator[Found]:
        """Names in Latin letters, or as the catalogue writes them, the surest first; places may overlap."""
        words = [match.span() for match in WORD.finditer(reading.folded, 0, LONGEST_READ)]
        runs = [words[at : at + size] for size in range(LONGEST_NAME, 1, -1) for at in range(len(words) - size + 1)]
        for way in (self._exactly, self._bent, self._mistyped):
            for run in runs:
                if person := way(reading, run):
                    yield run[0][0], run[-1][1], person
        edges = name_edges(reading, cues)
        for word in words:
            if person := self._alone(reading, word, edges, language):
                yield *word, person

    def find_sounded(self, reading: Reading, cues: Cues) -> Iterator[Found]:
        """Names in another script or respelled, the surest first; what is claimed already is passed over."""
        if len(self._heard.people) < FEWEST_PEOPLE:
            return
        for start, end, place in self._heard.sounded.find(reading, cues, _common_words(cues)):
            yield start, end, self._heard.people[place]

    def _exactly(self, reading: Reading, run: Sequence[tuple[int, int]]) -> Person | None:
        return self._written.get(" ".join(reading.folded[start:end] for start, end in run))

    def _bent(self, reading: Reading, run: Sequence[tuple[int, int]]) -> Person | None:
        """A full name of which some words took an ending: "Toma Hanksa", "Robert De Niróval", "Hanks'in"."""
        if not _is_named(reading, run):
            return None
        words = [reading.folded[start:end] for start, end in run]
        alike = self._by_beginnings.get(_beginnings(words), ())
        return next((self._written[name] for name in alike if all(map(_is_bent, words, name.split()))), None)

    def _mistyped(self, reading: Reading, run: Sequence[tuple[int, int]]) -> Person | None:
        """A full name with a letter wrong, as long as each of its words begins rightly."""
        if len(run) > 3 or not _is_named(reading, run):
            return None
        words = [reading.folded[start:end] for start, end in run]
        close = process.extractOne(" ".join(words), self._written.keys(), scorer=fuzz.ratio, score_cutoff=TYPO)
        if close is None or [word[0] for word in words] != [word[0] for word in close[0].split()]:
            return None
        return self._written[close[0]]

    def _alone(self, reading: Reading, word: tuple[int, int], edges: NameEdges, language: str) -> Person | None:
        """A surname, or a name of one word, that is capitalised and cannot well be a noun."""
        start, end = word
        if not _is_named(reading, [word]):
            return None
        text = reading.folded[start:end]
        if text in self._written and start > 0:
            return self._written[text]
        exact = text in self._surnames
        proven = edges.touch(reading, start, end) or (exact if start == 0 else language not in CAPITALISING)
        return self._by_surname(text) if proven else None

    def _by_surname(self, text: str) -> Person | None:
        """The person of a surname, perhaps bent or joined ("Hitchcocka", "d'Hitchcock", "Spielberg-film")."""
        stem = max(regex.split(r"['’\-]", text), key=len)
        shortest = max(SURNAME_STEM, len(stem) - LONGEST_ENDING)
        stems = (stem[:length] for length in (len(stem), *range(len(stem) - 1, shortest - 1, -1)))
        return next(
            (self._surnames[name] for name in stems if len(name) >= SHORTEST_SURNAME and name in self._surnames), None
        )

    @cached_property
    def _heard(self) -> "Heard":
        """The people that have vectors, and how they sound; worked out when a message first needs it."""
        people: list[Person] = []
        vectors = []
        seen: set[str] = set()
        for field in self._catalog.schema.named(Kind.PERSON):
            for name, vector in zip(*self._catalog.value_vectors(field), strict=True):
                person = self._written.get(fold(name))
                if person and name not in seen:
                    seen.add(name)
                    people.append(person._replace(source="sounds"))
                    vectors.append(vector)
        names = [person.value for person in people]
        items = [self._items[name] for name in names]
        return Heard(people, Sounded(names, items, np.array(vectors), self._embedder))


class Heard(NamedTuple):
    """People, and their sounds in the same order."""

    people: list[Person]
    sounded: Sounded


def _is_named(reading: Reading, run: Sequence[tuple[int, int]]) -> bool:
    """Whether every word has a capital letter."""
    return all(any(letter.isupper() for letter in reading.message[start:end]) for start, end in run)


def _beginnings(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word[: STEM - 1] for word in words)


def _is_bent(word: str, name: str) -> bool:
    """Whether a word is a name, perhaps with an ending, which may take the place of its last vowel."""
    stem = name[:-1] if len(name) > STEM and name[-1] in "aeioy" else name
    return any(word.startswith(own) and ENDING.fullmatch(word[len(own) :]) is not None for own in (name, stem))


def _bendable(name: str) -> Iterator[str]:
    """A surname, and what stays of it where a case takes the place of its last vowel ("Kurosawa", "Kurosawy")."""
    if name:
        yield name
    if len(name) > SURNAME_STEM and name[-1] in "aeo":
        yield name[:-1]


def _common_words(cues: Cues) -> frozenset[str]:
    return _words_of(
        (
            cues.not_before,
            cues.not_after,
            cues.but,
            cues.like,
            cues.or_,
            cues.before,
            cues.after,
            cues.rating,
            cues.less_than,
            cues.more_than,
            cues.name_before,
            cues.name_after,
        )
    )


@lru_cache(maxsize=64)
def _words_of(lists: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """The words that stand in lists of cues: no name holds them."""
    return frozenset(word for entries in lists for entry in entries for word in fold(entry.rstrip("*")).split())
