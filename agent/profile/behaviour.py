"""What a person did or said about an item, and what that is worth."""

import time
from dataclasses import dataclass, field
from typing import Literal, get_args

BehaviourKind = Literal["like", "dislike", "seen", "take", "search", "view", "click", "purchase", "rating"]
KINDS: tuple[BehaviourKind, ...] = get_args(BehaviourKind)
OPINIONS = ("like", "dislike", "rating")
"""Of these, the last that was said of an item counts; of what was done, that which says most."""
WORTH = {"like": 1.0, "dislike": -1.0, "seen": 0.0, "take": 1.0, "purchase": 1.0, "view": 0.2, "click": 0.1}
MIDDLE, REACH = 3.0, 2.0
"""A rating of 3 of 5 says nothing, one of 5 as much as a like."""
KNOWING = ("like", "dislike", "seen", "take", "purchase", "rating")
"""What nobody needs to be shown again."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One event. `item` is an id of `catalog`, empty for a search; `value` a rating from 1 to 5; `text` what was
    searched for, or a reason; `at` seconds since 1970.
    """

    kind: BehaviourKind
    catalog: str
    item: str = ""
    value: float | None = None
    text: str = ""
    at: float = field(default_factory=time.time)

    @property
    def worth(self) -> float:
        """What it says of the person's liking for the item, in [-1, 1]."""
        if self.kind == "rating":
            return max(-1.0, min(1.0, ((MIDDLE if self.value is None else self.value) - MIDDLE) / REACH))
        return WORTH.get(self.kind, 0.0)
