"""The language that a person's machine is set to."""

import os


def locale_language() -> str:
    """The BCP-47 tag of the configured or the machine's language; en where neither tells."""
    from polyrec.agent import load_config

    setting = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    tag = setting.split(".")[0].split("@")[0].replace("_", "-")
    return load_config().language or (tag if tag not in ("", "C", "POSIX") else "en")
