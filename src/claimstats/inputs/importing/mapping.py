"""The mapping of any table: which column is what, read from a TOML file and checked as a whole."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from claimstats.errors import DataError, UsageError
from claimstats.inputs.importing.dating import ORDERS, Dating
from claimstats.schema import TABLES, nearest, problems_frame

__all__ = ["TableMapping", "read_mapping"]

Problem = dict[str, object]

#: What a shell makes it hard to type.
_SEPARATORS = {"tab": "\t", "\\t": "\t"}

#: The parts of a mapping file, and the keys of those that have fixed keys.
PARTS: dict[str, tuple[str, ...]] = {
    "import": ("table", "records", "sheet", "encoding", "separator", "header", "quotes", "identity"),
    "columns": (), "constants": (), "several": (), "values": (),
    "dates": ("order", "year"),
    "merge": ("on", "join"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TableMapping:
    """Which column of a file is which column of a study.

    Parameters
    ----------
    table
        The study's table that a row becomes a row of.
    columns
        Study column to the file's: one or several names, or patterns such as ``{first} {last}``, which count where all
        their parts are filled. Of several the first that is filled is taken; for a column of several values all are.
    constants
        Study column to one text for all rows.
    several
        Study column to what separates several values in one cell of the file.
    values
        Study column to its values in the file and what they become.
    dating
        How dates are read.
    identity
        Study columns that name a row where it has no id of its own; by default all that are mapped but codings and notes.
    merge_on, merge_join
        Rows equal in these columns are one, and these of its columns hold the values of all. None: the table's own rule.
    records, sheet, encoding, separator
        Where the rows are in the file, and how it is written.
    header, quotes
        The names of the columns, where the first row is none; whether cells may stand in quotation marks.
    """

    table: str = "statements"
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dating: Dating = field(default_factory=Dating)
    identity: tuple[str, ...] = ()
    merge_on: tuple[str, ...] | None = None
    merge_join: tuple[str, ...] = ()
    records: str = ""
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    header: tuple[str, ...] = ()
    quotes: bool = True

    def with_choices(
        self, *, encoding: str, separator: str, sheet: str, records: str, order: str, year: int | None
    ) -> TableMapping:
        """The same with what the caller chose instead; what is empty stays as it is.

        Parameters
        ----------
        encoding, separator, sheet, records
            How the file is written and where its rows are.
        order, year
            How dates are read.
        """
        if order and order not in ORDERS:
            raise UsageError(f"dates are read `{ORDERS[0]}` or `{ORDERS[1]}`, not {order!r}")
        return replace(
            self,
            dating=Dating(order=order or self.dating.order, year=self.dating.year if year is None else year),
            encoding=encoding or self.encoding,
            separator=_SEPARATORS.get(separator, separator) or self.separator,
            sheet=sheet or self.sheet,
            records=records or self.records,
        )


def read_mapping(path: str | Path) -> TableMapping:
    """A mapping from its file.

    Parameters
    ----------
    path
        TOML, as ``claimstats import table FILE --propose`` drafts it.

    Raises
    ------
    DataError
        With everything that is wrong with it.
    """
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"there is no mapping {file}; draft one with: claimstats import table FILE --propose")
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(
            problems_frame([_problem(file, "", "it is TOML in UTF-8", str(error), "correct the line")])
        ) from error
    problems = _unknown(file, given)
    general, table = given.get("import", {}), str(given.get("import", {}).get("table", "statements"))
    if table not in TABLES:
        near = nearest(table, TABLES)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(TABLES)}"
        raise DataError(problems_frame([*problems, _problem(file, "import.table", "it is a table", table, hint)]))
    for part in ("columns", "constants", "several", "values"):
        problems += _unknown_columns(file, part, given.get(part, {}), table)
    problems += _missing_columns(file, given, table)
    order, year = given.get("dates", {}).get("order", ""), given.get("dates", {}).get("year")
    if order and order not in ORDERS:
        problems.append(_problem(file, "dates.order", f"it is {' or '.join(ORDERS)}", order, "correct it"))
    if year is not None and not (isinstance(year, int) and 1 <= year <= 9999):
        problems.append(_problem(file, "dates.year", "it is a year", year, "write it without quotation marks"))
    if problems:
        raise DataError(problems_frame(problems))
    merge = given.get("merge", {})
    return TableMapping(
        table=table,
        columns={name: _texts(cells) for name, cells in given.get("columns", {}).items()},
        constants={name: str(cell) for name, cell in given.get("constants", {}).items()},
        several={name: str(mark) for name, mark in given.get("several", {}).items()},
        values={
            name: {str(old): str(new) for old, new in pairs.items()} for name, pairs in given.get("values", {}).items()
        },
        dating=Dating(order=order, year=year),
        identity=_texts(general.get("identity", ())),
        merge_on=_texts(merge["on"]) if "on" in merge else None,
        merge_join=_texts(merge.get("join", ())),
        records=general.get("records", ""),
        sheet=general.get("sheet", ""),
        encoding=general.get("encoding", ""),
        separator=general.get("separator", ""),
        header=_texts(general.get("header", ())),
        quotes=bool(general.get("quotes", True)),
    )


def _texts(given: object) -> tuple[str, ...]:
    """One text or several, as several."""
    return tuple(str(part) for part in given) if isinstance(given, (list, tuple)) else (str(given),)


def _problem(file: Path, column: str, rule: str, value: object, hint: str) -> Problem:
    return {"table": file.name, "row": None, "column": column, "rule": rule, "value": str(value), "hint": hint}


def _unknown(file: Path, given: Mapping[str, object]) -> list[Problem]:
    """Parts and keys that no mapping has."""
    problems = []
    for part, values in given.items():
        if part not in PARTS or not isinstance(values, Mapping):
            near = nearest(part, PARTS)
            hint = f"did you mean [{near[0]}]?" if near else f"known are {', '.join(PARTS)}"
            problems.append(_problem(file, part, "it is a part of a mapping", part, hint))
            continue
        for key in values if PARTS[part] else ():
            if key not in PARTS[part]:
                near = nearest(key, PARTS[part])
                hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(PARTS[part])}"
                problems.append(_problem(file, f"{part}.{key}", "it is a key of this part", key, hint))
    return problems


def _unknown_columns(file: Path, part: str, given: Mapping[str, object], table: str) -> list[Problem]:
    """Columns that the study's table does not have."""
    known = TABLES[table].names
    problems = []
    for name in given:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near[0]!r}?" if near else f"{table} has {', '.join(known)}"
            problems.append(_problem(file, f"{part}.{name}", f"it is a column of {table}", name, hint))
    return problems


def _missing_columns(file: Path, given: Mapping[str, Mapping[str, object]], table: str) -> list[Problem]:
    """Required columns that nothing fills; an id may be left out, it is then made from the row."""
    filled = {*given.get("columns", {}), *given.get("constants", {})}
    schema = TABLES[table]
    hint = "Map a column, or write one text under [constants]."
    problems = [
        _problem(file, f"columns.{column.name}", "it is filled", "", f"{column.words} {hint}")
        for column in schema.columns
        if column.required and column.name not in filled and column.name not in schema.key[:1]
    ]  # fmt: skip
    return problems + [
        _problem(file, "columns", f"one of {', '.join(group)} is filled", "", "map a column")
        for group in schema.needs_one_of
        if not filled & set(group)
    ]
