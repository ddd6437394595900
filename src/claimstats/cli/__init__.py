"""The command: parse, call one public function, print."""

from claimstats.cli.running import main

__all__ = ["main"]
