"""A draft of a mapping from the columns that a file has: names that are like, examples beside them, gaps said."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.mapping import TableMapping
from claimstats.inputs.importing.opening import bare_name
from claimstats.inputs.importing.records import read_records
from claimstats.inputs.importing.refusing import refuse_file
from claimstats.schema import TABLES

__all__ = ["direct_mapping", "propose_mapping"]

#: Records that a draft is made from.
_LOOKED_AT = 200

#: What columns are called elsewhere; the names of the schema come before these.
ELSEWHERE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "statements": {
        "statement_id": ("id", "number", "issue", "row_id", "uid"),
        "date": ("day", "datum", "when", "published", "published_at", "created_at", "timestamp", "time", "d", "date_said"),
        "speaker": ("who", "person", "politician", "author", "claimant", "name", "outlet"),
        "text": ("claim", "words", "quote", "statement", "tweet", "content", "title", "headline", "body", "t"),
        "language": ("lang",),
        "claims": ("claim_id", "slug", "claim_ids", "topic_id"),
        "venue": ("place", "event", "occasion", "setting"),
        "source": ("outlet", "medium", "newspaper", "publisher"),
        "url": ("link", "href", "source_url", "u", "source"),
        "archived_url": ("archive", "archive_url"),
    },
    "incidents": {
        "incident_id": ("id", "event_id", "number"),
        "date": ("day", "event_date", "when", "datum"),
        "actor": ("actor1", "source_actor", "who"),
        "recipient": ("actor2", "target", "target_actor", "whom"),
        "action": ("code", "event_code", "cameo", "cameo_code"),
        "place": ("iso3", "country_code"),
        "place_name": ("location", "place", "country"),
        "description": ("notes", "text", "summary", "title"),
        "sources": ("source", "outlet"),
        "url": ("link", "source_url"),
    },
    "actors": {
        "actor_id": ("id", "code", "id.bioguide"),
        "name": ("full_name", "name.official_full", "label"),
        "aliases": ("alias", "nickname", "nicknames", "name.nickname", "other_names"),
        "wikidata": ("qid", "id.wikidata"),
        "country": ("iso3", "country_code"),
    },
    "claims": {"claim_id": ("id", "slug"), "text": ("claim", "title", "promise"), "label": ("short_title",), "note": ("status",)},
}  # fmt: skip


def propose_mapping(
    path: str | Path,
    *,
    table: str = "statements",
    encoding: str = "",
    separator: str = "",
    sheet: str = "",
    records: str = "",
) -> str:
    """A draft of a mapping file, to be read and corrected by a person.

    Parameters
    ----------
    path
        The file.
    table
        The study's table that its rows are to become rows of.
    encoding, separator, sheet, records
        How the file is written and where its rows are, where it does not say so itself.

    Returns
    -------
    str
        TOML with a comment beside each line.
    """
    file = Path(path)
    examples = _examples(file, encoding=encoding, separator=separator, sheet=sheet, records=records)
    chosen = _chosen(examples, table)
    schema = TABLES[table]
    given = {"table": table, "records": records, "sheet": sheet, "encoding": encoding, "separator": separator}
    lines = [
        f"# A draft of a mapping for {file.name}. Read each line: it was made from the names of the columns alone.",
        "[import]",
    ]
    lines += [f"{key} = {_quoted(value)}" for key, value in given.items() if value]
    lines += (
        [
            '# header = ["a", "b"]  # the names of the columns, if the first row is data',
            "# quotes = false  # if quotation marks are text",
        ]
        if _is_text(file)
        else []
    )
    lines += ["", "[columns]", f"# A column of {table} = a column of the file"]
    lines += [f"{name} = {_quoted(column)}  # {_shown(examples[column])}" for name, column in chosen.items()]
    rest = [column for column in examples if column not in chosen.values()]
    lines += [f"# ? = {_quoted(column)}  # {_shown(examples[column])}" for column in rest]
    open_names = [
        column for column in schema.columns if column.required and column.name not in {*chosen, *schema.key[:1]}
    ]
    open_names += [schema[group[0]] for group in schema.needs_one_of if not set(group) & set(chosen)]
    if open_names:
        lines += ["", "[constants]", "# Still to be filled: one text for all rows here, or a column above"]
        lines += [f'# {column.name} = ""  # {column.words}' for column in open_names]
    lines += [
        "",
        "# [dates]",
        '# order = "day first"  # or "month first", if the dates do not say it themselves',
        "# year = 2019  # of dates without one",
    ]
    many = [column.name for column in schema.columns if column.many and column.name in chosen]
    if many:
        lines += [
            "",
            "# [several]",
            "# What separates several values in one cell",
            *(f'# {name} = ","' for name in many),
        ]
    return "\n".join([*lines, ""])


def _is_text(file: Path) -> bool:
    """Whether the file is a table of text by its name."""
    return bare_name(file).endswith((".csv", ".tsv", ".tab", ".txt"))


def direct_mapping(
    path: Path, *, encoding: str = "", separator: str = "", sheet: str = "", records: str = ""
) -> TableMapping:
    """The mapping of a file whose columns are called as those of a study's table.

    Parameters
    ----------
    path, encoding, separator, sheet, records
        As in `propose_mapping`.

    Raises
    ------
    DataError
        If they are not: a mapping is needed.
    """
    examples = _examples(path, encoding=encoding, separator=separator, sheet=sheet, records=records)
    for table, schema in TABLES.items():
        needed = {column.name for column in schema.columns if column.required} - set(schema.key[:1])
        groups = all(set(group) & set(examples) for group in schema.needs_one_of)
        if needed and needed <= set(examples) and groups:
            columns = {name: (name,) for name in examples if name in schema.names}
            return TableMapping(
                table=table, columns=columns, several={name: ";" for name in columns if schema[name].many}
            )
    hint = f"draft a mapping: claimstats import table {path.name} --propose"
    raise refuse_file(path, "its columns are those of a study's table", ", ".join(list(examples)[:20]), hint)


def _examples(path: Path, *, encoding: str, separator: str, sheet: str, records: str) -> dict[str, str]:
    """Each column of the file with the first cell that is filled; a record's own parts as `name.first`."""
    found: dict[str, str] = {}
    reading = read_records(path, Gathering(), encoding=encoding, separator=separator, sheet=sheet, records=records)
    for _, record in itertools.islice(reading, _LOOKED_AT):
        for name, cell in _flat(record):
            if not found.get(name):
                found[name] = cell
    if not found:
        raise refuse_file(path, "it holds records", "none", "is it the file you meant?")
    return found


