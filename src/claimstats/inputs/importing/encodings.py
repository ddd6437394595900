"""Text of a file whatever its encoding: UTF-8 as a rule, Windows' western code page with a note, all others on request."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.opening import open_bytes
from claimstats.inputs.importing.refusing import refuse_file

__all__ = ["open_text", "open_utf8"]

#: What western text in cp1252 is recognised as, by those who can tell.
_WESTERN = frozenset({"cp1252", "latin_1", "iso8859_1", "iso8859_15"})

#: Characters outside ASCII that western text is made of; the others of cp1252 come out of text in another encoding.
_PLAUSIBLE = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŸšžŠŽ“”‘’„‚–—…•€£¥©®™°«»‹›¡¿§´ªº½¼¾·\xa0\xad"
)

#: Fewer bytes outside ASCII than this say too little for a guess.
_TOO_FEW = 50

#: If more of the letters than this are outside ASCII, the text is not of a western language.
_MOST_FOREIGN = 0.2

_SAMPLE = 1 << 18

_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@contextmanager
def open_text(path: Path, gathering: Gathering, *, encoding: str = "") -> Iterator[TextIO]:
    """The text of a file; its encoding is noted if it is not UTF-8.

    A file that is nearly all ASCII or UTF-8 and has some bytes of Windows' western code page (cp1252) is read as both: what
    is UTF-8 as UTF-8, each other byte as cp1252, and every such byte is listed among the changes.

    Parameters
    ----------
    path
        The file.
    gathering
        Where notes and changes are added.
    encoding
        By default the text must say by itself what it is.

    Raises
    ------
    DataError
        If it is neither UTF-8 nor western text, or not what was given.
    """
    wanted = encoding or _recognised(path, gathering)
    if wanted.lower().replace("-", "").replace("_", "") in ("cp1252", "windows1252"):
        _tell(path, gathering)
        wanted = "utf-8 and cp1252"
    errors = "strict"
    if wanted == "utf-8 and cp1252":
        codecs.register_error("claimstats.cp1252", _as_cp1252)
        wanted, errors = "utf-8-sig", "claimstats.cp1252"
    try:
        codecs.lookup(wanted)
    except LookupError:
        raise refuse_file(path, "the encoding is known", wanted, "give a name such as cp1251, latin-1, utf-8") from None
    with open_bytes(path) as stream:
        text = io.TextIOWrapper(
            stream, encoding="utf-8-sig" if wanted == "utf-8" else wanted, errors=errors, newline=""
        )
        try:
            yield text
        except UnicodeDecodeError as error:
            around = error.object[max(0, error.start - 20) : error.start + 20]
            hint = "give another encoding, or save the file as UTF-8"
            raise refuse_file(path, f"its text is {wanted}", repr(around), hint) from error


@contextmanager
def open_utf8(path: Path, gathering: Gathering) -> Iterator[IO[bytes]]:
    """The bytes of a file as UTF-8, whatever they were; for readers that read bytes.

    Parameters
    ----------
    path, gathering
        As in `open_text`.
    """
    mixed = _recognised(path, gathering) == "utf-8 and cp1252"
    codecs.register_error("claimstats.cp1252", _as_cp1252)
    with open_bytes(path) as stream:
        yield io.BufferedReader(_Recoded(stream), buffer_size=1 << 20) if mixed else stream


class _Recoded(io.RawIOBase):
    """A stream that is UTF-8 with some bytes of cp1252, as UTF-8."""

    def __init__(self, inner: IO[bytes]) -> None:
        self._inner, self._waiting = inner, b""
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="claimstats.cp1252")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read as `io.RawIOBase` asks for."""
        while not self._waiting and (chunk := self._inner.read(len(buffer))):
            self._waiting = self._decoder.decode(chunk).encode("utf-8")
        self._waiting = self._waiting or self._decoder.decode(b"", final=True).encode("utf-8")
        part, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def _recognised(path: Path, gathering: Gathering) -> str:
    """The encoding that the bytes speak for."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with open_bytes(path) as stream:
        first = stream.read(3)
        try:
            decoder.decode(first)
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            return _other(path, error.object[max(0, error.start - _SAMPLE) : error.start + _SAMPLE], gathering)
    if first == codecs.BOM_UTF8:
        gathering.note("the file begins with a byte order mark, as spreadsheets write it; left out")
    return "utf-8-sig"


def _other(path: Path, sample: bytes, gathering: Gathering) -> str:
    """What a file that is not UTF-8 is: western text, or something that must be said."""
    guess = _guess(sample)
    letters = sum(byte > 127 or chr(byte).isalpha() for byte in sample)
    foreign = sum(byte > 127 for byte in sample) / max(letters, 1)
    strays = re.findall(rb"[\x80-\xff]", _UTF8.sub(b"", sample))
    plausible = all(byte.decode("cp1252", errors="replace") in _PLAUSIBLE for byte in strays)
    if plausible and foreign <= _MOST_FOREIGN and (guess in _WESTERN or len(strays) < _TOO_FEW):
        _tell(path, gathering)
        return "utf-8 and cp1252"
    raise refuse_file(
        path, "its text is UTF-8", f"something else; it looks like {guess or 'nothing known'}",
        f"give the encoding, such as {guess or 'cp1251'}, or save the file as UTF-8",
    )  # fmt: skip


def _guess(sample: bytes) -> str:
    """What charset-normalizer takes it for."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else ""


def _tell(path: Path, gathering: Gathering) -> None:
    """List every byte that is not UTF-8, with the character that it becomes."""
    seen: Counter[str] = Counter()
    first: dict[str, int] = {}
    met: list[str] = []

    def collect(error: UnicodeError) -> tuple[str, int]:
        character, following = _as_cp1252(error)
        met.append(character)
        return character, following

    codecs.register_error("claimstats.collect", collect)
    with open_bytes(path) as stream:
        for row, line in enumerate(stream, start=1):
            line.decode("utf-8", errors="claimstats.collect")
            for character in met:
                first.setdefault(character, row)
            seen.update(met)
            met.clear()
    for character, count in sorted(seen.items()):
        before = " ".join(f"0x{byte:02x}" for byte in character.encode("cp1252", errors="replace"))
        rule = "a byte that is not UTF-8, read as cp1252"
        gathering.change(rule=rule, before=before, after=character, row=first[character], rows=count)
    gathering.note(
        f"the file is not UTF-8 throughout: {sum(seen.values()):,} bytes were read as cp1252 (see changes.csv)"
    )


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """One byte as Windows' western code page has it; its few gaps as latin-1 has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    try:
        return byte.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), error.start + 1
