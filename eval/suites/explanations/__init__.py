"""Replies: are they in the person's language, and do they say only what the catalogue says?"""

from collections.abc import Sequence
from pathlib import Path

from polyrec.agent import Replied
from polyrec.agent.llm import JudgingModel
from polyrec.eval.cases import Case, Dataset
from polyrec.eval.judge import Judge
from polyrec.eval.language import lines_in_language, untranslated
from polyrec.eval.lineup import MOVIES, USUAL, VECTORS, System, first
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.eval.suites.explanations.claims import Claims, check_claims, split_by_item
from polyrec.eval.suites.explanations.repetition import repeated_share
from polyrec.eval.suites.explanations.titles import named_titles, outside
from polyrec.eval.suites.explanations.words import value_words
from polyrec.eval.suites.wishes import Wish, wish_cases


class Explanations(Suite[Wish]):
    """The suite. Its wishes are those of the suite `wishes` over the two samples.

    `judge` is a model that is asked about each sentence that no rule can check; None leaves them unjudged.
    """

    name = "explanations"
    question = "Is the reply in the person's language, and true to the catalogue?"
    measures = (
        Measure("language", "share of lines in the right language, once titles and names are taken out"),
        Measure("outside titles", "share of the titles named that are not of the items shown", "lower"),
        Measure(
            "unsupported claims", "share of the claims that rules can check which the item does not state", "lower"
        ),
        Measure(
            "judged unsupported", "share of the other sentences that the judge model does not find supported", "lower"
        ),
        Measure("repetition", "rep-4: share of 4-grams that the reply has said before (Welleck et al. 2020)", "lower"),
        Measure("length", "letters in a reply", "neither", "letters"),
        Measure("items told of", "share of the items shown that the reply names"),
    )
    breakdowns = (Breakdown("language", "language"), Breakdown("language", "unsupported claims"))
    systems = tuple(name for name in USUAL if name != VECTORS)
    limit = 72

    def __init__(self, judge: JudgingModel | None = None) -> None:
        self._judge = Judge(judge) if judge else None

    def cases(self, data: Path) -> Dataset[Wish]:
        """See Suite.cases."""
        del data
        return Dataset([case for case in wish_cases() if case.catalog != MOVIES])

    def run(self, case: Case[Wish], system: System) -> Sequence[Observation]:
        """See Suite.run."""
        message = case.content.message
        replied = first(system.talker.session("en").stream(message), Replied)
        if replied is None:
            return []
        reply = replied.reply
        items = [ranked.item for ranked in reply.items]
        similar = [wish.title for wish in reply.request.similar]
        passed, lines = lines_in_language(reply.text, case.language, untranslated(items, reply.request))
        titles = named_titles(reply.text, system.catalog)
        strangers = outside(titles, items, [*similar, message, *value_words(system.catalog, case.language)])
        blocks = split_by_item(reply.text, items)
        claims = Claims()
        for item, text in blocks:
            claims += check_claims(text, item, message, system.catalog, case.language)
        scores = {
            "language": Score(passed, lines),
            "outside titles": Score(len(strangers), len(titles)),
            "unsupported claims": Score(len(claims.unsupported), claims.checked),
            "repetition": Score(repeated_share(reply.text)),
            "length": Score(len(reply.text)),
            "items told of": Score(len(blocks), len(items)),
        }
        if self._judge:
            refused, asked = self._judge.refuse(claims.unchecked, system.catalog.schema)
            scores["judged unsupported"] = Score(refused, asked)
        seen = {
            "message": message,
            "items": [item.id for item in items],
            "replies": reply.text,
            "outside": strangers,
            "unsupported": list(claims.unsupported),
        }
        return [Observation(scores, seen=seen)]
