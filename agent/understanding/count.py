"""How many are wanted: "three comedies", "top 5", 三部, "the two cheapest"."""

from collections.abc import Sequence

import regex

from polyrec.agent.understanding.numbers.figures import Figures, figures_of
from polyrec.agent.understanding.patterns import frame_list
from polyrec.agent.understanding.reading import Reading
from polyrec.prompts import Cues
from polyrec.retrievers import Order, Wish

FEWEST, MOST = 2, 20
"""What a number can count: "a film" is an article, and "1990" a year."""


def find_count(reading: Reading, cues: Cues, language: str, wishes: Sequence[Wish], order: Order | None) -> int | None:
    """Claims the first number that counts items, and gives it; None where there is none.

    It stands in one of the language's frames, or right beside a wish or a superlative.
    """
    figures = figures_of(language)
    number_pattern = figures.pattern(reading.folded)
    spans = [wish.span for wish in wishes] + ([order.span] if order else [])
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    for match in regex.finditer(number_pattern, reading.folded):
        before, after = len(reading.folded[: match.start()].rstrip()), match.end()
        after += len(reading.folded[after:]) - len(reading.folded[after:].lstrip())
        is_last = match.group().isdigit() and match.end() == len(reading.folded.rstrip())
        is_beside = after in starts or (before in ends and is_last)
        is_number = figures.is_spelt(reading.lowered[slice(*match.span())])
        if is_beside and is_number and (number := _counted(figures, match.group())) and reading.is_free(*match.span()):
            reading.claim(*match.span())
            return number
    for match in frame_list(cues.count).find(reading.folded, {"{n}": f"(?P<n>{number_pattern})"}):
        if (number := _counted(figures, match["n"])) and reading.is_free(*match.span("n")):
            reading.claim(*match.span("n"))
            return number
    return None


def _counted(figures: Figures, text: str) -> int | None:
    number = figures.worth(text)
    return int(number) if FEWEST <= number <= MOST and number == int(number) else None
