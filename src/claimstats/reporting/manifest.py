"""Say by hash what an edition was made of and made with: no clock, no host, no user, no path of a machine."""

from __future__ import annotations

import hashlib
import json
import platform
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from claimstats.errors import ReportError
from claimstats.reporting.meta import ReportMeta
from claimstats.reporting.rendering import Rendered

SCHEMA = "claimstats/edition-manifest/1"
#: Packages whose version can change a number, a word or a line of a report.
PACKAGES = (
    "beautifulsoup4", "duckdb", "edtf", "ibis-framework", "ipykernel", "ipython", "jinja2", "latex2mathml",
    "matplotlib", "matplotlib-inline", "mistune", "nbclient", "nbconvert", "nbformat", "numpy", "pandas",
    "pyarrow", "scipy", "sqlglot", "typst",
)  # fmt: skip
_MEDIA_TYPES = {
    ".html": "text/html", ".pdf": "application/pdf", ".ipynb": "application/x-ipynb+json", ".csv": "text/csv",
    ".json": "application/json", ".parquet": "application/vnd.apache.parquet", ".svg": "image/svg+xml",
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
    commit
        The project's commit, where it is known; ``dirty`` says that the tree held other changes.
    dirty
        See ``commit``.
    """

    notebook: bytes
    notebook_path: str
    inputs: Sequence[InputFile]
    epoch: int
    lock: bytes | None = None
    commit: str | None = None
    dirty: bool | None = None


def build_manifest(
    rendered: Rendered, *, origin: Origin, meta: ReportMeta, revision: str, supersedes: str | None
) -> bytes:
    """Return the manifest of an edition as JSON, its keys in order."""
    manifest = {
        "schema": SCHEMA,
        "title": meta.title,
        "study": meta.study_id,
        "period": meta.period,
        "revision": revision,
        "content_id": identify_content(origin, parameters=rendered.parameters, meta=meta),
        "source": {
            "path": origin.notebook_path, "sha256": hash_bytes(origin.notebook),
            "commit": origin.commit, "dirty": origin.dirty,
        },
        "parameters": dict(rendered.parameters),
        "inputs": _list_inputs(origin),
        "environment": describe_environment(origin),
        "epoch": origin.epoch,
        "outputs": list_outputs(rendered),
        "warnings": list(rendered.warnings),
        "supersedes": supersedes,
    }  # fmt: skip
    return f"{json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def identify_content(origin: Origin, *, parameters: Mapping[str, object], meta: ReportMeta) -> str:
    """Return the id of all that decides what a report says; two reports of one id should be the same bytes.

    The name of the edition is left out: a report does not become another by being called the second revision.
    """
    words = {key: value for key, value in asdict(meta).items() if key not in ("edition", "cite")}
    parts = {
        "notebook": hash_bytes(origin.notebook), "parameters": dict(parameters),
        "inputs": _list_inputs(origin), "environment": describe_environment(origin),
        "epoch": origin.epoch, "meta": words,
    }  # fmt: skip
    return hash_bytes(json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode())


def describe_environment(origin: Origin) -> dict[str, object]:
    """Return Python, platform, packages, and claimstats itself by hash: a version number may lag behind."""
    found = {name: installed for name in PACKAGES if (installed := _installed(name)) is not None}
    return {
        "python": platform.python_version(),
        "platform": sysconfig.get_platform(),
        "packages": found,
        "claimstats": {"version": _installed("claimstats"), "sha256": _hash_package()},
        "lock_sha256": None if origin.lock is None else hash_bytes(origin.lock),
    }


def list_outputs(rendered: Rendered) -> list[dict[str, object]]:
    """Return every file of the edition with hash, size and media type."""
    return [
        {"path": path, "sha256": hash_bytes(data), "bytes": len(data), "media_type": _media_type(path)}
        for path, data in sorted(name_outputs(rendered).items())
    ]


def name_outputs(rendered: Rendered) -> dict[str, bytes]:
    """Return every file of the edition by its path in the edition's folder."""
    reports = {"report.html": rendered.html, "report.pdf": rendered.pdf, "report.ipynb": rendered.notebook}
    return reports | {f"tables/{path}": data for path, data in rendered.tables.items()}


def hash_bytes(data: bytes) -> str:
    """Return the sha256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _list_inputs(origin: Origin) -> list[dict[str, object]]:
    return [asdict(file) for file in sorted(origin.inputs, key=lambda file: file.path)]


def _installed(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _hash_package() -> str:
    package = Path(__file__).parents[1]
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".pyo"))
    lines = [f"{hash_bytes(path.read_bytes())}  {path.relative_to(package).as_posix()}" for path in files]
    return hash_bytes("\n".join(lines).encode())


def _media_type(path: str) -> str:
    return _MEDIA_TYPES.get(Path(path).suffix.lower(), "application/octet-stream")
