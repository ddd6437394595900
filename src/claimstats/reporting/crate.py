"""The research object of an edition: what it holds, what it was made from and with, for archives that read RO-Crate."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib.metadata import version as installed
from pathlib import Path

from claimstats.reporting.layout import CRATE, MANIFEST, SOURCE, STUDY
from claimstats.reporting.manifest import Origin, hash_bytes, media_type, name_previous
from claimstats.reporting.meta import ReportMeta

#: The specification that the file keeps to.
PROFILE = "https://w3id.org/ro/crate/1.2"

Entity = dict[str, object]


def describe_crate(
    outputs: Mapping[str, bytes], *, origin: Origin, meta: ReportMeta, version: str, licence: str
) -> bytes:
    """Return ``ro-crate-metadata.json`` of an edition.

    The day of publication that a crate must have is the cut-off of the data: the clock is not asked.

    Parameters
    ----------
    outputs
        The files that were made.
    origin, meta
        As the edition has them.
    version
        Of the data package.
    licence
        The licence of the data, as the study names it.
    """
    notebook = f"{SOURCE}/{Path(origin.notebook_path).name}"
    made = [
        _file(path, sha256=hash_bytes(data), size=len(data))
        for path, data in sorted(outputs.items())
        if path != notebook
    ]
    used = [
        *(_file(f"{STUDY}/{file.path}", sha256=file.sha256, size=file.bytes) for file in origin.inputs),
        _file(notebook, sha256=hash_bytes(origin.notebook), size=len(origin.notebook)),
    ]
    manifest: Entity = {"@id": MANIFEST, "@type": "File", "name": MANIFEST, "encodingFormat": media_type(MANIFEST)}
    day = dt.datetime.fromtimestamp(origin.epoch, dt.UTC).date().isoformat()
    link, licences = _licence(licence)
    before = _before(origin)
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{meta.title}, {meta.period or meta.about}, {meta.edition}",
        "description": f"{meta.subtitle}. {meta.footer} The date is the cut-off of the data.".strip(),
        "datePublished": day,
        "version": version,
        "inLanguage": meta.language,
        "license": link,
        **({"creditText": meta.cite} if meta.cite else {}),
        **({"isBasedOn": {"@id": before[0]["@id"]}} if before else {}),
        "hasPart": [{"@id": entity["@id"]} for entity in (*made, *used, manifest)],
        "mentions": [{"@id": "#report"}],
    }
    action: Entity = {
        "@id": "#report",
        "@type": "CreateAction",
        "name": f"claimstats report {meta.study_id}, {meta.place}",
        "instrument": {"@id": "#claimstats"},
        "object": [{"@id": entity["@id"]} for entity in used],
        "result": [{"@id": entity["@id"]} for entity in made],
    }
    software: Entity = {
        "@id": "#claimstats", "@type": "SoftwareApplication", "name": "claimstats",
        "softwareVersion": installed("claimstats"),
    }  # fmt: skip
    descriptor: Entity = {
        "@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": PROFILE}, "about": {"@id": "./"},
    }  # fmt: skip
    graph = [descriptor, root, *made, *used, manifest, action, software, *licences, *before]
    crate = {"@context": f"{PROFILE}/context", "@graph": graph}
    return f"{json.dumps(crate, ensure_ascii=False, indent=2)}\n".encode()


def _file(path: str, *, sha256: str, size: int) -> Entity:
    return {
        "@id": path, "@type": "File", "name": path, "encodingFormat": media_type(path), "contentSize": str(size),
        "sha256": sha256,
    }  # fmt: skip


def _licence(licence: str) -> tuple[object, list[Entity]]:
    """The licence as a link, and what the link is; words that are no name of a licence stay words."""
    if not licence or any(character.isspace() for character in licence):
        return licence or "No licence is given.", []
    address = licence if licence.startswith("https://") else f"https://spdx.org/licenses/{licence}"
    return {"@id": address}, [{"@id": address, "@type": "CreativeWork", "name": licence}]


def _before(origin: Origin) -> list[Entity]:
    previous = name_previous(origin.before)
    if previous is None:
        return []
    name = f"{previous['part']} {previous['revision']}"
    return [
        {"@id": "#previous", "@type": "CreativeWork", "name": name, "identifier": f"sha256:{previous['sha256']}"},
    ]
