"""Loading: files and folders into a study, and what people decide about it afterwards."""

from claimstats.inputs.deciding import record_decisions, undo_decisions
from claimstats.inputs.loading import load

__all__ = ["load", "record_decisions", "undo_decisions"]
