"""One person's conversation."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event as Flag
from threading import Lock
from typing import TYPE_CHECKING

from polyrec.agent.dialogue import Move, State
from polyrec.agent.dialogue.merge import merge
from polyrec.agent.dialogue.situation import Situation
from polyrec.agent.dialogue.state import Belief
from polyrec.agent.events import Event, Replied, Reply, Understood
from polyrec.agent.memory import Conversations, SavedTurn
from polyrec.agent.profile import Behaviour, BehaviourKind, Profile
from polyrec.retrievers import Wish

if TYPE_CHECKING:
    from polyrec.agent.recommender import Recommender

FEEDBACK: dict[BehaviourKind, str] = {"like": "liked", "dislike": "disliked", "seen": "seen", "take": "taken"}
"""What a person may say of an item, and where the state keeps it."""


class Session:
    """Turns that follow one another, one at a time. Sessions of one Recommender know nothing of each other.

    `state` is what polyrec believes now: the wishes in force, what was shown, liked, disliked, seen. `language` is the
    BCP-47 tag of the last reply, None before the first; `turns` counts those so far; `profile` is what is known of the
    person.
    """

    def __init__(
        self,
        recommender: "Recommender",
        default_language: str,
        *,
        profile: Profile,
        conversations: Conversations | None,
        name: str,
        person: str | None,
    ) -> None:
        self._recommender = recommender
        self._default_language = default_language
        self._lock = Lock()
        self._cancelled = Flag()
        self._conversations = conversations
        self._past: dict[int, SavedTurn] = {}
        self._parent: int | None = None
        self.name = name
        self.profile = profile
        self.language: str | None = None
        self.turns = 0
        self.state = State()
        self.replies: list[Reply] = []
        if conversations:
            conversations.begin(name, recommender.catalog.name, person)
            self._go_on(conversations.last(name))

    def stream(self, message: str | None, *, n: int | None = None, language: str | None = None) -> Iterator[Event]:
        """The events of one turn, ending with Replied, for up to `n` items (1 to 20); None shows as many as the
        message asks for, or three.

        Without a message, what the state asks for is recommended: after wishes were changed by hand. `language` settles
        the reply's BCP-47 tag; None lets the message and the session decide. Raises MessageError for a message that
        cannot be answered, ModelError when the model cannot be loaded, MemoryFileError when the turn cannot be kept.
        """
        with self._lock:
            self._cancelled.clear()
            self.profile.refresh()
            before = self.state
            situation = Situation(before, self._undone, self.language, self._default_language, self.profile)
            started = SavedTurn(self.turns + 1, self._parent, message or "", "", None, before)
            for event in self._recommender.turn(message, situation, n, language, self._cancelled):
                match event:
                    case Understood(request):
                        self._keep(replace(started, language=request.language))
                    case Replied(reply):
                        self._finish(message or "", before, reply)
                yield event

    def reply(self, message: str | None, *, n: int | None = None, language: str | None = None) -> Reply:
        """One turn, waited for; see `stream`."""
        return next(event.reply for event in self.stream(message, n=n, language=language) if isinstance(event, Replied))

    def cancel(self) -> None:
        """Stops the model in the turn that runs now, from any thread; the turn then ends with what needs no model."""
        self._cancelled.set()

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """The wishes in force, the newest last; `state.beliefs` holds themes and the order, too."""
        return self.state.wishes

    def drop(self, belief: Belief) -> None:
        """Gives up a wish, an order or a theme; the next turn, or `stream(None)`, goes by what is left."""
        self._change(lambda state: state.without_belief(belief))

    def add(self, wish: Wish) -> None:
        """Adds a wish that was chosen by hand, in the place of others that it contradicts."""
        catalog = self._recommender.catalog
        self._change(lambda state: state.holding(merge(state.wishes, [wish], frozenset(), catalog)))

    def undo(self) -> bool:
        """Goes back to before the last turn or change; returns whether there was one."""
        if (undone := self._undone()) is None:
            return False
        self._change(lambda _: undone, is_undo=True)
        return True

    def start_over(self) -> None:
        """Forgets the wishes and what was shown; what was liked, disliked and seen stays."""
        self._change(lambda state: state.fresh())

    def surprise(self, dial: float) -> None:
        """Sets how far recommendations may stray from the nearest, in [0, 1]; 0 is the usual."""
        self._change(lambda state: replace(state, surprise=min(1.0, max(0.0, dial))))

    def feedback(self, kind: BehaviourKind, item_id: str, reason: str = "") -> None:
        """Tells what the person thinks of an item: like, dislike, seen, take; the next turn goes by it.

        Raises KeyError for another kind.
        """
        name = FEEDBACK[kind]
        self.profile.report(Behaviour(kind, self._recommender.catalog.name, item_id, text=reason))
        self._change(lambda state: state.noting(name, [item_id]))

    def past(self, limit: int = 50) -> list[SavedTurn]:
        """The last turns of a conversation that is kept, the oldest first; none of one that is not."""
        return list(self._conversations.turns(self.name, limit)) if self._conversations else []

    def _go_on(self, last: SavedTurn | None) -> None:
        """Takes up where the conversation ended."""
        if last:
            self.turns, self._parent, self.state, self.language = last.number, last.parent, last.state, last.language

    def _undone(self) -> State | None:
        """The state before the last change, None where nothing was changed."""
        return None if self._parent is None else self.state.back_to(self._turn(self._parent).state)

    def _finish(self, message: str, before: State, reply: Reply) -> None:
        """Takes over what a turn came to."""
        parent = self._next_parent(before, reply.state, is_undo=reply.move is Move.UNDO)
        self.replies.append(reply)
        self._advance(message, reply.state, reply.language, reply.text, parent)
        catalog = self._recommender.catalog.name
        events = [
            Behaviour(kind, catalog, item, text=reply.request.text)
            for kind, name in FEEDBACK.items()
            for item in getattr(reply.state, name)
            if item not in getattr(before, name)
        ]
        if events:
            self.profile.report(*events)

    def _change(self, make: Callable[[State], State], *, is_undo: bool = False) -> None:
        """Takes over a state that was made by hand, once no turn is running."""
        with self._lock:
            state = make(self.state)
            parent = self._next_parent(self.state, state, is_undo=is_undo)
            self._advance("", state, self.language or self._default_language, "", parent)

    def _next_parent(self, before: State, after: State, *, is_undo: bool) -> int | None:
        if is_undo and self._parent is not None:
            return self._turn(self._parent).parent
        is_changed = before.beliefs != after.beliefs
        return self.turns if is_changed else self._parent

    def _advance(self, message: str, state: State, language: str, text: str, parent: int | None) -> None:
        turn = SavedTurn(self.turns + 1, parent, message, language, text, state)
        self._keep(turn)
        self.turns, self._parent, self.state, self.language = turn.number, parent, state, language

    def _keep(self, turn: SavedTurn) -> None:
        if self._conversations:
            self._conversations.save(self.name, turn)
        else:
            self._past[turn.number] = turn

    def _turn(self, number: int) -> SavedTurn:
        """A turn by its number; 0 is the beginning."""
        found = self._conversations.turn(self.name, number) if self._conversations else self._past.get(number)
        return found or SavedTurn(0, None, "", self._default_language, "", State())
