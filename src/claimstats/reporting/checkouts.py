"""Which commit of a git checkout something lay in, for whoever looks for it later."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

__all__ = ["describe_checkout", "describe_checkouts"]

#: A checkout that takes longer to say what it is has other troubles.
_SECONDS = 20


def describe_checkouts(**places: Path | None) -> dict[str, object]:
    """What `describe_checkout` says of several folders, by their names.

    Parameters
    ----------
    **places
        Each folder by a name for it.
    """
    return {name: describe_checkout(place) for name, place in places.items()}


def describe_checkout(place: Path | None) -> dict[str, object] | None:
    """The commit that a folder was at, and whether it held anything that is not committed.

    Parameters
    ----------
    place
        A folder; None where a study has none.

    Returns
    -------
    dict or None
        ``commit`` and ``dirty``; None where git is not installed, does not know the folder, refuses to look at it, or is told to
        ignore it, as it is of an environment inside a project.
    """
    if place is None or not place.is_dir():
        return None
    if _ask(place, "check-ignore", "--quiet", ".") is not None:
        return None
    commit = _ask(place, "rev-parse", "HEAD")
    changed = _ask(place, "status", "--porcelain", "--", ".")
    if commit is None or changed is None:
        return None
    return {"commit": commit.strip(), "dirty": bool(changed.strip())}


def _ask(place: Path, *arguments: str) -> str | None:
    """What git says of a folder; it takes no lock, so that nobody's own git has to wait."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(place), *arguments],
            env=environment | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            capture_output=True, text=True, check=False, timeout=_SECONDS,
        )  # fmt: skip
    except (FileNotFoundError, PermissionError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
