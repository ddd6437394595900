"""The tables of a study, described: every column as the schema has it, and the bounds of every date beside it."""

from __future__ import annotations

import pandas as pd

from claimstats.dates import OPEN_END, OPEN_START, iso, parse_edtf
from claimstats.exporting.described import DescribedTable, Field
from claimstats.schema import PATTERNS, TABLES, Column, Kind, TableSchema
from claimstats.study import Claims, Study

__all__ = ["BOUNDS", "of_study"]

#: The two days that stand beside an EDTF date, and what they are.
BOUNDS = {"lower": "First possible day of `{}`.", "upper": "Last possible day of `{}`."}

#: Characters of EDTF, levels 0 to 2.
_EDTF = r"[\[{]?[-0-9.XYSE?~%/,:TZ+\]}]+"

_TYPES = {Kind.DATE: "date", Kind.INTEGER: "integer", Kind.NUMBER: "number", Kind.YES_NO: "boolean"}

#: What an empty cell means where it does not mean that nothing was recorded.
_EMPTY = {
    ("statements", "claims"): "not coded, or it voices no claim of the codebook",
    ("statements", "reprint_of"): "not applicable: it copies no other statement",
    ("statements", "translation"): "not applicable: it is in the study's language, or nobody has translated it",
    ("statements", "translated_from"): "not applicable: the words are in the language in which they were said",
    ("statements", "probability"): "not applicable: the speaker states none",
    ("incidents", "actor"): "unknown: not established",
    ("incidents", "recipient"): "not applicable: towards nobody in particular",
    ("expectations", "actor"): "not applicable: anybody",
    ("expectations", "recipient"): "not applicable: anybody",
    ("expectations", "window_from"): "not given: the default of the claim's type",
    ("expectations", "partial_credit"): "not given: the default of the study",
    ("offices", "end"): "not applicable: it lasts",
    ("coverage", "key"): "not applicable: all of the stream",
    ("coverage", "texts"): "unknown: not counted",
}

_LINKS = {
    "statement_id": "The statement.",
    "claim_id": "The claim that it voices.",
    "method": "Who or what made the link: `coded` is a person.",
    "score": "How sure the method is, from 0 to 1.",
    "hangs_on": "The statement that it was likened to.",
    "compared": "What was compared.",
}


def of_study(given: Study | Claims) -> list[DescribedTable]:
    """Every table that has rows; of claims, the links too.

    Parameters
    ----------
    given
        A study, or its claims.
    """
    study = given.study if isinstance(given, Claims) else given
    frames = {name: study_frame(study, name) for name in TABLES}
    present = {name for name, frame in frames.items() if len(frame)}
    tables = [_table(frames[name], TABLES[name], present) for name in TABLES if name in present]
    return [*tables, _links(given)] if isinstance(given, Claims) else tables


def study_frame(study: Study, name: str) -> pd.DataFrame:
    """One table of a study, the columns of its schema.

    Parameters
    ----------
    study, name
        Which.
    """
    frame = getattr(study, name) if name in ("statements", "incidents") else study.codebook[name]
    return frame[list(TABLES[name].names)].reset_index(drop=True)


def _table(frame: pd.DataFrame, schema: TableSchema, present: set[str]) -> DescribedTable:
    columns: dict[str, pd.Series] = {}
    fields: list[Field] = []
    for column in schema.columns:
        whole = column.kind is Kind.INTEGER
        columns[column.name] = frame[column.name].astype("Int64") if whole else frame[column.name]
        fields.append(_field(column, schema.name))
        if column.kind is Kind.EDTF:
            for bound, words in BOUNDS.items():
                name = f"{column.name}_{bound}"
                columns[name] = frame[column.name].map(lambda text, which=bound: _bound(text, which)).astype("str")
                fields.append(
                    Field(name=name, type="date", words=words.format(column.name), missing=(("", "open: no bound"),))
                )
    return DescribedTable(
        name=schema.name,
        words=schema.words,
        frame=pd.DataFrame(columns),
        fields=tuple(fields),
        key=schema.key,
        references=tuple(
            (column.name, column.refers_to, TABLES[column.refers_to].key[0])
            for column in schema.columns
            if column.refers_to in present and not column.many
        ),
    )


def _bound(text: str, which: str) -> str:
    """The first or last day of a date; empty where it is open."""
    found = parse_edtf(text)
    day = found.lo if which == "lower" else found.hi
    return "" if day in (OPEN_START, OPEN_END) else iso(day)


def _field(column: Column, table: str) -> Field:
    """One column of the schema as a field of a data package."""
    constraints: dict[str, object] = {}
    rules: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if column.low is not None:
        constraints["minimum"] = column.low
    if column.high is not None:
        constraints["maximum"] = column.high
    choices = [choice for choice in column.choices if choice]
    if choices:
        rules["categories"] = choices
        constraints["enum"] = choices
    pattern = _EDTF if column.kind is Kind.EDTF else PATTERNS.get(column.kind, ("", ""))[0]
    kind = "list" if column.many else _TYPES.get(column.kind, "string")
    if kind == "list":
        rules["delimiter"] = ";"
        rules["itemType"] = "string"
    elif pattern and kind == "string":
        constraints["pattern"] = pattern
    if column.kind is Kind.YES_NO:
        rules |= {"trueValues": ["yes"], "falseValues": ["no"]}
    if constraints:
        rules["constraints"] = constraints
    label = _EMPTY.get((table, column.name), "not recorded")
    missing = () if column.required else (("", label),)
    return Field(name=column.name, type=kind, words=column.words, missing=missing, rules=rules)


def _links(claims: Claims) -> DescribedTable:
    """Which statement voices which claim, by whose decision."""
    frame = claims.links[list(_LINKS)].reset_index(drop=True)
    numbers = {"score": "number"}
    fields = tuple(
        Field(
            name=name,
            type=numbers.get(name, "string"),
            words=words,
            missing=(("", "not applicable: a person decided"),),
        )
        for name, words in _LINKS.items()
    )
    return DescribedTable(
        name="claim_links",
        words="One row is one link between a statement and a claim.",
        frame=frame.astype({name: "str" for name in _LINKS if name != "score"}).astype({"score": "float64"}),
        fields=fields,
        references=(("statement_id", "statements", "statement_id"), ("claim_id", "claims", "claim_id")),
    )
