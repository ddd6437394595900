"""A file as a stream of bytes, unpacked on the way, watched for what no table holds."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from claimstats.inputs.importing.refusing import refuse_file

__all__ = ["MAX_RATIO", "bare_name", "check_members", "open_bytes"]

#: How many times its packed size a file may unpack to. Tables of text pack to a tenth or a twentieth.
MAX_RATIO = 200
#: Below this many unpacked bytes the ratio is not looked at: a page of equal rows packs well.
RATIO_FROM = 1_000_000

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, unpacked if it is a gzip or a zip of one file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    DataError
        If it is not there or empty, cut off, packed beyond two hundred times its size, or holds a null byte.
    """
    if not path.is_file():
        raise refuse_file(path, "the file is there", "a folder" if path.is_dir() else "nothing", "give its path")
    size = path.stat().st_size
    with path.open("rb") as raw:
        start = raw.read(4)
        raw.seek(0)
        if not start:
            raise refuse_file(path, "it holds rows", "an empty file", "download it again")
        if start[:2] == _GZIP:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield io.BufferedReader(_Watched(unpacked, path, packed=size), buffer_size=1 << 20)
        elif start == _ZIP:
            with _open_member(raw, path) as (unpacked, packed):
                yield io.BufferedReader(_Watched(unpacked, path, packed=packed), buffer_size=1 << 20)
        else:
            yield io.BufferedReader(_Watched(raw, path, packed=0), buffer_size=1 << 20)


def bare_name(path: Path) -> str:
    """The file's name in lower case without the ending of its packing: ``20250101.export.csv``.

    Parameters
    ----------
    path
        The file.
    """
    name = path.name.lower()
    return name.removesuffix(".gz").removesuffix(".zip")


def check_members(path: Path) -> None:
    """Refuse a workbook, or another file that is a zip inside, which unpacks to more than it may.

    Parameters
    ----------
    path
        The file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise refuse_file(path, "it is whole", str(error), "download it again: it looks cut off") from error
    _check_ratio(path, unpacked, path.stat().st_size)


@contextmanager
def _open_member(raw: IO[bytes], path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The one file in a zip, and its packed size."""
    try:
        archive = zipfile.ZipFile(raw)
    except zipfile.BadZipFile as error:
        raise refuse_file(path, "it is a whole zip", str(error), "download it again: it looks cut off") from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) != 1:
            names = ", ".join(member.filename for member in members[:5]) or "no file"
            raise refuse_file(path, "it holds one file", names, "unpack it, and import the files one by one")
        _check_ratio(path, members[0].file_size, members[0].compress_size)
        with archive.open(members[0]) as unpacked:
            yield unpacked, members[0].compress_size


def _check_ratio(path: Path, unpacked: int, packed: int) -> None:
    """Refuse what unpacks to more than it may."""
    if unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed:
        found = f"{unpacked:,} bytes or more from {packed:,}"
        raise refuse_file(path, f"it unpacks to at most {MAX_RATIO} times its size", found, "is it a table of text?")


class _Watched(io.RawIOBase):
    """A stream that counts what comes out of it and refuses null bytes and broken packing."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, path: Path, *, packed: int) -> None:
        self._inner, self._path, self._packed = inner, path, packed
        self._seen = self._lines = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read as `io.RawIOBase` asks for."""
        try:
            chunk = self._inner.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            hint = "download it again: it looks cut off or damaged"
            raise refuse_file(self._path, "it is whole", str(error), hint) from error
        if not self._seen and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refuse_file(self._path, "it is not UTF-16", "a mark of UTF-16", "save it as UTF-8")
        if b"\0" in chunk:
            row = self._lines + chunk.count(b"\n", 0, chunk.index(b"\0")) + 1
            raise refuse_file(self._path, "it is text", "a null byte", "is it the file you meant?", row=row)
        self._seen += len(chunk)
        self._lines += chunk.count(b"\n")
        if self._packed:
            _check_ratio(self._path, self._seen, self._packed)
        buffer[: len(chunk)] = chunk
        return len(chunk)
