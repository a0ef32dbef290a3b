"""What a message means that says no move in so many words: the nearest of a language's own phrases and examples.

Nearest neighbours in a sentence embedder's space, with what the language's texts have in common taken away.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from polyrec.agent.centre import Centres
from polyrec.agent.dialogue.moves import Move
from polyrec.prompts import Cues, load
from polyrec.prompts.loading import nearest
from polyrec.retrievers import Embedder, Request
from polyrec.retrievers.embedders import Vectors, unit
from polyrec.retrievers.text import WORD, is_brief

SPOKEN = (Move.HELLO, Move.HOW_ARE_YOU, Move.THANKS, Move.GOODBYE, Move.SURPRISE, Move.START_OVER)
"""Moves that need nothing to have been shown."""
OF_LISTS = (Move.OTHERS, Move.UNDO)
OF_ITEMS = (Move.COMPARE, Move.WHY, Move.WHY_NOT, Move.LIKED, Move.DISLIKED, Move.SEEN, Move.TAKEN, Move.ASK)
NEAREST = 2
"""Examples of a move whose mean closeness is compared."""
WISHES_FIRST = 0.07
NEEDED = {Move.OUTSIDE: 0.05, Move.UNCLEAR: 0.12}
"""What a move must lead wishes by, as a cosine. Of 36 vague messages 35 lead by 0.12, of 799 wishes 8 do; see
docs/conversation.md."""
DOUBT = 0.1
"""What two neighbouring meanings must differ by: "what can you do" and "can you do my taxes"."""
FEW_WORDS, FEW_LETTERS = 1, 2
"""Words that say nothing of what is wanted, at most; letters where words are not spaced."""
MOST_EXAMPLES = 20
"""Phrases of a move that are examples; of questions about an item, which are of many kinds, all are."""
MOST_WORDS = 14
"""Words from which a message that speaks of no item tells a theme, whatever its first words are like."""


class Examples:
    """Compares messages with phrases in their own language. `folder` keeps the phrases' vectors from run to run."""

    def __init__(self, embedder: Embedder, centres: Centres, folder: Path) -> None:
        self._embedder = embedder
        self._centres = centres
        self._folder = folder
        self._of = lru_cache(maxsize=128)(self._read)

    def move(self, request: Request, has_shown: bool, speaks_of_items: bool, *, is_question: bool) -> Move:
        """The move of a message that says none plainly and wishes for nothing in particular.

        RECOMMEND is a theme, OUTSIDE what is none of a catalogue's business, UNCLEAR says nothing of what is wanted.
        Moves about items are made only where some were shown; they go first where the message `speaks_of_items`.
        """
        closeness = self.closeness(request.text, request.spoken, has_shown)
        if speaks_of_items:
            return max((*OF_ITEMS, *OF_LISTS), key=lambda move: closeness[move])
        leads = {move: close - closeness[Move.RECOMMEND] for move, close in closeness.items()}
        best = max(leads, key=lambda move: leads[move])
        is_short = len(WORD.findall(request.text)) <= MOST_WORDS
        if best is Move.OUTSIDE and is_question and has_shown and is_short and leads[best] - leads[Move.ASK] <= DOUBT:
            return Move.ASK
        if best is Move.HOW_ARE_YOU and leads[best] - leads[Move.OUTSIDE] <= DOUBT:
            return Move.OUTSIDE
        if leads[best] >= NEEDED.get(best, WISHES_FIRST) and (is_short or best in (Move.OUTSIDE, Move.UNCLEAR)):
            return best
        return Move.UNCLEAR if is_brief(request.rest, FEW_WORDS, FEW_LETTERS) else Move.RECOMMEND

    def closeness(self, text: str, language: str, has_shown: bool) -> dict[Move, float]:
        """How close a message is to each move, as a cosine in [-1, 1]; to those about items where some were shown."""
        moves, vectors = self._of(nearest(language), has_shown)
        vector = unit(self._embedder.query([text])[0] - self._centres.of(language))
        cosines = vectors @ vector
        return {
            move: float(np.sort(cosines[[other is move for other in moves]])[-NEAREST:].mean())
            for move in dict.fromkeys(moves)
        }

    def _read(self, tag: str, has_shown: bool) -> tuple[list[Move], Vectors]:
        examples = list(_examples(load(tag).cues, has_shown))
        texts = [text for _, text in examples]
        digest = hashlib.sha256("\0".join((self._embedder.name, tag, *texts)).encode()).hexdigest()[:24]
        path = self._folder / f"examples-{digest}.npy"
        try:
            vectors: Vectors = np.load(path)
        except (OSError, ValueError):
            vectors = unit(self._embedder.query(texts) - self._centres.of(tag))
            _keep(path, vectors)
        return [move for move, _ in examples], vectors


def _examples(cues: Cues, has_shown: bool) -> Iterator[tuple[Move, str]]:
    for move in (*SPOKEN, *OF_LISTS, *OF_ITEMS) if has_shown else SPOKEN:
        phrases = (
            [phrase for own in cues.ask.values() for phrase in own] if move is Move.ASK else getattr(cues.moves, move)
        )
        yield from ((move, phrase.rstrip("*")) for phrase in phrases[: None if move is Move.ASK else MOST_EXAMPLES])
    yield from ((Move.OUTSIDE, message) for message in cues.examples.outside)
    yield from ((Move.RECOMMEND, message) for message in cues.examples.wishes)
    yield from ((Move.UNCLEAR, message) for message in cues.examples.vague)
    yield from ((Move.RECOMMEND, words[0].rstrip("*")) for words in cues.values.values() if words)


def _keep(path: Path, vectors: Vectors) -> None:
    """Writes vectors for the next run, whole or not at all; where that fails, they are made anew then."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{id(vectors)}.part")
        with part.open("wb") as stream:
            np.save(stream, vectors)
        part.replace(path)
    except OSError:
        pass
