"""Which language a message is in, and whether a reply is in the language that it should be in."""

from functools import lru_cache
from threading import Lock
from typing import Any

from polyrec.agent.telling_words import romanised_language, variant_of
from polyrec.prompts import available, load
from polyrec.prompts.loading import nearest

SURE = 0.6
SURE_OF_A_LANGUAGE = 0.999
"""The likelihood from which a text in Latin letters is not looked at as another script's."""
SURE_OF_A_WORD = 0.9
"""Likelihoods from which a message changes the language of a conversation; the second for one or two Latin words."""
BEST_GUESS, GUESS_OF_TWO = 0.2, 0.5
"""Likelihoods from which the first message of a conversation settles its language; the second for two Latin words."""
PASSES = 0.2
"""A reply passes when its own language is at least this likely among all that polyrec writes."""
SPOKEN_AS = {"nb": "no", "zh-Hant": "zh", "fil": "tl", "pt-PT": "pt", "sr-Latn": "sr"}
"""What py3langid calls the languages of our files, where the names differ."""
VARIANTS = {"pt": ("pt", "pt-PT"), "hr": ("hr", "sr-Latn"), "sr-Latn": ("sr-Latn", "hr")}
"""Near relatives that identification cannot part, the likelier first; their files list words that tell."""
HAN = ("\u3400", "\u9fff")
_lock = Lock()


def decide_language(text: str, previous: str | None, default: str) -> str:
    """The BCP-47 tag of the language to answer a text in: the text's own, or `previous` where it does not tell.

    Numbers, emoji and single short words do not tell. Without a `previous`, or when it is written in other letters, a
    likely guess will do, else `default`.
    """
    letters = [character for character in text if character.isalpha()]
    if not letters or (len(letters) < 3 and letters[0].isascii()):
        return previous or default
    tag, likelihood = _ranked(text)[0]
    words, is_latin = len(text.split()), _is_latin(text)
    if previous is None or _is_latin(load(previous).name) != is_latin:
        needed = (SURE_OF_A_WORD, GUESS_OF_TWO, BEST_GUESS)[min(words, 3) - 1] if is_latin else BEST_GUESS
    else:
        needed = SURE_OF_A_WORD if words < 3 and is_latin else SURE
    is_new = previous is None or not _is_latin(load(previous).name) or not is_in_language(text, previous)
    if is_latin and is_new and likelihood < SURE_OF_A_LANGUAGE and (romanised := romanised_language(text)):
        return romanised
    if likelihood < needed:
        return previous or default
    if tag == "zh":
        return _chinese_script(text)
    if tag == "sr" and is_latin:
        tag = "sr-Latn"
    near = VARIANTS.get(tag, (tag,))
    return variant_of(text, (previous, *near) if previous in near else near) if len(near) > 1 else tag


def is_in_language(text: str, tag: str) -> bool:
    """Whether a text can pass as written in the language of `tag`; names and titles should be taken out before."""
    if sum(character.isalpha() for character in text) < 3:
        return True
    wanted, ranked = nearest(tag), _ranked(text)
    if wanted.startswith("zh"):
        return ranked[0][0] == "zh"
    near = {SPOKEN_AS.get(variant, variant) for variant in VARIANTS.get(wanted, (wanted,))}
    return sum(likelihood for label, likelihood in ranked if SPOKEN_AS.get(label, label) in near) >= PASSES


def warm_up() -> None:
    """Loads the identification model; may be called from any thread before it is needed."""
    _identifier()


def _ranked(text: str) -> list[tuple[str, float]]:
    """Our languages with their likelihoods, likeliest first (zh stands for both of its scripts)."""
    ours = {SPOKEN_AS.get(tag, tag): tag for tag in reversed(available())}
    return [(ours.get(label, label), float(likelihood)) for label, likelihood in _identifier().rank(text)]


@lru_cache(maxsize=1)
def _load() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted({SPOKEN_AS.get(tag, tag) for tag in available()}))
    return identifier


def _identifier() -> Any:
    with _lock:
        return _load()


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character < "\u0250" for character in letters) > len(letters) / 2


def _chinese_script(text: str) -> str:
    """zh-Hant when more characters are traditional only (in Big5, not in GB 2312) than simplified only, else zh."""
    han = [character for character in text if HAN[0] <= character <= HAN[1]]
    traditional = sum(_fits(c, "big5") and not _fits(c, "gb2312") for c in han)
    simplified = sum(_fits(c, "gb2312") and not _fits(c, "big5") for c in han)
    return "zh-Hant" if traditional > simplified else "zh"


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
