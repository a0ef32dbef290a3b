"""What a model's sentence must pass before a person sees it."""

import re

from polyrec.retrievers import Item, Request
from polyrec.retrievers.text import clean, fold

from ..language import is_in_language
from ..understanding.titles import Titles

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LONGEST = 400
MARKUP = re.compile(r"<\|?[a-z_/]|\|>|\x1b|```|https?:|\]\(|\$[a-z]|[{}<>]", re.IGNORECASE)


def verify(sentence: str, request: Request, item: Item, shown: frozenset[str], titles: Titles) -> str | None:
    """The sentence, tidied, when it may be shown; None when it may not.

    It must be in the request's language, hold no markup, name no number that neither the item nor the person named,
    and no item of the catalogue but those in `shown` (ids).
    """
    text = " ".join(clean(sentence).split()).strip("\"“”«»*-– ")
    if not text or len(text) > LONGEST or MARKUP.search(text):
        return None
    known = fold(" ".join([request.text, item.title, item.description, *(value for name in item.fields for value in item.values(name))]))
    if set(NUMBER.findall(fold(text))) - set(NUMBER.findall(known)):
        return None
    if titles.mentioned(text) - shown:
        return None
    names = sorted({item.title, *(value for name in item.fields for value in item.values(name))}, key=len, reverse=True)
    prose = text
    for name in names:
        prose = prose.replace(name, " ")
    return text if is_in_language(prose, request.language) else None
