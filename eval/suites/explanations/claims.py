"""What a reply claims of each item, and whether the item states it. Rules, apart from polyrec's own verifier.

Checked are: numbers; people of the catalogue; and values of categories and countries by the words that the catalogue's
schema and CLDR have for them. A sentence that says "not" or "does not fit" speaks of what an item lacks, so only its
numbers are checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from polyrec.agent.understanding.wordlist import cue_list
from polyrec.eval.suites.explanations.words import values_in
from polyrec.prompts import load
from polyrec.retrievers import Catalog, Item
from polyrec.retrievers.text import fold, lower

FIGURES = regex.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
SENTENCE = regex.compile(r"[^.!?。！？।؟۔\n]+(?:[.!?。！？।؟۔](?=\d)[^.!?。！？।؟۔\n]+)*[.!?。！？।؟۔]*")
LIST_NUMBER = regex.compile(r"^\s*\d{1,2}[.)]\s", regex.MULTILINE)


@dataclass(frozen=True, slots=True)
class Claims:
    """How many claims were checked, which are not supported, and the sentences in which no rule found a claim."""

    checked: int = 0
    unsupported: tuple[str, ...] = ()
    unchecked: tuple[tuple[Item, str], ...] = ()

    def __add__(self, other: "Claims") -> "Claims":
        return Claims(
            self.checked + other.checked, self.unsupported + other.unsupported, self.unchecked + other.unchecked
        )


def split_by_item(text: str, items: Sequence[Item]) -> list[tuple[Item, str]]:
    """What a reply says of each item that it names: from its title to the next item's."""
    folded = fold(text)
    places = sorted((place, item.id, item) for item in items if (place := folded.find(fold(item.title))) >= 0)
    ends = [place for place, *_ in places[1:]] + [len(text)]
    return [(item, text[place + len(item.title) : end]) for (place, _, item), end in zip(places, ends, strict=True)]


def check_claims(text: str, item: Item, message: str, catalog: Catalog, language: str) -> Claims:
    """The claims of what a reply says of an item. Numbers of the person's own message count as known, values do not."""
    claims = Claims()
    stated = fold("\n".join((item.title, item.description, *item.stated())))
    known = _numbers(f"{stated}\n{fold(message)}")
    numbers = known | {number / 1000 for number in known}
    for sentence in SENTENCE.findall(LIST_NUMBER.sub("", text)):
        folded = fold(sentence)
        bad = [f"{number:g}" for number in _numbers(folded) if number not in numbers]
        found = len(_numbers(folded))
        if not _is_negative(sentence, language):
            values = values_in(folded, catalog, language)
            bad += [
                f"{one.field}: {one.value}"
                for one in values
                if one.value not in item.values(one.field) and one.word not in stated
            ]
            found += len(values)
        claims += Claims(found, tuple(bad), () if found or not sentence.strip() else ((item, sentence.strip()),))
    return claims


def _numbers(folded: str) -> set[float]:
    return {number for figure in FIGURES.findall(folded) for number in _readings(figure)}


def _readings(figure: str) -> set[float]:
    """A figure as a number; 1.234 may be a thousand or a fraction."""
    plain = regex.sub(r"[\u00a0\u202f]", "", figure)
    if regex.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        return {float(regex.sub(r"[.,]", "", plain))}
    return {float(plain.replace(",", "."))} if plain.count(".") + plain.count(",") < 2 else set()


def _is_negative(sentence: str, language: str) -> bool:
    """Whether a sentence holds a "not" of its language, or the template's "does not fit" or "without"."""
    texts, cues = load(language).explanation, load(language).cues
    own = (texts.misses.split("$")[0].strip(" :："), texts.without.replace("$value", "").strip(" 「」“”«»"))
    return bool(cue_list((*own, *cues.not_before, *cues.not_after)).spans(lower(sentence)))
