"""Somebody with a hidden target. What they say never holds its title; what they ask for, the target meets."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from polyrec.eval.suites.users.persona import Persona
from polyrec.eval.suites.users.voice import Saying, Voice
from polyrec.retrievers import Catalog, Item, Kind
from polyrec.retrievers.text import fold

DECADE, TENS = 10, 10
YEAR, LENGTH = "year", "minutes"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of the target that may be told, and whether it is true of another item."""

    saying: Saying
    holds: Callable[[Item], bool]


class SimulatedUser:
    """One person in one conversation; see Persona."""

    def __init__(self, persona: Persona, target: Item, catalog: Catalog, voice: Voice) -> None:
        self._persona = persona
        self._target = target
        self._titles = [fold(title) for name in catalog.schema.named(Kind.TITLE) for title in target.values(name)] + [
            fold(target.title)
        ]
        self._voice = voice
        facts = (fact for fact in _facts(target) if not self._leaks(voice.plain(fact.saying)))
        self._untold = list(facts)
        self._told: list[Fact] = []
        self._next: list[Saying] = [Saying("open")]
        self._tell(persona.opens_with)

    def speak(self) -> str:
        """What the person says now. Raises ValueError should it hold the target's title."""
        message = "\n".join(self._voice.say(saying) for saying in self._next)
        if self._leaks(message):
            message = "\n".join(self._voice.plain(saying) for saying in self._next)
        if self._leaks(message):
            raise ValueError(f"the target's title would leak: {message}")
        return message

    def react(self, offered: Sequence[Item], asked: str | None = None) -> None:
        """Thinks over items of which none was it, and answers a question about the field `asked`."""
        self._next = [self._objection(offered) if self._persona.gives_reasons else Saying("seen")]
        answer = next((fact for fact in self._untold if fact.saying.field == asked), None)
        if answer and self._persona.answers:
            self._untold.remove(answer)
            self._untold.insert(0, answer)
            self._tell(max(1, self._persona.facts))
        else:
            self._tell(self._persona.facts)

    def is_satisfied_by(self, item: Item) -> bool:
        """Whether an item meets all that was said so far."""
        return all(fact.holds(item) for fact in self._told)

    def _tell(self, count: int) -> None:
        now, self._untold = self._untold[:count], self._untold[count:]
        self._told += now
        self._next += [fact.saying for fact in now]

    def _objection(self, offered: Sequence[Item]) -> Saying:
        """The plainest reason why none of these is it: all too new, all too old, all of a genre that it lacks."""
        own = self._target.number(YEAR)
        years = [year for item in offered if (year := item.number(YEAR)) is not None]
        if years and own is not None and min(years) > own:
            return Saying("older")
        if years and own is not None and max(years) < own:
            return Saying("newer")
        genres = [set(item.values("genres")) for item in offered]
        foreign = sorted(set.intersection(*genres) - set(self._target.values("genres"))) if genres else []
        return Saying("not_genre", foreign[0], "genres") if foreign else Saying("reject")

    def _leaks(self, message: str) -> bool:
        return any(title in fold(message) for title in self._titles if len(title) > 1)


def _facts(target: Item) -> Iterator[Fact]:
    """What may be told of an item: what one half remembers of a film first, what would name it last."""
    genres = target.values("genres")
    yield from (_stated("genre", "genres", genre) for genre in genres[:1])
    if (year := target.number(YEAR)) is not None:
        low = year - year % DECADE
        yield Fact(Saying("years", f"{low:.0f}", YEAR, f"{low + DECADE - 1:.0f}"), partial(_is_of_decade, low))
    yield from (_stated("country", "countries", country) for country in target.values("countries")[:1])
    yield from (_stated("genre", "genres", genre) for genre in genres[1:2])
    if (minutes := target.number(LENGTH)) is not None:
        most = minutes + TENS - minutes % TENS
        yield Fact(Saying("at_most", f"{most:.0f}"), partial(_is_no_longer_than, most))
    yield from (_stated("director", "directors", director) for director in target.values("directors")[:1])
    yield from (_stated("person", "cast", actor) for actor in target.values("cast")[:1])


def _stated(phrase: str, field: str, value: str) -> Fact:
    return Fact(Saying(phrase, value, field), partial(_states, field, value))


def _states(field: str, value: str, item: Item) -> bool:
    return value in item.values(field)


def _is_of_decade(low: float, item: Item) -> bool:
    year = item.number(YEAR)
    return year is not None and low <= year < low + DECADE


def _is_no_longer_than(most: float, item: Item) -> bool:
    minutes = item.number(LENGTH)
    return minutes is not None and minutes <= most
