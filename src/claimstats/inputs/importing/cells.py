"""Cells of many rows at once: a look-up of each different text, texts put together, what a web address is of."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from claimstats.inputs.importing.gathering import pack

_HOST = r"^(?i:https?)://(?:[^/@\s]*@)?(?i:www\.)?(?P<host>[^/:?#\s]+)"

__all__ = ["hosts", "joined", "looked_up", "plain_text", "tallied"]


def looked_up(cells: pa.Array, look_up: Callable[[str], str]) -> pa.DictionaryArray:
    """Each text by its answer, asked once for each different text.

    Parameters
    ----------
    cells
        Arrow text, packed or not.
    look_up
        From text to text.
    """
    packed = pack(cells)
    answers = pa.array([look_up(text) for text in packed.dictionary.to_pylist()], pa.large_string())
    again = answers.dictionary_encode()
    return pa.DictionaryArray.from_arrays(again.indices.take(packed.indices), again.dictionary)


def joined(*parts: pa.Array | str, by: str = "") -> pa.Array:
    """Texts put together row by row.

    Parameters
    ----------
    parts
        Arrow text, packed or not, or the same text for all rows.
    by
        What stands between them.
    """
    plain = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else plain_text(part) for part in parts]
    return pc.binary_join_element_wise(*plain, pa.scalar(by, pa.large_string()))


def plain_text(cells: pa.Array) -> pa.Array:
    """Text that is not packed.

    Parameters
    ----------
    cells
        Arrow text, packed or not.
    """
    plain = cells.dictionary_decode() if pa.types.is_dictionary(cells.type) else cells
    return plain.cast(pa.large_string()).fill_null("")


def tallied(cells: pa.Array) -> dict[str, int]:
    """How often each different text stands there.

    Parameters
    ----------
    cells
        Arrow text.
    """
    counts = pc.value_counts(plain_text(cells))
    return dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))


def hosts(addresses: pa.Array) -> pa.DictionaryArray:
    """The outlet that each web address is of, ``example.org``; a text that is no address is an outlet's name itself.

    Parameters
    ----------
    addresses
        Addresses from http:// or https:// on, or names.

    Examples
    --------
    >>> hosts(pa.array(["https://www.Example.org:80/a", "Harbour Radio", ""])).to_pylist()
    ['example.org', 'Harbour Radio', '']
    """
    plain = plain_text(addresses)
    found = pc.struct_field(pc.extract_regex(plain, _HOST), "host")
    return looked_up(pc.coalesce(pc.utf8_lower(found), plain), lambda text: text.replace(";", ",").strip())
