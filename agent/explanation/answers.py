"""What is said where nothing is recommended: answers about items, and the small change of a conversation."""

from collections.abc import Sequence
from string import Template

from polyrec.agent.dialogue import Move, Question
from polyrec.agent.events import RankedItem
from polyrec.agent.explanation.templates import Wording
from polyrec.agent.suspicion import Suspicion
from polyrec.agent.understanding import fields_of
from polyrec.prompts import Prompts
from polyrec.retrievers import Item, Kind, Schema

APART = " · "
ENDINGS = tuple(".!?。！？…؟।")
ABOUT = "about"
SHOWN = (Kind.YEAR, Kind.DATE, Kind.NUMBER, Kind.CATEGORY, Kind.COUNTRY, Kind.PERSON)
SAYINGS = {Move.HELLO: "hello", Move.HOW_ARE_YOU: "fine", Move.THANKS: "thanks", Move.GOODBYE: "goodbye"}
SAYINGS |= {Move.OUTSIDE: "outside", Move.LIKED: "liked", Move.DISLIKED: "disliked", Move.SEEN: "seen"}
SAYINGS |= {Move.TAKEN: "taken", Move.UNDO: "undone", Move.START_OVER: "started_over"}
"""Moves, and the text of the language's file that answers them."""


class Answers:
    """Says in one language what the fields of items say; what they do not, it does not."""

    def __init__(self, prompts: Prompts, schema: Schema, wording: Wording, suspicion: Suspicion) -> None:
        self._texts = prompts.conversation
        self._schema = schema
        self._wording = wording
        self._suspicion = suspicion

    def say(self, move: Move, title: str = "") -> str:
        """The answer to a move that needs no facts; `title` is that of the item that it speaks of."""
        return _sentence(getattr(self._texts, SAYINGS[move]), title=title)

    def lost(self, has_shown: bool) -> str:
        """That a reference leads nowhere."""
        return self._texts.which if has_shown else self._texts.nothing_shown

    def asks(self, question: Question) -> str:
        """A question with its choices."""
        choices = self._wording.choices([self._wording.wish(choice) for choice in question.choices])
        return _sentence(self._texts.question, choices=choices)

    def tell(self, item: RankedItem, sides: Sequence[str]) -> str:
        """What the catalogue states of an item on the sides that were asked for; what the item is, where none was."""
        stated = [fact for side in sides for fact in self._facts(item.item, side)]
        if not stated and sides:
            return _sentence(self._texts.not_stated, title=self._wording.heading(item))
        return self._told(item, APART.join(stated) if stated else self._about(item.item))

    def compare(self, items: Sequence[RankedItem]) -> str:
        """What sets items apart, a line for each, and what they share."""
        fields = self._schema.named(*SHOWN)
        stated = {field: [tuple(item.item.values(field)) for item in items] for field in fields}
        alike = [field for field in fields if len(set(stated[field])) == 1 and stated[field][0]]
        lines = []
        for item in items:
            own = [self._fact(item.item, field) for field in fields if field not in alike and item.item.values(field)]
            lines.append(self._told(item, APART.join(own) or self._about(item.item)))
        if alike:
            facts = APART.join(self._fact(items[0].item, field) for field in alike)
            lines.append(_sentence(self._texts.alike, facts=facts))
        return "\n".join(lines)

    def why(self, item: RankedItem) -> str:
        """Why an item was recommended."""
        return self._told(item, self._wording.reason(item))

    def why_not(self, item: RankedItem, was_shown: bool) -> str:
        """Why an item was not recommended: the wishes that it does not meet, or that others are closer."""
        title = self._wording.heading(item)
        if was_shown:
            return _sentence(self._texts.already_shown, title=title)
        if any(piece.finding == "misses" for piece in item.evidence):
            return self._told(item, self._wording.shortcomings(item))
        return _sentence(self._texts.others_closer, title=title)

    def _told(self, item: RankedItem, facts: str) -> str:
        if not facts:
            return _sentence(self._texts.not_stated, title=self._wording.heading(item))
        return _sentence(self._texts.told, title=self._wording.heading(item), facts=facts)

    def _facts(self, item: Item, side: str) -> list[str]:
        if side == ABOUT:
            return [text] if (text := self._about(item)) else []
        return [self._fact(item, field) for field in fields_of(side, self._schema) if item.values(field)]

    def _fact(self, item: Item, field: str) -> str:
        return self._wording.stated(field, item.values(field))

    def _about(self, item: Item) -> str:
        return self._suspicion.harmless_part(item.description)


def _sentence(template: str, **values: str) -> str:
    """A text with its values; where the last of them ends a sentence already, the text's own full stop goes."""
    for name, value in values.items():
        if value.endswith(ENDINGS) and template.rstrip(".。।").endswith(f"${name}"):
            template = template.rstrip(".。।")
    return Template(template).safe_substitute(values)
