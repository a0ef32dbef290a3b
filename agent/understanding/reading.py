"""A message while it is being understood: its text, and which parts of it have been claimed."""

from dataclasses import dataclass, field

import regex

from polyrec.retrievers import Span
from polyrec.retrievers.text import fold, lower


@dataclass(slots=True)
class Reading:
    """`lowered` and `folded` are the message in comparable letters, position by position, with and without accents;
    `claimed` are the spans already understood."""

    message: str
    lowered: str = ""
    folded: str = ""
    claimed: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lowered = lower(self.message)
        self.folded = fold(self.message)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no wish has claimed any of these characters."""
        return all(end <= taken_start or taken_end <= start for taken_start, taken_end in self.claimed)

    def claim(self, start: int, end: int) -> Span:
        """Takes these characters for a wish."""
        self.claimed.append((start, end))
        return Span(start, end, self.message[start:end])

    def rest(self) -> str:
        """What no wish has claimed, in one line."""
        kept = list(self.message)
        for start, end in self.claimed:
            kept[start:end] = " " * (end - start)
        return regex.sub(r"\s+", " ", "".join(kept)).strip()
