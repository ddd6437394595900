"""Verify an edition: is every file as it was written, and can it be made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

__all__ = ["Verification", "verify"]

_COLUMNS = ["path", "finding", "expected", "found"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Verification:
    """What came of verifying an edition.

    Attributes
    ----------
    label : str
        The edition: ``2025Q3 r1``.
    files : int
        How many files were hashed.
    sha256 : str
        The hash of the manifest: it stands for the whole edition. Compare it with one that was published elsewhere.
    rebuilt : bool
        Whether the report was made again from the kept inputs.
    findings : pandas.DataFrame
        One row per file that differs: ``path, finding, expected, found``.
    notes : tuple of str
        What should be known beside that.
    """

    label: str
    files: int
    sha256: str
    rebuilt: bool
    findings: pd.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return self.findings.empty

    def to_frame(self) -> pd.DataFrame:
        """One row per file that differs: ``path, finding, expected, found``."""
        return self.findings.copy(deep=False)

    def __repr__(self) -> str:
        """The findings, or that there are none."""
        made = ", and the report was made again with the same bytes" if self.rebuilt and self.ok else ""
        told = [f"{row.path} {row.finding}" for row in self.findings.itertuples()]
        head = f"Edition {self.label}: " + (
            f"{len(told)} of its files differ" if told else f"all {self.files} files are as they were written{made}"
        )
        return "\n".join([head, *(f"  {line}" for line in told), *(f"  note: {note}" for note in self.notes)])


def verify(
    edition: str | Path, *, rebuild: bool = False, sha256: str = "", fonts: Sequence[str | Path] = ()
) -> Verification:
    """Hash every file of an edition again, and name each that differs from what was written.

    Files are checked against the manifest; the manifest against its own content id, ``latest.json`` and every edition that
    names its hash. Somebody who edits a file, the manifest and all of these alike is found only by ``rebuild`` or by a hash
    of the manifest that was published elsewhere (``sha256``). Nothing is written.

    Parameters
    ----------
    edition
        Its folder, or that of a period, which stands for the newest revision.
    rebuild
        Make the report again from the kept inputs and the kept notebook, and compare the bytes. The bytes are promised
        for the environment that the manifest names; where this one is another, a note says so.
    sha256
        The hash of the manifest as it was published: in a newspaper, a tag, a time stamp.
    fonts
        The font files that the report was made with, for ``rebuild``.

    Returns
    -------
    Verification
        ``ok`` and the findings.

    Raises
    ------
    UsageError
        If there is no edition.
    ReportError
        If its manifest cannot be read, or it cannot be made again.
    """
    # Loaded here and not above: the pages' machinery takes longer to load than all the rest of the library.
    from claimstats.reporting.checking import Finding, check_edition, noted_files
    from claimstats.reporting.layout import MANIFEST, read_edition
    from claimstats.reporting.manifest import hash_manifest

    found = read_edition(edition)
    digest = hash_manifest(found)
    findings = list(check_edition(found))
    if sha256 and sha256.casefold() != digest:
        findings.append(Finding(MANIFEST, "does not have the hash that was published", sha256, digest))
    notes: tuple[str, ...] = ()
    if rebuild:
        from claimstats.reporting.rebuilding import rebuild_edition

        differing, notes = rebuild_edition(found, fonts=[Path(font) for font in fonts])
        findings += differing
    rows = [asdict(finding) for finding in findings]
    return Verification(
        label=found.label,
        files=len(noted_files(found.manifest)) + 1,
        sha256=digest,
        rebuilt=rebuild,
        findings=pd.DataFrame(rows, columns=_COLUMNS, dtype="str"),
        notes=notes,
    )
