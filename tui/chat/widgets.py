"""What the conversation is made of. Catalogue and model text is shown as it is, never read as markup."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import HorizontalScroll, Vertical
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from polyrec.agent import RankedItem
from polyrec.agent.dialogue.state import Belief
from polyrec.agent.explanation import Wording
from polyrec.agent.locales import parse_locale
from polyrec.agent.profile import BehaviourKind
from polyrec.prompts import Interface

MARKS: dict[BehaviourKind, str] = {"like": "♥", "dislike": "✗", "seen": "✓"}
"""What stands before the title of an item that the person has spoken of."""


def direction(language: str) -> str:
    """The class for texts in a language: rtl or ltr."""
    return parse_locale(language).text_direction


class UserMessage(Static):
    """What the person said."""

    def __init__(self, text: str) -> None:
        super().__init__(text, markup=False)


class ReplyMessage(Static):
    """What polyrec says, growing while it arrives."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, markup=False)
        self.text = text

    def append(self, piece: str) -> None:
        """Adds a verified piece."""
        self.text += piece
        self.update(self.text)


class Notice(Static):
    """Something that is not part of the conversation: a welcome, a note, an error with its remedy."""

    def __init__(self, text: str) -> None:
        super().__init__(text, markup=False)


class Chip(Static, can_focus=True):
    """One thing that polyrec believes is wanted; a click, Enter or Delete drops it."""

    BINDINGS: ClassVar = [("enter,delete,backspace", "drop", "")]

    class Dropped(Message):
        """The person does not want this any more."""

        def __init__(self, belief: Belief) -> None:
            super().__init__()
            self.belief = belief

    def __init__(self, belief: Belief, text: str) -> None:
        super().__init__(f"{text} ×", markup=False)
        self.belief = belief

    def action_drop(self) -> None:
        """Says that it was dropped."""
        self.post_message(self.Dropped(self.belief))

    def on_click(self, _: Click) -> None:
        """A click drops it."""
        self.action_drop()


class Chips(HorizontalScroll, can_focus=False):
    """What polyrec believes is wanted, behind a heading."""

    def show(self, heading: str, nothing: str, beliefs: tuple[tuple[Belief, str], ...], language: str) -> None:
        """Puts these in the place of those before; `nothing` stands where there are none.

        Where the language runs from the right, they do, too.
        """
        chips: list[Static] = [Chip(belief, text) for belief, text in beliefs]
        row = [
            Static(f"{heading}:", classes="heading", markup=False),
            *(chips or [Static(nothing, classes="nothing", markup=False)]),
        ]
        is_rtl = direction(language) == "rtl"
        with self.app.batch_update():
            self.set_class(is_rtl, "rtl")
            self.remove_children()
            self.mount(*(reversed(row) if is_rtl else row))


class ItemCard(Vertical, can_focus=True):
    """One item with its titles, its facts, its evidence and the beginning of its description. Keys tell what the person
    thinks of it.
    """

    class Judged(Message):
        """The person likes the item, does not, or knows it."""

        def __init__(self, kind: BehaviourKind, item: RankedItem) -> None:
            super().__init__()
            self.kind = kind
            self.item = item

    def __init__(self, item: RankedItem, wording: Wording, language: str, texts: Interface) -> None:
        super().__init__(classes=direction(language))
        self.item = item
        self._wording = wording
        self._bindings.bind("l,plus", "judge('like')", texts.like, show=True)
        self._bindings.bind("d,minus", "judge('dislike')", texts.dislike, show=True)
        self._bindings.bind("s", "judge('seen')", texts.seen, show=True)

    def compose(self) -> ComposeResult:
        """Title, facts, evidence, description; the description keeps the direction of its own language."""
        item = self.item.item
        falls_short = any(piece.finding == "misses" for piece in self.item.evidence)
        yield Static(self._wording.titles(self.item), classes="title", markup=False)
        yield Static(self._wording.facts(self.item), classes="facts", markup=False)
        yield Static(self._wording.reason(self.item), classes="short" if falls_short else "evidence", markup=False)
        yield Static(item.description, classes=f"description {direction(item.language or 'en')}", markup=False)

    def action_judge(self, kind: BehaviourKind) -> None:
        """Marks the item, and says what was thought of it."""
        self.query_one(".title", Static).update(f"{MARKS[kind]} {self._wording.titles(self.item)}")
        self.post_message(self.Judged(kind, self.item))
