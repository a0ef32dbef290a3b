"""Which move a message makes."""

from enum import StrEnum

from polyrec.agent.understanding import Heard
from polyrec.retrievers import SimilarWish
from polyrec.retrievers.text import is_brief


class Move(StrEnum):
    """What a person does in a turn."""

    RECOMMEND = "recommend"
    CRITIQUE = "critique"
    SIMILAR = "similar"
    OTHERS = "others"
    SURPRISE = "surprise"
    DROP = "drop"
    UNDO = "undo"
    START_OVER = "start_over"
    ASK = "ask"
    COMPARE = "compare"
    WHY = "why"
    WHY_NOT = "why_not"
    LIKED = "liked"
    DISLIKED = "disliked"
    SEEN = "seen"
    TAKEN = "taken"
    HELLO = "hello"
    HOW_ARE_YOU = "how_are_you"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    OUTSIDE = "outside"
    UNCLEAR = "unclear"
    LOST = "lost"
    EDIT = "edit"


SILENT = frozenset(
    (Move.ASK, Move.COMPARE, Move.WHY, Move.WHY_NOT, Move.LIKED, Move.TAKEN, Move.HELLO, Move.HOW_ARE_YOU)
) | {Move.THANKS, Move.GOODBYE, Move.OUTSIDE, Move.LOST}
"""Moves that are answered without recommending anything."""
FEEDBACK = (Move.TAKEN, Move.SEEN, Move.DISLIKED, Move.LIKED)
TALK = (Move.GOODBYE, Move.THANKS, Move.HOW_ARE_YOU, Move.HELLO)
BRIEF, BRIEF_UNSPACED = 3, 6
"""Words beside a greeting, at most, for it to be all that is said; letters where words are not spaced."""
FIRM = ("words", "names", "sounds", "titles", "numbers", "shown")
"""How wishes are found that are no guesses."""


def decide(heard: Heard, has_shown: bool, was_asked: bool, names_wish: bool) -> Move | None:
    """The move of a message that says it plainly; None where only its meaning can tell.

    `has_shown` says whether there is a list that it may speak of, `was_asked` whether the last reply ended in a
    question, `names_wish` whether it names a side of items that a wish in force is about ("the length"). What asks for
    something goes before what may be said by the way.
    """
    acts, request = heard.acts, heard.request
    firm = [wish for wish in request.wishes if wish.source in FIRM and not isinstance(wish, SimilarWish)]
    wishes = bool(firm or request.order)
    similar = [wish for wish in request.wishes if isinstance(wish, SimilarWish)]
    if "start_over" in acts.moves:
        return Move.START_OVER
    if "undo" in acts.moves and not wishes:
        return Move.UNDO
    if acts.is_lost:
        return Move.LOST
    if "compare" in acts.moves and (has_shown or similar):
        return Move.COMPARE
    if "why_not" in acts.moves and not wishes:
        return Move.WHY_NOT
    if "why" in acts.moves and has_shown and not wishes:
        return Move.WHY
    if acts.than or any(wish.source == "shown" for wish in similar):
        return Move.CRITIQUE if acts.than else Move.SIMILAR
    if request.leanings:
        return Move.CRITIQUE
    if acts.any_of or ("any" in acts.moves and was_asked and not wishes):
        return Move.DROP
    if acts.asks and has_shown and (acts.places or not wishes):
        return Move.ASK
    if names_wish and not wishes and not acts.is_question:
        return Move.DROP
    if wishes:
        return Move.RECOMMEND
    return _in_passing(heard, has_shown, bool(similar))


def _in_passing(heard: Heard, has_shown: bool, similar: bool) -> Move | None:
    """The move of a message without a wish of its own."""
    acts = heard.acts
    valued = next((move for move in FEEDBACK if move in acts.moves), None)
    is_praise = valued is Move.LIKED and (similar or Move.OTHERS in acts.moves)
    if valued and (has_shown or similar) and not is_praise:
        return valued
    if similar:
        return Move.SIMILAR
    said = next((move for move in (Move.SURPRISE, *TALK) if move in acts.moves), None)
    if has_shown and Move.OTHERS in acts.moves and not acts.places:
        return Move.OTHERS
    if said and is_brief(heard.request.rest, BRIEF, BRIEF_UNSPACED):
        return said
    return Move.RECOMMEND if heard.request.wishes and not acts.places else None
