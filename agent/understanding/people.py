"""People in a message: as the catalogue writes them, mistyped, by surname, or by their sound in another script."""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex
from rapidfuzz import fuzz, process

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.sounds import sound
from polyrec.retrievers import Catalog, Embedder, Kind, Source
from polyrec.retrievers.embedders import Vectors
from polyrec.retrievers.text import WORD, fold

LONGEST_NAME = 5
SHORTEST_SURNAME = 4
KNOWN = 2
"""Items from which somebody is known by surname alone: many a noun is the surname of somebody."""
STEM, LONGEST_ENDING = 5, 4
TYPO = 90.0
OTHER_SCRIPT = regex.compile(r"[^\p{Latin}\P{L}]")
NAME = regex.compile(r"[\p{Katakana}ー]+(?:[・＝][\p{Katakana}ー]+)*|\p{Han}+(?:[·・•]\p{Han}+)+|[\p{L}\p{M}'’]+")
"""A word that may be a name, or a name whose words a script joins with dots of its own."""
JOINED = regex.compile(r"[\s・＝·•]+")
MOST_WORDS = 3
ALIKE = 90.0
"""How alike the sounds of two names must be, of 100: an ending, or a consonant that a script lacks, may differ."""
FULL_NAME, LONG_SURNAME, SHORT_SURNAME = 3.0, 2.8, 5.2
"""What sounds like somebody must also mean them: the cosine stands so many deviations above the mean of all people that
have vectors, and among the three nearest. Few consonants prove little, so short surnames ask for more."""
FEWEST_CONSONANTS, SHORT = 3, 4
NEAREST = 3
FEWEST_PEOPLE = 8
"""Below, somebody's standing among the others says nothing."""


class Person(NamedTuple):
    """Somebody under the field in which they stand most often, and how they were found."""

    field: str
    value: str
    source: Source


