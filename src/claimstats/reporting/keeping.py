"""Keep what an edition is made from: the files of the study, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

from claimstats.errors import ReportError
from claimstats.provenance import hash_file
from claimstats.reporting.manifest import InputFile
from claimstats.study import Study


def keep_inputs(study: Study, folder: Path) -> tuple[InputFile, ...]:
    """Copy the study's files into ``folder``, and say which they are.

    The report is made from the copies, so that nobody can change a file under it; they go out with the edition.

    Parameters
    ----------
    study
        From `claimstats.load` or `Study.from_frames`; the latter is written as files first.
    folder
        Made here.

    Raises
    ------
    ReportError
        If a file is no longer what was loaded.
    """
    if study.folder is None:
        found = study.save(folder)
    else:
        found = study.provenance.inputs
        changed = [name for name in (file.path for file in found) if not (study.folder / name).is_file()]
        for file in found:
            if file.path not in changed:
                target = folder / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(study.folder / file.path, target)
                if hash_file(target) != file.sha256:
                    changed.append(file.path)
        if changed:
            raise ReportError(
                f"since the study was loaded, {', '.join(sorted(changed))} changed on disk; nothing was written. "
                "Hint: load the study again"
            )
    return tuple(InputFile(path=file.path, sha256=file.sha256, bytes=file.bytes, rows=file.rows) for file in found)
