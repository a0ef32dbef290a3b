"""Whether a wish stands under a "not"."""

import regex

from polyrec.agent.understanding.patterns import cue_list
from polyrec.agent.understanding.reading import Reading
from polyrec.prompts import Cues

CLAUSE_END = regex.compile(r"[.;:!?,。！？；，、؟،।\n]")
REACH_BEFORE, REACH_AFTER = 48, 16
"""Characters between the cue and what it negates, at most."""


class Negation:
    """The negations of one message."""

    def __init__(self, reading: Reading, cues: Cues) -> None:
        self._text = reading.lowered
        self._before = cue_list(cues.not_before).spans(self._text)
        self._after = cue_list(cues.not_after).spans(self._text)
        self._but = cue_list(cues.but)

    def covers(self, start: int, end: int) -> bool:
        """Whether a cue before or after this span negates it within the same clause."""
        before = (cue_end for _, cue_end in self._before if cue_end <= start <= cue_end + REACH_BEFORE)
        after = (cue_start for cue_start, _ in self._after if end <= cue_start <= end + REACH_AFTER)
        return any(self._joined(place, start) for place in before) or any(self._joined(end, place) for place in after)

    def _joined(self, start: int, end: int) -> bool:
        between = self._text[start:end]
        return not CLAUSE_END.search(between) and not self._but.spans(between)
