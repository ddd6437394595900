"""`Result`: a small table with its words, its parameters and the way back to the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from claimstats.dates import iso
from claimstats.errors import UsageError
from claimstats.numbering import Numbers
from claimstats.provenance import Provenance, library_versions
from claimstats.schema import nearest

if TYPE_CHECKING:
    from claimstats.plotting import Figure
    from claimstats.presenting import Picture

__all__ = ["FLAGS", "Result", "Tables"]

#: Everything that a row of a result may be flagged with.
FLAGS = (
    "no_data", "n_small", "zero_exposure", "partial_period", "coverage_gap", "left_truncated", "straddling_dates",
    "overdispersed", "few_clusters", "open_windows", "non_diagnostic", "unverified_sources", "ties", "exploratory",
)  # fmt: skip


class Tables(Mapping[str, pd.DataFrame]):
    """Tables by name, of which some are made when they are first asked for, and then kept.

    Parameters
    ----------
    given
        A table, or what makes it.
    """

    def __init__(self, given: Mapping[str, pd.DataFrame | Callable[[], pd.DataFrame]]) -> None:
        self._given = dict(given)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """One table."""
        found = self._given[name]
        if not isinstance(found, pd.DataFrame):
            found = self._given[name] = found()
        return found

    def __iter__(self) -> Iterator[str]:
        """The names, the main table's first."""
        return iter(self._given)

    def __contains__(self, name: object) -> bool:
        """Whether there is such a table; it is not made for that."""
        return name in self._given

    def __len__(self) -> int:
        """How many there are."""
        return len(self._given)

    @property
    def made(self) -> tuple[str, ...]:
        """The names of those that are there, because somebody has asked for them."""
        return tuple(name for name, table in self._given.items() if isinstance(table, pd.DataFrame))