def _flat(record: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    """Names and cells of a record, one level into the records that it holds."""
    cells: list[tuple[str, str]] = []
    for name, value in record.items():
        if isinstance(value, Mapping) and not before:
            cells += _flat(value, f"{name}.")
        else:
            cells.append((f"{before}{name}", "" if value is None else str(value)))
    return cells


def _chosen(examples: Mapping[str, str], table: str) -> dict[str, str]:
    """Study column to the file's column whose name is most like; each column of the file once."""
    folded = {_folded(name): name for name in reversed(list(examples))}
    chosen: dict[str, str] = {}
    for column in TABLES[table].columns:
        for name in (column.name, *ELSEWHERE.get(table, {}).get(column.name, ())):
            found = folded.get(_folded(name))
            if found and found not in chosen.values() and _fits(column.name, examples[found]):
                chosen[column.name] = found
                break
    return chosen


def _fits(column: str, example: str) -> bool:
    """Whether an example can stand in a column of addresses, or of outlets."""
    is_address = example.startswith(("http://", "https://"))
    return is_address if column.endswith("url") else not (is_address and column in ("source", "sources", "venue"))


def _folded(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def _quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False)


def _shown(text: str) -> str:
    """An example in a comment: one line, not long."""
    flat = " ".join(text.split())
    clean = "".join(character for character in flat if character.isprintable())
    return f"such as {clean[:60]}{'…' if len(clean) > 60 else ''}" if clean else "empty in the first rows"
