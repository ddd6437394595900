"""Freezing: what was fixed before the deeds were known, as one document with one hash (method, section 5.3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from claimstats.codebook.freezing import canonical_json, frozen_hash
from claimstats.dates import iso
from claimstats.errors import UsageError
from claimstats.measuring.gaps import specifications as grid
from claimstats.measuring.gaps.many import DATES
from claimstats.measuring.gaps.strata import STRATA
from claimstats.study import Study

__all__ = ["Frozen", "freeze", "read_frozen"]

#: The kind of document; another number if its parts ever change.
KIND = "claimstats frozen study 1"

_CLAIMS = ("claim_id", "type", "text", "rule", "registered_on")
_EXPECTATIONS = (
    "expectation_id", "claim_id", "text", "reason", "role", "polarity", "actor", "recipient", "codes", "partial_codes",
    "contra_codes", "anchor", "trigger_actor", "trigger_recipient", "trigger_codes", "window_from", "window_to", "k_min",
    "weight", "partial_credit", "p_if_true", "family", "frozen_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """What a study had fixed, and what it had seen by then.

    Attributes
    ----------
    document : dict
        Claims, expectations, matching, counting rules, thresholds and the grid of sensitivity; numbers as text.
    sha256 : str
        Of the document's canonical JSON (RFC 8785). It proves that nothing was changed, not when it was written.
    seen : dict
        How many incidents the study held, and the latest day of one.
    at : str
        When it was frozen, as the caller says; empty where she does not. The clock is not asked.
    """

    document: Mapping[str, Any]
    sha256: str
    seen: Mapping[str, Any]
    at: str = ""

    def save(self, path: str | Path) -> Path:
        """Write it as JSON, to be published.

        Parameters
        ----------
        path
            A file; replaced if it is there.
        """
        content = {"sha256": self.sha256, "at": self.at, "seen": dict(self.seen), "document": dict(self.document)}
        target = Path(path)
        target.write_text(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        return target

    def changes(self, other: Frozen) -> pd.DataFrame:
        """What another document has that this one has not, and the reverse.

        Parameters
        ----------
        other
            The later one.

        Returns
        -------
        pandas.DataFrame
            One row per difference: ``part, id, field, before, after``.
        """
        before, after = _flat(self.document), _flat(other.document)
        names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
        rows = [(*name, before.get(name, ""), after.get(name, "")) for name in names]
        return pd.DataFrame(rows, columns=["part", "id", "field", "before", "after"], dtype="str")

    def __repr__(self) -> str:
        """How much is in it, and its hash."""
        claims, expectations = len(self.document["claims"]), len(self.document["expectations"])
        return f"Frozen {self.document['study']!r}: {claims} claims, {expectations} expectations, sha256 {self.sha256}"


def freeze(study: Study, *, at: str = "") -> Frozen:
    """What a study has fixed: claims, expectations, matching, counting, thresholds, sensitivity; with its SHA-256.

    Order of rows does not matter. Publish the hash where its date can be proved (a tag, a newspaper, a timestamp): a hash
    proves integrity, not age.

    Parameters
    ----------
    study
        Any study.
    at
        When, in words or as a time; it is stored beside the document and not part of the hash.

    Returns
    -------
    Frozen
        The document, its hash, and what had been seen.

    References
    ----------
    RFC 8785; FIPS 180-4.

    Examples
    --------
    >>> import claimstats as cs
    >>> cs.freeze(cs.load("data/demo")).sha256 == cs.freeze(cs.load("data/demo")).sha256
    True
    """
    document = {
        "kind": KIND,
        "study": study.settings.id,
        "claims": _rows(study.codebook["claims"], _CLAIMS),
        "expectations": _rows(study.codebook["expectations"], _EXPECTATIONS),
        "matching": {
            "actions": "cameo: a code matches those that begin with it; a trailing = asks for exactly that",
            "parties": "an actor matches those that begin with it; a trailing = asks for exactly that",
            "dates": "definite: all days of both dates fit the window; possible: some do",
        },
        "counting": {
            "occasion": "the occasion that is named; else same speaker, day and venue; else the row",
            "copies": "a row that copies another is a mention and no occasion",
            "episode": "an utterance later than the longest window of the claim after the first one of the episode before",
        },
        "thresholds": {name: _text(value) for name, value in asdict(study.settings.thresholds).items()},
        "sensitivity": {
            "window": _texts(grid.WINDOWS), "first_day": _texts(grid.FIRST_DAYS), "partial_credit": _texts(grid.CREDITS),
            "coverage": _texts(grid.COVERAGES), "weights": _texts(grid.WEIGHTS), "anchor": _texts(grid.ANCHORS),
            "dates": _texts(DATES), "sources": _texts(STRATA),
        },
    }  # fmt: skip
    incidents = study.incidents
    seen = {"incidents": len(incidents), "latest": iso(int(incidents["lo"].max())) if len(incidents) else ""}
    return Frozen(document=document, sha256=frozen_hash(document), seen=seen, at=at)


_HINT = "Hint: write it with claimstats freeze STUDY --to FILE"


def read_frozen(path: str | Path) -> Frozen:
    """A frozen document from its file, its hash made again.

    Parameters
    ----------
    path
        As `Frozen.save` wrote it.

    Raises
    ------
    UsageError
        If it is not there, is no such file, or its content does not have the hash that it names.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        document, named = content["document"], str(content["sha256"])
        found = frozen_hash(document)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}. Hint: write it with claimstats freeze STUDY --to FILE"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path} is no frozen study: {error}. Hint: write it with claimstats freeze STUDY --to FILE"
        ) from None
    if found != named:
        raise UsageError(
            f"{path} was changed after it was frozen: it names the hash {named[:12]}..., its content has {found[:12]}..."
        )
    return Frozen(document=document, sha256=found, seen=content.get("seen", {}), at=str(content.get("at", "")))


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows as text, in order of their canonical JSON, empty cells left out."""
    rows = [
        {name: text for name in columns if name in frame and (text := _text(row[name]))}
        for row in frame.to_dict("records")
    ]
    return sorted(rows, key=canonical_json)


def _text(value: object) -> str:
    """A cell as text: whole numbers without a point, others with as many digits as they have; nothing for nothing."""
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _texts(values: object) -> list[str]:
    """Several of them."""
    return [_text(value) for value in values]  # type: ignore[attr-defined]


def _flat(document: Mapping[str, Any]) -> dict[tuple[str, str, str], str]:
    """The document as one value per part, id and field."""
    flat: dict[tuple[str, str, str], str] = {}
    for part, content in document.items():
        if isinstance(content, str):
            flat[part, "", ""] = content
        elif isinstance(content, Mapping):
            flat |= {
                (part, "", field): json.dumps(value) if isinstance(value, list) else value
                for field, value in content.items()
            }
        else:
            key = "expectation_id" if part == "expectations" else "claim_id"
            flat |= {(part, row[key], field): value for row in content for field, value in row.items()}
    return flat
