"""Words of one language left standing in another: the commonest way in which a small model fails to translate."""

from functools import lru_cache

import regex
from wordfreq import available_languages, zipf_frequency

from polyrec.retrievers.text import is_unspaced

WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*")
COMMON, RARE = 2.5, 1.5
"""Zipf frequencies (log10 of uses in a thousand million words) from which a language knows a word, and below which it
does not."""
MOST_UNKNOWN = 0.15
"""The share of words that no large list of the language knows: new compounds and forms, as good writers make them, are
below it in the retellings of nearly every language's file; what small models invent is above."""
SHORTEST_PART = 3
"""Letters of each of the two words in a compound."""
NOT_SPACED = frozenset({"ja", "ko", "zh"})
"""Languages whose lists need a tokenizer of their own to look a word up."""
LISTED_AS = {"hr": "sh", "sr": "sh", "sr-Latn": "sh", "pt-PT": "pt", "zh-Hant": "zh"}


def holds_foreign_words(text: str, language: str, source: str, names: frozenset[str]) -> bool:
    """Whether a text in one language holds words of `source`'s, or too many that its own does not know.

    Both languages are BCP-47 tags; `names` are lower-case words that may stand anywhere. Languages without a list, and
    those whose words are not looked up, are never found wanting here.
    """
    own, other = (LISTED_AS.get(tag, tag.split("-")[0]) for tag in (language, source))
    words = [word.lower() for word in WORD.findall(text.replace("’", "'")) if not is_unspaced(word[0])]
    words = [word for word in words if len(word) > 2 and word not in names]
    if own not in _listed("small") - NOT_SPACED or not words:
        return False
    unknown = [word for word in words if zipf_frequency(word, own) < RARE and not _is_compound(word, own)]
    left = other in _listed("small") - NOT_SPACED and any(zipf_frequency(word, other) > COMMON for word in unknown)
    return left or (own in _listed("large") and len(unknown) > MOST_UNKNOWN * len(words))


def _is_compound(word: str, language: str) -> bool:
    """Whether a word is made of two that the language knows: Februartag, tolitersflaske."""
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    return any(min(zipf_frequency(part, language) for part in (word[:cut], word[cut:])) > COMMON for cut in cuts)


@lru_cache(maxsize=2)
def _listed(size: str) -> frozenset[str]:
    return frozenset(available_languages(size))
