"""Pieces of the titles that were shown: "the Rashomon one", «про Амели»."""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.sounded import OTHER_SCRIPT
from polyrec.agent.understanding.sounds import sound, sounds
from polyrec.retrievers import Item
from polyrec.retrievers.text import WORD, fold, is_unspaced

SHORTEST, SHORTEST_UNSPACED = 4, 2
"""Letters of a piece of a title that is looked for."""
TYPO, ALIKE = 88.0, 86.0
"""How alike, of 100, a word and a title's word must be; how alike their consonants where the scripts differ."""
FEWEST_CONSONANTS = 3
CASE = 3
"""Letters that a case may add."""


def find_fragments(reading: Reading, shown: Sequence[Item]) -> Iterator[tuple[Item, int, int]]:
    """Items of which a word of the title stands in the message, in any script, and in no other shown title.

    What is claimed already, such as a word that means a genre, is no piece of a title.
    """
    pieces = _pieces(shown)
    for match in WORD.finditer(reading.folded):
        start, end = match.span()
        if end - start < SHORTEST or is_unspaced(match.group()) or not reading.is_free(start, end):
            continue
        word = match.group()
        if (item := _written(word, pieces) or _heard(reading.message[start:end], pieces)) is not None:
            yield item, start, end
    for piece, item in pieces.items():
        at = reading.folded.find(piece) if is_unspaced(piece) and len(piece) >= SHORTEST_UNSPACED else -1
        if at >= 0 and reading.is_free(at, at + len(piece)):
            yield item, at, at + len(piece)


def _pieces(shown: Sequence[Item]) -> dict[str, Item]:
    """The words of all titles that stand in one item's titles only, and whole titles of unspaced scripts."""
    owners: dict[str, dict[str, Item]] = {}
    for item in shown:
        for title in (item.title, *item.values("original_title")):
            for piece in WORD.findall(fold(title)):
                if len(piece) >= SHORTEST or (is_unspaced(piece) and len(piece) >= SHORTEST_UNSPACED):
                    owners.setdefault(piece, {})[item.id] = item
    return {piece: next(iter(items.values())) for piece, items in owners.items() if len(items) == 1}


def _written(word: str, pieces: dict[str, Item]) -> Item | None:
    if word in pieces:
        return pieces[word]
    for piece, item in pieces.items():
        is_bent = len(piece) > SHORTEST and word.startswith(piece) and len(word) - len(piece) <= CASE
        if is_bent or (len(piece) > SHORTEST + 1 and fuzz.ratio(word, piece) >= TYPO):
            return item
    return None


def _heard(word: str, pieces: dict[str, Item]) -> Item | None:
    if not OTHER_SCRIPT.match(word) or len(heard := sound(word)) < FEWEST_CONSONANTS:
        return None
    for piece, item in pieces.items():
        if piece.isascii() and any(
            len(key) >= FEWEST_CONSONANTS and fuzz.ratio(heard, key) >= ALIKE for key in sounds(piece)
        ):
            return item
    return None
