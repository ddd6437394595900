"""Check an edition against its manifest."""

from __future__ import annotations

import json
from pathlib import Path

from claimstats.errors import ReportError
from claimstats.reporting.manifest import hash_bytes

#: Beside the manifest's own outputs, what an edition's folder may hold.
_BESIDE = frozenset(["manifest.json", "run.json"])


def verify_edition(folder: Path) -> tuple[str, ...]:
    """Hash an edition's files again, return a sentence for each that differs; nothing means all is well."""
    path = folder / "manifest.json"
    if not path.is_file():
        raise ReportError(f"{folder} holds no manifest.json, so it is no edition", facts={"path": folder})
    outputs = {str(output["path"]): str(output["sha256"]) for output in json.loads(path.read_bytes())["outputs"]}
    present = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - _BESIDE
    missing = [f"{name} is missing" for name in sorted(outputs.keys() - present)]
    foreign = [f"{name} is not in the manifest" for name in sorted(present - outputs.keys())]
    changed = [
        f"{name} differs from the manifest"
        for name in sorted(outputs.keys() & present)
        if hash_bytes((folder / name).read_bytes()) != outputs[name]
    ]
    return (*missing, *foreign, *changed)
