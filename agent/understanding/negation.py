"""Which wishes stand under a "not"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from polyrec.agent.understanding.patterns import cue_list
from polyrec.agent.understanding.reading import Reading
from polyrec.prompts import Cues
from polyrec.retrievers import Wish

CLAUSE_END = regex.compile(r"[.;:!?,。！？；，、؟،।\n]")
REACH_BEFORE, REACH_AFTER = 48, 16
"""Characters between the cue and what it negates, at most."""


def negate(wishes: Sequence[Wish], reading: Reading, cues: Cues) -> list[Wish]:
    """The wishes, those under a "not" of the same clause negated.

    A "not" before negates all that follows it ("no horror or war"), one behind only what it follows. A "not" that is
    part of a wish ("not more than 60 euros") has done its work.
    """
    text = reading.lowered
    but = cue_list(cues.but)

    def joined(start: int, end: int) -> bool:
        between = text[start:end]
        return not CLAUSE_END.search(between) and not but.spans(between)

    negated = set()
    for _, end in _free(cues.not_before, text, wishes):
        near = (wish for wish in wishes if end <= wish.span.start <= end + REACH_BEFORE)
        negated |= {wish for wish in near if joined(end, wish.span.start)}
    for start, _ in _free(cues.not_after, text, wishes):
        near = (wish for wish in wishes if wish.span.end <= start <= wish.span.end + REACH_AFTER)
        last = max(near, key=lambda wish: wish.span.end, default=None)
        if last and joined(last.span.end, start):
            negated.add(last)
    return [replace(wish, negated=True) if wish in negated else wish for wish in wishes]


def _free(entries: tuple[str, ...], text: str, wishes: Sequence[Wish]) -> Iterator[tuple[int, int]]:
    """Where these cues stand outside every wish."""
    for start, end in cue_list(entries).spans(text):
        if all(end <= wish.span.start or wish.span.end <= start for wish in wishes):
            yield start, end
