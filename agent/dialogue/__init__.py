"""What holds from turn to turn: which move a message makes, and what is wished for after it."""

from polyrec.agent.dialogue.examples import Examples
from polyrec.agent.dialogue.interpret import Dialogue, Turn
from polyrec.agent.dialogue.moves import Move
from polyrec.agent.dialogue.question import Question, find_question
from polyrec.agent.dialogue.state import State

__all__ = ["Dialogue", "Examples", "Move", "Question", "State", "Turn", "find_question"]
