"""What a report says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ReportMeta:
    """The title block, the running heads and the last lines of a report.

    Parameters
    ----------
    title
        The study's title.
    subtitle
        One sentence under it: what is measured, and what is not judged.
    study_id, period, edition
        Which study, which time, which edition: ``"ru-nato"``, ``"2025 Q3"``, ``"r1"``.
    cite
        How to cite this edition.
    language
        BCP 47 tag of the report's own words.
    footer
        The last line: who made it, under which licence.
    """

    title: str
    subtitle: str = ""
    study_id: str = ""
    period: str = ""
    edition: str = ""
    cite: str = ""
    language: str = "en"
    footer: str = ""

    @property
    def line(self) -> tuple[str, ...]:
        """Return the parts of the line that names the edition, those that are given."""
        named = (("Study", self.study_id), ("Period", self.period), ("Edition", self.edition))
        return tuple(f"{name} {value}" for name, value in named if value)
