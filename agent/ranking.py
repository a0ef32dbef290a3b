"""Choosing few from many: the order of retrieval, corrected by a model's judgement of each candidate on its own.

Small models judge well when they are scored by likelihood, one candidate at a time, and badly when they write a
permutation (Liang et al. 2022, arXiv:2211.09110; Zhuang et al. 2023, arXiv:2310.14122).
"""

from string import Template

from polyrec.agent.card import write_card
from polyrec.agent.events import RankedItem
from polyrec.agent.evidence import find_evidence
from polyrec.agent.llm import JudgingModel, LanguageModel, Prompt, Usage
from polyrec.prompts import load_judge
from polyrec.retrievers import Candidates, Hit, Request, Schema

POOL = 5
"""Candidates that a model judges: each costs about 70 tokens of reading."""
TIME_SHARE = 0.3
"""The share of a turn's time that judging may take."""
JUDGE_WEIGHT = 0.6
"""The model's share of the score; retrieval has the rest."""


def rank_found(request: Request, candidates: Candidates, count: int) -> tuple[RankedItem, ...]:
    """The first `count` candidates in the order of retrieval."""
    return tuple(
        _ranked(request, hit, _retrieval_score(candidates, place)) for place, hit in enumerate(candidates.hits[:count])
    )


def rank(
    request: Request,
    candidates: Candidates,
    count: int,
    schema: Schema,
    model: LanguageModel | None,
    usage: Usage,
    deadline: float,
) -> tuple[RankedItem, ...]:
    """The `count` best candidates, by retrieval and by the model's judgement where it has one.

    Candidates that the model did not get to before `deadline` (time.monotonic) count as the mean of those it judged.
    Raises ModelError when the model fails.
    """
    if not isinstance(model, JudgingModel) or len(candidates.hits) <= 1 or request.order:
        return rank_found(request, candidates, count)
    pool = candidates.hits[: max(POOL, count)]
    judge = load_judge()
    question = Template(judge.question)
    prompts = [
        Prompt(judge.system, question.safe_substitute(request=request.text, card=write_card(hit.item, schema)))
        for hit in pool
    ]
    judged = list(model.likelihoods(prompts, judge.yes, judge.no, usage, deadline))
    if not judged:
        return rank_found(request, candidates, count)
    unjudged = sum(judged) / len(judged)
    ranked = []
    for place, hit in enumerate(pool):
        relevance = judged[place] if place < len(judged) else None
        score = JUDGE_WEIGHT * (unjudged if relevance is None else relevance)
        score += (1 - JUDGE_WEIGHT) * _retrieval_score(candidates, place)
        ranked.append(_ranked(request, hit, score, relevance))
    return tuple(sorted(ranked, key=lambda item: -item.score)[:count])


def _ranked(request: Request, hit: Hit, score: float, relevance: float | None = None) -> RankedItem:
    return RankedItem(hit.item, find_evidence(request, hit.item), score, relevance)


def _retrieval_score(candidates: Candidates, place: int) -> float:
    """The fused score in [0, 1], the best candidate at 1; 0 where only an order brought them together."""
    best = max(hit.score for hit in candidates.hits)
    return candidates.hits[place].score / best if best else 0.0
