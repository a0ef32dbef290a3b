import re
from typing import Any

import pytest

from polyrec.agent.language import is_in_language
from polyrec.agent.locales import parse_locale
from polyrec.prompts import available, load, load_retelling
from polyrec.prompts.loading import nearest

PLACEHOLDER = re.compile(r"\$\w+|\{\w\}", re.ASCII)


PLURALS = {"explanation": {"fewer"}, "conversation": {"left"}}


def texts(value: Any, path: str = "") -> dict[str, str]:
    """Every single text of a file by its path; lists hold what a language likes."""
    if isinstance(value, dict):
        return {name: text for key, part in value.items() for name, text in texts(part, f"{path}.{key}").items()}
    return {path: value} if isinstance(value, str) else {}


def test_at_least_thirty_languages_and_all_that_the_project_promises() -> None:
    promised = [
        "en",
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "nl",
        "pl",
        "cs",
        "uk",
        "ru",
        "tr",
        "ar",
        "fa",
        "he",
        "hi",
        "bn",
        "ta",
        "zh",
        "ja",
        "ko",
        "vi",
        "th",
        "id",
        "sw",
        "el",
    ]
    assert set(promised) <= set(available())
    assert len(available()) >= 30


@pytest.mark.parametrize("tag", available())
def test_every_language_keeps_the_placeholders_of_english(tag: str) -> None:
    english, other = (texts(load(name).model_dump(exclude=PLURALS)) for name in ("en", tag))
    assert load(tag).tag == tag
    assert english.keys() == other.keys()
    for path, text in english.items():
        assert sorted(PLACEHOLDER.findall(other[path])) == sorted(PLACEHOLDER.findall(text)), path
        assert other[path].strip(), path


@pytest.mark.parametrize("tag", available())
def test_every_number_has_a_sentence_of_its_own_plural_form(tag: str) -> None:
    locale = parse_locale(tag)
    needed = {locale.plural_form(number) for number in range(1, 21)}
    for plural in (load(tag).explanation.fewer, load(tag).conversation.left):
        assert needed <= {name for name, text in plural.model_dump().items() if text}
        assert all(set(PLACEHOLDER.findall(text)) <= {"$count"} for text in filter(None, plural.model_dump().values()))
        assert PLACEHOLDER.findall(plural.other) == ["$count"]


@pytest.mark.parametrize("tag", available())
def test_every_language_shows_the_model_how_to_retell(tag: str) -> None:
    prompt = load(tag).prompt
    assert len(prompt.retold) == len(load_retelling().passages)
    assert all(is_in_language(sentence, tag) for sentence in prompt.retold)
    assert is_in_language(prompt.system, tag)


@pytest.mark.parametrize("tag", [tag for tag in available() if tag != "en"])
def test_no_text_was_left_in_english(tag: str) -> None:
    english, other = (texts(load(name).interface.model_dump()) for name in ("en", tag))
    same = [path for path in english if english[path] == other[path]]
    assert len(same) <= 2, same


@pytest.mark.parametrize("tag", available())
def test_cues_are_written_as_they_are_compared(tag: str) -> None:
    cues = load(tag).cues
    for name in ("not_before", "not_after", "but", "like", "less_than", "more_than", "before", "after"):
        for entry in getattr(cues, name):
            assert entry == entry.lower().strip(), (name, entry)
            assert "*" not in entry[:-1], (name, entry)
    assert cues.not_before or cues.not_after
    assert all("{n}" in frame for frame in cues.decade)
    assert all("{a}" in frame and "{b}" in frame for frame in cues.range)


@pytest.mark.parametrize(
    ("wanted", "used"), [("pt-BR", "pt"), ("zh-Hant-TW", "zh-Hant"), ("zh_CN", "zh"), ("xx", "en"), ("", "en")]
)
def test_unknown_tags_fall_back(wanted: str, used: str) -> None:
    assert nearest(wanted) == used
    assert load(wanted).tag == used
