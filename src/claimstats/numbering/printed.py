"""`Printed`: the numbers that a report has printed, and the appendix where their links arrive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from claimstats.numbering.naming import NUMBERS_FILE, UNITS_FILE, name_number
from claimstats.numbering.numbers import Numbers, say_value
from claimstats.presenting import Link, Pieces, Table, TableColumn, Target, plural

__all__ = ["Printed"]

#: Rows of a number that the appendix prints.
PRINTED_ROWS = 5
#: Numbers that one is made of, where it is made of more.
PRINTED_INPUTS = 4
#: Lines of an appendix: some twenty pages. A number beyond them is printed without a link.
MOST_LINES = 600

#: What the numbers of each measure are about.
_MEASURES = {
    "repetition": "how often it was said",
    "gaps": "claims against deeds",
    "association": "words and deeds in time",
    "agreement": "agreement of coders",
    "coverage": "what the record covers",
    "grouping": "how statements were grouped",
}
_COLUMNS = (
    TableColumn("what", "What it is the number of"),
    TableColumn("value", "Value", align="right"),
    TableColumn("rests", "What it rests on", width="wide"),
    TableColumn("number", "Number"),
)


class Printed:
    """The numbers of a report as it prints them: each leads to its line in the appendix.

    Parameters
    ----------
    numbers
        All that the report can print.
    most
        Lines of the appendix. A number beyond them leads nowhere, and the appendix says so.
    """

    def __init__(self, numbers: Numbers, *, most: int = MOST_LINES) -> None:
        self._numbers, self._most = numbers, most
        #: The lines of the appendix: the numbers of each, by the first of them.
        self._lines: dict[str, tuple[str, ...]] = {}
        self._left_out: set[str] = set()
        self._known: Mapping[str, Any] = {}

    def __call__(self, *parts: str, text: str | None = None, digits: int = 0) -> Pieces:
        """A number, leading to what it is made of.

        Parameters
        ----------
        *parts, text, digits
            As in `Numbers.link`, which says too what is refused.
        """
        name = name_number(*parts)
        return self._lead((name,), self._numbers.link(name, text=text, digits=digits))

    def ends(self, *parts: str, text: str) -> Pieces:
        """The two ends of an interval under one link: the numbers of that name with ``_low`` and ``_high``.

        Parameters
        ----------
        *parts
            As in `name_number`, without ``_low``.
        text
            What is printed.

        Raises
        ------
        UsageError
            If there are no such numbers.
        """
        low, high = (name_number(*parts[:-1], f"{parts[-1]}_{end}") for end in ("low", "high"))
        self._numbers.link(high)
        return self._lead((low, high), self._numbers.link(low, text=text))

    def within(self, sentence: str, phrases: Iterable[tuple[str, tuple[str, ...]]]) -> list[Pieces]:
        """A sentence whose numbers lead to what they rest on.

        Parameters
        ----------
        sentence
            As a measure says it.
        phrases
            Words of the sentence from left to right, the number in square brackets, with the parts of its name; a name
            that ends in ``_*`` has two ends. A phrase that the sentence lacks is passed over.
        """
        pieces: list[Pieces] = []
        for phrase, parts in phrases:
            before, _, rest = phrase.partition("[")
            shown, _, after = rest.partition("]")
            # 1 occasion is not to be found in 11 occasions.
            found = re.search(rf"(?<![\w.,]){re.escape(f'{before}{shown}{after}')}", sentence)
            if not found:
                continue
            begins = found.start() + len(before)
            both = parts[-1].endswith("_*")
            link = self.ends(*parts[:-1], parts[-1][:-2], text=shown) if both else self(*parts, text=shown)
            pieces += [sentence[:begins], link]
            sentence = sentence[begins + len(shown) :]
        return [*pieces, sentence]

    def _lead(self, names: tuple[str, ...], pieces: Pieces) -> Pieces:
        """The link, if its line is in the appendix or finds room there."""
        if not isinstance(pieces, Link) or names[0] in self._lines:
            return pieces
        if len(self._lines) >= self._most:
            self._left_out.add(names[0])
            return pieces.text
        self._lines[names[0]] = names
        return pieces

    def appendix(self, *, caption: str, row_link: Callable[[str], Pieces], anchor: str = "numbers") -> list[Table]:
        """Tables of the numbers that were printed, where their links arrive: one per measure.

        Parameters
        ----------
        caption
            What stands above each, before the measure's name.
        row_link
            Makes of ``table:id`` what the appendix prints.
        anchor
            Name of the tables, before the measure's.
        """
        table = self._numbers.table
        self._known = {row.number: row for row in table.itertuples()}
        lines = [names for name in self._known if (names := self._lines.get(name))]
        measures = list(dict.fromkeys(self._known[names[0]].measure for names in lines))
        made = [
            Table(
                columns=_COLUMNS,
                rows=self._rows([names for names in lines if self._known[names[0]].measure == measure], row_link),
                caption=f"{caption}: {_MEASURES.get(measure, measure)}",
                notes=self._notes([names for names in lines if self._known[names[0]].measure == measure]),
                anchor=f"{anchor}-{measure}",
                group="about",
            )
            for measure in measures
        ]
        if made and self._left_out:
            told = (
                f"{plural(len(self._left_out), 'more number')} of this report {'leads' if len(self._left_out) == 1 else 'lead'} "
                f"nowhere, to keep this appendix short; tables/{NUMBERS_FILE} has every one."
            )
            made[-1] = replace(made[-1], notes=[*made[-1].notes, told])
        return made

    def _rows(self, lines: list[tuple[str, ...]], row_link: Callable[[str], Pieces]) -> list[dict[str, object]]:
        """The lines, those about the same thing together."""
        about: dict[str, list[tuple[str, ...]]] = {}
        for names in lines:
            about.setdefault(self._say(names[0])[1], []).append(names)
        return [
            {
                "about": subject,
                "what": Target(self._say(names[0])[0], names[0])
                if len(names) == 1
                else [Target(self._say(names[0])[0], names[0]), Target("; upper end", names[1])],
                "value": " to ".join(_say(self._known[name].value) for name in names),
                "rests": self._rests(names[0], row_link),
                "number": ", ".join([names[0], *("_high" for _ in names[1:])]),
            }
            for subject, own in about.items()
            for names in own
        ]

    def _say(self, name: str) -> tuple[str, str]:
        """What a number is, and of what."""
        what, _, about = str(self._known[name].words).partition(": ")
        return what, about

    def _rests(self, name: str, row_link: Callable[[str], Pieces]) -> Pieces:
        """Its rows; or the numbers that it is made of, linked where these are printed too."""
        rows = self._numbers.rows.get(name, ())
        if rows:
            pieces = [piece for row in rows[:PRINTED_ROWS] for piece in (", ", row_link(row))][1:]
            return [*pieces, f" and {len(rows) - PRINTED_ROWS} more"] if len(rows) > PRINTED_ROWS else pieces
        if name in self._numbers.rows:
            units = self._numbers.units.loc[self._numbers.units["number"] == name, "unit"]
            rest = ", ..." if len(units) > PRINTED_INPUTS else ""
            return f"{len(units)} without a row: {', '.join(units[:PRINTED_INPUTS])}{rest}"
        inputs = [made for made in str(self._known[name].inputs).split(";") if made]
        if not inputs:
            return "see below"
        named = {made for names in self._lines.values() for made in names}
        said = [
            Link(self._lower(made, name), f"#{made}") if made in named else self._lower(made, name)
            for made in inputs[:PRINTED_INPUTS]
        ]
        more = len(inputs) - PRINTED_INPUTS
        return [_among(said, "; "), f"; and {more} more"] if more > 0 else _among(said, "; ")

    def _lower(self, made: str, name: str) -> str:
        """What an input is, in the middle of a sentence; and of what, where that is another thing."""
        (what, about), (_, own) = self._say(made), self._say(name)
        what = what if what[1:2].isupper() else what[:1].lower() + what[1:]
        return what if about == own else f"{what}, {about}"

    def _notes(self, lines: list[tuple[str, ...]]) -> list[Pieces]:
        """How numbers without rows are made, each way once; and where all rows and numbers are."""
        told: dict[str, list[str]] = {}
        for names in lines:
            if names[0] not in self._numbers.rows:
                own = told.setdefault(str(self._known[names[0]].formula), [])
                own += [what for what in [self._say(names[0])[0]] if what not in own]
        where = (
            f"Of each number at most {PRINTED_ROWS} rows are printed: tables/{UNITS_FILE} has all, tables/{NUMBERS_FILE} every "
            "number. A count that is 0 rests on nothing and has no line."
        )
        return [*(f"{', '.join(whats)}: {formula}." for formula, whats in told.items()), where]


def _among(pieces: Sequence[Pieces], between: str) -> Pieces:
    """The pieces with words between them; a lone one as it is."""
    joined: list[Pieces] = [piece for one in pieces for piece in (between, one)][1:]
    return joined[0] if len(joined) == 1 else joined


def _say(value: float) -> str:
    """A number of the appendix: whole, or with as many decimals as tell it from 0."""
    return say_value(value, 0 if float(value).is_integer() else 3 if abs(value) < 0.1 else 2)
