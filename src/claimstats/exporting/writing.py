"""Files put in their places: all of them, or none."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from claimstats.dates import iso
from claimstats.provenance import Provenance

__all__ = ["json_bytes", "origin", "write_files"]


def json_bytes(content: object) -> bytes:
    """A document as JSON, as a person would read it.

    Parameters
    ----------
    content
        Dictionaries, lists, text, numbers.
    """
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def origin(provenance: Provenance, *, params: Mapping[str, object]) -> dict[str, object]:
    """Parameters, inputs and steps of one value.

    Parameters
    ----------
    provenance, params
        Of the value; a cut-off among the parameters is written as a date.
    """
    shown = {key: iso(value) if key == "as_of" and isinstance(value, int) else value for key, value in params.items()}
    return {
        "parameters": shown,
        "inputs": provenance.inputs_frame().to_dict("records"),
        "steps": provenance.steps_frame().to_dict("records"),
    }


def write_files(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """All files beside their places first, then each put in its place.

    Parameters
    ----------
    files
        Content by name.
    folder
        Made if it is not there.

    Returns
    -------
    list of pathlib.Path
        The files written, in order of name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as beside:
        for name, content in files.items():
            Path(beside, name).write_bytes(content)
        for name in files:
            Path(beside, name).replace(folder / name)
    return [folder / name for name in sorted(files)]
