"""Values either of which will do: "a comedy or a thriller", "Komödie, Krimi oder Western"."""

from collections.abc import Sequence
from dataclasses import replace

import regex

from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.wordlist import cue_list
from polyrec.prompts import Cues
from polyrec.retrievers import FacetWish, Span, Wish

LIST_SIGN = regex.compile(r"\s*[,،、/]\s*")
LONGEST_ARTICLE = 4


def join_alternatives(wishes: Sequence[Wish], reading: Reading, cues: Cues) -> list[Wish]:
    """The wishes in the order of the message; values of one field in a row with an "or" in it become one wish.

    What is not wanted stays apart: "no horror or war" asks for neither.
    """
    joined: list[Wish] = []
    run: list[FacetWish] = []
    has_or = False
    for wish in [*wishes, None]:
        link = _link(run[-1], wish, reading, cues) if run and isinstance(wish, FacetWish) else None
        if link is None:
            joined += [_one_of(run, reading)] if has_or else run
            run, has_or = [], False
        if isinstance(wish, FacetWish):
            run.append(wish)
            has_or = has_or or link == "or"
        elif wish is not None:
            joined.append(wish)
    return joined


def _link(one: FacetWish, other: FacetWish, reading: Reading, cues: Cues) -> str | None:
    """What joins two wishes on one field: "or", "list", or None."""
    if one.field != other.field or one.value == other.value or one.negated or other.negated:
        return None
    between = reading.lowered[one.span.end : other.span.start]
    if LIST_SIGN.fullmatch(between):
        return "list"
    for start, end in cue_list(cues.or_).spans(between):
        if not between[:start].strip(" ,،、") and len(between[end:].strip()) <= LONGEST_ARTICLE:
            return "or"
    return None


def _one_of(run: Sequence[FacetWish], reading: Reading) -> FacetWish:
    start, end = run[0].span.start, run[-1].span.end
    span = Span(start, end, reading.message[start:end])
    return replace(run[0], span=span, alternatives=tuple(wish.value for wish in run[1:]))
