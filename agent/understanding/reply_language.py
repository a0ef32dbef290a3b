"""An explicit wish for the reply's language: "please answer in French", 「英語で答えて」."""

from functools import lru_cache

import regex

from polyrec.agent.locales import parse_locale
from polyrec.agent.understanding.patterns import END, START
from polyrec.agent.understanding.reading import Reading
from polyrec.prompts import available, load
from polyrec.retrievers.text import is_unspaced, lower


def find_reply_language(reading: Reading, language: str) -> str | None:
    """The BCP-47 tag of the language that a message asks to be answered in; its words are claimed. None without one."""
    for pattern, tags in _patterns(load(language).tag):
        if match := pattern.search(reading.lowered):
            reading.claim(*match.span())
            return tags[match["language"]]
    return None


@lru_cache(maxsize=64)
def _patterns(language: str) -> list[tuple[regex.Pattern[str], dict[str, str]]]:
    """The frames of a language, the longest first, each with the tag of every name that may stand in it."""
    reply = load(language).cues.reply
    locale = parse_locale(language)
    names = {lower(str(locale.languages.get(tag.split("-")[0], tag))): tag for tag in reversed(available())}
    names |= {lower(name): tag for tag, forms in reply.names.items() for name in forms}
    listed = "|".join(map(regex.escape, sorted(names, key=len, reverse=True)))
    patterns = []
    for frame in sorted(reply.answer_in, key=len, reverse=True):
        before, after = (r"\s+".join(map(regex.escape, part.split())) for part in lower(frame).split("{language}"))
        edges = ("", "") if is_unspaced(frame) else (START, END)
        spaces = (r"\s*" if before else "", r"\s*" if after else "")
        pattern = f"{edges[0]}{before}{spaces[0]}(?P<language>{listed}){spaces[1]}{after}{edges[1]}"
        patterns.append((regex.compile(pattern), names))
    return patterns
