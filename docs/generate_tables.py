"""Write docs/tables.md from the schema: ``python docs/generate_tables.py [FILE]``."""

import sys
from pathlib import Path

from claimstats.codebook import Grouping, Settings, Thresholds
from claimstats.numbering import NUMBER_COLUMNS, NUMBERS_FILE, UNIT_COLUMNS, UNITS_FILE
from claimstats.schema import TABLES, Column, Kind, TableSchema

HEAD = """\
# The tables of a study

Written by `docs/generate_tables.py` from the schema; do not edit it by hand.

A study is a folder with `study.toml` and one CSV file (UTF-8, comma) or one Parquet file per table. Of `statements` and
`incidents` one must be there; every other table may be left out, as long as no filled cell refers to it. A column that
is not *required* may be left out too, and an empty cell then means its default. Columns that are not listed here are
left out, and a note says so.

A cell that holds *several* values separates them with `;`. Every problem of every file is listed at once by
`claimstats check STUDY`.
"""

RULES = """\
## Rules over several cells

- `expectations`: `window_to` is filled unless `anchor` is `period`, whose window is the quarter itself. An empty
  `window_from` means 0 for a claim of type `state` or `restraint` and 1 for every other. Where `anchor` is `trigger`,
  `trigger_codes` is filled. An empty `partial_credit` takes that of `study.toml`.
- `coverage` and `offices`: `end` is not before `start`.
- `statements`: `reprint_of` never leads back to its own row.
- Every action code is in the list of its scheme: `src/claimstats/ontology/README.md`.
"""

NUMBERS = """\
No part of a study: a report writes these two files into `tables/` of its edition ([editions.md](editions.md)).
"""

KINDS = {
    Kind.TEXT: "Any text.",
    Kind.ID: "A name without `;` and line breaks. It is never reused for something else.",
    Kind.CODE: "An action code, as text: `010` is not `10`. In expectations and families it is a prefix: `19` takes"
    " `190` and `195`, and `190=` takes `190` alone. In incidents it is the whole code.",
    Kind.EDTF: "`2025-09-15`, `2025-09`, `2025`, `2025-09-12/2025-09-16`, `[2025-09-10,2025-09-12]`, `2025-09-15?`."
    " It becomes the days from its first to its last possible one.",
    Kind.DATE: "One day, `2025-09-15`.",
    Kind.INTEGER: "A whole number.",
    Kind.NUMBER: "A number with a decimal point, `0.5`.",
    Kind.YES_NO: "`yes` or `no`.",
    Kind.LANGUAGE: "A language tag of the IANA register, `en`, `ru`, `sr-Latn`; `und` where it is not known.",
    Kind.COUNTRY: "A code of ISO 3166-1, `POL`, also of a country that is no more; `XAA` to `XZZ` for your own; and `KOS`,"
    " `EUR`, `UNO`, `IGO`, `NGO`, `ISM`, `IMG`, `MNC`, as event data write them.",
    Kind.WIKIDATA: "The id of an item of Wikidata, `Q7184`.",
    Kind.URL: "A whole address, from `http://` or `https://` on.",
}


def main() -> None:
    """Write the page to the file named, by default the one that is committed."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("tables.md")
    target.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page."""
    contents = "\n".join(f"- [`{table.name}`](#{table.name}): {_lower(table.words)}" for table in TABLES.values())
    return "\n".join([HEAD, contents, "", _settings(), _kinds(), *map(_table, TABLES.values()), RULES, _numbers(), ""])


def _numbers() -> str:
    """The two files of an edition that name its numbers."""
    parts = ["## The numbers of an edition", "", NUMBERS.rstrip("\n")]
    for name, columns in ((NUMBERS_FILE, NUMBER_COLUMNS), (UNITS_FILE, UNIT_COLUMNS)):
        parts += ["", f"`{name}`", "", "| column | what it means |", "|---|---|"]
        parts += [f"| `{column}` | {words} |" for column, words in columns.items()]
    return "\n".join(parts)


def _settings() -> str:
    """What study.toml may hold, with the defaults that the code has."""
    parts = ["## `study.toml`", "", "`id`, `title`, `start` and `as_of` are required; dates stand without quotes.", ""]
    for heading, kind in (("study", Settings), ("thresholds", Thresholds), ("grouping", Grouping)):
        parts += [f"Under `[{heading}]`:", "", "| setting | default |", "|---|---|"]
        for name, field in kind.__dataclass_fields__.items():
            if name not in ("thresholds", "grouping"):
                required = name in ("id", "title", "start", "as_of")
                parts.append(f"| `{name}` | {'required' if required else _default(field.default)} |")
        parts.append("")
    return "\n".join(parts)


def _default(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value != "" else ""


def _kinds() -> str:
    """What each kind of cell may hold."""
    missing = set(Kind) - set(KINDS)
    if missing:
        raise SystemExit(f"no words for the kinds {sorted(missing)}")
    rows = [f"| {kind} | {words} |" for kind, words in KINDS.items()]
    return "\n".join(["## Kinds of cells", "", "| kind | what it holds |", "|---|---|", *rows, ""])


def _table(table: TableSchema) -> str:
    """One table: what a row is, its key, its columns."""
    parts = [f"## {table.name}", "", table.words, ""]
    if table.key:
        parts += [f"Key: {', '.join(f'`{name}`' for name in table.key)}, never repeated.", ""]
    for group in table.needs_one_of:
        parts += [f"Each row fills at least one of {', '.join(f'`{name}`' for name in group)}.", ""]
    rows = [f"| `{column.name}` | {_rule(column)} | {_cell(column.words)} |" for column in table.columns]
    return "\n".join([*parts, "| column | rule | what it means |", "|---|---|---|", *rows, ""])


def _rule(column: Column) -> str:
    """The rule of one column in few words."""
    parts = ["**required**"] if column.required else []
    if column.choices:
        parts.append("one of " + ", ".join(f"`{choice}`" for choice in column.choices if choice))
    else:
        parts.append(str(column.kind))
    if column.many:
        parts.append("several")
    if column.refers_to:
        parts.append(f"of [`{column.refers_to}`](#{column.refers_to})")
    if column.low is not None and column.high is not None:
        parts.append(f"{column.low:g} to {column.high:g}")
    elif column.low is not None:
        parts.append(f"at least {column.low:g}" if column.low >= 1 or column.low == 0 else "above 0")
    if column.default:
        parts.append(f"default `{column.default}`")
    return _cell("; ".join(parts))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


if __name__ == "__main__":
    main()
