"""How a simulated user words something: by the phrases of its language, or by a model that says the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from polyrec.agent.errors import ModelError
from polyrec.agent.explanation.display import show_value
from polyrec.agent.llm import LanguageModel, Limits, Prompt, Usage
from polyrec.prompts import load
from polyrec.retrievers import Schema

MOST_TOKENS = 60
SYSTEM = "You play a person who is looking for a film and types into a chat. You write only that person's message."
ASK = "Say the same in {language}, casually and in your own words, adding nothing: {saying}"


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase of messages/ by its key, and the value of a field that it is filled with (`upper`: a span's end)."""

    phrase: str
    value: str = ""
    field: str = ""
    upper: str = ""


class Voice(Protocol):
    """Puts a saying into words; `plain` always says it as the phrase stands."""

    def say(self, saying: Saying) -> str:
        """The saying in words."""
        ...

    def plain(self, saying: Saying) -> str:
        """The saying as its phrase has it."""
        ...


class ScriptedVoice:
    """The phrases of one language, values by the schema's words and CLDR."""

    def __init__(self, phrases: Mapping[str, str], schema: Schema, language: str) -> None:
        self.language = language
        self._phrases = phrases
        self._schema = schema

    def say(self, saying: Saying) -> str:
        """See Voice.say."""
        return self.plain(saying)

    def plain(self, saying: Saying) -> str:
        """See Voice.plain."""
        if saying.upper:
            return self._phrases[saying.phrase].format(low=saying.value, high=saying.upper)
        value = show_value(saying.value, saying.field, self._schema, self.language) if saying.field else saying.value
        return self._phrases[saying.phrase].format(value=value)


class ModelVoice:
    """A language model that words each saying itself; where it fails, the script speaks."""

    def __init__(self, model: LanguageModel, script: ScriptedVoice) -> None:
        self._model = model
        self._script = script

    def say(self, saying: Saying) -> str:
        """See Voice.say."""
        plain = self.plain(saying)
        ask = ASK.format(language=load(self._script.language).name, saying=plain)
        try:
            said = "".join(self._model.stream(Prompt(SYSTEM, ask), Limits(MOST_TOKENS, ("\n",)), Usage()))
        except ModelError:
            return plain
        return said.strip() or plain

    def plain(self, saying: Saying) -> str:
        """See Voice.plain."""
        return self._script.plain(saying)
