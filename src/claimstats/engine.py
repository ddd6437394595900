"""What computes: the only file that names an engine, with four verbs: put, keep, release and collect."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from claimstats.errors import EngineError

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["Engine", "connect"]

#: Rows that an answer may have unless a caller says otherwise; more is a mistake, and is refused, not cut.
ANSWER_LIMIT = 5_000_000

#: What a declared column type is called in Arrow and in pandas.
_ARROW = {
    "text": "string",
    "code": "string",
    "day": "int32",
    "date": "date32",
    "integer": "int64",
    "number": "float64",
    "flag": "bool",
}
_PANDAS = {
    "text": "str",
    "code": "category",
    "day": "int32",
    "date": "datetime64[s]",
    "integer": "int64",
    "number": "float64",
    "flag": "bool",
}


def connect(*, name: str = "duckdb") -> Engine:
    """An engine of one's own.

    Parameters
    ----------
    name
        ``duckdb`` (in memory, one machine).

    Raises
    ------
    EngineError
        If no engine has that name.
    """
    if name != "duckdb":
        raise EngineError(f"there is no engine {name!r}; there is 'duckdb'")
    return Engine(name=name)


@dataclass(eq=False)
class Engine:
    """A connection that is opened when the first table is put, and the tables that it holds."""

    name: str = "duckdb"
    _connection: Any = field(default=None, repr=False)
    _numbers: Any = field(default_factory=lambda: itertools.count(1), repr=False)

    def put(self, rows: pd.DataFrame, schema: Mapping[str, str]) -> ir.Table:
        """Rows as an engine table, through a declared schema: an engine that infers gets empty columns wrong.

        Parameters
        ----------
        rows
            Any index; only the columns of the schema are taken.
        schema
            Column to type: ``text``, ``code`` (text of few different values), ``day`` (an integer), ``date``,
            ``integer``, ``number`` or ``flag``.
        """
        import pyarrow as pa

        fields = [pa.field(column, pa.type_for_alias(_ARROW[kind])) for column, kind in schema.items()]
        table = pa.Table.from_pandas(rows[list(schema)], schema=pa.schema(fields), preserve_index=False)
        return self._open().create_table(f"put_{next(self._numbers)}", table)

    def keep(self, expression: ir.Table, *, codes: Sequence[str] = ()) -> ir.Table:
        """The expression computed once and held as a temporary table.

        Parameters
        ----------
        expression
            What to compute.
        codes
            Text columns of few different values. They are held as numbers where the engine can, and stay text for
            whoever reads them: grouping by them takes half the time.
        """
        name = f"kept_{next(self._numbers)}"
        table = self._open().create_table(name, expression, temp=True)
        # A kind of no values is none.
        for column in codes if table.count().execute() else ():
            kind = f"{name}_{column}"
            values = f'SELECT DISTINCT "{column}" FROM "{name}" ORDER BY 1'
            self._open().raw_sql(f'CREATE TEMP TYPE "{kind}" AS ENUM ({values})')
            self._open().raw_sql(f'ALTER TABLE "{name}" ALTER "{column}" TYPE "{kind}"')
        return table

    def release(self, table: ir.Table) -> None:
        """Give back the memory of a table that `keep` made.

        Parameters
        ----------
        table
            It cannot be used afterwards.
        """
        self._open().drop_table(table.get_name(), force=True)

    def collect(self, expression: ir.Table, schema: Mapping[str, str], *, limit: int = ANSWER_LIMIT) -> pd.DataFrame:
        """A small answer as a DataFrame of the declared types, in the order of the declared columns.

        Parameters
        ----------
        expression
            What to compute.
        schema
            Column to type, as in `put`. An integer or flag column that may be missing is declared ``number``.
        limit
            Rows beyond which the answer is refused.

        Raises
        ------
        EngineError
            If the answer has more rows than the limit.
        """
        answer = self._open().to_pyarrow(expression.select(*schema).limit(limit + 1))
        if len(answer) > limit:
            raise EngineError(f"the answer has more than {limit:,} rows; group more coarsely, or raise `limit`")
        if not len(answer):
            # An answer without chunks makes text columns that pandas cannot join.
            return pd.DataFrame({column: pd.Series(dtype=_PANDAS[kind]) for column, kind in schema.items()})
        codes = [column for column, kind in schema.items() if kind == "code"]
        plain = [column for column in schema if column not in codes]
        frame = _decoded(answer.select(plain)).to_pandas(integer_object_nulls=False, types_mapper=_as_text)
        frame = frame.astype({column: _PANDAS[schema[column]] for column in plain})
        for column in codes:
            frame[column] = _categories(answer[column])
        return frame[list(schema)]

    def _open(self) -> Any:
        """The connection, opened at first use: it costs a second that a mere check of the tables need not pay."""
        if self._connection is None:
            import ibis

            self._connection = ibis.duckdb.connect()
            # Order and thread count must not change a number or a byte.
            self._connection.raw_sql("SET preserve_insertion_order = true")
        return self._connection


def _decoded(answer: Any) -> Any:
    """The same with its codes written out as text."""
    import pyarrow as pa

    for place, column in enumerate(answer.schema):
        if pa.types.is_dictionary(column.type):
            answer = answer.set_column(place, column.name, answer[column.name].cast(pa.string()))
    return answer


def _categories(column: Any) -> pd.Categorical:
    """An Arrow column of text as pandas' categories: each value once, and its number in each row."""
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0)
    values = pd.Index(whole.dictionary.to_pandas(), dtype=pd.StringDtype(na_value=float("nan")))
    return pd.Categorical.from_codes(whole.indices.to_numpy(zero_copy_only=False), categories=values)


def _as_text(kind: Any) -> Any:
    """Pandas' own text type for Arrow strings; everything else by pandas' rules."""
    import pyarrow as pa

    return pd.StringDtype(na_value=float("nan")) if pa.types.is_string(kind) or pa.types.is_large_string(kind) else None
