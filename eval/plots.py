"""One picture for each question that one would ask."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from polyrec.eval.report import Result
from polyrec.eval.suites.base import Breakdown

INCHES_A_BAR, HEIGHT, NARROWEST = 0.14, 3.6, 5.0


def draw(results: Sequence[Result], question: Breakdown, folder: Path) -> str | None:
    """Draws a measure by the values of a label, and returns the file's name; None where there is nothing to draw.

    Whiskers are 95% intervals.
    """
    own = [one for one in results if (one.measure.name, one.label) == (question.measure, question.label)]
    values = sorted({one.value for one in own})
    systems = list(dict.fromkeys(one.system for one in own))
    if not values:
        return None
    width = max(NARROWEST, INCHES_A_BAR * len(values) * (len(systems) + 1))
    figure = Figure(figsize=(width, HEIGHT), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.subplots()
    for number, system in enumerate(systems):
        cells = {one.value: one.estimate for one in own if one.system == system}
        there = [place for place, value in enumerate(values) if value in cells]
        found = [cells[values[place]] for place in there]
        heights = [one.value for one in found]
        below = [0.0 if one.low is None else max(0.0, one.value - one.low) for one in found]
        above = [0.0 if one.high is None else max(0.0, one.high - one.value) for one in found]
        if question.plot == "line":
            axes.errorbar(there, heights, (below, above), marker="o", capsize=3, label=system)
        else:
            share = 0.8 / len(systems)
            shifted = [place - 0.4 + share * (number + 0.5) for place in there]
            axes.bar(shifted, heights, share, yerr=(below, above), error_kw={"elinewidth": 0.7}, label=system)
    axes.set_xticks(range(len(values)), values, rotation=90 if len(values) > 12 else 0)
    unit = own[0].measure.unit
    axes.set_ylabel(question.measure if unit == "share" else f"{question.measure} ({unit})")
    axes.set_xlabel(question.label)
    if unit == "share":
        axes.set_ylim(0, 1.05)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside upper center", ncols=len(systems), frameon=False)
    name = f"{question.title}.svg".replace(" ", "-").replace("@", "-at-").lower()
    figure.savefig(folder / name, metadata={"Date": None})
    return name
