"""Keep editions: one folder per study, period and revision, written whole or not at all, and never again."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from claimstats.errors import ReportError
from claimstats.reporting.checking import check_edition
from claimstats.reporting.comparing import compare_sides, list_changes
from claimstats.reporting.crate import describe_crate
from claimstats.reporting.layout import (
    CHANGES,
    CRATE,
    MANIFEST,
    PACKAGE,
    RUN,
    STUDY,
    Edition,
    edition_before,
    newest_revision,
    next_revision,
    period_folder,
    read_edition,
)
from claimstats.reporting.listing import write_lists
from claimstats.reporting.locking import hold
from claimstats.reporting.manifest import Origin, build_manifest, hash_manifest, identify_content, name_outputs
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.packaging import describe_package, next_version
from claimstats.reporting.rendering import Rendered
from claimstats.reporting.sides import make_side, read_settings, read_side

#: What changed, where there is no edition before.
FIRST = "The first edition."
_WRITING = ".writing-"

#: What a report is called and which edition it follows go in, the report comes out.
Render = Callable[[ReportMeta, Edition | None], Rendered]


def publish(
    *,
    to: Path,
    origin: Origin,
    parameters: Mapping[str, object],
    meta: ReportMeta,
    study: Path,
    render: Render,
    aside: Callable[[], Mapping[str, object]] = dict,
) -> Path:
    """Write an edition to ``to/<study_id>/<part>/<revision>/`` and return that folder.

    Where the newest revision has the same content id, nothing is made and its folder is returned. Anything else
    becomes the next revision. A failure on the way leaves everything as it was, and so does the end of the process;
    another process that writes the same period waits.

    Parameters
    ----------
    to
        The folder of all editions.
    origin
        What the edition is made from; ``before`` is found here.
    parameters
        Every parameter of the notebook with its value.
    meta
        What it says of itself; ``study_id`` and ``place`` (the period, or the kind and its parameters) name its folders.
    study
        The folder of the kept inputs.
    render
        Makes the report, when it is known how it is called and which edition it follows.
    aside
        Gives what goes into ``run.json`` beside the time, outside the edition's identity: seconds, commits.

    Raises
    ------
    ReportError
        If the report cannot be made or written, or the newest revision is no longer what was written.
    """
    period = period_folder(to, meta.study_id, meta.place)
    with hold(to, f"{meta.study_id}-{meta.place}"):
        _clear_leftovers(period)
        newest = newest_revision(period)
        known = read_edition(newest) if newest is not None else None
        if known is not None and _is_same(known, origin=origin, parameters=parameters, meta=meta):
            _check(known)
            folder = known.folder
        else:
            before = edition_before(period, source=origin.notebook_path)
            origin = replace(origin, before=read_edition(before) if before else None)
            meta = replace(meta, edition=next_revision(newest))
            rendered = render(meta, origin.before)
            files = assemble(rendered, origin=origin, meta=meta, study=study)
            folder = _put(period / meta.edition, files | {RUN: _describe_run(aside())})
    with hold(to, "lists"):
        write_lists(to)
    return folder


def assemble(rendered: Rendered, *, origin: Origin, meta: ReportMeta, study: Path) -> dict[str, bytes | Path]:
    """Return every file of an edition by its path in the edition's folder; the kept inputs as where they lie.

    Parameters
    ----------
    rendered, origin, meta, study
        As in `publish`; ``meta`` names the revision.
    """
    origin = replace(origin, inputs=sorted(origin.inputs, key=lambda file: file.path))
    outputs = name_outputs(rendered, origin=origin)
    changed, changes = FIRST, None
    if origin.before is not None:
        now = make_side(label=f"{meta.place} {meta.edition}", study=study, tables=rendered.tables)
        found = compare_sides(read_side(origin.before.folder), now)
        outputs[CHANGES], changed = list_changes(found), f"Since {origin.before.label}: {found.sentence()}"
        changes = found.tables["changes"]
    licence = read_settings(study).get("study.licence", "")
    version = next_version(origin.before, changes=changes, outputs=outputs)
    outputs[PACKAGE] = describe_package(
        outputs, origin=origin, meta=meta, study=study, version=version, licence=licence
    )
    outputs[CRATE] = describe_crate(outputs, origin=origin, meta=meta, version=version, licence=licence)
    manifest = build_manifest(
        rendered, origin=origin, meta=meta, revision=meta.edition, outputs=outputs, changed=changed
    )
    kept = {f"{STUDY}/{file.path}": study / file.path for file in origin.inputs}
    return {**outputs, **kept, MANIFEST: manifest}


def previous_of(edition: Edition) -> Edition | None:
    """The edition that this one says the changes since, found by its name and checked by its hash.

    Parameters
    ----------
    edition
        Any edition.

    Raises
    ------
    ReportError
        If it is no longer there, or no longer the same.
    """
    named = edition.manifest.get("previous")
    if named is None:
        return None
    folder = edition.folder.resolve().parents[1] / named["part"] / named["revision"]
    if not (folder / MANIFEST).is_file():
        raise ReportError(f"{edition.label} follows {named['part']} {named['revision']}, which is not at {folder}")
    found = read_edition(folder)
    if hash_manifest(found) != named["sha256"]:
        raise ReportError(f"{edition.label} follows {found.label}, whose manifest is no longer the same")
    return found


def _is_same(newest: Edition, *, origin: Origin, parameters: Mapping[str, object], meta: ReportMeta) -> bool:
    """Say whether a report would say what the newest revision says, with the edition before that it had then."""
    pinned = newest.manifest.get("previous")
    content = identify_content(origin, parameters=parameters, meta=meta, previous=pinned)
    return bool(newest.manifest["content_id"] == content)


def _check(newest: Edition) -> None:
    """Refuse to pass off a damaged edition as the one that was asked for."""
    told = [f"{finding.path} {finding.finding}" for finding in check_edition(newest)]
    if told:
        raise ReportError(
            f"{newest.folder} is no longer what was written: {'; '.join(told)}. "
            "Hint: nothing is ever written into an edition; move its folder away and report again"
        )


def _clear_leftovers(period: Path) -> None:
    """Remove what a killed process left; whoever holds the lock knows that nobody writes there now."""
    for left in period.glob(f"{_WRITING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _describe_run(aside: Mapping[str, object]) -> bytes:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return f"{json.dumps({'written_at': now, **aside}, indent=2)}\n".encode()


def _put(folder: Path, files: Mapping[str, bytes | Path]) -> Path:
    """Write the files into a folder beside the place, then move it there in one step."""
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder.parent))
        for path, data in files.items():
            target = beside / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(data, Path):
                shutil.copyfile(data, target)
            else:
                target.write_bytes(data)
        beside.chmod(0o755)
        os.replace(beside, folder)  # noqa: PTH105 - the one call that moves a folder in one step
    except OSError as error:
        raise ReportError(f"the edition could not be written to {folder}: {error.strerror or error}",
                          facts={"path": folder}) from error  # fmt: skip
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
    return folder
