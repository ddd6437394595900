"""What computes: the only file that names an engine, with four verbs: put, keep, release and collect."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
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
_ARROW = {"text": "string", "day": "int32", "date": "date32", "integer": "int64", "number": "float64", "flag": "bool"}
_PANDAS = {
    "text": "str",
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
            Column to type: ``text``, ``day`` (an integer), ``date``, ``integer``, ``number`` or ``flag``.
        """
        import pyarrow as pa

        fields = [pa.field(column, pa.type_for_alias(_ARROW[kind])) for column, kind in schema.items()]
        table = pa.Table.from_pandas(rows[list(schema)], schema=pa.schema(fields), preserve_index=False)
        return self._open().create_table(f"put_{next(self._numbers)}", table)

    def keep(self, expression: ir.Table) -> ir.Table:
        """The expression computed once and held as a temporary table."""
        return self._open().create_table(f"kept_{next(self._numbers)}", expression, temp=True)

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
        frame = answer.to_pandas(integer_object_nulls=False, types_mapper=_as_text)
        return frame.astype({column: _PANDAS[kind] for column, kind in schema.items()})

    def _open(self) -> Any:
        """The connection, opened at first use: it costs a second that a mere check of the tables need not pay."""
        if self._connection is None:
            import ibis

            self._connection = ibis.duckdb.connect()
            # Order and thread count must not change a number or a byte.
            self._connection.raw_sql("SET preserve_insertion_order = true")
        return self._connection


def _as_text(kind: Any) -> Any:
    """Pandas' own text type for Arrow strings; everything else by pandas' rules."""
    import pyarrow as pa

    return pd.StringDtype(na_value=float("nan")) if pa.types.is_string(kind) or pa.types.is_large_string(kind) else None
