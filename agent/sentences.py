"""The sentences of a text in any script."""

import regex

from polyrec.retrievers.text import clean

SENTENCE_ENDS = regex.compile(
    r"(?<=[.!?…।؟۔][\"'”’»)]?)\s+(?=[\p{Lu}\p{Lo}\d\"'“‘«„(¿¡<{#*\[\]])|(?<=[。！？][」』）]?)(?!$)"
)
ABBREVIATION = regex.compile(r"(?:^|[\s(])\p{L}{1,3}\.$")
SHORTEST = 25
"""Letters of a sentence; shorter ones are joined to the next."""


def split_sentences(text: str) -> list[str]:
    """The sentences of a text in any script, short ones and abbreviations joined to what follows."""
    sentences: list[str] = []
    held = ""
    for part in SENTENCE_ENDS.split(" ".join(clean(text).split())):
        held = f"{held} {part}".strip()
        if len(held) >= SHORTEST and not ABBREVIATION.search(held):
            sentences.append(held)
            held = ""
    return [*sentences, held] if held else sentences
