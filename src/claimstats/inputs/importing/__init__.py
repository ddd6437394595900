"""Importing: files of other systems into a study, each row kept, merged or refused with its reason."""

from claimstats.inputs.importing.gdelt import import_gdelt
from claimstats.inputs.importing.imported import Imported

__all__ = ["Imported", "import_gdelt"]
