"""What evaluation data expects of an item or a request: `genres: comedy`, `not year: 1990..1999`, `words: vampire*`.

A line of the data is one key and one value. The key names a field, or several with | between; `not` before it negates.
The value is a text, several of which one must hold (`drama | war`), a list of which all must hold, or a range
(`1990..1999`, `..120`, `4.5..`). Special keys: `words` (title or description holds one), and for requests `like` (an
item's id), `sort` (`price up`, `year down`) and `count`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import regex

from polyrec.eval.errors import EvaluationError
from polyrec.retrievers import Item
from polyrec.retrievers.text import fold

RANGE = regex.compile(r"(?P<low>-?\d+(?:\.\d+)?)?\.\.(?P<high>-?\d+(?:\.\d+)?)?")
Written = Mapping[str, object]
"""Conditions as YAML gives them."""


@dataclass(frozen=True)
class HasValue:
    """One of `fields` holds one of `values`; none does when `negated`."""

    fields: tuple[str, ...]
    values: tuple[str, ...]
    negated: bool = False

    def holds(self, item: Item) -> bool:
        """Whether an item meets it."""
        stated = {value for field in self.fields for value in item.values(field)}
        return bool(stated & set(self.values)) is not self.negated


@dataclass(frozen=True)
class InRange:
    """The number in `field` lies in [low, high], None leaving an end open; an item without it never meets that."""

    field: str
    low: float | None
    high: float | None
    negated: bool = False

    def holds(self, item: Item) -> bool:
        """Whether an item meets it."""
        number = item.number(self.field)
        if number is None:
            return False
        inside = (self.low is None or self.low <= number) and (self.high is None or number <= self.high)
        return inside is not self.negated


@dataclass(frozen=True)
class HasWords:
    """Title or description holds one of `words`; a final * stands for any letters."""

    words: tuple[str, ...]

    @cached_property
    def _pattern(self) -> regex.Pattern[str]:
        terms = (regex.escape(fold(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "") for word in self.words)
        return regex.compile(rf"\b(?:{'|'.join(terms)})\b")

    def holds(self, item: Item) -> bool:
        """Whether an item meets it."""
        return bool(self._pattern.search(fold(f"{item.title}\n{item.description}")))


@dataclass(frozen=True)
class Resembles:
    """A request asks for items like this one, or unlike it."""

    item_id: str
    negated: bool = False


@dataclass(frozen=True)
class SortedBy:
    """A request asks for the highest of a field first, or the lowest."""

    field: str
    descending: bool


@dataclass(frozen=True)
class Counted:
    """A request asks for so many items."""

    count: int


ItemCondition = HasValue | InRange | HasWords
Condition = ItemCondition | Resembles | SortedBy | Counted


def read_conditions(written: Written) -> tuple[Condition, ...]:
    """The conditions of one case; raises EvaluationError for a line that means nothing."""
    return tuple(condition for key, value in written.items() for condition in _read(key.strip(), value))


def item_conditions(written: Written) -> tuple[ItemCondition, ...]:
    """The conditions of one case that an item can meet."""
    return tuple(condition for condition in read_conditions(written) if isinstance(condition, ItemCondition))


def _read(key: str, value: object) -> Iterator[Condition]:
    if isinstance(value, list):
        for one in value:
            yield from _read(key, one)
        return
    negated = key.startswith("not ")
    fields = tuple(part.strip() for part in key.removeprefix("not ").split("|"))
    text = str(value).strip()
    alternatives = tuple(part.strip() for part in text.split("|"))
    match fields:
        case ("words",):
            yield HasWords(alternatives)
        case ("like",):
            yield Resembles(text, negated)
        case ("count",):
            yield Counted(int(text))
        case ("sort",):
            field, _, way = text.rpartition(" ")
            if way not in ("up", "down"):
                raise EvaluationError(f"sort: {text!r} says no direction.", "Write it as: sort: price up (or down)")
            yield SortedBy(field, way == "down")
        case _:
            yield _value_or_range(fields, alternatives, text, negated)


def _value_or_range(
    fields: tuple[str, ...], alternatives: tuple[str, ...], text: str, negated: bool
) -> HasValue | InRange:
    match = RANGE.fullmatch(text)
    if not match:
        return HasValue(fields, alternatives, negated)
    low, high = (None if end is None else float(end) for end in (match["low"], match["high"]))
    return InRange(fields[0], low, high, negated)
