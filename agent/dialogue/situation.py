"""What a turn starts from."""

from collections.abc import Callable
from dataclasses import dataclass, field

from polyrec.agent.dialogue.state import State
from polyrec.agent.profile import Profile


def nothing() -> State | None:
    """Nothing to go back to."""
    return None


@dataclass(frozen=True)
class Situation:
    """What a turn starts from: the state, the one to go back to (None where there is none), the language of the last
    reply (None before the first) and the one to answer in while no message tells, and what is known of the person.
    """

    state: State = field(default_factory=State)
    undone: Callable[[], State | None] = nothing
    language: str | None = None
    default_language: str = "en"
    profile: Profile = field(default_factory=Profile)
