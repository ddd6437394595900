"""Make an edition again from what it keeps, and compare the bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimstats.errors import ReportError
from claimstats.reporting.checking import Finding
from claimstats.reporting.editions import assemble, previous_of
from claimstats.reporting.layout import PREVIOUS, SOURCE, STUDY, Edition
from claimstats.reporting.manifest import InputFile, Origin, describe_environment, hash_bytes
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.quarto import find_quarto
from claimstats.reporting.rendering import render

_AGAIN = "is not the same when it is made again"


def rebuild_edition(edition: Edition, *, fonts: Sequence[Path] = ()) -> tuple[list[Finding], tuple[str, ...]]:
    """Return the files that come out otherwise, and what is another environment than it was.

    Parameters
    ----------
    edition
        Any edition. It is read, never written.
    fonts
        The font files that were given.

    Raises
    ------
    ReportError
        If something that it was made from is gone, or a cell fails.
    """
    said = edition.manifest
    path = edition.folder / SOURCE / Path(said["source"]["path"]).name
    if not path.is_file() or not (edition.folder / STUDY).is_dir():
        raise ReportError(f"{edition.label} cannot be made again: it keeps no {SOURCE}/{path.name} or no {STUDY}/")
    before = previous_of(edition)
    given = {name: said["parameters"][name] for name in said["given"]}
    meta = ReportMeta(**said["words"], edition=said["revision"])
    engine = str(said.get("environment", {}).get("engine", "claimstats"))
    quarto = find_quarto() if engine.startswith("quarto") else None
    origin = Origin(
        notebook=path.read_bytes(), notebook_path=said["source"]["path"],
        inputs=tuple(InputFile(**file) for file in said["inputs"]), epoch=said["epoch"], given=said["given"],
        fonts=fonts, before=before, engine=f"quarto {quarto.version}" if quarto else engine,
    )  # fmt: skip
    study = edition.folder / STUDY
    links = {STUDY: study} | ({PREVIOUS: before.folder} if before else {})
    rendered = render(
        path, parameters=given, workdir_links=links, meta=meta, epoch=said["epoch"], fonts=fonts, quarto=quarto
    )
    made = assemble(rendered, origin=origin, meta=meta, study=study)
    noted = {str(file["path"]): str(file["sha256"]) for file in said["outputs"]}
    again = {
        name: hash_bytes(data) for name, data in made.items() if isinstance(data, bytes) and name != "manifest.json"
    }
    differing = [
        Finding(name, _AGAIN, noted.get(name, ""), again.get(name, ""))
        for name in sorted(noted.keys() | again.keys())
        if noted.get(name) != again.get(name)
    ]
    return differing, tuple(_other_environment(said["environment"], describe_environment(origin)))


def _other_environment(then: dict[str, object], now: dict[str, object]) -> list[str]:
    """Say what is not as it was; the lock file says nothing that the packages do not."""
    flat = {name: _flatten(place) for name, place in (("then", then), ("now", now))}
    names = sorted(name for name in flat["then"].keys() | flat["now"].keys() if name != "lock_sha256")
    return [
        f"it was made with {name} {flat['then'].get(name, 'absent')}, here is {flat['now'].get(name, 'none')}: "
        "other bytes can come of that"
        for name in names
        if flat["then"].get(name) != flat["now"].get(name)
    ]


def _flatten(environment: dict[str, object], above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in environment.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{above}{name}.")
        else:
            flat[above + name] = str(value)
    return flat
