"""What is known of a person from one conversation to the next, and what follows from it."""

from polyrec.agent.profile.behaviour import KINDS, Behaviour, BehaviourKind
from polyrec.agent.profile.facts import Facts
from polyrec.agent.profile.profile import Profile

__all__ = ["KINDS", "Behaviour", "BehaviourKind", "Facts", "Profile"]
