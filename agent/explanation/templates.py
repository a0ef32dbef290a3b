"""Explanations without a model: the evidence, put into the words of a language's file."""

import unicodedata
from collections.abc import Sequence
from string import Template

from babel.lists import format_list

from polyrec.agent.dialogue.state import Belief
from polyrec.agent.events import Evidence, RankedItem
from polyrec.agent.explanation.display import show_number, show_value
from polyrec.agent.locales import parse_locale
from polyrec.prompts import Prompts
from polyrec.retrievers import Constraint, FacetWish, Kind, Order, RangeWish, Request, Schema, SimilarWish
from polyrec.retrievers.text import fold

LONGEST_CHIP = 32


def scripts(text: str) -> frozenset[str]:
    """The scripts of a text's letters, by the first word of their Unicode names: LATIN, CJK, HIRAGANA …"""
    return frozenset(unicodedata.name(character, "?").split()[0] for character in text if character.isalpha())


class Wording:
    """How one language says what the evidence is."""

    def __init__(self, prompts: Prompts, schema: Schema, language: str) -> None:
        self._texts = prompts.explanation
        self._conversation = prompts.conversation
        self._scripts = scripts("".join(prompts.prompt.retold))
        self._schema = schema
        self._language = language

    def opening(
        self,
        request: Request,
        items: Sequence[RankedItem],
        count: int,
        dropped: Sequence[Constraint] = (),
        *,
        some_shown: bool = False,
    ) -> str:
        """The first sentence: what was wished and what the list below is; that it has fewer than `count` items, perhaps
        because some were shown before; which wishes nothing could meet (`dropped`).
        """
        if not items:
            return self._conversation.no_more if some_shown else self._texts.nothing
        if dropped:
            missing = self._list([self.wish(wish) for wish in dropped])
            return Template(self._texts.opening_relaxed).substitute(missing=missing)
        if all(any(piece.finding == "misses" for piece in item.evidence) for item in items):
            return self._texts.opening_partial
        if request.constraints and len(items) < count:
            form = parse_locale(self._language).plural_form(len(items))
            fewer = self._conversation.left if some_shown else self._texts.fewer
            return Template(fewer.form(form)).substitute(count=len(items))
        if request.similar:
            return Template(self._texts.opening_similar).substitute(title=request.similar[0].title)
        if request.constraints:
            wishes = self._within([self.wish(wish) for wish in request.constraints])
            return Template(self._texts.opening_wishes).substitute(wishes=wishes)
        return self._texts.opening if request.asked.strip() or request.similar else self._conversation.start

    def heading(self, item: RankedItem) -> str:
        """The title, behind one in the reader's own script where the catalogue has such a one and the title is not."""
        readable = next((title for title in self._titles(item) if scripts(title) <= self._scripts), item.title)
        return item.title if readable == item.title else f"{readable} · {item.title}"

    def reason(self, item: RankedItem) -> str:
        """Why an item is here and where it falls short, in one to three sentences; empty where nothing was wished."""
        sentences = []
        for finding, frame in (("meets", self._texts.fits), ("misses", self._texts.misses)):
            sentences += self._reasons(item, finding, frame)
        frames = {"resembles": self._texts.resembles, "together": self._texts.together}
        sentences.extend(
            Template(frames[piece.finding]).substitute(title=piece.wish.title)
            for piece in item.evidence
            if isinstance(piece.wish, SimilarWish)
        )
        sentences.extend(filter(None, map(self._of_person, item.evidence)))
        if not sentences and any(piece.finding == "close" for piece in item.evidence):
            return self._texts.close
        return " ".join(sentences)

    def wish(self, wish: Constraint) -> str:
        """A wish by itself: "1990 to 1999", "no horror", "Rating: from 4"."""
        return self._label(wish.field, self._wished(wish))

    def belief(self, belief: Belief) -> str:
        """What polyrec believes is wanted, short enough for a chip: a wish, what comes first, or a theme."""
        if isinstance(belief, SimilarWish):
            return f"{'≠' if belief.negated else '≈'} {belief.title}"
        if isinstance(belief, Order):
            return f"{'↓' if belief.descending else '↑'} {self._schema.label(belief.field, self._language)}"
        if isinstance(belief, FacetWish | RangeWish):
            return self.wish(belief)
        text = " ".join(belief.text.split())
        return text if len(text) <= LONGEST_CHIP else f"{text[: LONGEST_CHIP - 1]}…"

    def _of_person(self, piece: Evidence) -> str:
        """What speaks for an item beside the wish: the person's taste, or that many choose it."""
        texts = self._conversation
        if piece.finding == "liked":
            return Template(texts.because_liked).substitute(title=piece.values[0])
        if piece.finding == "often" and piece.field:
            value = show_value(piece.values[0], piece.field, self._schema, self._language)
            return Template(texts.often_liked).substitute(value=value)
        return texts.popular if piece.finding == "popular" else ""

    def shortcomings(self, item: RankedItem) -> str:
        """Where an item falls short; empty where it does not."""
        return "".join(self._reasons(item, "misses", self._texts.misses))

    def _reasons(self, item: RankedItem, finding: str, frame: str) -> list[str]:
        """The sentence of all evidence of one kind, each fact once; none where there is no such evidence."""
        reasons = list(dict.fromkeys(self._fact(piece) for piece in item.evidence if piece.finding == finding))
        return [Template(frame).substitute(reasons=self._within(reasons))] if reasons else []

    def stated(self, field: str, values: Sequence[str]) -> str:
        """What an item states in a field: "Director: Agnès Varda"."""
        shown = self._within([show_value(value, field, self._schema, self._language) for value in values])
        return Template(self._texts.fact).substitute(field=self._schema.label(field, self._language), value=shown)

    def choices(self, parts: Sequence[str]) -> str:
        """Several things of which one is to be chosen: "comedy, drama, or war"."""
        return format_list(list(parts), style="or", locale=parse_locale(self._language))

    def _fact(self, piece: Evidence) -> str:
        wish = piece.wish
        if not isinstance(wish, FacetWish | RangeWish):
            raise TypeError(f"no fact can be told of {piece}")
        if isinstance(wish, FacetWish) and piece.finding == "meets":
            return self._wished(wish)
        if not piece.values:
            return Template(self._texts.unknown).substitute(field=self._schema.label(wish.field, self._language))
        shown = self._list([show_value(value, wish.field, self._schema, self._language) for value in piece.values])
        fact = self._label(wish.field, shown)
        return (
            fact
            if piece.finding == "meets"
            else Template(self._texts.wished).substitute(fact=fact, wish=self._wished(wish))
        )

    def _wished(self, wish: Constraint) -> str:
        text = self._bounds(wish) if isinstance(wish, RangeWish) else self._values(wish)
        return Template(self._texts.without).substitute(value=text) if wish.negated else text

    def _values(self, wish: FacetWish) -> str:
        """The value wished, or all that will do: "comedy or drama"."""
        values = (wish.value, *wish.alternatives)
        return self.choices([show_value(value, wish.field, self._schema, self._language) for value in values])

    def _bounds(self, wish: RangeWish) -> str:
        low, high = (
            None if end is None else show_number(end, wish.field, self._schema, self._language)
            for end in (wish.low, wish.high)
        )
        if low is None or high is None:
            frame, value = (self._texts.at_most, high) if low is None else (self._texts.at_least, low)
            return Template(frame).substitute(value=value)
        return low if low == high else Template(self._texts.between).substitute(low=low, high=high)

    def _label(self, field: str, value: str) -> str:
        """A value with its field's name where it would not speak for itself: a bare number that is no year."""
        spec = self._schema.fields[field]
        if spec.kind is not Kind.NUMBER or spec.unit:
            return value
        return Template(self._texts.fact).substitute(field=self._schema.label(field, self._language), value=value)

    def _within(self, parts: Sequence[str]) -> str:
        """A list for the middle of a sentence that ends by itself: the full stop of "120 Min." would double it."""
        return self._list(parts).removesuffix(".")

    def _list(self, parts: Sequence[str]) -> str:
        return format_list(list(parts), locale=parse_locale(self._language))

    def titles(self, item: RankedItem) -> str:
        """The title, and the other titles that the catalogue gives the item."""
        return " · ".join(self._titles(item))

    def _titles(self, item: RankedItem) -> list[str]:
        others = {fold(value): value for name in self._schema.named(Kind.TITLE) for value in item.item.values(name)}
        others.pop(fold(item.title), None)
        return [item.title, *others.values()]

    def facts(self, item: RankedItem) -> str:
        """What a card shows below the title: year, amounts, categories, countries."""
        names = self._schema.named(Kind.YEAR, Kind.NUMBER, Kind.CATEGORY, Kind.COUNTRY)
        shown = (
            show_value(value, name, self._schema, self._language)
            for name in names
            for value in item.item.values(name)[:3]
        )
        return " · ".join(shown)
