"""Understanding what is wished: rules, word lists, names and meanings; each wish says which of them decided it."""

from polyrec.agent.understanding.understand import Understanding

__all__ = ["Understanding"]
