"""A new study that loads, checks and renders at once: two invented rows per table, to be replaced."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

from claimstats.errors import UsageError

__all__ = ["new_study"]


def new_study(folder: str | Path, *, title: str = "") -> Path:
    """Make the folder of a new study, with settings that explain themselves and two example rows per table.

    The rows are invented and marked as examples, and the settings say ``invented = true``, so that every page of a report
    says so until they are replaced.

    Parameters
    ----------
    folder
        The study's folder, which must not be there yet, or be empty. Its name becomes the study's id.
    title
        The headline of the report; by default one that says that the study is an example.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    UsageError
        If the folder holds anything.
    """
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise UsageError(f"{place} holds something already; name a folder that is not there yet")
    place.mkdir(parents=True, exist_ok=True)
    identity = re.sub(r"[^A-Za-z0-9_-]+", "-", place.resolve().name).strip("-") or "study"
    words = {"{id}": identity, "{title}": title or f"An example study ({identity})"}
    for source in sorted(files("claimstats.inputs").joinpath("example_study").iterdir(), key=lambda file: file.name):
        text = source.read_text(encoding="utf-8")
        if source.name == "study.toml":
            for mark, word in words.items():
                text = text.replace(f'"{mark}"', json.dumps(word, ensure_ascii=False))
        (place / source.name).write_text(text, encoding="utf-8", newline="\n")
    return place
