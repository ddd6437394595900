"""Where a report comes from, as its last section says it: files, steps, versions, how to cite."""

from __future__ import annotations

from collections.abc import Sequence

from claimstats.codebook import Settings
from claimstats.dates import words
from claimstats.presenting.blocks import Definitions
from claimstats.presenting.inline import Pieces
from claimstats.presenting.tables import Table, TableColumn
from claimstats.provenance import Provenance, library_versions

__all__ = ["describe_origin"]


def describe_origin(
    settings: Settings,
    provenance: Provenance,
    *,
    about: Sequence[tuple[str, Pieces]],
    frozen: str,
    command: str,
) -> tuple[Definitions, Table, Table]:
    """What the report is of, the files it was made from, and the rows in and out of each step.

    Parameters
    ----------
    settings
        The study's.
    provenance
        Of the last result.
    about
        What the report is about, beside its study: the period, the claim.
    frozen
        The hash of what was fixed in advance.
    command
        What makes the report again.
    """
    versions = ", ".join(f"{name} {number}" for name, number in library_versions().items())
    terms = Definitions(
        [
            ("Study", f"{settings.title} ({settings.id})"),
            *about,
            ("Data up to", words(settings.as_of)),
            ("Licence of the data", settings.licence or "none is given"),
            ("How to cite", settings.cite or settings.title),
            ("Fixed in advance", f"claims, expectations, rules and thresholds, SHA-256 {frozen}"),
            ("Made again by", command),
            ("Libraries", versions),
        ]
    )
    files = Table.from_frame(
        provenance.inputs_frame(),
        columns=[
            TableColumn("path", "File"),
            TableColumn("rows", "Rows", kind="number", digits=0),
            TableColumn("bytes", "Bytes", kind="number", digits=0),
            TableColumn("sha256", "SHA-256", width="wide"),
        ],
        caption="The files this report was made from",
        row_header="path",
    )
    steps = Table.from_frame(
        provenance.steps_frame(),
        columns=[
            TableColumn("step", "Step"),
            TableColumn("rows_in", "Rows in", kind="number", digits=0),
            TableColumn("rows_out", "Rows out", kind="number", digits=0),
            TableColumn("why", "Why they differ", width="wide"),
        ],
        caption="Rows in and out of each step",
        row_header="step",
    )
    return terms, files, steps
