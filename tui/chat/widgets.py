"""What the conversation is made of. Catalogue and model text is shown as it is, never read as markup."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from polyrec.agent import RankedItem
from polyrec.agent.explanation import Wording
from polyrec.agent.locales import parse_locale


def direction(language: str) -> str:
    """The class for texts in a language: rtl or ltr."""
    return parse_locale(language).text_direction


class UserMessage(Static):
    """What the person said."""

    def __init__(self, text: str) -> None:
        super().__init__(text, markup=False)


class ReplyMessage(Static):
    """What polyrec says, growing while it arrives."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.text = ""

    def append(self, piece: str) -> None:
        """Adds a verified piece."""
        self.text += piece
        self.update(self.text)


class Notice(Static):
    """Something that is not part of the conversation: a welcome, a note, an error with its remedy."""

    def __init__(self, text: str) -> None:
        super().__init__(text, markup=False)


class ItemCard(Vertical):
    """One item with its titles, its facts, its evidence and the beginning of its description."""

    def __init__(self, item: RankedItem, wording: Wording, language: str) -> None:
        super().__init__(classes=direction(language))
        self._item = item
        self._wording = wording

    def compose(self) -> ComposeResult:
        """Title, facts, evidence, description; the description keeps the direction of its own language."""
        item = self._item.item
        falls_short = any(piece.finding == "misses" for piece in self._item.evidence)
        yield Static(self._wording.titles(self._item), classes="title", markup=False)
        yield Static(self._wording.facts(self._item), classes="facts", markup=False)
        yield Static(self._wording.reason(self._item), classes="short" if falls_short else "evidence", markup=False)
        yield Static(item.description, classes=f"description {direction(item.language or 'en')}", markup=False)
