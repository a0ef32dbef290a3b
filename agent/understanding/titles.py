"""Titles in a message: "like Amélie", «в духе „Сталкера“», 『羅生門』みたいな."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import regex
from rapidfuzz import fuzz, process

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.sounded import NAME, OTHER_SCRIPT, PREFIXES
from polyrec.agent.understanding.sounds import romanise, sound, sounds
from polyrec.agent.understanding.wordlist import cue_list
from polyrec.prompts import Cues
from polyrec.retrievers import Catalog, SimilarWish
from polyrec.retrievers.text import WORD, fold, is_unspaced

QUOTED = regex.compile(r"[«“„\"「『《〈‹](?P<title>[^«»“”„\"「」『』《》〈〉‹›]{1,80})[»”“\"」』》〉›]")
LONGEST_TITLE = 10
LONGEST_UNSPACED = 24
BESIDE = 12
"""Characters between a title of one word and the "like" beside it, at most."""
TYPO = 85.0
TOUCHING = 2
SHORTEST_TITLE = 3
"""Letters of a title from which a "like" beside it proves it: "like a western" does not name the film "A"."""
MOST_WORDS, FEWEST_CONSONANTS, LONGEST_READ = 4, 4, 300
ALIKE, ALIKE_LETTERS = 88.0, 50.0
"""How alike, of 100, the consonants and all letters of a title must be that is written in another script."""


class Titles:
    """The titles of one catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def find(self, reading: Reading, cues: Cues) -> Iterator[SimilarWish]:
        """Claims titles and yields their items, as those to resemble.

        A title counts when it is quoted, stands beside a "like", has several words written as a name, or is written as
        a name beside words that speak of an item ("have you seen"). The longest
        one wins where two overlap; of several items with one title, the first.
        """
        yield from self._claimed(self._spans(reading, cues), reading)

    def find_sounded(self, reading: Reading, cues: Cues) -> Iterator[SimilarWish]:
        """Claims titles that are written as they sound in another script, beside the same words."""
        yield from self._claimed(self._sounded(reading, [*_likes(cues, reading), *_speaking(cues, reading)]), reading)

    def _claimed(self, spans: Iterable[tuple[int, int, str]], reading: Reading) -> Iterator[SimilarWish]:
        for start, end, name in sorted(spans, key=lambda span: span[0] - span[1]):
            if reading.is_free(start, end):
                item = self._catalog.items(self._catalog.names[name][:1])[0]
                yield SimilarWish(item.id, item.title, reading.claim(start, end), "titles")

    def mentioned(self, text: str) -> frozenset[str]:
        """The ids of all items that a text names in quotes or by a title of several words."""
        reading = Reading(text)
        spans = [*self._quoted(reading), *self._written_out(reading, [], [])]
        return frozenset(item.id for *_, name in spans for item in self._catalog.items(self._catalog.names[name]))

    def _spans(self, reading: Reading, cues: Cues) -> Iterator[tuple[int, int, str]]:
        beside = _likes(cues, reading)
        yield from self._quoted(reading)
        yield from self._written_out(reading, beside, _speaking(cues, reading))
        yield from self._mistyped(reading, beside)

    def _quoted(self, reading: Reading) -> Iterator[tuple[int, int, str]]:
        for match in QUOTED.finditer(reading.message):
            text = fold(match["title"]).strip()
            if name := text if text in self._catalog.names else self._closest(text):
                yield *match.span(), name

    def _written_out(
        self, reading: Reading, beside: list[tuple[int, int]], spoken_of: list[tuple[int, int]]
    ) -> Iterator[tuple[int, int, str]]:
        names = self._catalog.names
        words = [match.span() for match in WORD.finditer(reading.folded)]
        for first, (start, _) in enumerate(words):
            for last in range(first, min(len(words), first + LONGEST_TITLE)):
                end = words[last][1]
                text = reading.folded[start:end]
                if text not in names:
                    continue
                is_name = (
                    first != last and reading.message[start].isupper() and reading.message[words[last][0]].isupper()
                )
                cues = beside if reading.message[start].islower() else [*beside, *spoken_of]
                is_liked = len(text) >= SHORTEST_TITLE and _is_beside(start, end, cues)
                if is_name or is_liked or len(text) == len(reading.folded.strip()):
                    yield start, end, text
        if is_unspaced(reading.folded):
            for start in range(len(reading.folded)):
                for end in range(min(len(reading.folded), start + LONGEST_UNSPACED), start + 2, -1):
                    text = reading.folded[start:end]
                    if (
                        text in names
                        and is_unspaced(text)
                        and (end - start > 4 or _is_beside(start, end, [*beside, *spoken_of]))
                    ):
                        yield start, end, text
                        break

    def _mistyped(self, reading: Reading, beside: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """What stands right behind a "like", as far as it resembles a title."""
        words = [match.span() for match in WORD.finditer(reading.folded)]
        for _, cue_end in beside:
            following = [span for span in words if span[0] >= cue_end][:4]
            if not following or following[0][0] - cue_end > 3 or not reading.message[following[0][0]].isupper():
                continue
            for size in range(len(following), 0, -1):
                start, end = following[0][0], following[size - 1][1]
                if name := self._closest(reading.folded[start:end]):
                    yield start, end, name
                    break

    def _sounded(self, reading: Reading, beside: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
        """What stands beside a "like" in another script, as far as it sounds like a title."""
        words = [match.span() for match in NAME.finditer(reading.message, 0, LONGEST_READ)]
        runs = [words[at : at + size] for size in range(MOST_WORDS, 0, -1) for at in range(len(words) - size + 1)]
        for run in runs if beside else ():
            start, end = run[0][0], run[-1][1]
            if prefix := PREFIXES.match(reading.message, start):
                start = prefix.end()
            text = reading.message[start:end]
            heard = sound(text)
            if len(heard) < FEWEST_CONSONANTS or not OTHER_SCRIPT.match(text) or not _touches(start, end, beside):
                continue
            keys, names = self._heard
            close = process.extractOne(heard, keys, scorer=fuzz.ratio, score_cutoff=ALIKE)
            if close and fuzz.ratio(romanise(text), romanise(names[close[2]])) >= ALIKE_LETTERS:
                yield start, end, names[close[2]]

    @cached_property
    def _heard(self) -> tuple[list[str], list[str]]:
        """The sounds of all titles in Latin letters, and the titles beside them."""
        latin = [name for name in self._catalog.names if name.isascii()]
        pairs = [(key, name) for name in latin for key in sorted(sounds(name)) if len(key) >= FEWEST_CONSONANTS]
        return [key for key, _ in pairs], [name for _, name in pairs]

    def _closest(self, text: str) -> str | None:
        if len(text) < 4:
            return None
        close = process.extractOne(text, self._catalog.names.keys(), scorer=fuzz.ratio, score_cutoff=TYPO)
        return close[0] if close else None


def _likes(cues: Cues, reading: Reading) -> list[tuple[int, int]]:
    """Where a "like" stands."""
    return cue_list(cues.like).spans(reading.lowered)


def _speaking(cues: Cues, reading: Reading) -> list[tuple[int, int]]:
    """Where words stand that speak of an item: "I have seen", "why"."""
    moves = cues.moves
    words = (*moves.liked, *moves.disliked, *moves.seen, *moves.taken, *moves.why, *moves.why_not)
    return cue_list(words).spans(reading.lowered)


def _touches(start: int, end: int, cues: list[tuple[int, int]]) -> bool:
    """Whether a cue stands right beside a stretch, and none within."""
    if any(cue_start < end and start < cue_end for cue_start, cue_end in cues):
        return False
    return any(0 <= start - cue_end <= TOUCHING or 0 <= cue_start - end <= TOUCHING for cue_start, cue_end in cues)


def _is_beside(start: int, end: int, cues: list[tuple[int, int]]) -> bool:
    return any(0 <= start - cue_end <= BESIDE or 0 <= cue_start - end <= 3 for cue_start, cue_end in cues)
