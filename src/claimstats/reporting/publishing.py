"""Report on a study: one period, one edition, as a page, a PDF, an executed notebook and tables."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from claimstats.dates import Period, iso, words
from claimstats.errors import UsageError
from claimstats.reporting.layout import PREVIOUS, STUDY
from claimstats.study import Study

if TYPE_CHECKING:
    from claimstats.reporting.layout import Edition
    from claimstats.reporting.meta import ReportMeta

__all__ = ["find_notebook", "report"]

#: What every page says at its foot.
STANCE = "Measures statements against a record; makes no judgement of truth or intent."
INVENTED = "Invented data: no person, place or event in this report is real."


def report(
    study: Study,
    *,
    period: str,
    to: str | Path = "reports/editions",
    kind: str | Path = "quarterly",
    fonts: Sequence[str | Path] = (),
) -> Path:
    """Write the edition of a period: HTML, PDF, executed notebook, tables and manifest.

    The same study, period and environment give the same bytes and no new revision; anything else is the next one. The
    edition appears whole or not at all.

    Parameters
    ----------
    study
        From `claimstats.load` or `Study.from_frames`.
    period
        ``2025Q3``, ``2025-09`` or ``2025``.
    to
        The folder of all editions.
    kind
        A notebook of this library (``quarterly``), or the path of one's own; it finds the study as ``study``.
    fonts
        Font files for scripts beyond Latin, Greek, Cyrillic and Arabic.

    Returns
    -------
    pathlib.Path
        ``to/<study>/<period>/<revision>/``.

    Raises
    ------
    UsageError
        If the period is none, or lies outside the study.
    ReportError
        If a cell fails, a parameter is unknown, or the document cannot be typeset.
    """
    # Loaded here and not above: the pages' machinery takes longer to load than all the rest of the library.
    from claimstats.reporting.editions import publish
    from claimstats.reporting.keeping import keep_inputs
    from claimstats.reporting.manifest import Origin
    from claimstats.reporting.parameters import read_parameters, resolve_parameters
    from claimstats.reporting.rendering import Rendered, read_notebook, render

    part = _period(study, period)
    path = find_notebook(kind)
    began = time.perf_counter()
    epoch = int(datetime.fromordinal(study.settings.as_of).replace(tzinfo=UTC).timestamp())
    parameters = {"period": part.label}
    files = tuple(Path(font) for font in fonts)
    with TemporaryDirectory(prefix="claimstats-study-") as temporary:
        kept = Path(temporary) / STUDY
        origin = Origin(
            notebook=path.read_bytes(), notebook_path=f"reports/{path.name}", inputs=keep_inputs(study, kept),
            epoch=epoch, lock=_lock(), given=tuple(parameters), fonts=files,
        )  # fmt: skip

        def make(meta: ReportMeta, before: Edition | None) -> Rendered:
            links = {STUDY: kept} | ({PREVIOUS: before.folder} if before else {})
            return render(path, parameters=parameters, workdir_links=links, meta=meta, epoch=epoch, fonts=files)

        return publish(
            to=Path(to),
            origin=origin,
            parameters=resolve_parameters(read_parameters(read_notebook(path)), parameters),
            meta=_meta(study, part),
            study=kept,
            render=make,
            clock=lambda: {"whole": round(time.perf_counter() - began, 3)},
        )


def find_notebook(kind: str | Path) -> Path:
    """The notebook of a kind of report: one of this library's by name, or any by its path.

    Parameters
    ----------
    kind
        ``quarterly``, or a path that ends in ``.ipynb``.

    Raises
    ------
    UsageError
        If there is none.
    """
    if str(kind).endswith(".ipynb"):
        if not Path(kind).is_file():
            raise UsageError(f"there is no notebook {kind}")
        return Path(kind)
    here = Path(__file__)
    # In a wheel the notebooks lie beside this file; in a checkout in the folder `reports`.
    places = [here.parent / "notebooks", *(parent / "reports" for parent in here.parents[3:4])]
    known = sorted({path.stem for place in places if place.is_dir() for path in place.glob("*.ipynb")})
    for place in places:
        if (place / f"{kind}.ipynb").is_file():
            return place / f"{kind}.ipynb"
    raise UsageError(f"there is no report {str(kind)!r}; there are {', '.join(known) or 'none'}")


def _period(study: Study, label: str) -> Period:
    """The period, refused where the study has no day in it."""
    try:
        part = Period.parse(label)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if part.end < study.settings.start or part.start > study.settings.as_of:
        days = f"{iso(study.settings.start)} to {iso(study.settings.as_of)}"
        raise UsageError(f"{part.label} has no day of the study {study.settings.id!r}, which is about {days}")
    return part


def _lock() -> bytes | None:
    """The lock file of the checkout that this code runs from; None where it was installed from a wheel."""
    found = Path(__file__).parents[3] / "requirements.lock"
    return found.read_bytes() if found.is_file() else None


def _meta(study: Study, part: Period) -> ReportMeta:
    """What the report says of itself."""
    from claimstats.reporting.meta import ReportMeta

    settings = study.settings
    foot = f"{INVENTED} {STANCE}" if settings.invented else STANCE
    return ReportMeta(
        title=settings.title,
        subtitle=f"{part.words[0].upper()}{part.words[1:]} · data up to {words(settings.as_of)}",
        study_id=settings.id,
        period=part.label,
        cite=settings.cite,
        language=settings.language,
        footer=foot,
    )
