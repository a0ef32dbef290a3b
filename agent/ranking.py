"""Choosing few from many: the order of retrieval, corrected by a model's judgement where that is worth its time.

A model that tells likelihoods judges each candidate on its own: small models judge well when they are scored, and badly
when they write a permutation (Liang et al. 2022, arXiv:2211.09110; Zhuang et al. 2023, arXiv:2310.14122). One that does
not is asked for an order of all (Sun et al. 2023, arXiv:2304.09542). Either way the order in which candidates were
found makes no difference.
"""

from collections.abc import Mapping
from dataclasses import replace
from string import Template

from pydantic import BaseModel

from polyrec.agent.card import write_card
from polyrec.agent.events import RankedItem
from polyrec.agent.evidence import find_circumstances, find_evidence
from polyrec.agent.llm import JudgingModel, LanguageModel, Limits, Prompt, Usage
from polyrec.agent.profile.taste import NO_PREFERENCES, Preferences
from polyrec.agent.suspicion import Suspicion
from polyrec.prompts import load_judge, load_ranker
from polyrec.retrievers import Candidates, Catalog, Hit, Request

TIME_SHARE = 0.3
"""The share of a turn's time that judging may take."""
JUDGE_WEIGHT = 0.6
"""The model's share of the score; retrieval has the rest."""
TOKENS_A_NUMBER = 6


class Order(BaseModel):
    """Numbers of items, the best first."""

    order: list[int]


def rank_found(
    request: Request,
    candidates: Candidates,
    count: int,
    catalog: Catalog,
    preferences: Preferences = NO_PREFERENCES,
) -> tuple[RankedItem, ...]:
    """The first `count` candidates in the order of retrieval."""
    return tuple(
        _ranked(request, hit, _retrieval_score(candidates, place), catalog, preferences)
        for place, hit in enumerate(candidates.hits[:count])
    )


def rank(
    request: Request,
    candidates: Candidates,
    count: int,
    catalog: Catalog,
    preferences: Preferences,
    suspicion: Suspicion,
    model: LanguageModel | None,
    pool: int,
    limits: Limits,
    usage: Usage,
) -> tuple[RankedItem, ...]:
    """The `count` best candidates, by retrieval and by what the model thinks of the first `pool`; 0 asks no model.

    Candidates that the model did not get to within the limits count as the mean of those it judged. Raises ModelError
    when the model fails.
    """
    judged = candidates.hits[: max(pool, count)] if pool else ()
    if model is None or len(judged) <= 1 or request.order:
        return rank_found(request, candidates, count, catalog, preferences)
    cards = {
        hit.item.id: write_card(hit.item, catalog.schema, suspicion.harmless_part(hit.item.description))
        for hit in judged
    }
    relevances = (
        _judge(request, cards, model, limits, usage)
        if isinstance(model, JudgingModel)
        else _order(request, cards, model, limits, usage)
    )
    known = [relevance for relevance in relevances if relevance is not None]
    if not known:
        return rank_found(request, candidates, count, catalog, preferences)
    ranked = []
    for place, (hit, relevance) in enumerate(zip(judged, relevances, strict=True)):
        score = JUDGE_WEIGHT * (sum(known) / len(known) if relevance is None else relevance)
        score += (1 - JUDGE_WEIGHT) * _retrieval_score(candidates, place)
        ranked.append(_ranked(request, hit, score, catalog, preferences, relevance))
    return tuple(sorted(ranked, key=lambda item: -item.score)[:count])


def _judge(
    request: Request, cards: Mapping[str, str], model: JudgingModel, limits: Limits, usage: Usage
) -> list[float | None]:
    """The model's likelihood of "yes" for each candidate, None for those that it did not get to."""
    judge = load_judge()
    question = Template(judge.question)
    prompts = [
        Prompt(judge.system, question.safe_substitute(request=request.asked, card=card)) for card in cards.values()
    ]
    judged: list[float | None] = list(model.likelihoods(prompts, judge.yes, judge.no, limits, usage))
    return judged + [None] * (len(cards) - len(judged))


def _order(
    request: Request, cards: Mapping[str, str], model: LanguageModel, limits: Limits, usage: Usage
) -> list[float | None]:
    """What the model's order is worth: 1 for the first, falling evenly; None for those that it left out."""
    shown = sorted(cards)
    listed = "\n".join(f"{number}. {cards[item]}" for number, item in enumerate(shown, start=1))
    ranker = load_ranker()
    question = Template(ranker.question).safe_substitute(request=request.asked, cards=listed)
    limits = replace(limits, tokens=TOKENS_A_NUMBER * (len(cards) + 2), stop=())
    answer = model.answer(Prompt(ranker.system, question), Order, limits, usage)
    numbers = [number for number in dict.fromkeys(answer.order) if 1 <= number <= len(shown)]
    worth: dict[str, float] = {shown[number - 1]: 1 - place / len(shown) for place, number in enumerate(numbers)}
    return [worth.get(item) for item in cards]


def _ranked(
    request: Request,
    hit: Hit,
    score: float,
    catalog: Catalog,
    preferences: Preferences,
    relevance: float | None = None,
) -> RankedItem:
    evidence = find_evidence(request, hit.item, catalog)
    circumstances = find_circumstances(hit.item, catalog, request.language, preferences)
    return RankedItem(hit.item, (*evidence, *circumstances), score, relevance)


def _retrieval_score(candidates: Candidates, place: int) -> float:
    """The fused score in [0, 1], the best candidate at 1; 0 where only an order brought them together."""
    best = max(hit.score for hit in candidates.hits)
    return candidates.hits[place].score / best if best else 0.0
