"""Cutting texts into the likeliest pieces of a unigram vocabulary (Kudo 2018, arXiv:1804.10959)."""

from functools import lru_cache

import regex

from polyrec.retrievers.embedders.e5.weights import Vocabulary

SPACE = "▁"
"""How the vocabulary writes a space; no piece goes on behind one, so words can be cut one by one."""
UNLIKELY = 10.0
"""How much less likely a letter without a piece is than the rarest piece."""


class Tokenizer:
    """Texts to ids. May be used from several threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known = {
            piece: (score, number)
            for number, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True))
            if piece and number != vocabulary.unknown
        }
        self._longest = max(map(len, self._known))
        self._unknown = (min(vocabulary.scores) - UNLIKELY, vocabulary.unknown)
        self._cut = lru_cache(maxsize=65536)(self._cut_word)

    def ids(self, text: str) -> list[int]:
        """The ids of a text's pieces, without those that mark its ends."""
        plain = regex.sub(" +", " ", text.translate(self._vocabulary.normal))
        words = regex.findall(f"{SPACE}?[^{SPACE}]+|{SPACE}", f" {plain.removeprefix(' ')}".replace(" ", SPACE))
        return [number for word in words for number in self._cut(word)]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        """Viterbi over the places of a word."""
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(float("-inf"), 0, 0)] * len(word)
        for start in range(len(word)):
            so_far = best[start][0]
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                found = self._known.get(word[start:end]) or (self._unknown if end == start + 1 else None)
                if found and so_far + found[0] > best[end][0]:
                    best[end] = (so_far + found[0], found[1], start)
        numbers = []
        place = len(word)
        while place:
            _, number, place = best[place]
            numbers.append(number)
        return tuple(reversed(numbers))
