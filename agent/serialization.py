"""A reply as JSON, for programs."""

import json
from dataclasses import asdict
from typing import Any

from polyrec.agent.dialogue import Question
from polyrec.agent.events import RankedItem, Reply
from polyrec.retrievers import RangeWish, SimilarWish, Wish


def to_json(reply: Reply) -> str:
    """The whole turn as one JSON object, indented; keys stay the same from version to version."""
    return json.dumps(to_dict(reply), ensure_ascii=False, indent=2)


def to_dict(reply: Reply) -> dict[str, Any]:
    """The whole turn as plain lists, dictionaries, texts and numbers; times in seconds since the turn began."""
    return {
        "request": {
            "text": reply.request.text,
            "language": reply.request.language,
            "wishes": [_wish(wish) for wish in reply.request.wishes],
            "order": asdict(reply.request.order) if reply.request.order else None,
            "count": reply.request.count,
            "rest": reply.request.rest,
            "asked": reply.request.asked,
            "translation": reply.request.translation or None,
        },
        "move": reply.move.value,
        "items": [_item(ranked) for ranked in reply.items],
        "about": [item.id for item in reply.about],
        "question": _question(reply.question),
        "text": reply.text,
        "language": reply.language,
        "model": reply.model,
        "prompt_version": reply.prompt_version,
        "written_by_model": reply.written_by_model,
        "notes": list(reply.notes),
        "timings": {name: round(seconds, 4) for name, seconds in reply.timings.items()},
        "tokens": {"read": reply.usage.read, "written": reply.usage.written},
    }


def _wish(wish: Wish) -> dict[str, Any]:
    kind = "similar" if isinstance(wish, SimilarWish) else "range" if isinstance(wish, RangeWish) else "facet"
    return {"kind": kind, **asdict(wish)}


def _question(question: Question | None) -> dict[str, Any] | None:
    return {"field": question.field, "choices": [_wish(choice) for choice in question.choices]} if question else None


def _item(ranked: RankedItem) -> dict[str, Any]:
    item = ranked.item
    return {
        "id": item.id,
        "title": item.title,
        "language": item.language,
        "fields": dict(item.fields),
        "score": round(ranked.score, 4),
        "relevance": None if ranked.relevance is None else round(ranked.relevance, 4),
        "evidence": [
            {
                "finding": piece.finding,
                "field": piece.field,
                "values": list(piece.values),
                "wish": _wish(piece.wish) if piece.wish else None,
            }
            for piece in ranked.evidence
        ],
    }
