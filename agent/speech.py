"""What a reply says around its list, and in its place: answers, openings, the question at the end."""

from collections.abc import Sequence

from polyrec.agent.dialogue import Move, Question, Turn
from polyrec.agent.dialogue.moves import SILENT
from polyrec.agent.dialogue.situation import Situation
from polyrec.agent.events import RankedItem
from polyrec.agent.explanation import Answers, Wording
from polyrec.agent.suspicion import Suspicion
from polyrec.prompts import Prompts
from polyrec.retrievers import Candidates, Request, Schema


class Speech:
    """How one turn is worded, in its language."""

    def __init__(self, prompts: Prompts, schema: Schema, language: str, suspicion: Suspicion) -> None:
        self.wording = Wording(prompts, schema, language)
        self._texts = prompts.conversation
        self._answers = Answers(prompts, schema, self.wording, suspicion)

    def answer(self, turn: Turn, situation: Situation, items: Sequence[RankedItem]) -> str | None:
        """What is said in a turn that recommends nothing; None in one that does. `items` are those spoken of."""
        answers, has_shown = self._answers, bool(situation.state.last)
        match turn.move:
            case Move.LOST:
                return answers.lost(has_shown)
            case Move.ASK if items:
                return "\n".join(answers.tell(item, turn.asks) for item in items)
            case Move.COMPARE if len(items) > 1:
                return answers.compare(items)
            case Move.WHY if items:
                return "\n".join(map(answers.why, items))
            case Move.WHY_NOT if items:
                return "\n".join(answers.why_not(item, item.id in situation.state.last) for item in items)
            case Move.UNDO if not situation.undone():
                return self._texts.nothing_to_undo
            case Move.UNDO | Move.START_OVER if not turn.state.beliefs:
                return answers.say(turn.move)
            case Move.LIKED | Move.TAKEN if items:
                return "\n".join(answers.say(turn.move, self.wording.heading(item)) for item in items)
            case move if move in SILENT:
                return answers.lost(has_shown) if turn.speaks_of_items else answers.say(move)
        return None

    def opening(
        self, turn: Turn, request: Request, ranked: Sequence[RankedItem], count: int, candidates: Candidates
    ) -> str:
        """The first words of a recommendation: what the person did is answered first, then what the list is."""
        opening = self.wording.opening(request, ranked, count, candidates.dropped, some_shown=bool(turn.state.shown))
        is_plain = not candidates.dropped and len(ranked) == count
        if turn.move is Move.SURPRISE and ranked:
            return self._texts.surprise
        if turn.move is Move.UNDO:
            return f"{self._texts.undone} {opening}"
        if turn.move is Move.OTHERS and is_plain:
            return self._texts.others
        if turn.move in (Move.SEEN, Move.DISLIKED) and len(turn.items) == 1:
            noted = self._answers.say(turn.move, self.wording.heading(RankedItem(turn.items[0], (), 0.0)))
            return f"{noted} {self._texts.others if is_plain else opening}"
        return opening

    def question(self, question: Question) -> str:
        """A question with its choices, after a list."""
        return f"\n\n{self._answers.asks(question)}"
