"""The study as it stands before an import: its tables as they lie there, and what earlier imports had brought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from claimstats.errors import DataError, UsageError
from claimstats.inputs.exported import is_exported
from claimstats.inputs.reading import read_csv, read_parquet
from claimstats.normalizing import as_text
from claimstats.schema import TABLES, problems_frame

__all__ = ["RECORDS", "Standing"]

#: The folder in a study that holds a folder per import.
RECORDS = "imports"

#: Bytes from which a table is read by pandas: its lines are checked when the study is loaded.
_LARGE = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A study's folder, which may not be there yet; tables are read when they are asked for.

    Parameters
    ----------
    folder
        The study's folder.
    name
        What the import is called there.
    """

    folder: Path
    name: str
    _tables: dict[str, pd.DataFrame | None] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise UsageError(f"{self.folder} is a file; name the folder of a study, or of one that is to be")
        if self.exists and any(self.folder.iterdir()) and not (self.folder / "study.toml").is_file():
            raise UsageError(f"{self.folder} is no study: it holds files, and no study.toml")
        if self.exists and is_exported(self.folder):
            raise UsageError(
                f"{self.folder} is an export, whose cells are made safe for spreadsheets; import into the study"
            )

    @property
    def exists(self) -> bool:
        """Whether the folder is there."""
        return self.folder.is_dir()

    @property
    def is_new(self) -> bool:
        """Whether a study must be begun."""
        return not (self.folder / "study.toml").is_file()

    @property
    def record(self) -> Path:
        """The folder of this import."""
        return self.folder / RECORDS / self.name

    def path(self, table: str) -> Path | None:
        """The file of one table; None where there is none.

        Parameters
        ----------
        table
            A table of the schema.
        """
        found = [path for path in (self.folder / f"{table}.csv", self.folder / f"{table}.parquet") if path.is_file()]
        return found[0] if found else None

    def table(self, name: str) -> pd.DataFrame | None:
        """One table as text, with every column that it has, known or not; None where there is none.

        Parameters
        ----------
        name
            A table of the schema.

        Raises
        ------
        DataError
            If its file cannot be read as a table.
        """
        if name not in self._tables:
            path = self.path(name)
            self._tables[name] = None if path is None else _text(path, name)
        return self._tables[name]

    def ids(self, name: str) -> frozenset[str]:
        """The keys that one table has.

        Parameters
        ----------
        name
            A table with a key of one column.
        """
        frame, key = self.table(name), TABLES[name].key
        return frozenset() if frame is None or not key or key[0] not in frame else frozenset(frame[key[0]].str.strip())

    def ids_from_elsewhere(self, name: str) -> frozenset[str]:
        """The keys that one table has and this import did not bring.

        Parameters
        ----------
        name
            A table with a key of one column.
        """
        brought, key = self.brought(name), TABLES[name].key
        return self.ids(name) - (frozenset() if brought is None else frozenset(brought[key[0]]))

    def brought(self, table: str) -> pd.DataFrame | None:
        """The rows that this import brought the last time; None where it brought none.

        Parameters
        ----------
        table
            A table of the schema.
        """
        path = self.record / f"{table}.csv"
        return _text(path, table) if path.is_file() else None

    def has_brought(self, table: str, parts: Iterable[bytes]) -> bool:
        """Whether this import brought exactly these rows the last time, so that nothing needs to be compared.

        Parameters
        ----------
        table, parts
            A table of the schema, and its rows as they would be written.
        """
        path = self.record / f"{table}.csv"
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return all(file.read(len(part)) == part for part in parts) and not file.read(1)

    def brought_by_others(self, table: str) -> frozenset[str]:
        """The keys of the rows that other imports had brought.

        Parameters
        ----------
        table
            A table with a key of one column.
        """
        others = sorted((self.folder / RECORDS).glob(f"*/{table}.csv"))
        key = TABLES[table].key[0]
        return frozenset().union(*(_text(path, table)[key] for path in others if path.parent != self.record))


def _text(path: Path, name: str) -> pd.DataFrame:
    """A file of a study as text; what an import wrote, and what is too large to be read twice, without looking at each line."""
    if path.suffix == ".csv" and (RECORDS in path.parts[-3:-2] or path.stat().st_size > _LARGE):
        return pd.read_csv(path, dtype="str", na_filter=False, encoding="utf-8-sig")
    reading = read_csv(path) if path.suffix == ".csv" else read_parquet(path)
    if reading.problems or reading.table is None:
        raise DataError(problems_frame(reading.problems))
    frame = reading.table.frame
    if path.suffix == ".parquet":
        known, _ = as_text(frame, TABLES[name], table=path.name, lines=reading.table.lines)
        unknown = frame[[column for column in frame.columns if column not in TABLES[name].names]]
        frame = pd.concat([known[[column for column in known if column in frame.columns]], unknown], axis=1)
    return frame
