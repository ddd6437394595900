"""What a notebook will find in its folder once it is there: it runs ahead, and waits where it needs it."""

from __future__ import annotations

from threading import Event

__all__ = ["Abandoned", "Later"]


class Abandoned(Exception):  # noqa: N818 - it is no error: nobody wants the notebook any more
    """A notebook that ran ahead is not wanted."""


class Later:
    """A name that leads to something that is still being made.

    Parameters
    ----------
    name
        What a notebook calls it. A cell that does not contain these letters cannot know of it.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._known = Event()
        self._abandoned = False

    def settle(self) -> None:
        """It is there now, or is known not to come."""
        self._known.set()

    def abandon(self) -> None:
        """Nobody waits for the notebook any more."""
        self._abandoned = True
        self._known.set()

    def wait_before(self, source: str) -> None:
        """Wait where a cell needs it.

        Parameters
        ----------
        source
            Of the cell that is about to be run.

        Raises
        ------
        Abandoned
            If the notebook is not wanted any more.
        """
        if self.name in source:
            self._known.wait()
        if self._abandoned:
            raise Abandoned
