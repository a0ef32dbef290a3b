"""What is known of a person, in words of their language."""

from collections.abc import Sequence
from string import Template

from babel.lists import format_list

from polyrec.agent.explanation.display import show_value
from polyrec.agent.locales import parse_locale
from polyrec.agent.profile.profile import Profile
from polyrec.agent.profile.taste import Favourite, Tastes
from polyrec.prompts import load
from polyrec.retrievers import Catalog

MOST_TITLES = 8


def summarise(profile: Profile, catalog: Catalog, language: str) -> str:
    """A few lines: what the person likes in a catalogue, what they avoid, what they know, what they have declared."""
    texts, locale = load(language).conversation, parse_locale(language)
    preferences = Tastes(catalog).of(profile)

    def listed(parts: Sequence[str]) -> str:
        return format_list(list(parts), locale=locale)

    def values(favourites: Sequence[Favourite]) -> list[str]:
        return [show_value(one.value, one.field, catalog.schema, language) for one in favourites]

    def titles(ids: Sequence[str]) -> list[str]:
        return [item.title for item in catalog.items_of(ids[:MOST_TITLES])]

    liked = [*values(preferences.favourites), *titles(preferences.liked)]
    known = sorted(preferences.known - set(preferences.liked) - set(preferences.disliked))
    avoided = [*values(preferences.avoided), *titles(preferences.disliked)]
    lines = [
        Template(text).safe_substitute(values=listed(parts))
        for text, parts in (
            (texts.profile_likes, liked),
            (texts.profile_dislikes, avoided),
            (texts.profile_seen, titles(known)),
        )
        if parts
    ]
    facts = profile.facts
    lines += [show for show in (_languages(facts.languages, language), _facts(facts.region, facts.budget)) if show]
    return "\n".join(lines) or texts.profile_empty


def _languages(tags: Sequence[str], language: str) -> str:
    names = parse_locale(language).languages
    return ", ".join(str(names.get(tag.replace("-", "_"), tag)) for tag in tags)


def _facts(region: str | None, budget: float | None) -> str:
    return ", ".join(filter(None, (region, f"≤ {budget:g}" if budget is not None else "")))
