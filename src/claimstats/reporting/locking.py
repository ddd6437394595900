"""One writer at a time: whoever else wants to write the same editions waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimstats.errors import ReportError

#: Longer than any report takes; whoever still waits then waits for something that hangs.
SECONDS = 1800
_LOCKS = ".locks"


@contextmanager
def hold(to: Path, name: str, *, seconds: float = SECONDS) -> Iterator[None]:
    """Hold the lock of that name; the operating system gives it back if this process is killed.

    Parameters
    ----------
    to
        The folder of all editions.
    name
        What is written: a period of a study, or the list of all.
    seconds
        How long to wait for another writer.

    Raises
    ------
    ReportError
        If somebody else holds it for longer.
    """
    from filelock import FileLock, Timeout

    try:
        (to / _LOCKS).mkdir(parents=True, exist_ok=True)
        lock = FileLock(to / _LOCKS / f"{name}.lock")
        lock.acquire(timeout=seconds)
    except Timeout:
        raise ReportError(
            f"somebody else has been writing {name} in {to} for more than {seconds:g} seconds. "
            "Hint: is a report still running, or hanging?"
        ) from None
    except OSError as error:
        raise ReportError(f"nothing can be written to {to}: {error.strerror or error}", facts={"path": to}) from error
    try:
        yield
    finally:
        lock.release()
