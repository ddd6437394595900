"""Record a grouping: links as they stand, and in the ledger what became of each claim since the last time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from claimstats.codebook import replay
from claimstats.errors import UsageError
from claimstats.matching.attaching import LINKS, Attached, no_links
from claimstats.matching.following import Happening, follow_claims
from claimstats.study import Claims, Study
from claimstats.study.amending import add_rows, folder_of, put_files, whole_table

__all__ = ["Recorded", "keep_names", "read_recorded", "record_grouping"]


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What recording a grouping found and wrote.

    Attributes
    ----------
    ledger : pandas.DataFrame
        The rows added: ``claim_id, action, from, into, edition, text, reason``.
    moved : pandas.DataFrame
        One row per link that was made or taken away: ``statement_id, claim_id, change`` (``added``, ``removed``) and the
        ``method`` of the link.
    written : tuple of str
        The files written; none where nothing has changed.
    """

    ledger: pd.DataFrame
    moved: pd.DataFrame
    written: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """What has changed, in words."""
        added, removed = ((self.moved["change"] == change).sum() for change in ("added", "removed"))
        if self.ledger.empty and not added and not removed:
            return ["Nothing has changed since the grouping was last recorded."]
        told = [f"Links: {added:,} added, {removed:,} removed."]
        first = self.ledger["reason"] == "first recorded"
        if first.any():
            told.append(f"{int(first.sum()):,} claims were recorded for the first time.")
        verbs = {"birth": "began", "merge": "was merged into another", "split": "was split off", "retirement": "ended"}
        rows = self.ledger[~first].to_dict("records")
        return [*told, *(f"{row['claim_id']} {verbs[row['action']]}: {row['reason']}." for row in rows)]


def record_grouping(claims: Claims, *, edition: str, reason: str = "", write: bool = True) -> Recorded:
    """Compare a grouping with the one that was last recorded, and keep it as ``links.csv`` and ``ledger.csv``.

    The ledger says of each claim that began, was merged, was split off or ended when and why. An id that has ended is never
    used again. The same grouping once more changes nothing, to the byte.

    Parameters
    ----------
    claims
        From `group_claims`, of a study that was loaded from a folder.
    edition
        For which edition it is recorded: a label such as ``2025Q4``.
    reason
        What a reader should know besides; stands behind each reason of the ledger.
    write
        Whether the files are written; without, it only says what would happen.

    Returns
    -------
    Recorded

    Raises
    ------
    UsageError
        If the edition has no name, or the study no folder.

    Examples
    --------
    >>> import claimstats as cs
    >>> claims = cs.group_claims(cs.load("data/demo"))
    >>> cs.record_grouping(claims, edition="2025Q3", write=False).ledger["action"].unique().tolist()
    ['birth']
    """
    if not edition.strip() or ";" in edition:
        raise UsageError("an edition needs a name, such as 2025Q4, without `;`")
    study, links = claims.study, claims.links
    before = _recorded_groups(study)
    codebook = set(study.codebook.claims["claim_id"])
    now = {name: set(own) for name, own in links.groupby("claim_id")["statement_id"]}
    now |= {name: set() for name in codebook - set(now)}
    used = replay(study.codebook["ledger"]).used
    followed = follow_claims(before, now, fixed=set(now), used=used, alive=study.statements["statement_id"])
    texts = dict(zip(study.codebook.claims["claim_id"], study.codebook.claims["text"], strict=True))
    ledger = _ledger_rows(followed.happenings, edition=edition.strip(), reason=reason.strip(), texts=texts)
    moved = _moved(study.codebook["links"], links)
    kept = _links_table(links)
    files: dict[str, bytes] = {}
    if write and (len(ledger) or not _same(study.codebook["links"], kept)):
        folder = folder_of(study)
        files = dict([whole_table(folder, "links", kept)])
        if len(ledger):
            files |= dict([add_rows(folder, "ledger", ledger)])
        put_files(folder, files)
    return Recorded(ledger=ledger, moved=moved, written=tuple(files))


