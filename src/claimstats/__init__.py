"""Measure how often a claim is repeated, and the gap between claim and action."""

from typing import TYPE_CHECKING

from claimstats import errors
from claimstats.deferring import defer

if TYPE_CHECKING:
    from claimstats.dates import Period, Window
    from claimstats.engine import connect
    from claimstats.exporting import export, export_study, read_tables
    from claimstats.inputs import (
        Imported,
        import_acled,
        import_claimreview,
        import_dna,
        import_euvsdisinfo,
        import_gdelt,
        import_icews,
        import_plover,
        import_table,
        import_ties,
        import_ucdp,
        load,
        new_study,
        propose_mapping,
        record_decisions,
        resolve_names,
        undo_decisions,
    )
    from claimstats.matching import group_claims, measure_grouping, record_grouping, suggest_claims
    from claimstats.measuring import (
        freeze,
        measure_agreement,
        measure_association,
        measure_coverage,
        measure_gaps,
        measure_repetition,
        recipes,
    )
    from claimstats.reporting import compare, explain, report, verify
    from claimstats.results import Result
    from claimstats.study import Claims, Study

__all__ = [
    "Claims",
    "Imported",
    "Period",
    "Result",
    "Study",
    "Window",
    "compare",
    "connect",
    "errors",
    "explain",
    "export",
    "export_study",
    "freeze",
    "group_claims",
    "import_acled",
    "import_claimreview",
    "import_dna",
    "import_euvsdisinfo",
    "import_gdelt",
    "import_icews",
    "import_plover",
    "import_table",
    "import_ties",
    "import_ucdp",
    "load",
    "measure_agreement",
    "measure_association",
    "measure_coverage",
    "measure_gaps",
    "measure_grouping",
    "measure_repetition",
    "new_study",
    "propose_mapping",
    "read_tables",
    "recipes",
    "record_decisions",
    "record_grouping",
    "report",
    "resolve_names",
    "suggest_claims",
    "undo_decisions",
    "verify",
]

#: Where each name lives: its module is imported when the name is first used.
_HOMES = {
    "claimstats.dates": ("Period", "Window"),
    "claimstats.engine": ("connect",),
    "claimstats.exporting": ("export", "export_study", "read_tables"),
    "claimstats.inputs": (
        "Imported",
        "import_acled",
        "import_claimreview",
        "import_dna",
        "import_euvsdisinfo",
        "import_gdelt",
        "import_icews",
        "import_plover",
        "import_table",
        "import_ties",
        "import_ucdp",
        "load",
        "new_study",
        "propose_mapping",
        "record_decisions",
        "resolve_names",
        "undo_decisions",
    ),
    "claimstats.matching": ("group_claims", "measure_grouping", "record_grouping", "suggest_claims"),
    "claimstats.measuring": (
        "freeze",
        "measure_agreement",
        "measure_association",
        "measure_coverage",
        "measure_gaps",
        "measure_repetition",
        "recipes",
    ),
    "claimstats.reporting": ("compare", "explain", "report", "verify"),
    "claimstats.results": ("Result",),
    "claimstats.study": ("Claims", "Study"),
}

__getattr__, __dir__ = defer(__name__, _HOMES)
