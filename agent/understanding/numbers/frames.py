"""How a language builds amounts, "between {a} and {b}", over a text whose numbers and units are masked.

Masking keeps every place: a unit becomes one sign and as many fillers as it has letters, and so does a number. The
frames are then short, the same for every unit, and quick to compile and to match.
"""

from collections.abc import Iterator, Mapping

import regex

from polyrec.agent.understanding.numbers.figures import Figures, figures_of
from polyrec.agent.understanding.patterns import GAP, frame_list
from polyrec.prompts import load

RANGES = ("{a} - {b}", "{a} – {b}", "{a} ~ {b}", "{a} 〜 {b}")
NUMBER_SIGN, UNIT_SIGN, FILLER = "\ue001", "\ue002", "\ue003"
NUMBER, UNIT = f"{NUMBER_SIGN}{FILLER}*", f"{UNIT_SIGN}{FILLER}*"
ENDS = {f"{{{name}}}": rf"(?:{UNIT}{GAP})?(?P<{name}>{NUMBER})(?:{GAP}{UNIT})?" for name in "ab"}
Amount = tuple[float, float, int, int]
"""The lowest and the highest that was said, the same for a single amount, and where."""


class Masked:
    """A folded text with its units masked (`units_only`), and with its numbers masked too (`whole`)."""

    def __init__(self, text: str, figures: Figures, scales: Mapping[str, float], units: regex.Pattern[str]) -> None:
        self._scales: dict[int, float] = {}
        self._numbers: dict[int, tuple[float, str]] = {}
        masked = list(text)
        for match in units.finditer(text):
            name = match.group()
            self._scales[match.start()] = next((worth for stem, worth in scales.items() if name.startswith(stem)), 1.0)
            _mask(masked, UNIT_SIGN, *match.span())
        self.units_only = "".join(masked)
        for match in regex.finditer(figures.pattern(text), self.units_only) if self._scales else ():
            self._numbers[match.start()] = (figures.worth(match.group()), match.group())
            _mask(masked, NUMBER_SIGN, *match.span())
        self.whole = "".join(masked)

    def number(self, place: int) -> float:
        """The number that is masked from a place on."""
        return self._numbers[place][0]

    def has_two_figures(self, place: int) -> bool:
        """Whether the number masked there is written with one or two figures: the minutes of "1h30"."""
        return self._numbers[place][1].isdigit() and len(self._numbers[place][1]) <= 2

    def scales(self, start: int, end: int) -> list[float]:
        """The worth of each unit masked between two places, in their order."""
        return [self._scales[place] for place in range(start, end) if place in self._scales]


class Frames:
    """The frames of one language. What is found is (lowest, highest, start, end) in the field's unit."""

    def __init__(self, language: str) -> None:
        cues = load(language).cues
        self.figures = figures_of(language)
        self._ranges = frame_list((*cues.range, *RANGES))
        self._halves = frame_list((*cues.halves.more, *cues.halves.one))
        self._compound = regex.compile(rf"(?P<n>{NUMBER}){GAP}{UNIT}{GAP}(?P<m>{NUMBER})(?:{GAP}{UNIT})?")
        self._single = regex.compile(rf"{UNIT}{GAP}(?P<n>{NUMBER})|(?P<n>{NUMBER}){GAP}{UNIT}")

    def spans(self, text: Masked) -> Iterator[Amount]:
        """From an amount to an amount; one unit between the two will do."""
        for match in self._ranges.find(text.whole, ENDS, rf"(?:{GAP}{UNIT})?"):
            if scales := text.scales(*match.span()):
                low, high = sorted(text.number(match.start(name)) * scales[-1] for name in "ab")
                yield low, high, *match.span()

    def halves(self, text: Masked) -> Iterator[Amount]:
        """A unit and a half, so many units and a half."""
        parts = {"{unit}": UNIT, "{n}": f"(?P<n>{self.figures.pattern(text.units_only)})"}
        for match in self._halves.find(text.units_only, parts):
            whole = self.figures.worth(match["n"]) if "n" in match.groupdict() else 1.0
            amount = (whole + 0.5) * text.scales(*match.span())[0]
            yield amount, amount, *match.span()

    def compounds(self, text: Masked) -> Iterator[Amount]:
        """Hours and minutes: "1h30", "2 hours 15 minutes"."""
        for match in self._compound.finditer(text.whole):
            if text.has_two_figures(match.start("m")):
                first, *second = text.scales(*match.span())
                smaller = second[0] if second else first / 60
                amount = text.number(match.start("n")) * first + text.number(match.start("m")) * smaller
                yield amount, amount, *match.span()

    def bare(self, text: Masked) -> Iterator[Amount]:
        """Units without a number, each one of its kind: "less than a kilo" in languages that leave out the "a"."""
        for match in regex.finditer(rf"{UNIT_SIGN}{FILLER}{{3,}}", text.whole):
            amount = text.scales(*match.span())[0]
            yield amount, amount, *match.span()

    def singles(self, text: Masked) -> Iterator[Amount]:
        """A number beside a unit."""
        for match in self._single.finditer(text.whole):
            amount = text.number(match.start("n")) * text.scales(*match.span())[0]
            yield amount, amount, *match.span()


def _mask(letters: list[str], sign: str, start: int, end: int) -> None:
    letters[start:end] = sign + FILLER * (end - start - 1)
