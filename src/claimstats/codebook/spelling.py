"""Spellings of one name: case, accents, alphabets, transliterations, titles, nicknames."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

__all__ = ["agrees", "fold", "in_latin", "long_forms", "sounds", "surname_last", "without_nickname", "without_title"]

#: What stands behind a name without being part of it.
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "kc", "qc", "mp", "mep", "msp"))

#: Ways in which transliterations write one letter (BGN/PCGN, ISO 9, scholarly, national, English press), the longest first.
_LETTERS = (
    ("shch", "sc"), ("tsch", "c"), ("sch", "s"), ("kh", "h"), ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ts", "c"), ("tz", "c"),
    ("cz", "c"), ("ph", "f"), ("ou", "u"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip

#: How a soft vowel is written, after every `y` and `j` has become `i`: Yuliya, Julija, Iuliia and Julia are one name.
_SOFT = (("ia", "a"), ("iu", "u"), ("ie", "e"), ("io", "e"))

_PATRONYMIC = re.compile(
    r"(ov|ev|iov|yov|jov)[iy]?(ch|cz|c)$|(ov|ev|iv|iev|yev|ich|ych|ic|yc)(na|niy)$|(ovych|yovych)$"
)

_QUOTED = re.compile(r"[\"“”„«»‘’']([^\"“”„«»‘’']+)[\"“”„«»‘’'](?=\s)|\(([^)]*)\)")


def fold(name: str) -> str:
    """A name in small Latin letters, without accents, points and hyphens; another alphabet is transliterated.

    Parameters
    ----------
    name
        As it is written somewhere; ``Surname, Name`` is turned round.

    Examples
    --------
    >>> fold("Лавров, Сергей"), fold("Łukasz  Ćwik-Nowak")
    ('sergey lavrov', 'lukasz cwik nowak')
    """
    from anyascii import anyascii

    first, comma, last = name.partition(",")
    turned = f"{last} {first}" if comma and "," not in last and not _is_suffix(last) else name
    latin = anyascii(unicodedata.normalize("NFKC", turned)).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`’]", "", latin)).split())


def _is_suffix(part: str) -> bool:
    """Whether what stands behind a comma is no first name: ``Example, Jr.``."""
    return re.sub(r"[^a-z]", "", part.casefold()) in _SUFFIXES


def agrees(one: str, other: str) -> bool:
    """Whether two folded names can be one: first and last word are the same, and no middle name contradicts another.

    A middle name may be left out, or be an initial.

    Parameters
    ----------
    one, other
        From `fold`.

    Examples
    --------
    >>> agrees("anna example", "anna q example"), agrees("anna quinn example", "anna q example")
    (True, True)
    >>> agrees("anna h w example", "anna w example"), agrees("anna", "anna example")
    (False, False)
    """
    left, right = sounds(one).split(), sounds(other).split()
    if min(len(left), len(right)) < 2 or (left[0], left[-1]) != (right[0], right[-1]):
        return False
    pairs = list(zip(left[1:-1], right[1:-1], strict=False))
    same = all(a.startswith(b) or b.startswith(a) for a, b in pairs)
    return same and (len(left) == len(right) or min(len(left), len(right)) == 2)


def in_latin(name: str) -> bool:
    """Whether every letter of a name is a Latin one.

    Parameters
    ----------
    name
        As it is written somewhere.

    Examples
    --------
    >>> in_latin("Łukasz Ćwik"), in_latin("Юлия")
    (True, False)
    """
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def without_title(folded: str) -> str:
    """A folded name without the titles before it and the suffixes behind it; empty where nothing else is there.

    Parameters
    ----------
    folded
        From `fold`.

    Examples
    --------
    >>> without_title("foreign minister anna example jr"), without_title("the president")
    ('anna example', '')
    """
    words = folded.split()
    while words and words[0] in _titles():
        words.pop(0)
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return " ".join(words)


def without_nickname(name: str) -> str:
    """A name without what stands in quotation marks or brackets inside it.

    Parameters
    ----------
    name
        As it is written somewhere.

    Examples
    --------
    >>> without_nickname('Robert "Bob" Example')
    'Robert Example'
    """
    return " ".join(_QUOTED.sub(" ", name).split())


def sounds(folded: str) -> str:
    """A folded name in the letters that all common transliterations of it share.

    Parameters
    ----------
    folded
        From `fold`.

    Examples
    --------
    >>> {sounds(fold(name)) for name in ("Зеленський", "Zelenskyy", "Zelensky", "Zelenskij", "Zelenskiy")}
    {'zelenski'}
    """
    return " ".join(_sound(word) for word in folded.split())


def _sound(word: str) -> str:
    for written, letter in _LETTERS:
        word = word.replace(written, letter)
    word = re.sub(r"(.)\1+", r"\1", word)
    for written, letter in _SOFT:
        word = word.replace(written, letter)
    return re.sub(r"(.)\1+", r"\1", word)


def surname_last(folded: str) -> str:
    """A folded name of surname, name and patronymic with the surname last and no patronymic; empty where it has none.

    Parameters
    ----------
    folded
        From `fold`.

    Examples
    --------
    >>> surname_last("primerova anna borisovna"), surname_last("anna borisovna primerova"), surname_last("anna example")
    ('anna primerova', '', '')
    """
    words = folded.split()
    if len(words) == 3 and _PATRONYMIC.search(words[2]) and not _PATRONYMIC.search(words[1]):
        return f"{words[1]} {words[0]}"
    return ""


def long_forms(folded: str) -> tuple[str, ...]:
    """A folded name with its first word as the long forms that it may be short for.

    Parameters
    ----------
    folded
        From `fold`.

    Examples
    --------
    >>> long_forms("ted example")
    ('edward example', 'theodore example')
    """
    first, _, rest = folded.partition(" ")
    return tuple(f"{name} {rest}" for name in _nicknames().get(first, ()) if rest)


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["title"] for row in _rows("titles.csv"))


@cache
def _nicknames() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows("nicknames.csv"):
        found[row["nickname"]] = (*found.get(row["nickname"], ()), row["name"])
    return found


def _rows(name: str) -> list[dict[str, str]]:
    lines = files("claimstats.codebook").joinpath(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, strict=True))
