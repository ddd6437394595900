"""What the readers of event tables share: a record as an incident, its actors, its code, its country."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from claimstats import ontology
from claimstats.inputs.importing.gathering import Gathering
from claimstats.inputs.importing.records import read_records
from claimstats.inputs.importing.refusing import refuse_file

__all__ = ["ActorRows", "coded", "one_line", "require_columns", "walk_table"]


def require_columns(path: Path, record: Mapping[str, Any], needed: tuple[str, ...], *, of: str) -> None:
    """Refuse a file that lacks a column which its reader uses.

    Parameters
    ----------
    path, record
        The file and one of its records.
    needed
        The columns.
    of
        What the file should be, in words.
    """
    missing = [name for name in needed if name not in record]
    if missing:
        has = ", ".join(list(record)[:20])
        raise refuse_file(path, "the column is there", ", ".join(missing), f"is it {of}? it has {has}")


def coded(gathering: Gathering, row: int, kind: str, mode: str, *, scheme: str, inexact: Counter[str]) -> str:
    """The CAMEO code of a record's type; a row that has none is refused.

    Parameters
    ----------
    gathering, row
        Where a refusal is noted.
    kind, mode, scheme
        As in `claimstats.ontology.cameo_code`.
    inexact
        Counts the types whose code does not mean quite the same.
    """
    found = ontology.cameo_code(kind, mode, scheme=scheme)
    words = f"{kind}, {mode}" if mode else kind
    if found is None:
        hint = f"the table types.csv ({scheme}) has no CAMEO code for it"
        gathering.refuse(row, column="action", rule="it has a CAMEO code", value=words, hint=hint)
        return ""
    code, exact = found
    if not exact:
        inexact[f"{words} as {code} ({ontology.label(code)})"] += 1
    return code


def one_line(text: str) -> str:
    """A name as an id: on one line, without the mark that separates several.

    Parameters
    ----------
    text
        Any text.
    """
    return " ".join(text.replace(";", ",").split())


class ActorRows:
    """Collects actors by id; of several names the most frequent is printed, and the others are aliases."""

    def __init__(self) -> None:
        self._names: dict[str, Counter[str]] = defaultdict(Counter)
        self._others: dict[str, Counter[tuple[tuple[str, str], ...]]] = defaultdict(Counter)

    def meet(self, actor_id: str, name: str, *, country: str = "", wikidata: str = "") -> None:
        """Count one sighting of an actor.

        Parameters
        ----------
        actor_id, name
            Its id and the name it has there; without an id nothing is counted.
        country, wikidata
            Its country as ISO 3166-1 alpha-3 and its Wikidata id, where they are known.
        """
        if actor_id:
            self._names[actor_id][one_line(name) or actor_id] += 1
            self._others[actor_id][("country", country), ("wikidata", wikidata)] += 1

    def add_to(self, gathering: Gathering) -> None:
        """Add a row per actor.

        Parameters
        ----------
        gathering
            Where the rows go.
        """
        for actor_id in sorted(self._names):
            names = [name for name, _ in sorted(self._names[actor_id].items(), key=lambda item: (-item[1], item[0]))]
            further = dict(min(self._others[actor_id].items(), key=lambda item: (-item[1], item[0]))[0])
            cells = {"actor_id": actor_id, "name": names[0], "aliases": ";".join(sorted(names[1:])), **further}
            gathering.add("actors", cells, row=-1)


#: Adds one record, found in a row, to what is gathered, to the actors, and to what is told of all rows together.
AddRecord = Callable[[Mapping[str, object], int, Gathering, ActorRows, "Counter[str]"], None]


def walk_table(path: Path, gathering: Gathering, add: AddRecord, *, needed: tuple[str, ...], of: str) -> None:
    """Walk through a table of events row by row, and tell at its end what holds of many rows.

    Parameters
    ----------
    path, gathering
        The file, and what is made of it.
    add
        Makes an incident of a record.
    needed, of
        As in `require_columns`.
    """
    actors, told = ActorRows(), Counter[str]()
    for number, (row, record) in enumerate(read_records(path, gathering)):
        if number == 0:
            require_columns(path, record, needed, of=of)
        add(record, row, gathering, actors, told)
    actors.add_to(gathering)
    for words, count in sorted(told.items()):
        gathering.note(f"{count:,} rows: {words}")
