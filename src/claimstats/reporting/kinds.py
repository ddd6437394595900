"""Kinds of report: what one is about, and where its editions live."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from claimstats.dates import Period, iso
from claimstats.errors import UsageError
from claimstats.schema import nearest
from claimstats.study import Study

if TYPE_CHECKING:
    from claimstats.reporting.parameters import Parameter

__all__ = [
    "QUARTERLY",
    "check_values",
    "name_part",
    "say_about",
]

#: The kind whose editions lie under their period; the others lie under their own name.
QUARTERLY = "quarterly"


def check_values(study: Study, declared: Sequence[Parameter], values: Mapping[str, object]) -> None:
    """Refuse a period, claim or speaker that the study does not have, before a kernel starts.

    Parameters
    ----------
    study
        What the report is about.
    declared
        The notebook's parameters.
    values
        Every parameter with its value. Only ``period``, ``claim`` and ``speaker`` are looked up.

    Raises
    ------
    UsageError
        Naming every value that does not occur, with the nearest that do.
    """
    names = {parameter.name for parameter in declared}
    problems = []
    if "period" in names:
        problems.append(_refuse_period(study, str(values["period"])))
    lists = {"claim": list(study.codebook.claims["claim_id"]), "speaker": sorted(study.statements["speaker"].unique())}
    problems += [_refuse_name(name, str(values[name]), known) for name, known in lists.items() if name in names]
    told = [problem for problem in problems if problem]
    if told:
        raise UsageError("\n".join(told))


def _refuse_period(study: Study, label: str) -> str:
    """What is wrong with a period; nothing if the study has a day in it."""
    try:
        part = Period.parse(label)
    except ValueError as error:
        return str(error)
    if part.end < study.settings.start or part.start > study.settings.as_of:
        days = f"{iso(study.settings.start)} to {iso(study.settings.as_of)}"
        return f"{part.label} has no day of the study {study.settings.id!r}, which is about {days}"
    return ""


def _refuse_name(name: str, value: str, known: Sequence[str]) -> str:
    """What is wrong with the id of a claim or a speaker; nothing if the study has it."""
    if value in known:
        return ""
    near = nearest(value, known)
    listed = f"{', '.join(known[:12])}{' ...' if known[12:] else ''}" if known else "none"
    hint = f"Did you mean {near[0]!r}?" if near else f"The study has {listed}."
    found = f"the {name} {value!r} is not in the study" if value else f"this report needs a {name}: --set {name}=ID"
    return f"{found}. {hint}"


def name_part(kind: str, declared: Sequence[Parameter], values: Mapping[str, object]) -> str:
    """The folder of a report's editions below the study's: the period, or the kind and its parameters.

    Parameters
    ----------
    kind
        The notebook's name.
    declared
        Its parameters.
    values
        Every parameter with its value.

    Examples
    --------
    >>> name_part("method", [], {})
    'method'
    """
    if kind == QUARTERLY:
        return Period.parse(str(values["period"])).label
    words = [kind, *(str(values[parameter.name]) for parameter in declared)]
    plain = [re.sub(r"[^A-Za-z0-9_.]+", "-", word).strip("-.")[:60] for word in words]
    slug = "-".join(word for word in plain if word)
    if plain != words:
        # Two values that look alike once they are written as a folder's name must not share a folder.
        slug += f"-{sha256(repr(words).encode()).hexdigest()[:8]}"
    return slug if re.match(r"[A-Za-z]", slug) else f"report-{slug}"


def say_about(study: Study, kind: str, declared: Sequence[Parameter], values: Mapping[str, object]) -> tuple[str, str]:
    """What a report is about: in a sentence for its title, and in a few words for the running head.

    Parameters
    ----------
    study, kind, declared, values
        As in `check_values` and `name_part`.
    """
    codebook = study.codebook
    if kind == QUARTERLY:
        said = Period.parse(str(values["period"])).words
        return f"{said[0].upper()}{said[1:]}", ""
    if kind == "claim":
        claim = str(values["claim"])
        text = codebook.claims.set_index("claim_id").loc[claim, "text"]
        return f"One claim: “{text}”", f"Claim: {codebook.label(claim)}"
    if kind == "speaker":
        name = codebook.name(str(values["speaker"]))
        return f"One speaker: {name}", f"Speaker: {name}"
    if kind == "method":
        return "Method: what is covered, how far coders agree, how far the answer moves", "Method"
    given = ", ".join(f"{parameter.name} {values[parameter.name]}" for parameter in declared)
    title = f"{kind[:1].upper()}{kind[1:]}".replace("_", " ")
    return f"{title}{f': {given}' if given else ''}", title
