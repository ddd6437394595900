"""Loading: files and folders into a study."""

from claimstats.inputs.loading import load

__all__ = ["load"]
