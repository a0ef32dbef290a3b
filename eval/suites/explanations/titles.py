"""Titles that a reply names, and those that it should not."""

from collections.abc import Iterable, Sequence

import regex
from rapidfuzz import fuzz

from polyrec.retrievers import Catalog, Item
from polyrec.retrievers.text import WORD, fold

MARKED = regex.compile(r"\*\*(?P<t>[^*\n]{2,80})\*\*|[«“„\"「『《](?P<t>[^«»“”„\"「」『』《》\n]{2,80})[»”“\"」』》]")
NUMBERED = regex.compile(r"^\s*\d{1,2}[.)]\s+(?P<t>[^\n]{2,120})$", regex.MULTILINE)
TITLE_ENDS = regex.compile(r"\s*(?:[(:：–—]| - )")
LONGEST = 8
ALIKE = 85.0


def named_titles(text: str, catalog: Catalog) -> list[str]:
    """What a reply presents as a title: numbered heads, what is quoted or bold, titles of the catalogue in capitals."""
    named = {match["t"].strip(' .,:*"“”') for pattern in (MARKED, NUMBERED) for match in pattern.finditer(text)}
    words = [match.span() for match in WORD.finditer(text)]
    for first, (start, _) in enumerate(words):
        for last in range(first + 1, min(len(words), first + LONGEST)):
            candidate = text[start : words[last][1]]
            is_written_as_name = candidate[:1].isupper() and text[words[last][0]].isupper()
            if is_written_as_name and "\n" not in candidate and fold(candidate) in catalog.names:
                named.add(candidate)
    return sorted(named)


def outside(titles: Iterable[str], items: Sequence[Item], allowed: Sequence[str]) -> list[str]:
    """The titles that are neither of the items, in any spelling that these have, nor among what may be named besides.

    A numbered head may go on behind the title ("Amélie (2001): a waitress …").
    """
    names = [fold(name) for item in items for name in (item.title, *item.stated())]
    others = " ".join(map(fold, allowed))
    return [title for title in titles if not _is_known(fold(title), names) and fold(title) not in others]


def _is_known(title: str, names: Sequence[str]) -> bool:
    heads = {title, *(title[: match.start()] for match in TITLE_ENDS.finditer(title))}
    contained = any(title.startswith(name) or title in name for name in names if len(name) > 2)
    return contained or any(fuzz.ratio(head, name) >= ALIKE for head in heads if head for name in names)
