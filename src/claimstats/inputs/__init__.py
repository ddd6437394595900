"""Loading a study, importing files of other systems into one, and what people decide about it afterwards."""

from claimstats.inputs.deciding import record_decisions, undo_decisions
from claimstats.inputs.importing import (
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
    propose_mapping,
)
from claimstats.inputs.loading import load
from claimstats.inputs.names import resolve_names
from claimstats.inputs.starting import new_study

__all__ = [
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
]
