"""Taking out of a text what identifies somebody: e-mail addresses, phone and card numbers.

E-mail addresses and card numbers are found by datafog, phone numbers by Google's libphonenumber, read as people of the
text's language write them.
"""

import os
from functools import lru_cache
from importlib.util import find_spec

from babel.core import get_global

from polyrec.agent.errors import ConfigError
from polyrec.agent.language import decide_language

FOUND = ("EMAIL", "CREDIT_CARD")
WORDS = {"EMAIL": "[e-mail]", "CREDIT_CARD": "[card]", "PHONE": "[phone]"}
"""What stands in the place of each; English, since it is models that read it."""


def check_redaction() -> None:
    """Raises ConfigError when what finds such things is not installed."""
    if not (find_spec("datafog") and find_spec("phonenumbers")):
        raise ConfigError(
            "What redacts texts is not installed.",
            "Install it with: pip install 'polyrec[redaction]', or turn it off with POLYREC_REDACT=false",
        )


def redact(text: str) -> str:
    """The text with e-mail addresses, card numbers and phone numbers taken out."""
    os.environ.setdefault("DATAFOG_NO_TELEMETRY", "1")
    import datafog
    import phonenumbers

    found = datafog.detect_pii(text)
    for kind in FOUND:
        for value in found.get(kind, ()):
            text = text.replace(value, WORDS[kind])
    matches = list(phonenumbers.PhoneNumberMatcher(text, _region(decide_language(text, None, "en"))))
    for match in reversed(matches):
        text = text[: match.start] + WORDS["PHONE"] + text[match.end :]
    return text


@lru_cache(maxsize=64)
def _region(tag: str) -> str | None:
    """The ISO 3166-1 code of where most people live who write a language, by CLDR."""
    likely = get_global("likely_subtags").get(tag.split("-")[0], "")
    region = likely.rpartition("_")[2]
    return region if len(region) == 2 and region.isupper() else None
