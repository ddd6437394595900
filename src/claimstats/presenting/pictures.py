"""A picture with its words: what it shows for those who do not see it, and what it says for all."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from claimstats.presenting.blocks import anchor_attribute
from claimstats.presenting.inline import Pieces, escape_text, pieces_html

#: Characters of a description that anybody would listen to, and that a PDF can hold; what is left out is told.
MAX_ALT = 4_000


@dataclass(frozen=True, repr=False, kw_only=True)
class Picture:
    """An SVG drawing, its description, and its caption.

    Parameters
    ----------
    svg
        The drawing as SVG source.
    alt
        What a reader who does not see it needs to know: the finding and the numbers, not "a chart"; never
        empty.
    caption
        Stands below the picture.
    title
        The finding in one sentence; stands above the picture.
    anchor
        A name that ``Link(..., "#name")`` can point to.
    """

    svg: str
    alt: str
    caption: Pieces
    title: str | None = None
    anchor: str | None = None

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture needs words for those who do not see it: alt is empty")
        if "<svg" not in self.svg:
            raise ValueError("svg holds no <svg> element")
        anchor_attribute(self.anchor)
        if len(self.alt) > MAX_ALT:
            kept = self.alt[:MAX_ALT].rsplit(" ", 1)[0]
            told = f"{kept} ... ({len(self.alt) - len(kept):,} characters more: the tables hold all of it.)"
            object.__setattr__(self, "alt", told)

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - IPython names what it wants; there is one form only
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        source = b64encode(self.svg.encode("utf-8")).decode("ascii")
        title = f'<p class="title">{escape_text(self.title)}</p>' if self.title else ""
        html = (
            f"<figure{anchor_attribute(self.anchor)}>{title}"
            f'<img src="data:image/svg+xml;base64,{source}" alt="{escape_text(self.alt)}">'
            f"<figcaption>{pieces_html(self.caption)}</figcaption></figure>"
        )
        return {"text/html": html, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"Picture: {self.alt}"
