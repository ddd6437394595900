"""Any table or document into a study, by a mapping that says which column is what."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from claimstats.inputs.importing.dating import AmbiguousDatesError, Dating, read_dates
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.imported import Imported
from claimstats.inputs.importing.mapping import TableMapping, read_mapping
from claimstats.inputs.importing.proposing import direct_mapping
from claimstats.inputs.importing.records import read_records
from claimstats.inputs.importing.refusing import refuse_file
from claimstats.inputs.importing.running import Format, run_import
from claimstats.inputs.importing.settling import Merge
from claimstats.schema import TABLES, Column, Kind

__all__ = ["import_table"]

#: What a statement is, apart from its coding: rows equal in it are one statement with the claims of all.
ONE_STATEMENT = Merge(
    table="statements",
    on=("date", "speaker", "text", "paraphrase", "venue", "source", "url"),
    join=("claims", "frames"),
    rule="same day, speaker, words, venue, source and address; claims joined",
)

#: Columns that say something about a row and do not name it.
NOT_NAMING = ("claims", "frames", "stance", "verification", "contested", "note", "label", "stream", "translation")


def import_table(
    path: str | Path,
    *,
    into: str | Path,
    mapping: str | Path | TableMapping | None = None,
    name: str = "",
    partial: bool = False,
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
    records: str = "",
    dates: str = "",
    year: int | None = None,
) -> Imported:
    """Import any CSV, TSV, Excel, Parquet, JSON, JSON lines or YAML file, by a mapping.

    Parameters
    ----------
    path
        The file; gzip and zip are unpacked.
    into
        The study's folder; it is made if it is not there.
    mapping
        A TOML file (``claimstats import table FILE --propose`` drafts one) or a `TableMapping`. None where the file's
        columns are called as the study's.
    name
        What the import is called in the study; by default the file's name without its endings.
    partial
        Whether the file is only a part of what was imported under that name before.
    encoding, separator, sheet, records
        How the file is written and where its rows are; what is given here goes before the mapping.
    dates
        ``day first`` or ``month first``, where the dates do not say it themselves.
    year
        The year of dates that have none.

    Returns
    -------
    Imported
        Rows read, kept, merged, refused and why.

    Raises
    ------
    DataError
        If the file or the mapping cannot be read, or none of its rows can be kept. Nothing is written then.
    UsageError
        If a choice is unknown.
    """
    file = Path(path)
    if mapping is None:
        found = direct_mapping(file, encoding=encoding, separator=separator, sheet=sheet, records=records)
    else:
        found = mapping if isinstance(mapping, TableMapping) else read_mapping(mapping)
    found = found.with_choices(
        encoding=encoding, separator=separator, sheet=sheet, records=records, order=dates, year=year
    )
    form = Format(
        name="table", words=f"a table of {found.table}", read=lambda file, gathering: _read(file, gathering, found),
        subjects=(found.table,), merges=_merges(found), stream="texts" if found.table == "statements" else "rows",
        options=_options(found),
    )  # fmt: skip
    return run_import(form, file, into=into, name=name, partial=partial)


def _merges(mapping: TableMapping) -> tuple[Merge, ...]:
    """The rule by which rows are one: the mapping's, or that of statements whose claims are coded."""
    if mapping.merge_on is not None:
        words = f"same {', '.join(mapping.merge_on)} (the mapping's rule)"
        rule = Merge(table=mapping.table, on=mapping.merge_on, join=mapping.merge_join, rule=words)
        return (rule,) if mapping.merge_on else ()
    return (ONE_STATEMENT,) if mapping.table == "statements" and "claims" in mapping.columns else ()


def _options(mapping: TableMapping) -> dict[str, object]:
    """What the import was told, for its record."""
    return {
        "table": mapping.table, "columns": {name: list(cells) for name, cells in mapping.columns.items()},
        "constants": dict(mapping.constants), "several": dict(mapping.several),
        "values": {name: dict(pairs) for name, pairs in mapping.values.items()},
        "dates": {"order": mapping.dating.order, "year": mapping.dating.year}, "identity": list(mapping.identity),
        "merge": None if mapping.merge_on is None else {"on": list(mapping.merge_on), "join": list(mapping.merge_join)},
        "records": mapping.records, "sheet": mapping.sheet, "encoding": mapping.encoding, "separator": mapping.separator,
        "header": list(mapping.header), "quotes": mapping.quotes,
    }  # fmt: skip


