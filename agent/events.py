"""What happens in a turn, as facts in the order in which they come about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from polyrec.agent.dialogue import Move, Question, State
from polyrec.agent.llm import Usage
from polyrec.retrievers import Item, Request, Wish

Finding = Literal["meets", "misses", "resembles", "together", "close", "liked", "often", "popular", "own_language"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against an item.

    `meets` and `misses` speak of `wish` and of what the item states in `field`: `values`, empty where it states
    nothing. `resembles` speaks of a title that was named, `together` of one that people chose who chose this item, too;
    `values` then holds how many. `close` says only that its text is near to the message. Of the person's profile,
    `liked` names in `values` the liked title that the item resembles, `often` a value in `field` that they often like.
    What may have swayed the order is told, too: `popular` that many people chose it (`values`: how many),
    `own_language` that it is described in the language of the reply.
    """

    finding: Finding
    wish: Wish | None = None
    field: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedItem:
    """An item with its evidence. `relevance` is the model's likelihood that it answers the wish, None if not asked."""

    item: Item
    evidence: tuple[Evidence, ...]
    score: float
    relevance: float | None = None

    @property
    def id(self) -> str:
        """The item's id in its catalogue."""
        return self.item.id

    @property
    def title(self) -> str:
        """The item's title as its catalogue states it."""
        return self.item.title


@dataclass(frozen=True, slots=True)
class Understood:
    """The message has become a request; `move` is what the person does with it."""

    request: Request
    move: Move = Move.RECOMMEND


@dataclass(frozen=True, slots=True)
class Found:
    """The best of what retrieval found; good enough to show, not yet in the last order."""

    items: tuple[RankedItem, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The items of the reply, in their order."""

    items: tuple[RankedItem, ...]


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the reply's text, already verified."""

    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole turn.

    `model` is the model's name, or `none`; `notes` say in the person's language what had to be left out;
    `prompt_version` counts the editions of the language's file; `timings` are seconds since the turn began
    (`understood`, `found`, `ranked`, `first_word`, `replied`, as far as it came by them); `written_by_model` counts the
    sentences that the model wrote. `state` is what holds after the turn, `about` the items that an answer is about,
    `question` what the reply asks at its end.
    """

    text: str
    language: str
    items: tuple[RankedItem, ...]
    request: Request
    model: str
    prompt_version: str
    notes: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    written_by_model: int = 0
    move: Move = Move.RECOMMEND
    state: State = field(default_factory=State)
    about: tuple[Item, ...] = ()
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """The turn is over."""

    reply: Reply


Event = Understood | Found | Ranked | TextDelta | Replied
