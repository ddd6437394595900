"""Files written beside a study and put in place all at once, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Staged", "staging"]


class Staged:
    """New files of a folder, written where nobody reads them yet.

    Parameters
    ----------
    place
        An empty folder on the same disk.
    folder
        Where the files will lie.
    """

    def __init__(self, place: Path, folder: Path) -> None:
        self._new, self._old, self._folder = place / "new", place / "old", folder
        self._new.mkdir()
        self._old.mkdir()
        self._gone: list[str] = []

    def write(self, name: str, parts: Iterable[bytes]) -> Path:
        """Write one file.

        Parameters
        ----------
        name
            Its path in the folder.
        parts
            Its bytes, in pieces.

        Returns
        -------
        pathlib.Path
            Where it lies for now.
        """
        path = self._new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for part in parts:
                file.write(part)
        return path

    def copy(self, name: str, source: str) -> None:
        """Write one file with the bytes of another that has been written here.

        Parameters
        ----------
        name, source
            The new one and the other.
        """
        path = self._new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._new / source, path)

    def remove(self, name: str) -> None:
        """Let one file of the folder go.

        Parameters
        ----------
        name
            Its path in the folder.
        """
        self._gone.append(name)

    def is_same(self, name: str) -> bool:
        """Whether a file that was written has the bytes of the one that is in the folder.

        Parameters
        ----------
        name
            Its path in the folder.
        """
        old, new = self._folder / name, self._new / name
        if not old.is_file() or old.stat().st_size != new.stat().st_size:
            return False
        with old.open("rb") as first, new.open("rb") as second:
            while chunk := first.read(1 << 20):
                if chunk != second.read(1 << 20):
                    return False
        return True

    def commit(self) -> tuple[str, ...]:
        """Put every file in place; if one cannot be, put all back as they were.

        Returns
        -------
        tuple of str
            The files that are new or other than before.
        """
        written = sorted(str(path.relative_to(self._new)) for path in self._new.rglob("*") if path.is_file())
        changed = [name for name in written if not self.is_same(name)]
        gone = [name for name in self._gone if (self._folder / name).is_file()]
        if not self._folder.exists():
            self._new.rename(self._folder)
            return tuple(changed)
        done: list[str] = []
        try:
            for name in (*changed, *gone):
                done.append(name)
                self._exchange(name)
        except BaseException:
            for name in reversed(done):
                self._restore(name)
            raise
        return (*changed, *gone)

    def _exchange(self, name: str) -> None:
        """Take the old file away and put the new one in its place."""
        target, old, new = self._folder / name, self._old / name, self._new / name
        old.parent.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            os.link(target, old)
        if new.exists():
            new.replace(target)
        else:
            target.unlink()

    def _restore(self, name: str) -> None:
        """Put the old file back; where there was none, leave none."""
        target, old = self._folder / name, self._old / name
        if old.exists():
            old.replace(target)
        elif target.exists():
            target.unlink()


@contextmanager
def staging(folder: Path) -> Iterator[Staged]:
    """A place for new files beside a folder; it is gone afterwards, whatever happened.

    Parameters
    ----------
    folder
        The folder that they are for, which may not be there yet.
    """
    beside = folder if folder.is_dir() else folder.parent
    beside.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=".importing-", dir=beside))
    try:
        yield Staged(place, folder)
    finally:
        shutil.rmtree(place)
