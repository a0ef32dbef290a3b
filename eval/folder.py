"""Where a run is written: a folder that knows which run it holds."""

import json
from collections.abc import Mapping
from pathlib import Path

import regex

from polyrec.eval.errors import EvaluationError
from polyrec.eval.provenance import fingerprint
from polyrec.eval.records import FILE

REPORTS = Path("eval-reports")
RUN_FILE = "run.json"


def prepare_folder(settings: Mapping[str, object], out: Path | None, fresh: bool) -> Path:
    """The folder of a run with these settings, made if it is not there. `fresh` forgets what it holds already.

    Without `out` its name tells suite, model and settings apart, so that another run gets another folder. Raises
    EvaluationError when `out` holds a run with other settings, or cannot be written.
    """
    mark = fingerprint(settings)
    name = regex.sub(r"[^\w.]+", "-", Path(str(settings["model"])).name)
    folder = out or REPORTS / f"{settings['suite']}-{name}-{mark}"
    known = folder / RUN_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            (folder / FILE).unlink(missing_ok=True)
        elif known.exists() and json.loads(known.read_text("utf-8"))["fingerprint"] != mark:
            raise EvaluationError(
                f"{folder} holds a run with other settings, another model, or another state of polyrec.",
                "Give another folder with --out, or start it anew with --fresh.",
            )
        text = json.dumps({"fingerprint": mark, **settings}, indent=2, default=str)
        known.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise EvaluationError(f"{folder} cannot be written: {error.strerror}.", "Give another with --out.") from None
    return folder
