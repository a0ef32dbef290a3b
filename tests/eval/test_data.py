"""The evaluation's own data: enough of it, whole, and answerable."""

from collections import Counter
from pathlib import Path

import pytest

from polyrec.eval.cases import Case, choose, read_cases, read_messages
from polyrec.eval.conditions import item_conditions, read_conditions
from polyrec.eval.errors import EvaluationError
from polyrec.eval.suites import conversations, diversity, understanding, users, wishes
from polyrec.eval.suites.conversations import Conversations, Dialogue
from polyrec.eval.suites.understanding import Understanding
from polyrec.eval.suites.wishes import Need, wish_cases
from polyrec.prompts import available
from polyrec.retrievers import Item
from polyrec.retrievers.convert import convert
from polyrec.retrievers.reading import Row, read_rows
from polyrec.retrievers.schema import load_schema

SAMPLES = Path(__file__).parents[2] / "retrievers" / "samples"


def items(name: str) -> list[Item]:
    schema = load_schema(SAMPLES / f"{name}.toml")
    found = [convert(row, schema) for row in read_rows(SAMPLES / f"{name}.jsonl") if isinstance(row, Row)]
    return [item for item in found if isinstance(item, Item)]


@pytest.mark.parametrize("catalog", ["films", "shop"])
def test_every_need_can_be_met_by_five_items(catalog: str) -> None:
    sample = items(catalog)
    needs = [need for need in read_cases(wishes.__name__, "needs.yaml", Need) if catalog in need.catalogs]
    assert len(needs) >= 20
    for need in needs:
        conditions = item_conditions(need.meets)
        assert sum(all(one.holds(item) for one in conditions) for item in sample) >= 5, need.id


def test_every_need_is_said_in_every_language() -> None:
    spoken = Counter(case.language for case in wish_cases())
    assert set(spoken) <= set(available())
    assert len(spoken) >= 36
    assert len(set(spoken.values())) == 1
    for catalog in ("films", "shop", "movies"):
        assert len({case.group for case in wish_cases() if case.catalog == catalog}) >= 20


def test_no_two_languages_say_it_alike() -> None:
    for need in read_cases(wishes.__name__, "needs.yaml", Need):
        said = Counter(messages[need.id] for messages in read_messages(wishes.__name__).values())
        assert max(said.values()) <= 2, need.id


def test_enough_messages_to_understand() -> None:
    cases = Understanding().cases(SAMPLES).cases
    assert len(cases) >= 200
    assert len({case.language for case in cases}) >= 20
    assert all(read_conditions(case.content.meant.means) is not None for case in cases)
    assert {case.labels["part"] for case in cases} == {"tune", "test"}


def test_enough_dialogues_of_three_to_eight_turns() -> None:
    cases = Conversations().cases(SAMPLES).cases
    assert len(cases) >= 40
    assert len({case.language for case in cases}) >= 10
    for case in cases:
        assert 3 <= len(case.content.dialogue.turns) <= 8
        assert len(case.content.dialogue.turns) == len(case.content.lines)


def test_expectations_speak_of_fields_that_are_there() -> None:
    fields = {name: set(load_schema(SAMPLES / f"{name}.toml").fields) for name in ("films", "shop")}
    for dialogue in read_cases(conversations.__name__, "dialogues.yaml", Dialogue):
        for turn in dialogue.turns:
            for key in turn.in_force:
                field = key.removeprefix("not ")
                assert field == "like" or field in fields[dialogue.catalog], key
            assert {one.field for one in turn.tells} <= fields[dialogue.catalog]


def test_users_have_a_phrase_for_everything() -> None:
    phrases = read_messages(users.__name__)
    assert len(phrases) >= 10
    assert len({frozenset(own) for own in phrases.values()}) == 1
    for own in phrases.values():
        own["years"].format(low=1, high=2)
        for phrase in ("genre", "country", "person", "director", "at_most", "not_genre"):
            assert "4711" in own[phrase].format(value="4711")


def test_courses_are_the_same_in_every_language() -> None:
    wanted = {frozenset(own) for own in read_messages(diversity.__name__).values()}
    assert len(wanted) == 1
    assert len(next(iter(wanted))) == 16


def test_a_sample_is_fair_to_languages_and_repeatable() -> None:
    chosen = choose(wish_cases(), ["de", "ja", "sw"], 30, 3)
    assert Counter(case.language for case in chosen) == {"de": 10, "ja": 10, "sw": 10}
    assert [case.id for case in chosen] == [case.id for case in choose(wish_cases(), ["de", "ja", "sw"], 30, 3)]
    assert [case.id for case in chosen] != [case.id for case in choose(wish_cases(), ["de", "ja", "sw"], 30, 4)]


def test_a_language_that_nobody_speaks() -> None:
    with pytest.raises(EvaluationError, match="tlh"):
        choose([Case("a", "a", "films", "en", None)], ["tlh"], None, 0)


def test_a_misspelt_key_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polyrec.eval.cases._read", lambda *_: [{"id": "a", "catalogs": [], "meaning": "", "meet": {}}])
    with pytest.raises(EvaluationError, match=r"needs\.yaml: 0"):
        read_cases(understanding.__name__, "needs.yaml", Need)
