"""Which wishes stand under a "not"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.wordlist import cue_list
from polyrec.prompts import Cues
from polyrec.retrievers import FacetWish, RangeWish, Wish
from polyrec.retrievers.text import is_brief

CLAUSE_END = regex.compile(r"[.;:!?,。！？；：，؟،।\n]")
APART = regex.compile(r"\s*[:,：，،]\s*")
"""What may part a thing from the "no" that closes: "horror, no thanks", "Horror: nein"."""
REACH_BEFORE, REACH_AFTER = 48, 24
"""Characters between the cue and what it negates, at most."""
MOST_WORDS, PARTICLES = 1, 1
"""Words that may stand on either side of a "no" that looks back, or letters where words are not spaced."""


def negate(wishes: Sequence[Wish], reading: Reading, cues: Cues) -> list[Wish]:
    """The wishes, those under a "not" of the same clause negated.

    A "not" before negates all that follows it ("no horror or war"), one behind only what it follows. What may stand on
    both sides ("no comedy", "comedy no") looks back only where it closes its clause. A "not" that is part of a wish
    ("not more than 60 euros") has done its work.
    """
    text = reading.lowered
    but = cue_list(cues.but)

    def joined(start: int, end: int) -> bool:
        between = text[start:end]
        return not CLAUSE_END.search(between) and not but.spans(between)

    negated = set()
    for start, end in cue_list(cues.not_before).spans(text):
        negated |= {wish for wish in wishes if _reaches_into(start, end, wish)}
    for _, end in _free(cues.not_before, text, wishes):
        near = (wish for wish in wishes if end <= wish.span.start <= end + REACH_BEFORE)
        negated |= {wish for wish in near if joined(end, wish.span.start)}
    for start, end in _free(cues.not_after, text, wishes):
        near = (wish for wish in wishes if wish.span.end <= start <= wish.span.end + REACH_AFTER)
        last = max(near, key=lambda wish: wish.span.end, default=None)
        if last is None or not (joined(last.span.end, start) or APART.fullmatch(text[last.span.end : start])):
            continue
        is_two_sided = text[start:end] in _two_sided(cues.not_before, cues.not_after)
        if not is_two_sided or _closes(text, wishes, last.span.end, start, end):
            negated.add(last)
    return [_negated(wish) if wish in negated else wish for wish in wishes]


def _negated(wish: Wish) -> Wish:
    """The opposite of a wish; that of "more than two hours" is "up to two hours".

    "Cheaper than that" keeps its sense: with a "not" it is mostly a question ("isn't there anything cheaper?").
    """
    if not isinstance(wish, RangeWish):
        return replace(wish, negated=True)
    if wish.source == "shown":
        return wish
    if None in (wish.low, wish.high):
        return replace(wish, low=wish.high, high=wish.low)
    return replace(wish, negated=True)


def _reaches_into(start: int, end: int, wish: Wish) -> bool:
    """Whether a "not" shares its last word with a name ("nada de guerra", where "de guerra" means war)."""
    is_name = isinstance(wish, FacetWish) and start < wish.span.start < end < wish.span.end
    return is_name and wish.source in ("words", "names")


@lru_cache(maxsize=64)
def _two_sided(not_before: tuple[str, ...], not_after: tuple[str, ...]) -> frozenset[str]:
    """Cues that stand before as well as behind what is not wanted."""
    return frozenset(not_before) & frozenset(not_after)


def _closes(text: str, wishes: Sequence[Wish], wish_end: int, start: int, end: int) -> bool:
    """Whether a cue follows a wish closely and nearly ends its clause, with no other wish behind."""
    clause_end = CLAUSE_END.search(text, end)
    stop = clause_end.start() if clause_end else len(text)
    if any(end <= wish.span.start < stop for wish in wishes):
        return False
    behind = text[end:stop]
    return all(is_brief(part, MOST_WORDS, PARTICLES) for part in (text[wish_end:start], behind))


def _free(entries: tuple[str, ...], text: str, wishes: Sequence[Wish]) -> Iterator[tuple[int, int]]:
    """Where these cues stand outside every wish."""
    for start, end in cue_list(entries).spans(text):
        if all(end <= wish.span.start or wish.span.end <= start for wish in wishes):
            yield start, end