def keep_names(
    study: Study, claims: pd.DataFrame, proposed: pd.DataFrame, *, named: pd.Series, attached: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Proposed claims under the names that the ledger has for them.

    Parameters
    ----------
    study
        With its ledger and its last links.
    claims, proposed
        ``claim_id, text`` of proposed claims, and the links to them.
    named, attached
        What people decided for each statement, and the links that wording made.
    """
    standing = replay(study.codebook["ledger"])
    if not standing.used:
        return claims, proposed
    rows = study.statements
    person = pd.DataFrame({"statement_id": rows["statement_id"], "claim_id": named.str.split(";")}).explode("claim_id")
    person = person.assign(claim_id=person["claim_id"].str.strip())
    held = pd.concat([person[person["claim_id"] != ""], attached[["statement_id", "claim_id"]]])
    fixed = {name: set(own) for name, own in held.groupby("claim_id")["statement_id"]}
    fixed |= {name: set() for name in set(study.codebook.claims["claim_id"]) - set(fixed)}
    groups = {name: set(own) for name, own in proposed.groupby("claim_id")["statement_id"]}
    followed = follow_claims(
        _recorded_groups(study), {**groups, **fixed}, fixed=set(fixed), used=standing.used, alive=rows["statement_id"]
    )
    renamed = claims.assign(claim_id=claims["claim_id"].map(followed.names))
    # A claim goes on under the words that it was published with.
    texts = renamed["claim_id"].map(dict(standing.living)).fillna("")
    renamed = renamed.assign(text=texts.where(texts != "", renamed["text"]))
    return renamed, proposed.assign(claim_id=proposed["claim_id"].map(followed.names))


def read_recorded(study: Study) -> tuple[Study, pd.Series, Attached]:
    """The grouping as it was last recorded: the study with every claim of it, people's links, and the others.

    Parameters
    ----------
    study
        With a table ``links``.

    Raises
    ------
    UsageError
        If no grouping was recorded.
    """
    links = study.codebook["links"]
    if links.empty:
        raise UsageError(
            "no grouping of this study was recorded. Hint: `claimstats group STUDY --edition LABEL` records one"
        )
    rows = study.statements["statement_id"]
    links = links[links["statement_id"].isin(set(rows))]
    known = set(study.codebook.claims["claim_id"])
    texts = replay(study.codebook["ledger"]).living
    more = sorted(set(links["claim_id"]) - known)
    if more:
        study = study.with_claims(pd.DataFrame({"claim_id": more, "text": [texts.get(name) or name for name in more]}))
    by_person = links[links["method"].isin(("coded", "decided"))]
    cells = by_person.groupby("statement_id", sort=False)["claim_id"].agg(";".join)
    made = links[~links["method"].isin(("coded", "decided"))]
    return (
        study,
        rows.map(cells).fillna("").astype("str"),
        Attached(links=made[list(LINKS)].reset_index(drop=True), near=no_links()),
    )


def _recorded_groups(study: Study) -> dict[str, set[str]]:
    """The claims that live, with the statements that were last recorded under each."""
    living = replay(study.codebook["ledger"]).living
    groups: dict[str, set[str]] = {name: set() for name in living}
    for name, own in study.codebook["links"].groupby("claim_id")["statement_id"]:
        if name in groups:
            groups[str(name)] = set(own)
    return groups


def _ledger_rows(
    happenings: Sequence[Happening], *, edition: str, reason: str, texts: Mapping[str, str]
) -> pd.DataFrame:
    """What happened as rows of the ledger."""
    rows = [
        {
            "claim_id": told.claim_id,
            "action": told.action,
            "from": ";".join(told.before),
            "into": ";".join(told.after),
            "edition": edition,
            "text": texts.get(told.claim_id, ""),
            "reason": f"{told.reason}; {reason}" if reason else told.reason,
        }
        for told in happenings
    ]
    return pd.DataFrame(rows, columns=["claim_id", "action", "from", "into", "edition", "text", "reason"])


def _links_table(links: pd.DataFrame) -> pd.DataFrame:
    """Links in the order in which they are kept."""
    return links[list(LINKS)].sort_values(["claim_id", "statement_id"], ignore_index=True)


def _same(before: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Whether two tables of links say the same, to the digits that are written."""
    if len(before) != len(now):
        return False
    columns = [name for name in LINKS if name != "score"]
    older = before.sort_values(["claim_id", "statement_id"], ignore_index=True)
    scores = older["score"].sub(now["score"]).abs().fillna(0).le(1e-12).all()
    return bool(scores and older[columns].astype("str").equals(now[columns].astype("str")))


def _moved(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Every link that is there now and was not, or the other way round."""
    keys = ["statement_id", "claim_id"]
    both = before[[*keys, "method"]].merge(now[[*keys, "method"]], on=keys, how="outer", indicator=True)
    moved = both[both["_merge"] != "both"]
    change = moved["_merge"].map({"left_only": "removed", "right_only": "added"}).astype("str")
    method = moved["method_y"].where(moved["_merge"] == "right_only", moved["method_x"])
    frame = pd.DataFrame({"statement_id": moved["statement_id"], "claim_id": moved["claim_id"], "change": change,
                          "method": method.astype("str")})  # fmt: skip
    return frame.sort_values(["claim_id", "statement_id"], ignore_index=True)
