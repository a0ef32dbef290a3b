"""Agents that are broken on purpose score visibly worse in the suite that is meant to see it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from polyrec.agent import Event, Found, Ranked, RankedItem, Recommender, Replied, TextDelta, Understood
from polyrec.agent.evidence import find_evidence
from polyrec.eval.cases import Case, choose
from polyrec.eval.compare import verdict
from polyrec.eval.lineup import System
from polyrec.eval.scores import difference
from polyrec.eval.suites import SUITES
from polyrec.eval.suites.base import Suite
from polyrec.eval.suites.conversations import Conversations
from polyrec.eval.suites.explanations import Explanations
from polyrec.eval.suites.understanding import Understanding
from polyrec.eval.suites.users import Users
from polyrec.eval.suites.wishes import Wishes

LANGUAGES = ("en", "de", "es", "ja", "ru", "tr")


class Broken:
    """A recommender whose events are spoilt on their way out."""

    def __init__(self, bot: Recommender) -> None:
        self.bot = bot
        self.catalog = bot.catalog

    def session(self, language: str | None = None) -> "Broken":
        return self

    def stream(self, message: str, *, n: int = 3, language: str | None = None) -> Iterator[Event]:
        for event in self.bot.session("en").stream(message, n=n, language=language):
            yield self.spoil(event)

    def spoil(self, event: Event) -> Event:
        raise NotImplementedError


class RandomItems(Broken):
    """Recommends anything."""

    def spoil(self, event: Event) -> Event:
        match event:
            case Found(items):
                return Found(self.draw(items))
            case Ranked(items):
                return Ranked(self.draw(items))
            case Replied(reply):
                return Replied(replace(reply, items=self.draw(reply.items)))
        return event

    def draw(self, items: Sequence[RankedItem]) -> tuple[RankedItem, ...]:
        found = self.catalog.page(len(self.catalog))
        return tuple(RankedItem(item, (), 0.0) for item in random.Random(len(items)).sample(found, len(items)))


class AlwaysEnglish(Broken):
    """Answers in English, whatever it was asked in."""

    def stream(self, message: str, *, n: int = 3, language: str | None = None) -> Iterator[Event]:
        yield from self.bot.session("en").stream(message, n=n, language="en")


class NamesAStranger(Broken):
    """Adds a film that is not there."""

    def spoil(self, event: Event) -> Event:
        if isinstance(event, Replied):
            return Replied(replace(event.reply, text=f"{event.reply.text}\n\n4. The Crystal Lagoon"))
        return event


class ClaimsTooMuch(Broken):
    """Says of every item that it has every genre that was wished, and a year that it is not of."""

    def spoil(self, event: Event) -> Event:
        if not isinstance(event, Replied):
            return event
        text = "\n".join(f"{item.title}: 1871." for item in event.reply.items)
        return Replied(replace(event.reply, text=text))


class IgnoresNot(Broken):
    """Takes "no horror" for "horror"."""

    def stream(self, message: str, *, n: int = 3, language: str | None = None) -> Iterator[Event]:
        request = next(e.request for e in self.bot.session("en").stream(message) if isinstance(e, Understood))
        request = replace(request, wishes=tuple(replace(wish, negated=False) for wish in request.wishes))
        yield Understood(request)
        items = self.catalog.page(len(self.catalog))
        items.sort(key=lambda item: sum(one.finding == "misses" for one in find_evidence(request, item)))
        ranked = tuple(RankedItem(item, (), 0.0) for item in items[:n])
        yield from (Found(ranked), Ranked(ranked), TextDelta(""))


def compared(suite: Suite[Any], bot: Recommender, broken: Broken, measure: str, cases: Sequence[Case[Any]]) -> str:
    """What the suite says of the broken agent beside the whole one."""
    pairs = []
    for case in cases:
        both = [
            [one.scores[measure] for one in suite.run(case, System("any", talker)) if measure in one.scores]
            for talker in (bot, broken)
        ]
        pairs += [(case.group, one, other) for one, other in zip(*both, strict=True)]
    gain = difference(pairs, suite.measure(measure), 0)
    assert gain is not None
    return verdict(gain, suite.measure(measure))


def cases(suite: Suite[Any], limit: int) -> list[Case[Any]]:
    own = [case for case in suite.cases(Path("nowhere")).cases if case.catalog == "films"]
    return choose(own, LANGUAGES, limit, 0)


@pytest.mark.parametrize(
    ("suite", "broken", "measure", "limit"),
    [
        (Wishes(), RandomItems, "P@5", 60),
        (Explanations(), AlwaysEnglish, "language", 24),
        (Explanations(), NamesAStranger, "outside titles", 12),
        (Explanations(), ClaimsTooMuch, "unsupported claims", 12),
        (Understanding(), IgnoresNot, "F1", 60),
        (Conversations(), AlwaysEnglish, "language", 12),
        (Conversations(), RandomItems, "violations", 12),
        (Users(), RandomItems, "satisfied", 24),
    ],
    ids=lambda value: value.name if isinstance(value, Suite) else getattr(value, "__name__", str(value)),
)
def test_a_broken_agent_is_seen(
    bot: Recommender, suite: Suite[Any], broken: type[Broken], measure: str, limit: int
) -> None:
    assert compared(suite, bot, broken(bot), measure, cases(suite, limit)) == "worse"


def test_ignoring_not_is_seen_in_what_is_shown(bot: Recommender) -> None:
    suite = Wishes()
    negated = [case for case in cases(suite, 400) if any(key.startswith("not ") for key in case.content.need.meets)]
    assert len(negated) >= 12
    assert compared(suite, bot, IgnoresNot(bot), "P@1", negated) == "worse"


def test_a_whole_agent_is_not_worse_than_itself(bot: Recommender) -> None:
    class Whole(Broken):
        def spoil(self, event: Event) -> Event:
            return event

    suite = Wishes()
    assert compared(suite, bot, Whole(bot), "P@5", cases(suite, 20)) == "not shown"


def test_every_suite_says_what_it_measures() -> None:
    for name in SUITES:
        from polyrec.agent import load_config
        from polyrec.eval.suites import open_suite

        suite = open_suite(name, {}, load_config())
        assert suite.name == name
        assert all(measure.meaning for measure in suite.measures)
        for breakdown in suite.breakdowns:
            assert suite.measure(breakdown.measure)
