"""How much a text repeats itself: rep-n of Welleck et al. 2020, "Neural Text Generation with Unlikelihood Training"."""

from polyrec.retrievers.text import WORD, fold, is_unspaced

N = 4


def repeated_share(text: str) -> float:
    """1 − distinct / all 4-grams, in [0, 1]: of words, of letters where words are not spaced; 0 for short texts."""
    units: list[str] = []
    for word in WORD.findall(fold(text)):
        units.extend(word if is_unspaced(word) else (word,))
    grams = [tuple(units[i : i + N]) for i in range(len(units) - N + 1)]
    return 1 - len(set(grams)) / len(grams) if grams else 0.0
