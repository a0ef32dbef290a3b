"""Simulated users and the judge: what they say, what they never say."""

import pytest

from polyrec.agent.llm.scripted import ScriptedModel
from polyrec.eval.cases import read_messages
from polyrec.eval.judge import Judge
from polyrec.eval.suites import users
from polyrec.eval.suites.users.persona import PERSONAS, Persona
from polyrec.eval.suites.users.simulated import SimulatedUser
from polyrec.eval.suites.users.voice import ModelVoice, ScriptedVoice
from polyrec.retrievers import Catalog, Item
from polyrec.retrievers.text import fold

TALKATIVE, PATIENT, CURT, SILENT = PERSONAS


@pytest.fixture(scope="module")
def target(films: Catalog) -> Item:
    item = films.item("rashomon-1950")
    assert item is not None
    return item


def user(films: Catalog, target: Item, persona: Persona, language: str = "en") -> SimulatedUser:
    phrases = read_messages(users.__name__)[language]
    return SimulatedUser(persona, target, films, ScriptedVoice(phrases, films.schema, language))


@pytest.mark.parametrize("language", ["en", "de", "ja", "ar"])
def test_the_title_never_leaves_their_mouth(films: Catalog, target: Item, language: str) -> None:
    someone = user(films, target, TALKATIVE, language)
    said = []
    for _ in range(5):
        said.append(someone.speak())
        someone.react([])
    titles = {fold(target.title), *map(fold, target.values("original_title"))}
    assert not any(title in fold(message) for title in titles for message in said)
    assert len(set(said)) >= 3


def test_a_model_that_blurts_the_title_out_is_not_listened_to(films: Catalog, target: Item) -> None:
    script = ScriptedVoice(read_messages(users.__name__)["en"], films.schema, "en")
    voice = ModelVoice(ScriptedModel(lambda _: "Show me Rashomon!"), script)
    message = SimulatedUser(PATIENT, target, films, voice).speak()
    assert "rashomon" not in message.lower()
    assert message


def test_what_is_asked_for_is_true_of_the_target(films: Catalog, target: Item) -> None:
    someone = user(films, target, TALKATIVE)
    for _ in range(5):
        assert someone.is_satisfied_by(target)
        someone.react([])
    amelie = films.item("amelie-2001")
    assert amelie is not None
    assert not someone.is_satisfied_by(amelie)


def test_a_rejection_gives_its_reason(films: Catalog, target: Item) -> None:
    newer = [item for item in films.page(50) if (item.number("year") or 0) > 1990][:3]
    someone = user(films, target, PATIENT)
    someone.react(newer)
    assert read_messages(users.__name__)["en"]["older"] in someone.speak()
    curt = user(films, target, CURT)
    curt.react(newer)
    assert read_messages(users.__name__)["en"]["seen"] in curt.speak()


def test_the_silent_one_tells_nothing_more(films: Catalog, target: Item) -> None:
    someone = user(films, target, SILENT)
    someone.react([])
    first = someone.speak()
    someone.react([])
    assert someone.speak() == first


def test_a_judge_refuses_what_it_finds_unlikely(films: Catalog, target: Item) -> None:
    judge = Judge(ScriptedModel(lambda _: "", judge=lambda prompt: 0.9 if "bandit" in prompt.user else 0.1))
    sentences = [(target, "A bandit, a wife and a samurai."), (target, "It will make you laugh.")]
    assert judge.refuse(sentences, films.schema) == (1, 2)
