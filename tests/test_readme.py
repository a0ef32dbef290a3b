"""What the README shows is what happens."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from polyrec.agent import Recommender

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_examples_run(bot: Recommender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recommender, "open", lambda *_, **__: bot)
    code = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert "Amélie" in printed.getvalue()


def test_ci_runs_what_the_readme_says() -> None:
    assert "$ make test" in README
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text()


def test_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
