"""Counts of several groups together: of all claims, of a claim by all speakers, of a speaker over all claims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from claimstats.dates import Period
from claimstats.measuring.repetition import stating
from claimstats.measuring.repetition.spoken import Units
from claimstats.numbering import COUNT, Number, Unit, name_number

__all__ = ["Together", "share_alike", "when"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Together:
    """The counts of one period, added up over groups.

    Attributes
    ----------
    part
        The period.
    counted
        The units of each count, by group.
    labels
        Printed names of ids.
    """

    part: Period
    counted: Mapping[str, Units]
    labels: Mapping[str, str]

    def _say(self, group: Sequence[str]) -> str:
        return ", ".join(f"“{self.labels.get(name, name)}”" for name in group)

    def _sum(
        self,
        name: tuple[str, ...],
        words: str,
        formula: str,
        units: Sequence[Unit],
        *,
        keys: Mapping[str, str],
        headline: bool = False,
        inputs: Sequence[str] = (),
    ) -> Number:
        label = self.part.label
        return Number(
            name=(*name[:-1], label, name[-1]),
            slot=name,
            value=sum(unit[1] for unit in units),
            words=f"{words}, {when(self.part)}",
            table="repetition",
            keys={**keys, "period": label},
            column=name[-1],
            formula=formula,
            units=units,
            headline=headline,
            inputs=inputs,
        )

    def all_claims(self) -> Iterator[Number]:
        """The records, claims and occasions of all claims."""
        records = {row: rows for found in self.counted["records"].values() for row, rows in found}
        touching = self.counted["occasions_max"]
        said = [(group[0], 1.0, ";".join(rows for _, rows in found)) for group, found in touching.items()]
        made = {
            "occasions": ("Occasions: all claims", f"{COUNT}: claim, speaker and occasion", self._all("occasions")),
            "claims": (
                "Claims voiced: all claims",
                f"{COUNT}: claims with an occasion in the period, or reaching into it",
                said,
            ),
            "records": (
                "Records of statements that voice a claim: all claims",
                f"{COUNT}: rows, copies included",
                share_alike(records.items(), 1.0),
            ),
        }
        for column, (words, formula, units) in made.items():
            yield self._sum(("all", column), words, formula, units, keys={}, headline=True)
        over = [
            (f"{group[0]}/{name}", 1.0, rows)
            for group, found in touching.items()
            for name, rows in found
            if (name, rows) not in self.counted["occasions"].get(group, ())
        ]
        yield self._sum(
            ("all", "straddling"),
            "Occasions whose date reaches over an end: all claims",
            f"{COUNT}: claim, speaker and occasion",
            over,
            keys={},
        )

    def _all(self, column: str) -> list[Unit]:
        return [
            (f"{group[0]}/{name}", 1.0, rows) for group, found in self.counted[column].items() for name, rows in found
        ]

    def of_claims(self, claims: Collection[str], speakers: Collection[str]) -> Iterator[Number]:
        """The occasions of each claim by all speakers, and what each speaker has of them.

        Parameters
        ----------
        claims, speakers
            Those that are wanted.
        """
        by_claim: dict[str, list[Unit]] = {}
        for (claim, _), found in self.counted["occasions"].items():
            if claim in claims:
                by_claim.setdefault(claim, []).extend(share_alike(found, 1.0))
        for claim, units in by_claim.items():
            yield self._sum(
                (claim, "occasions"),
                f"Occasions: {self._say([claim])}",
                stating.COUNTED["occasions"].formula,
                units,
                keys={"claim_id": claim},
                headline=True,
            )
        for (claim, speaker), found in self.counted["occasions"].items():
            if claim not in by_claim or speaker not in speakers:
                continue
            label, whole = self.part.label, len(by_claim[claim])
            yield self._sum(
                (claim, speaker, "of_claim"),
                f"Percent of the claim's occasions: {self._say([claim, speaker])}",
                "occasions / occasions of all speakers x 100; each occasion adds 100 / those of all speakers",
                share_alike(found, 100 / whole),
                keys={"claim_id": claim, "speaker": speaker},
                inputs=[name_number("repetition", claim, *who, label, "occasions") for who in ((speaker,), ())],
            )

    def unverified(self, claims: Collection[str], statements: pd.DataFrame) -> Iterator[Number]:
        """The statements of each claim that are unverified, and stay out of its counts.

        Parameters
        ----------
        claims
            Those that are wanted.
        statements
            All that the study holds.
        """
        doubtful = statements[statements["verification"] == "unverified"]
        found: dict[str, list[Unit]] = {claim: [] for claim in claims}
        for name, coded in zip(doubtful["statement_id"], doubtful["claims"], strict=True):
            for claim in dict.fromkeys(coded.split(";")):
                if claim in found:
                    found[claim].append((name, 1.0, f"statements:{name}"))
        for claim, units in found.items():
            yield self._sum(
                (claim, "unverified"),
                f"Statements that are unverified: {self._say([claim])}",
                f"{COUNT}: rows that a person coded for it",
                units,
                keys={"claim_id": claim},
            )

    def of_speakers(self, wanted: Collection[str], statements: pd.DataFrame) -> Iterator[Number]:
        """The occasions, claims and statements of each speaker over all claims.

        Parameters
        ----------
        wanted
            The speakers.
        statements
            All that the study holds.
        """
        speakers: dict[str, dict[str, dict[Unit, None]]] = {}
        for column, last in (("occasions", "occasions"), ("occasions_max", "claims"), ("records", "statements")):
            for (claim, speaker), found in self.counted[column].items():
                if speaker not in wanted:
                    continue
                own = speakers.setdefault(speaker, {}).setdefault(last, {})
                if last == "occasions":
                    own |= {(f"{claim}/{name}", 1.0, rows): None for name, rows in found}
                elif last == "claims":
                    own[claim, 1.0, ";".join(rows for _, rows in found)] = None
                else:
                    own |= dict.fromkeys(share_alike(found, 1.0))
        words = {
            "occasions": ("Occasions of all claims", "claim and occasion"),
            "claims": ("Claims voiced", "claims"),
            "statements": ("Statements that voice a claim", "rows, copies included"),
            "held": ("Statements in the record", "rows"),
            "unverified": ("Statements that are unverified", "rows"),
            "silent": ("Statements that voice no claim", "rows"),
        }
        rows = statements[statements["speaker"].isin(wanted)]
        doubtful, silent = rows["verification"] == "unverified", rows["claims"] == ""
        for speaker, own in rows.groupby("speaker", sort=True)["statement_id"]:
            kinds = {"held": own, "unverified": own[doubtful[own.index]], "silent": own[silent[own.index]]}
            for last, names in kinds.items():
                speakers.setdefault(speaker, {})[last] = {(name, 1.0, f"statements:{name}"): None for name in names}
        for speaker, made in speakers.items():
            for last, (what, counted) in words.items():
                yield self._sum(
                    ("speaker", speaker, last),
                    f"{what}: {self._say([speaker])}",
                    f"{COUNT}: {counted}",
                    [*made.get(last, {})],
                    keys={"speaker": speaker},
                    headline=last in ("occasions", "claims", "statements"),
                )


def when(part: Period) -> str:
    """A period as the words of a number have it.

    Parameters
    ----------
    part
        The period.
    """
    return "over all time" if part.label == "all" else part.label


def share_alike(units: Iterable[tuple[str, str]], share: float) -> list[Unit]:
    """Units that add the same share each.

    Parameters
    ----------
    units
        Their names and rows.
    share
        What each adds.
    """
    return [(name, share, rows) for name, rows in units]
