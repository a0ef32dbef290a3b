"""What polyrec believes at one moment of a conversation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from polyrec.retrievers import Order, Span, Wish
from polyrec.retrievers.request import meaning_of

SURPRISE = 0.8
"""How varied the items are that shall surprise, in [0, 1]."""
LONGEST_SAID = 8
"""Messages whose words still count in search; the wishes of older ones stay in force."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a message said: its text, what no wish has claimed of it, and the wishes that it made."""

    text: str
    rest: str
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """One moment. Nothing changes it: each turn makes the next.

    `wishes` are in force, the newest last; `said` is what was said, the newest last. Items are told by their ids:
    `last` is the list on the screen, `shown` all that were shown since the conversation began anew, `focus` the one
    spoken of since the last list. `question` is the field that the last reply asked about, `asked` all such fields.
    `surprise` in [0, 1] is how far recommendations may stray. `fruitless` counts the lists in a row of which nothing
    pleased.
    """

    wishes: tuple[Wish, ...] = ()
    said: tuple[Said, ...] = ()
    order: Order | None = None
    count: int | None = None
    last: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    focus: str | None = None
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    question: str | None = None
    asked: tuple[str, ...] = ()
    surprise: float = 0.0
    fruitless: int = 0

    @property
    def beliefs(self) -> tuple["Belief", ...]:
        """All that polyrec believes is wanted, one by one: wishes, the order, and themes in the person's words."""
        themes = (one for one in self.said if not one.wishes)
        return (*self.wishes, *((self.order,) if self.order else ()), *themes)

    def without_belief(self, belief: "Belief") -> "State":
        """The state once a belief was given up."""
        if isinstance(belief, Order):
            return replace(self, order=None)
        if isinstance(belief, Said):
            return replace(self, said=tuple(one for one in self.said if one != belief))
        return self.without([belief])

    @property
    def known(self) -> frozenset[str]:
        """The items that are not to be shown (again)."""
        return frozenset((*self.shown, *self.disliked, *self.seen, *self.taken))

    def without(self, gone: "Iterable[Wish]") -> "State":
        """The state after some wishes were given up; what was said for them alone is forgotten, too."""
        meanings = {meaning_of(wish) for wish in gone}
        return self.holding(tuple(wish for wish in self.wishes if meaning_of(wish) not in meanings))

    def holding(self, wishes: tuple[Wish, ...]) -> "State":
        """The state with these wishes in force."""
        held = {meaning_of(wish) for wish in wishes}
        return replace(self, wishes=wishes, said=tuple(kept for one in self.said if (kept := _still(one, held))))

    def noting(self, name: str, items: Iterable[str]) -> "State":
        """The state after something was said of items: `name` is liked, disliked, seen or taken."""
        noted: dict[str, Any] = {name: tuple(dict.fromkeys((*getattr(self, name), *items)))}
        return replace(self, **noted)

    def fresh(self) -> "State":
        """The state when everything begins anew; what was said of items stays."""
        return State(**self._noted)

    def back_to(self, before: "State") -> "State":
        """An earlier state, with what was said of items since; its list may be shown again."""
        shown = tuple(item for item in self.shown if item not in before.last)
        return replace(before, shown=shown, question=None, **self._noted)

    @property
    def _noted(self) -> dict[str, Any]:
        """What was said of items."""
        return {"liked": self.liked, "disliked": self.disliked, "seen": self.seen, "taken": self.taken}

    def with_list(self, items: tuple[str, ...]) -> "State":
        """The state after a list was shown."""
        shown = tuple(dict.fromkeys((*self.shown, *items)))
        return replace(self, last=items or self.last, shown=shown, focus=None)


Belief = Wish | Order | Said
"""One thing that polyrec believes is wanted; a chip on the screen."""


def _still(said: Said, held: set[tuple[object, ...]]) -> Said | None:
    """What still holds of something said: nothing where all its wishes are gone, else the text without those."""
    gone = [wish.span for wish in said.wishes if meaning_of(wish) not in held]
    if not gone:
        return said
    kept = tuple(wish for wish in said.wishes if meaning_of(wish) in held)
    return Said(_blanked(said.text, gone), said.rest, kept) if kept else None


def _blanked(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        if text[span.start : span.end] == span.text:
            text = text[: span.start] + " " * len(span.text) + text[span.end :]
    return text


_ADAPTER = TypeAdapter(State)


def to_json(state: State) -> str:
    """The state as JSON that `from_json` reads."""
    return _ADAPTER.dump_json(state, exclude_defaults=True).decode()


def from_json(text: str) -> State:
    """The state that JSON holds; raises ValueError where it holds none."""
    return _ADAPTER.validate_json(text)
