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
    kind
        Which kind of report: ``quarterly``, ``claim``, the name of one's own notebook.
    about
        What a report of another kind than the quarterly is about, in a few words for the running head.
    part
        The folder of its editions below the study's; the period where this is empty.
    """

    title: str
    subtitle: str = ""
    study_id: str = ""
    period: str = ""
    edition: str = ""
    cite: str = ""
    language: str = "en"
    footer: str = ""
    kind: str = "quarterly"
    about: str = ""
    part: str = ""

    @property
    def place(self) -> str:
        """Return the folder of its editions below the study's."""
        return self.part or self.period

    @property
    def line(self) -> tuple[str, ...]:
        """Return the parts of the line that names the edition, those that are given."""
        named = (("Study", self.study_id), ("Period", self.period), ("", self.about), ("Edition", self.edition))
        return tuple(f"{name} {value}".strip() for name, value in named if value)
