"""What the chat needs of a recommender and its conversations; tests put others in their place."""

from collections.abc import Iterator
from typing import Protocol

from polyrec.agent import Event
from polyrec.agent.dialogue.state import Belief, State
from polyrec.agent.llm import LanguageModel
from polyrec.agent.memory import SavedTurn
from polyrec.agent.profile import BehaviourKind
from polyrec.retrievers import Catalog


class Conversation(Protocol):
    """A session, as far as the chat uses it."""

    state: State
    language: str | None

    def stream(self, message: str | None) -> Iterator[Event]:
        """The events of one turn; of what the state asks for, without a message."""
        ...

    def cancel(self) -> None:
        """Lets the turn that runs end without the model."""
        ...

    def drop(self, belief: Belief) -> None:
        """Gives up a wish, an order or a theme."""
        ...

    def undo(self) -> bool:
        """Goes back to before the last turn or change."""
        ...

    def surprise(self, dial: float) -> None:
        """Sets how far recommendations may stray."""
        ...

    def feedback(self, kind: BehaviourKind, item_id: str) -> None:
        """Tells what the person thinks of an item."""
        ...

    def past(self, limit: int) -> list[SavedTurn]:
        """The last turns of a conversation that is kept."""
        ...


class Bot(Protocol):
    """A recommender, as far as the chat uses it."""

    catalog: Catalog

    def session(
        self,
        language: str | None = None,
        *,
        name: str | None = None,
        person: str | None = None,
        private: bool = False,
    ) -> Conversation:
        """A conversation; see Recommender.session."""
        ...

    def wait_for_model(self) -> LanguageModel | None:
        """The model once it is loaded."""
        ...
