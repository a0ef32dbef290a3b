"""What a model's sentence must pass before a person sees it."""

from collections.abc import Sequence

import regex

from polyrec.agent.centre import Centres
from polyrec.agent.events import RankedItem
from polyrec.agent.evidence import find_evidence
from polyrec.agent.language import is_in_language
from polyrec.agent.suspicion import MARKUP
from polyrec.agent.understanding import Understanding
from polyrec.retrievers import Item, Request
from polyrec.retrievers.request import meaning_of
from polyrec.retrievers.text import clean, fold, is_unspaced

NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")
LONGEST = 300
REPEATED = regex.compile(r"(.{6,}).*\1.*\1")
FAITHFUL = 0.4
"""The cosine from which a retelling says what the passage says, both without what their languages have in common. The
retellings in 46 files have 0.52 in the median and those of other passages at most 0.39."""
FEWEST_LETTERS = 20
"""Letters beside names and titles that make a sentence; those of unspaced scripts count twice."""
SENTENCES = regex.compile(r".*[.!?。！？।؟۔]")
LATIN_WORD = regex.compile(r"\p{Latin}{2,}")
WORD = regex.compile(r"[\p{L}\p{M}]+")


class Verifier:
    """Checks retellings of one reply; they may name its items and the titles that the person named."""

    def __init__(
        self,
        understanding: Understanding,
        centres: Centres,
        request: Request,
        items: Sequence[RankedItem],
        main_language: str,
    ) -> None:
        self._understanding = understanding
        self._centres = centres
        self._request = request
        self._main_language = main_language
        self._nameable = {*(ranked.id for ranked in items), *(wish.item_id for wish in request.similar)}

    def verify(self, sentence: str, passage: str, item: Item) -> str | None:
        """The sentence, tidied, when it may be shown; None when it may not.

        A sentence that was cut off is left out. The rest must be in the request's language and script, hold no markup,
        no refrain and no words of the passage's language, claim nothing that the item does not state (numbers,
        categories, countries, people and years are read out of it as out of a message), and say what the passage says.
        """
        text = _whole_sentences(" ".join(clean(sentence).split()).strip('"“”«»*-– '))
        if not text or len(text) > LONGEST or MARKUP.search(text) or REPEATED.search(text):
            return None
        stated = " ".join([item.title, item.description, *item.stated()])
        if not self._numbers_hold(text, stated) or not self._claims_hold(text, item):
            return None
        return text if self._reads_native(text, item, stated) and self._says(text, passage, item) else None

    def _numbers_hold(self, text: str, stated: str) -> bool:
        known = f"{self._request.asked} {stated}"
        return set(NUMBER.findall(fold(text))) <= set(NUMBER.findall(fold(known)))

    def _claims_hold(self, text: str, item: Item) -> bool:
        """Whether all that polyrec understands from the sentence is true of the item, and no other item is named.

        What the item's own description seems to claim may be said again.
        """
        language = self._request.language
        if self._understanding.titles.mentioned(text) - self._nameable:
            return False
        claims = self._understanding.understand(text, None, language, language)
        wrong = [piece.wish for piece in find_evidence(claims, item) if piece.finding == "misses" and piece.wish]
        if not wrong:
            return True
        source = self._source(item)
        told = self._understanding.understand(item.description, None, source, source)
        return {meaning_of(wish) for wish in wrong} <= {meaning_of(wish) for wish in told.wishes}

    def _reads_native(self, text: str, item: Item, stated: str) -> bool:
        # Imported here, since wordfreq takes a while to load and most turns need none of it.
        from polyrec.agent.explanation.foreign import holds_foreign_words

        prose = text
        for name in sorted({item.title, *item.stated()}, key=len, reverse=True):
            prose = prose.replace(name, " ")
        latin = {fold(word) for word in LATIN_WORD.findall(prose)}
        letters = sum(2 if is_unspaced(character) else 1 for character in prose if character.isalpha())
        if letters < FEWEST_LETTERS:
            return False
        is_latin = sum(map(len, latin)) > letters / 2
        names = frozenset(word.lower() for word in WORD.findall(stated) if word[:1].isupper())
        strangers = set() if is_latin else latin - {fold(name) for name in names}
        language = self._request.language
        if strangers or not is_in_language(prose, language):
            return False
        return not holds_foreign_words(prose, language, self._source(item), names)

    def _says(self, text: str, passage: str, item: Item) -> bool:
        return self._centres.closeness(text, self._request.language, passage, self._source(item)) >= FAITHFUL

    def _source(self, item: Item) -> str:
        """The language that an item is described in."""
        return item.language or self._main_language


def _whole_sentences(text: str) -> str:
    """The text up to its last full stop; nothing when it has none."""
    match = SENTENCES.match(text)
    return match[0] if match else ""
