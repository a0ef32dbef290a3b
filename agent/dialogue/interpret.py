"""From what was heard to what holds now: the move, the state after it, and the request with all wishes in force."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from polyrec.agent.dialogue.examples import Examples
from polyrec.agent.dialogue.merge import find_replacing, merge
from polyrec.agent.dialogue.moves import FEEDBACK, SILENT, Move, decide
from polyrec.agent.dialogue.state import LONGEST_SAID, Said, State
from polyrec.agent.understanding import Acts, Context, Heard, Understanding, fields_of
from polyrec.prompts import load
from polyrec.retrievers import Catalog, Item, Request, SimilarWish
from polyrec.retrievers.text import is_brief

THEME_WORDS, THEME_LETTERS = 4, 7
"""Words that no wish has claimed (letters, where words are not spaced) beyond which they tell a theme of their own."""
SPEAKING = (Move.ASK, Move.COMPARE, Move.WHY, Move.WHY_NOT, Move.LIKED, Move.TAKEN)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a message comes to: `items` are those that it speaks of, `state` holds after it, before a list is shown."""

    move: Move
    state: State
    request: Request
    items: tuple[Item, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def speaks_of_items(self) -> bool:
        """Whether the move makes sense of items only."""
        return self.move in SPEAKING


class Dialogue:
    """Interprets messages about one catalogue. May be used from several threads."""

    def __init__(self, catalog: Catalog, understanding: Understanding, examples: Examples) -> None:
        self._catalog = catalog
        self._understanding = understanding
        self._examples = examples

    def interpret(
        self,
        message: str,
        state: State,
        undone: Callable[[], State | None],
        previous_language: str | None,
        default_language: str,
        language: str | None = None,
    ) -> Turn:
        """What a message comes to in a state; `undone` gives the state to go back to, None where there is none."""
        context = self._context(state)
        heard = self._understanding.hear(message, previous_language, default_language, language, context)
        names_wish = bool(self._about(heard.acts.sides) & set(map(_field, state.wishes)))
        plain = decide(heard, bool(state.last), state.question is not None, names_wish)
        move = plain or self._by_meaning(heard, context)
        items = self._spoken_of(move, heard, context)
        if move is Move.WHY and context.shown and not any(item in context.shown for item in items):
            move = Move.WHY_NOT
        after = self._advance(state, undone, heard, move, items)
        asks = heard.acts.asks or heard.acts.sides
        return Turn(move, after, self.request(after, heard.request, move), items, asks)

    def unspoken(self, state: State, language: str) -> Turn:
        """The turn in which nothing is said, and what the state asks for is recommended."""
        state = replace(state, question=None)
        return Turn(Move.EDIT, state, self.request(state, Request("", language, spoken=language)))

    def request(self, state: State, heard: Request, move: Move = Move.EDIT) -> Request:
        """The request that a state makes, `heard` being the message's own."""
        said = state.said[::-1]
        theme = [one.text for one in said]
        if move in (Move.CRITIQUE, Move.RECOMMEND, Move.SIMILAR) and not theme:
            theme = [heard.text]
        return replace(
            heard,
            wishes=state.wishes,
            said="\n".join(theme),
            rest="\n".join(one.rest for one in said if one.rest),
            order=state.order,
            count=state.count,
        )

    def _by_meaning(self, heard: Heard, context: Context) -> Move:
        request, acts = heard.request, heard.acts
        speaks_of_items = bool(acts.places)
        return self._examples.move(request, bool(context.shown), speaks_of_items, is_question=acts.is_question)

    def _context(self, state: State) -> Context:
        shown = self._catalog.items_of(state.last)
        focus = self._catalog.item(state.focus) if state.focus else None
        return Context(tuple(shown), focus, state.wishes)

    def _spoken_of(self, move: Move, heard: Heard, context: Context) -> tuple[Item, ...]:
        """The items that a message speaks of: by place or title, else "it", else those that its move needs."""
        acts = heard.acts
        ids = [wish.item_id for wish in heard.request.wishes if isinstance(wish, SimilarWish)]
        items = tuple({item.id: item for item in (*acts.items, *self._catalog.items_of(ids))}.values())
        default = (context.spoken_of,) if context.spoken_of else ()
        if move is Move.COMPARE:
            return items if len(items) > 1 else tuple({item.id: item for item in (*items, *context.shown)}.values())
        if items:
            return items
        if move in (Move.DISLIKED, Move.SEEN) or Move.SEEN in acts.moves:
            return default if acts.points and Move.OTHERS not in acts.moves else context.shown
        return default if move in SILENT else ()

    def _advance(
        self,
        state: State,
        undone: Callable[[], State | None],
        heard: Heard,
        move: Move,
        items: Sequence[Item],
    ) -> State:
        acts, request = heard.acts, heard.request
        lifted = self._lifted(acts, state.question) if move is Move.DROP else frozenset()
        state = replace(state, question=None)
        if move is Move.UNDO:
            return undone() or state
        if move is Move.START_OVER:
            state = state.fresh()
        state = _recorded(state, acts, move, [item.id for item in items])
        if move in SILENT:
            return replace(state, focus=items[0].id if items else state.focus)
        state = state.without(wish for wish in state.wishes if _field(wish) in lifted)
        new = request.wishes
        if new:
            replacing = find_replacing(request.text, new, load(request.spoken).cues)
            state = state.holding(merge(state.wishes, new, replacing, self._catalog))
        fruitless = state.fruitless + 1 if move in (Move.OTHERS, Move.SEEN, Move.DISLIKED) else 0
        return replace(
            state,
            said=(*state.said, *_said(request, move))[-LONGEST_SAID:],
            order=request.order or state.order,
            count=request.count or state.count,
            fruitless=fruitless,
        )

    def _lifted(self, acts: Acts, asked: str | None) -> frozenset[str]:
        """The fields whose wishes no longer count: those named, else the one that was `asked` about."""
        return self._about(acts.any_of or acts.sides) or frozenset(filter(None, (asked,)))

    def _about(self, sides: Iterable[str]) -> frozenset[str]:
        """The fields that tell some sides of items."""
        return frozenset(field for side in sides for field in fields_of(side, self._catalog.schema))


def _field(wish: object) -> str | None:
    return getattr(wish, "field", None)


def _recorded(state: State, acts: Acts, move: Move, items: Sequence[str]) -> State:
    """The state with what the person said of items."""
    said = [one for one in FEEDBACK if one is move or (one is Move.SEEN and Move.SEEN in acts.moves)]
    if move is Move.SIMILAR and Move.LIKED in acts.moves:
        said.append(Move.LIKED)
    for one in said:
        state = state.noting(one.value, items)
    return state


def _said(request: Request, move: Move) -> tuple[Said, ...]:
    """What of a message goes on counting in search: all of it, as long as it says more than "cheaper" or "others"."""
    own = tuple(wish for wish in request.wishes if wish.source != "shown")
    if own or (move is Move.RECOMMEND and not request.wishes) or _is_theme(request.rest, move):
        return (Said(request.text, request.rest, request.wishes),)
    return ()


def _is_theme(rest: str, move: Move) -> bool:
    return move is Move.RECOMMEND and not is_brief(rest, THEME_WORDS, THEME_LETTERS)
