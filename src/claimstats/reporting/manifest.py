"""Say by hash what an edition was made of and made with: no clock, no host, no user, no path of a machine."""

from __future__ import annotations

import hashlib
import json
import platform
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from claimstats.errors import ReportError
from claimstats.provenance import hash_file
from claimstats.reporting.layout import MANIFEST, SOURCE, Edition
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.pdf import bundled_fonts
from claimstats.reporting.rendering import Rendered

SCHEMA = "claimstats/edition-manifest/2"
#: Packages whose version can change a number, a word or a line of a report.
PACKAGES = (
    "beautifulsoup4", "duckdb", "edtf", "ibis-framework", "ipykernel", "ipython", "jinja2", "krippendorff",
    "latex2mathml", "matplotlib", "matplotlib-inline", "mistune", "nbclient", "nbconvert", "nbformat", "numpy",
    "pandas", "pyarrow", "scikit-learn", "scipy", "sqlglot", "statsmodels", "typst",
)  # fmt: skip
_MEDIA_TYPES = {
    ".html": "text/html", ".pdf": "application/pdf", ".ipynb": "application/x-ipynb+json", ".csv": "text/csv",
    ".json": "application/json", ".toml": "application/toml", ".parquet": "application/vnd.apache.parquet",
    ".svg": "image/svg+xml",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """One file that the report was made from, by its path inside the study."""

    path: str
    sha256: str
    bytes: int
    rows: int | None = None

    def __post_init__(self) -> None:
        if self.path.startswith(("/", "~", "\\")) or ".." in Path(self.path).parts or ":" in self.path[:3]:
            raise ReportError(f"the manifest names inputs by their path inside the study, not {self.path!r}")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What an edition comes from, as far as its identity goes.

    Parameters
    ----------
    notebook
        The bytes of the notebook before it was run.
    notebook_path
        Its path inside the project.
    inputs
        The files it was made from.
    epoch
        What stood for "now".
    lock
        The bytes of the lock file, where the project has one.
    given
        Which parameters were given; the others have their defaults.
    fonts
        Font files that were given for further scripts.
    engine
        What wrote the page and the PDF: ``claimstats``, or ``quarto`` with its version.
    before
        The edition that this one follows, of which it says what changed since.
    """

    notebook: bytes
    notebook_path: str
    inputs: Sequence[InputFile]
    epoch: int
    lock: bytes | None = None
    given: Sequence[str] = ()
    fonts: Sequence[Path] = ()
    engine: str = "claimstats"
    before: Edition | None = None


def build_manifest(
    rendered: Rendered, *, origin: Origin, meta: ReportMeta, revision: str, outputs: Mapping[str, bytes], changed: str
) -> bytes:
    """Return the manifest of an edition as JSON, its keys in order."""
    previous = name_previous(origin.before)
    manifest = {
        "schema": SCHEMA,
        "title": meta.title,
        "study": meta.study_id,
        "kind": meta.kind,
        "part": meta.place,
        "period": meta.period,
        "revision": revision,
        "content_id": identify_content(origin, parameters=rendered.parameters, meta=meta, previous=previous),
        "source": {"path": origin.notebook_path, "sha256": hash_bytes(origin.notebook)},
        "parameters": dict(rendered.parameters),
        "given": sorted(origin.given),
        "inputs": _list_inputs(origin),
        "environment": describe_environment(origin),
        "epoch": origin.epoch,
        "words": _words(meta),
        "outputs": list_outputs(outputs),
        "warnings": list(rendered.warnings),
        "changed": changed,
        "previous": previous,
        "supersedes": previous["sha256"] if previous and previous["part"] == meta.place else None,
    }  # fmt: skip
    return f"{json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def identify_content(
    origin: Origin, *, parameters: Mapping[str, object], meta: ReportMeta, previous: Mapping[str, str] | None
) -> str:
    """Return the id of all that decides what a report says; two reports of one id should be the same bytes.

    The name of the edition is left out: a report does not become another by being called the second revision. The
    edition that it follows is part of it, by the hash of its manifest, because the report says what changed since.
    """
    return _digest(
        source=hash_bytes(origin.notebook), parameters=parameters, inputs=_list_inputs(origin),
        environment=describe_environment(origin), epoch=origin.epoch, words=_words(meta), previous=previous,
    )  # fmt: skip


def identify_manifest(manifest: Mapping[str, Any]) -> str:
    """Return the content id that follows from what a manifest says; another one stands in a manifest that was edited."""
    return _digest(
        source=manifest["source"]["sha256"], parameters=manifest["parameters"], inputs=manifest["inputs"],
        environment=manifest.get("environment"), epoch=manifest.get("epoch"), words=manifest.get("words"),
        previous=manifest.get("previous"),
    )  # fmt: skip


def _digest(**parts: object) -> str:
    return hash_bytes(json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode())


def _words(meta: ReportMeta) -> dict[str, str]:
    """Return what the report says of itself, its name as an edition left out."""
    return {key: value for key, value in asdict(meta).items() if key != "edition"}


def name_previous(before: Edition | None) -> dict[str, str] | None:
    """Return which edition the report says the changes since, by the hash of its manifest."""
    if before is None:
        return None
    said = before.manifest
    return {"part": str(said["part"]), "revision": str(said["revision"]), "sha256": hash_manifest(before)}


def hash_manifest(edition: Edition) -> str:
    """Return the hash of an edition's manifest: it stands for the whole edition."""
    return hash_bytes((edition.folder / MANIFEST).read_bytes())


def describe_environment(origin: Origin) -> dict[str, object]:
    """Return Python, platform, packages, and claimstats itself by hash: a version number may lag behind."""
    found = {name: installed for name in PACKAGES if (installed := _installed(name)) is not None}
    return {
        "python": platform.python_version(),
        "platform": sysconfig.get_platform(),
        "engine": origin.engine,
        "packages": found,
        "claimstats": {"version": _installed("claimstats"), "sha256": _hash_package()},
        "lock_sha256": None if origin.lock is None else hash_bytes(origin.lock),
        "fonts": {path.name: hash_file(path) for path in (*bundled_fonts(), *origin.fonts)},
    }


def list_outputs(outputs: Mapping[str, bytes]) -> list[dict[str, object]]:
    """Return every file with hash, size and media type."""
    return [
        {"path": path, "sha256": hash_bytes(data), "bytes": len(data), "media_type": media_type(path)}
        for path, data in sorted(outputs.items())
    ]


def name_outputs(rendered: Rendered, *, origin: Origin) -> dict[str, bytes]:
    """Return every file that was made, and the notebook that made it, by its path in the edition's folder."""
    reports = {"report.html": rendered.html, "report.pdf": rendered.pdf, "report.ipynb": rendered.notebook}
    source = {f"{SOURCE}/{Path(origin.notebook_path).name}": origin.notebook}
    return reports | source | {f"tables/{path}": data for path, data in rendered.tables.items()}


def hash_bytes(data: bytes) -> str:
    """Return the sha256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _list_inputs(origin: Origin) -> list[dict[str, object]]:
    return [asdict(file) for file in sorted(origin.inputs, key=lambda file: file.path)]


@cache
def _installed(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None


@cache
def _hash_package() -> str:
    package = Path(__file__).parents[1]
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".pyo"))
    lines = [f"{hash_bytes(path.read_bytes())}  {path.relative_to(package).as_posix()}" for path in files]
    return hash_bytes("\n".join(lines).encode())


def media_type(path: str) -> str:
    """Return what kind of file it is, by its name."""
    return _MEDIA_TYPES.get(Path(path).suffix.lower(), "application/octet-stream")
