"""What a catalogue holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FieldValue = str | float | tuple[str, ...]
"""A text, a number in its field's unit, or the values of a field that may have several."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be recommended, exactly as its catalogue states it.

    `language` is the BCP-47 tag of the description, or None where the catalogue does not say. `fields` holds every
    other field by name; a field that the catalogue leaves empty is absent.
    """

    id: str
    title: str
    description: str = ""
    language: str | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field as texts; empty when the catalogue does not state it."""
        value = self.fields.get(name, ())
        if isinstance(value, tuple):
            return value
        return (f"{value:g}" if isinstance(value, float) else value,)

    def stated(self) -> tuple[str, ...]:
        """All values of all fields."""
        return tuple(value for name in self.fields for value in self.values(name))

    def number(self, name: str) -> float | None:
        """The value of a number field, or None when the catalogue does not state it."""
        value = self.fields.get(name)
        return value if isinstance(value, float) else None
