"""Understanding what is wished: rules, word lists, names and meanings; each wish says which of them decided it."""

from polyrec.agent.understanding.acts import Acts
from polyrec.agent.understanding.context import Context, fields_of
from polyrec.agent.understanding.understand import Heard, Understanding
from polyrec.agent.understanding.wordlist import cue_list

__all__ = ["Acts", "Context", "Heard", "Understanding", "cue_list", "fields_of"]