class People:
    """The people of one catalogue. May be used from several threads."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self._embedder = embedder
        counted: dict[str, tuple[int, Person]] = {}
        for facet in catalog.facets:
            if catalog.schema.fields[facet.field].kind is Kind.PERSON:
                one = (facet.count, Person(facet.field, facet.value, "names"))
                counted[facet.value] = max(counted.get(facet.value, one), one)
        ordered = [person for _, person in sorted(counted.values(), reverse=True)]
        self._written = {fold(person.value): person for person in reversed(ordered)}
        known = (person for person in reversed(ordered) if counted[person.value][0] >= KNOWN)
        self._surnames = {name: person for person in known for name in _bendable(_surname(fold(person.value)))}
        self._catalog = catalog

    def find(self, reading: Reading) -> Iterator[tuple[int, int, Person]]:
        """Names as the catalogue writes them, as (start, end, person), the longest first; places may overlap."""
        words = [match.span() for match in WORD.finditer(reading.folded)]
        for size in range(LONGEST_NAME, 0, -1):
            for first in range(len(words) - size + 1):
                start, end = words[first][0], words[first + size - 1][1]
                own = (reading.message[a:b] for a, b in words[first : first + size])
                named = all(any(letter.isupper() for letter in word) for word in own)
                if person := self._person(reading.folded[start:end], size, named):
                    yield start, end, person

    def find_sounded(self, reading: Reading) -> Iterator[tuple[int, int, Person]]:
        """Names in another script by their sound, the longest first; what is claimed already is passed over."""
        if not OTHER_SCRIPT.search(reading.message) or len(self._heard.people) < FEWEST_PEOPLE:
            return
        heard = [
            (start, end, own, needed)
            for start, end in self._candidates(reading)
            if (own := self._sounding_like(text := reading.message[start:end]))
            and (needed := _needed(text, is_capital=start > 0 and text[0].isupper()))
        ]
        if not heard:
            return
        vectors = self._embedder.query([reading.message[start:end] for start, end, *_ in heard])
        for (start, end, own, needed), vector in zip(heard, vectors, strict=True):
            cosines = self._heard.vectors @ vector
            best = max(own, key=lambda place: cosines[place])
            stands = (cosines[best] - cosines.mean()) / cosines.std()
            if stands >= needed and (cosines > cosines[best]).sum() < NEAREST:
                yield start, end, self._heard.people[best]

    def _candidates(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Runs of one to three words that begin in another script, with nothing but spaces between, longest first."""
        words = [match.span() for match in NAME.finditer(reading.message) if reading.is_free(*match.span())]
        for size in range(min(MOST_WORDS, len(words)), 0, -1):
            for first in range(len(words) - size + 1):
                own = words[first : first + size]
                gaps = (reading.message[a:b] for (_, a), (b, _) in pairwise(own))
                if OTHER_SCRIPT.match(reading.message[own[0][0]]) and all(gap.isspace() for gap in gaps):
                    yield own[0][0], own[-1][1]

    def _by_surname(self, text: str) -> Person | None:
        """The person of a surname, perhaps bent or joined ("Hitchcocka", "d'Hitchcock", "Spielberg-film")."""
        stem = max(regex.split(r"['’\-]", text), key=len)
        shortest = max(STEM, len(stem) - LONGEST_ENDING)
        stems = (stem[:length] for length in (len(stem), *range(len(stem) - 1, shortest - 1, -1)))
        return next(
            (self._surnames[name] for name in stems if len(name) >= SHORTEST_SURNAME and name in self._surnames), None
        )

    def _sounding_like(self, text: str) -> list[int]:
        """The people whose full name, or for one word whose surname, sounds like a text."""
        heard = sound(text).replace(" ", "")
        if len(heard) < FEWEST_CONSONANTS:
            return []
        parts = len(JOINED.split(text))
        known = self._heard.full_names if parts > 1 else self._heard.surnames
        alike = process.extract(heard, known, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        return [
            place
            for _, _, place in alike
            if parts == 1 or abs(parts - len(self._heard.people[place].value.split())) <= 1
        ]

    def _person(self, text: str, words: int, named: bool) -> Person | None:
        """The person of a full name in any case; of a surname or a mistyped name only when capitalised."""
        if person := self._written.get(text):
            return person if words > 1 or named else None
        if words == 1 and named:
            return self._by_surname(text)
        if words != 2 or not named:
            return None
        close = process.extractOne(text, self._written.keys(), scorer=fuzz.ratio, score_cutoff=TYPO)
        return self._written[close[0]] if close and " " in close[0] else None

    @cached_property
    def _heard(self) -> "Heard":
        """The people that have vectors, and how they sound; worked out when a message first needs it."""
        people: dict[str, tuple[Person, Vectors]] = {}
        for field in self._catalog.schema.named(Kind.PERSON):
            for name, vector in zip(*self._catalog.value_vectors(field), strict=True):
                if person := self._written.get(fold(name)):
                    people.setdefault(name, (person._replace(source="sounds"), vector))
        return Heard(
            [person for person, _ in people.values()],
            np.array([vector for _, vector in people.values()]),
            [sound(name).replace(" ", "") for name in people],
            [sound(_surname(name)).replace(" ", "") for name in people],
        )


class Heard(NamedTuple):
    """People, row by row with their vectors, shape (people, dimension), and the sounds of their names."""

    people: list[Person]
    vectors: Vectors
    full_names: list[str]
    surnames: list[str]


def _needed(text: str, *, is_capital: bool) -> float:
    """How far the meaning of a text must stand out for it to be a name; a capital within a message proves much."""
    if len(JOINED.split(text)) > 1:
        return FULL_NAME
    return SHORT_SURNAME if len(sound(text)) <= SHORT and not is_capital else LONG_SURNAME


def _bendable(surname: str) -> Iterator[str]:
    """A surname, and what stays of it where a case takes the place of its last vowel ("Kurosawa", "Kurosawy")."""
    if surname:
        yield surname
    if len(surname) > STEM and surname[-1] in "aeo":
        yield surname[:-1]


def _surname(name: str) -> str:
    """The last word of a name of several words; empty for a name of one word."""
    words = name.split()
    return words[-1] if len(words) > 1 else ""
