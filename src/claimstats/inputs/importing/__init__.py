"""Importing: files of other systems into a study, each row kept, merged or refused with its reason."""

from claimstats.inputs.importing.acled import import_acled
from claimstats.inputs.importing.claimreview import import_claimreview
from claimstats.inputs.importing.discourse import import_dna
from claimstats.inputs.importing.euvsdisinfo import import_euvsdisinfo
from claimstats.inputs.importing.gdelt import import_gdelt
from claimstats.inputs.importing.icews import import_icews
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.mapping import TableMapping, read_mapping
from claimstats.inputs.importing.plover import import_plover
from claimstats.inputs.importing.proposing import propose_mapping
from claimstats.inputs.importing.tables import import_table
from claimstats.inputs.importing.ties import import_ties
from claimstats.inputs.importing.ucdp import import_ucdp

__all__ = [
    "Imported",
    "TableMapping",
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
    "propose_mapping",
    "read_mapping",
]
