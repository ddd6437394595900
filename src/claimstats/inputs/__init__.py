"""Loading a study, importing files of other systems into one, and what people decide about it afterwards."""

from claimstats.inputs.deciding import record_decisions, undo_decisions
from claimstats.inputs.importing import Imported, import_gdelt
from claimstats.inputs.loading import load
from claimstats.inputs.names import resolve_names

__all__ = ["Imported", "import_gdelt", "load", "record_decisions", "resolve_names", "undo_decisions"]
