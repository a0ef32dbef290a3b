"""What the conversation is made of. Catalogue and model text is shown as it is, never read as markup."""

from babel import Locale
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from polyrec.agent import RankedItem
from polyrec.agent.explanation import Wording


def direction(language: str) -> str:
    """The class for texts in a language: rtl or ltr."""
    parts = language.split("-")
    return "rtl" if Locale.parse(parts[0]).text_direction == "rtl" else "ltr"


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
    """One item with its facts, its evidence and the beginning of its description."""

    def __init__(self, item: RankedItem, wording: Wording, language: str) -> None:
        super().__init__(classes=direction(language))
        self._item = item
        self._wording = wording

    def compose(self) -> ComposeResult:
        """Title, facts, evidence, description."""
        yield Static(self._item.title, classes="title", markup=False)
        yield Static(self._wording.facts(self._item), classes="facts", markup=False)
        yield Static(self._wording.reason(self._item), classes="evidence", markup=False)
        yield Static(self._item.item.description, classes="description", markup=False)