def _read(path: Path, gathering: Gathering, mapping: TableMapping) -> None:
    """Walk through the file, record by record."""
    schema = TABLES[mapping.table]
    marked: Counter[str] = Counter()
    takers = {name: _taker(schema[name], cells, mapping, marked) for name, cells in mapping.columns.items()}
    key = schema.key[0] if schema.key and schema.key[0] not in {*takers, *mapping.constants} else ""
    identity = mapping.identity or tuple(name for name in takers if name not in NOT_NAMING)
    seen = False
    for row, record in read_records(
        path, gathering, encoding=mapping.encoding, separator=mapping.separator, sheet=mapping.sheet,
        records=mapping.records, header=mapping.header, quotes=mapping.quotes,
    ):  # fmt: skip
        if not seen:
            _check_columns(path, record, mapping, gathering)
            seen = True
        cells = {**mapping.constants, **{name: take(record) for name, take in takers.items()}}
        if key:
            cells[key] = _made_id(mapping.table, [cells.get(name, "") for name in identity])
        gathering.add(mapping.table, cells, row=row)
    for name, count in sorted(marked.items()):
        gathering.note(
            f"{count:,} cells of {name} hold `;`, which parts values in a study, and have `,` instead; "
            f'if it parts them in the file too, say {name} = ";" under [several]'
        )
    for column in schema.columns:
        if column.kind in (Kind.EDTF, Kind.DATE) and column.name in takers:
            gathering.later[mapping.table, column.name] = partial(_dated, path, mapping.dating, gathering)


def _dated(path: Path, dating: Dating, gathering: Gathering, texts: Sequence[str]) -> list[str]:
    """The dates of one column as EDTF."""
    try:
        found, told = read_dates(texts, dating)
    except AmbiguousDatesError as error:
        raise refuse_file(path, error.rule, error.value, error.hint, column="date") from error
    if told:
        gathering.note(told)
    return found


def _made_id(table: str, cells: list[str]) -> str:
    """An id from what names the row: the same cells, the same id, wherever the row stands."""
    digest = hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{table[:1]}-{digest[:16]}"


def _check_columns(path: Path, record: Mapping[str, Any], mapping: TableMapping, gathering: Gathering) -> None:
    """Refuse a file that lacks a column of the mapping; a document's records need not all have all."""
    names = {name for cells in mapping.columns.values() for cell in cells for name in _names(cell)}
    flat = all(not isinstance(value, (dict, list)) for value in record.values())
    missing = sorted(name for name in names if name not in record and "." not in name)
    if missing and flat and path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".parquet", ".gz", ".zip", ".txt"):
        has = ", ".join(list(record)[:30])
        raise refuse_file(path, "it has the columns of the mapping", f"no {', '.join(missing)}", f"it has {has}")
    if missing:
        gathering.note(f"the first record has no {', '.join(missing)}")


_NAME = re.compile(r"\{([^{}]+)\}")


def _names(cell: str) -> list[str]:
    """The file's columns in a pattern, or the one column that it names."""
    return _NAME.findall(cell) or [cell]


def _taker(
    column: Column, cells: tuple[str, ...], mapping: TableMapping, marked: Counter[str]
) -> Callable[[Mapping[str, Any]], str]:
    """What makes one study cell from a record; texts with the mark that parts values in a study are counted."""
    mark, values = mapping.several.get(column.name, ""), mapping.values.get(column.name, {})
    tidy = column.kind is Kind.ID

    def parts(record: Mapping[str, Any], cell: str) -> list[str]:
        if "{" in cell:
            filled = _NAME.sub(lambda match: " ".join(_found(record, match[1])[:1]), cell)
            return [" ".join(filled.split())] if all(_found(record, name) for name in _names(cell)) else []
        found = _found(record, cell)
        return [part for text in found for part in text.split(mark)] if mark and column.many else found

    def take(record: Mapping[str, Any]) -> str:
        groups = [parts(record, cell) for cell in cells]
        if column.many:
            found = [text for group in groups for text in group]
        else:
            first = next((group for group in groups if any(group)), [])
            found = ["; ".join(first) if column.kind is Kind.TEXT else ";".join(first)]
        if values:
            found = [values.get(text.strip(), text) for text in found]
        if column.many and not mark and any(";" in text for text in found):
            marked[column.name] += 1
            found = [text.strip("; ").replace(";", ",") for text in found]
        if tidy:
            found = [" ".join(text.split()) if "\n" in text or "\t" in text else text for text in found]
        return ";".join(dict.fromkeys(text.strip() for text in found if text.strip())) if column.many else found[0]

    return take


def _found(record: Mapping[str, Any], name: str) -> list[str]:
    """The texts that a name leads to: a column, or a path such as `name.first`, `terms.0.start`, `terms.*.type`."""
    if name in record:
        return _texts(record[name])
    places: list[Any] = [record]
    for step in name.split("."):
        following: list[Any] = []
        for place in places:
            if isinstance(place, Mapping):
                following += [place[step]] if step in place else []
            elif isinstance(place, list):
                if step == "*":
                    following += place
                elif step.lstrip("-").isdigit() and -len(place) <= int(step) < len(place):
                    following.append(place[int(step)])
        places = following
    return [text for place in places for text in _texts(place)]


def _texts(value: object) -> list[str]:
    """A cell as texts: none where it is empty, several where it is a list."""
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    if isinstance(value, dict):
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [str(value)]