@dataclass(frozen=True, kw_only=True, repr=False)
class Result:
    """What a measure found.

    Attributes
    ----------
    measure : str
        ``coverage``, ``repetition`` or ``gaps``.
    keys : tuple of str
        The columns that name a row of the main table.
    tables : dict of str to pandas.DataFrame
        The main table first; further ones are made when they are first asked for.
    words : dict of str to str
        What each column means, with its unit; ``table.column`` where a name means another thing in one table.
    params : dict
        Every parameter, defaults filled in, the cut-off among them.
    provenance : Provenance
        The files, and the rows in and out of each step.
    labels : dict of str to str
        Printed names of the ids in it.
    codebook_hash : callable
        Gives the hash of the claims and expectations that it was measured with.
    """

    measure: str
    keys: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]
    words: Mapping[str, str]
    params: Mapping[str, object]
    provenance: Provenance
    trace: Callable[[Mapping[str, str]], pd.DataFrame] = field(repr=False)
    say: Callable[[Mapping[str, str]], str] | None = field(default=None, repr=False)
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    codebook_hash: Callable[[], str] | None = field(default=None, repr=False)
    phrase: Callable[[Mapping[str, str]], Iterable[tuple[str, tuple[str, ...]]]] | None = field(
        default=None, repr=False
    )
    count: Callable[[str, Sequence[str], Mapping[str, str]], Numbers] | None = field(default=None, repr=False)
    # A picture takes a tenth of a second, and the reports of several periods show some of them again.
    _pictures: dict[tuple[str | None, str | None, str], Picture] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def to_frame(self, table: str | None = None) -> pd.DataFrame:
        """One of its tables, as a copy; the main one by default.

        ``frame.attrs`` says what it is of: the measure and its parameters, ``as_of`` (the cut-off as an ISO date), the
        ``codebook_sha256``, the ``seed`` of what was drawn at random, and ``library_versions``.

        Parameters
        ----------
        table
            A key of ``tables``.

        Raises
        ------
        UsageError
            If there is no such table.
        """
        name = next(iter(self.tables)) if table is None else table
        if name not in self.tables:
            near = nearest(name, self.tables) or list(self.tables)
            raise UsageError(f"this result has no table {name!r}; it has {', '.join(self.tables)}. Hint: {near[0]!r}?")
        # Nothing is copied before somebody writes into it (pandas' copy-on-write).
        frame = self.tables[name].copy(deep=False)
        frame.attrs = (
            {"measure": self.measure, "seed": 0}
            | dict(self.params)
            | {
                "as_of": iso(int(str(self.params["as_of"]))),
                "codebook_sha256": self.codebook_hash() if self.codebook_hash else "",
                "library_versions": library_versions(),
            }
        )
        return frame

    def words_for(self, table: str) -> dict[str, str]:
        """What the columns of one table mean, with their units.

        Parameters
        ----------
        table
            A key of ``tables``.
        """
        columns = [str(name) for name in self.tables[table].columns]
        return {name: self.words.get(f"{table}.{name}", self.words.get(name, "")) for name in columns}

    def explain(self, *names: str) -> pd.DataFrame:
        """The rows, the words and the sources behind one number.

        Parameters
        ----------
        *names
            One value for each column of ``keys``, in order; fewer leave the others open: ``("nato_at_war", "2025Q3")``.

        Returns
        -------
        pandas.DataFrame
            One row per statement, or per window and the incidents that decided it.

        Raises
        ------
        UsageError
            If a value does not occur.
        """
        return self.trace(self._wanted(names))

    def sentence(self, *names: str) -> str:
        """One number of the main table in plain words, with its n and its bound.

        Parameters
        ----------
        *names
            As in `explain`.

        Raises
        ------
        UsageError
            If a value does not occur, or this measure has no sentences.
        """
        if self.say is None:
            raise UsageError(f"measuring {self.measure} has no sentences")
        return self.say(self._wanted(names))

    def phrases(self, *names: str) -> list[tuple[str, tuple[str, ...]]]:
        """The phrases of a sentence that hold a number, the number in square brackets, each with the number's name.

        Parameters
        ----------
        *names
            As in `sentence`.

        Raises
        ------
        UsageError
            If a value does not occur, or this measure's sentences have none.
        """
        if self.phrase is None:
            raise UsageError(f"the sentences of measuring {self.measure} have no phrases with named numbers")
        return list(self.phrase(self._wanted(names)))

    def numbers(self, period: str, *tables: str, **only: str) -> Numbers:
        """The numbers of a period by name, each with what it is made of: a report prints and compares them.

        Parameters
        ----------
        period
            ``2025Q3``, ``2025-09`` or ``2025``, as the measure's own periods are; ``all`` where it is over all time.
        *tables
            Further tables whose numbers are wanted too; they are made for it.
        **only
            A column of the numbers' keys and a value: ``claim_id="siege"``. Only these, and what they are made of.

        Raises
        ------
        UsageError
            If this measure names none, or the period is not one of its own, or a table has no numbers with names.
        """
        if self.count is None:
            raise UsageError(f"the numbers of {self.measure} have no names")
        found = self.count(period, tables, only)
        for key, value in only.items():
            found = found.only(key, value)
        return found

    def _wanted(self, names: tuple[str, ...]) -> dict[str, str]:
        """The names by key, refused where one does not occur."""
        if len(names) > len(self.keys):
            raise UsageError(
                f"a number of this result has {len(self.keys)} names ({', '.join(self.keys)}), not {len(names)}"
            )
        wanted = dict(zip(self.keys, map(str, names), strict=False))
        frame = self.to_frame()
        for key, value in wanted.items():
            known = sorted(set(frame[key].astype(str)))
            if value not in known:
                near = nearest(value, known)
                hint = (
                    f"did you mean {near[0]!r}?"
                    if near
                    else f"there are {', '.join(known[:12])}{' ...' if known[12:] else ''}"
                )
                raise UsageError(f"no {key} is {value!r}; {hint}")
        return wanted

    def plot(self, *, kind: str | None = None, until: str | None = None) -> Figure:
        """A matplotlib figure of the measure.

        Parameters
        ----------
        kind
            ``counts``, ``share``, ``rates``, ``survival`` or ``speakers`` of repetition; ``outcomes``, ``chance``,
            ``specifications`` or ``frequency`` of gaps; ``lags`` or ``incidence`` of association; ``alpha`` of
            agreement; ``days`` of coverage; by default the first one.
        until
            The last period drawn; by default the last of the study.
        """
        from claimstats.plotting import draw

        return draw(self.measure, self.tables, labels=self.labels, kind=kind, until=until)

    def picture(self, *, title: str, kind: str | None = None, until: str | None = None) -> Picture:
        """The same figure with its words, for a report: alternative text and caption are written from the data.

        Parameters
        ----------
        title
            The finding, in one sentence; it stands above the figure.
        kind, until
            As in `plot`.
        """
        from claimstats.plotting import illustrate

        asked = (kind, until, title)
        if asked not in self._pictures:
            self._pictures[asked] = illustrate(
                self.measure, self.tables, labels=self.labels, kind=kind, until=until, title=title
            )
        return self._pictures[asked]

    def __repr__(self) -> str:
        """The main table, and what else there is."""
        others = ", ".join(list(self.tables)[1:])
        more = f"; further tables: {others}" if others else ""
        return f"Result of measuring {self.measure}{more}\n{self.to_frame()!r}"
