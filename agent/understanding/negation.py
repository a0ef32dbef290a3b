"""Whether a wish stands under a "not"."""

import regex

from polyrec.agent.understanding.patterns import any_of
from polyrec.agent.understanding.reading import Reading
from polyrec.prompts import Cues

CLAUSE_END = regex.compile(r"[.;:!?,。！？；，、؟،।\n]")
REACH_BEFORE, REACH_AFTER = 48, 16
"""Characters between the cue and what it negates, at most."""


class Negation:
    """The negations of one message."""

    def __init__(self, reading: Reading, cues: Cues) -> None:
        self._text = reading.lowered
        self._before = self._spans(cues.not_before)
        self._after = self._spans(cues.not_after)
        self._but = any_of(cues.but)

    def covers(self, start: int, end: int) -> bool:
        """Whether a cue before or after this span negates it within the same clause."""
        return any(
            end_of <= start <= end_of + REACH_BEFORE and self._joined(end_of, start) for _, end_of in self._before
        ) or any(end <= start_of <= end + REACH_AFTER and self._joined(end, start_of) for start_of, _ in self._after)

    def _joined(self, start: int, end: int) -> bool:
        between = self._text[start:end]
        return not CLAUSE_END.search(between) and not (self._but and self._but.search(between))

    def _spans(self, entries: list[str]) -> list[tuple[int, int]]:
        pattern = any_of(entries)
        return [match.span() for match in pattern.finditer(self._text)] if pattern else []
