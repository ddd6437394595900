"""Report on a study: a period, a claim, a speaker or the method, as a page, a PDF, an executed notebook and tables."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from claimstats.dates import words
from claimstats.errors import ReportError, UsageError
from claimstats.reporting.kinds import QUARTERLY, check_values, name_part, say_about
from claimstats.reporting.layout import PREVIOUS, STUDY
from claimstats.reporting.notebooks import find_notebook, own_kinds, read_notebook
from claimstats.study import Study

if TYPE_CHECKING:
    from claimstats.reporting.layout import Edition
    from claimstats.reporting.manifest import Origin
    from claimstats.reporting.meta import ReportMeta
    from claimstats.reporting.quarto import Quarto
    from claimstats.reporting.rendering import Rendered
    from claimstats.reporting.workshop import Workshop

__all__ = ["report", "write_reports"]

#: What every page says at its foot.
STANCE = "Measures statements against a record; makes no judgement of truth or intent."
INVENTED = "Invented data: no person, place or event in this report is real."

#: What can write the page and the PDF.
OWN_ENGINE = "claimstats"
ENGINES = (OWN_ENGINE, "quarto")

#: Where the notebook lies that a failing cell has left, beside the revisions.
FAILED = "failed.ipynb"


def report(
    study: Study,
    *,
    period: str | None = None,
    to: str | Path = "reports/editions",
    kind: str | Path = QUARTERLY,
    parameters: Mapping[str, object] | None = None,
    fonts: Sequence[str | Path] = (),
    engine: str = OWN_ENGINE,
) -> Path:
    """Write one edition: HTML, PDF, executed notebook, tables and manifest.

    The same study, parameters and environment give the same bytes and no new revision; anything else is the next one.
    The edition appears whole or not at all.

    Parameters
    ----------
    study
        From `claimstats.load` or `Study.from_frames`.
    period
        ``2025Q3``, ``2025-09`` or ``2025``, for a kind that is about a period, as the quarterly is.
    to
        The folder of all editions.
    kind
        A notebook of this library (``quarterly``, ``claim``, ``speaker``, ``method``), or the path of one's own; it
        finds the study as ``study``.
    parameters
        Values for the names that the notebook's ``parameters`` cell declares: ``{"claim": "nato_at_war"}``.
    fonts
        Font files for scripts beyond Latin, Greek, Cyrillic and Arabic.
    engine
        What writes the page and the PDF: ``claimstats``, or ``quarto`` where it is installed.

    Returns
    -------
    pathlib.Path
        ``to/<study>/<period>/<revision>/``; of another kind than the quarterly ``to/<study>/<kind>-<values>/<revision>/``.

    Raises
    ------
    UsageError
        If the period is none, or the study has no such period, claim or speaker.
    ReportError
        If a cell fails (the notebook up to there is kept as ``failed.ipynb`` beside the revisions), a parameter is
        unknown or of another type, or the document cannot be typeset.
    """
    given = {**({"period": period} if period is not None else {}), **(parameters or {})}
    return next(write_reports(study, [given], to=to, kind=kind, fonts=fonts, engine=engine))


def write_reports(
    study: Study,
    parameters: Sequence[Mapping[str, object]],
    *,
    to: str | Path = "reports/editions",
    kind: str | Path = QUARTERLY,
    fonts: Sequence[str | Path] = (),
    engine: str = OWN_ENGINE,
    workshop: Workshop | None = None,
) -> Iterator[Path]:
    """Write several editions of one kind, and give each as soon as it is there.

    All parameters are checked before the first is rendered. Of this library's own kinds, what stands above the
    parameters is run once for all; each edition has the bytes that it would have alone.

    Parameters
    ----------
    study, to, kind, fonts, engine
        As in `report`.
    parameters
        The parameters of each edition, by name.
    workshop
        From `claimstats.reporting.open_workshop`: a kernel that was started before the study was read; by default one of its own.

    Raises
    ------
    UsageError, ReportError
        As in `report`.
    """
    # Loaded here and not above: the pages' machinery takes longer to load than all the rest of the library.
    from claimstats.reporting.checkouts import describe_checkouts
    from claimstats.reporting.keeping import keep_inputs
    from claimstats.reporting.manifest import Origin
    from claimstats.reporting.parameters import read_parameters, resolve_parameters
    from claimstats.reporting.quarto import find_quarto
    from claimstats.reporting.workshop import Workshop

    if engine not in ENGINES:
        raise UsageError(f"there is no engine {engine!r}; there are {' and '.join(ENGINES)}")
    quarto = find_quarto() if engine == "quarto" else None
    path = find_notebook(kind)
    declared = read_parameters(read_notebook(path))
    orders = []
    for given in parameters:
        resolved = resolve_parameters(declared, given)
        if path.stem == QUARTERLY and "period" not in given:
            raise UsageError("a quarterly report needs a period: 2025Q3, 2025-09 or 2025")
        check_values(study, declared, resolved)
        meta = _meta(study, path.stem, about=say_about(study, path.stem, declared, resolved))
        part = name_part(path.stem, declared, resolved)
        meta = replace(meta, period=part) if path.stem == QUARTERLY else replace(meta, part=part)
        orders.append(_Order(given=dict(given), resolved=resolved, meta=meta))
    epoch = int(datetime.fromordinal(study.settings.as_of).replace(tzinfo=UTC).timestamp())
    with ExitStack() as stack:
        beside = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        kept = Path(stack.enter_context(TemporaryDirectory(prefix="claimstats-study-"))) / STUDY
        inputs = keep_inputs(study, kept)
        keep = path in own_kinds().values() and len(orders) > 1
        workshop = stack.enter_context(Workshop()) if workshop is None else workshop
        workshop.keep = keep
        origin = Origin(
            notebook=path.read_bytes(), notebook_path=f"reports/{path.name}", inputs=inputs, epoch=epoch,
            lock=_lock(), fonts=tuple(Path(font) for font in fonts),
            engine=f"quarto {quarto.version}" if quarto else OWN_ENGINE,
        )  # fmt: skip
        press = _Press(
            path=path,
            to=Path(to),
            study=kept,
            origin=origin,
            workshop=workshop,
            quarto=quarto,
            checkouts=beside.submit(
                describe_checkouts, claimstats=Path(__file__).parent, notebook=path.parent, study=study.folder
            ),
        )
        for order, following in zip(orders, [*orders[1:], None], strict=True):
            yield press.publish(order, following=following if keep else None)


@dataclass(frozen=True, kw_only=True)
class _Order:
    """One edition that is wanted: the parameters given and all of them, and what it says of itself."""

    given: dict[str, object]
    resolved: dict[str, object]
    meta: ReportMeta


@dataclass(frozen=True, kw_only=True)
class _Press:
    """Where editions of one notebook are made."""

    path: Path
    to: Path
    study: Path
    origin: Origin
    workshop: Workshop
    quarto: Quarto | None
    checkouts: Future[Mapping[str, object]]

    def publish(self, order: _Order, *, following: _Order | None = None) -> Path:
        """Make an edition, unless it is there; while it is written, the one that follows it is begun."""
        from claimstats.reporting.editions import publish

        began = time.perf_counter()

        def make(meta: ReportMeta, before: Edition | None) -> Rendered:
            from claimstats.reporting.rendering import write_forms

            links = {STUDY: self.study} | ({PREVIOUS: before.folder} if before else {})
            run = self.workshop.run(self.path, parameters=order.given, links=links, epoch=self.origin.epoch)
            if following is not None:
                given, links = following.given, {STUDY: self.study}
                self.workshop.run_ahead(
                    self.path, parameters=given, links=links, epoch=self.origin.epoch, later=PREVIOUS
                )
            return write_forms(run, meta=meta, epoch=self.origin.epoch, fonts=self.origin.fonts, quarto=self.quarto)

        failed = self.to / order.meta.study_id / order.meta.place / FAILED
        try:
            edition = publish(
                to=self.to,
                origin=replace(self.origin, given=tuple(order.given)),
                parameters=order.resolved,
                meta=order.meta,
                study=self.study,
                render=make,
                aside=lambda: {
                    "seconds": {"whole": round(time.perf_counter() - began, 3)},
                    "checkouts": self.checkouts.result(),
                },
            )
        except ReportError as error:
            from claimstats.reporting.failing import keep_failed

            raise keep_failed(error, to=failed) from error
        failed.unlink(missing_ok=True)
        return edition


def _lock() -> bytes | None:
    """The lock file of the checkout that this code runs from; None where it was installed from a wheel."""
    found = Path(__file__).parents[3] / "requirements.lock"
    return found.read_bytes() if found.is_file() else None


def _meta(study: Study, kind: str, *, about: tuple[str, str]) -> ReportMeta:
    """What the report says of itself."""
    from claimstats.reporting.meta import ReportMeta

    settings = study.settings
    return ReportMeta(
        title=settings.title,
        subtitle=f"{about[0]} · data up to {words(settings.as_of)}",
        study_id=settings.id,
        kind=kind,
        about=about[1],
        cite=settings.cite,
        language=settings.language,
        footer=f"{INVENTED} {STANCE}" if settings.invented else STANCE,
    )
