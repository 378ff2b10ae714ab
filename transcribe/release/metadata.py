"""What catalogues read: CITATION.cff, datacite.json, ro-crate-metadata.json, LICENSE.

Citation File Format 1.2.0; DataCite Metadata Schema 4.5; RO-Crate 1.1. A DOI is left out: the
repository gives it on deposit.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = ":unav"
"""DataCite's word for what is not known (schema 4.5, appendix 3)."""

_CC = "https://creativecommons.org/licenses"
LICENCES = {
    "CC-BY-4.0": f"{_CC}/by/4.0/",
    "CC-BY-SA-4.0": f"{_CC}/by-sa/4.0/",
    "CC-BY-NC-4.0": f"{_CC}/by-nc/4.0/",
    "CC-BY-ND-4.0": f"{_CC}/by-nd/4.0/",
    "CC-BY-NC-SA-4.0": f"{_CC}/by-nc-sa/4.0/",
    "CC-BY-NC-ND-4.0": f"{_CC}/by-nc-nd/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
"""SPDX identifiers of licences that data are given under, and where they are read."""

MEDIA = {
    ".json": "application/json",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".vtt": "text/vtt",
    ".cff": "text/yaml",
    ".flac": "audio/flac",
    "": "text/plain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a bundle says of itself.

    Attributes
    ----------
    creators
        ``Family, Given`` for a person; anything else is taken for a group.
    date
        Day of the version.
    languages
        ISO 639 codes, sorted.
    """

    title: str
    creators: tuple[str, ...]
    publisher: str
    license: str
    version: int
    date: str
    languages: tuple[str, ...] = ()
    interviews: int = 0
    audio: bool = False
    description: str = field(init=False)

    def __post_init__(self) -> None:
        kind = "transcripts and sound" if self.audio else "transcripts"
        noun = "interview" if self.interviews == 1 else "interviews"
        text = f"Pseudonymized {kind} of {self.interviews} research {noun}."
        object.__setattr__(self, "description", text)

    @property
    def license_url(self) -> str | None:
        """Where the licence is read, if it is one we know."""
        return LICENCES.get(self.license)


def _person(creator: str) -> tuple[str, str] | None:
    family, comma, given = creator.partition(",")
    return (family.strip(), given.strip()) if comma and family.strip() and given.strip() else None


def citation(about: About) -> bytes:
    """``CITATION.cff``."""
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use these interviews, please cite them as below."',
        "type: dataset",
        f"title: {_quoted(about.title)}",
        "authors:",
    ]
    for creator in about.creators or (UNKNOWN,):
        person = _person(creator)
        if person:
            lines += [
                f"  - family-names: {_quoted(person[0])}",
                f"    given-names: {_quoted(person[1])}",
            ]
        else:
            lines.append(f"  - name: {_quoted(creator)}")
    lines += [f'version: "{about.version}"', f"date-released: {_quoted(about.date)}"]
    if about.license_url:
        lines += [f"license: {about.license}"]
    lines.append(f"abstract: {_quoted(about.description)}")
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    """A YAML string: JSON's are a subset of YAML's double-quoted ones."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def datacite(about: About) -> bytes:
    """``datacite.json``."""
    document: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Interview transcripts"},
        "creators": [_datacite_creator(one) for one in about.creators or (UNKNOWN,)],
        "titles": [{"title": about.title}],
        "publisher": {"name": about.publisher or UNKNOWN},
        "publicationYear": about.date[:4],
        "dates": [{"date": about.date, "dateType": "Issued"}],
        "version": str(about.version),
        "descriptions": [{"description": about.description, "descriptionType": "Abstract"}],
        "rightsList": [_rights(about)],
    }
    if len(about.languages) == 1 and about.languages[0] != "und":
        document["language"] = about.languages[0]
    return _json(document)


def _datacite_creator(creator: str) -> dict[str, Any]:
    person = _person(creator)
    if person is None:
        return {"name": creator}
    return {
        "name": f"{person[0]}, {person[1]}",
        "nameType": "Personal",
        "familyName": person[0],
        "givenName": person[1],
    }


def _rights(about: About) -> dict[str, str]:
    rights = {"rights": about.license}
    if about.license_url:
        rights |= {
            "rightsUri": about.license_url,
            "rightsIdentifier": about.license.lower(),
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
    return rights


def ro_crate(about: About, files: Mapping[str, tuple[int, str]]) -> bytes:
    """``ro-crate-metadata.json``.

    Parameters
    ----------
    files
        Every other file of the bundle: name to size in bytes and SHA-256.
    """
    folders = sorted({name.rpartition("/")[0] for name in files} - {""})
    licence = about.license_url or "#license"
    creators = [(f"#creator-{at}", one) for at, one in enumerate(about.creators, start=1)]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description,
        "datePublished": about.date,
        "version": str(about.version),
        "license": {"@id": licence},
        "inLanguage": list(about.languages),
        "hasPart": [
            *({"@id": f"{folder}/"} for folder in folders),
            *({"@id": name} for name in sorted(files) if "/" not in name),
        ],
    }
    if creators:
        root["creator"] = [{"@id": at} for at, _ in creators]
    if about.publisher:
        root["publisher"] = {"@id": "#publisher"}
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        root,
        {
            "@id": licence,
            "@type": "CreativeWork",
            "name": about.license,
            "description": f"The licence of these files: {about.license}.",
        },
        *(_crate_creator(at, one) for at, one in creators),
    ]
    if about.publisher:
        graph.append({"@id": "#publisher", "@type": "Organization", "name": about.publisher})
    graph += [
        {
            "@id": f"{folder}/",
            "@type": "Dataset",
            "name": folder.rpartition("/")[2],
            "hasPart": [
                {"@id": name} for name in sorted(files) if name.rpartition("/")[0] == folder
            ],
        }
        for folder in folders
    ]
    graph += [_crate_file(name, *files[name]) for name in sorted(files)]
    return _json({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})


def _crate_creator(at: str, creator: str) -> dict[str, Any]:
    person = _person(creator)
    if person is None:
        return {"@id": at, "@type": "Organization", "name": creator}
    family, given = person
    return {
        "@id": at,
        "@type": "Person",
        "name": f"{given} {family}",
        "familyName": family,
        "givenName": given,
    }


def _crate_file(name: str, size: int, sha256: str) -> dict[str, Any]:
    suffix = re.search(r"\.[a-z]+$", name)
    return {
        "@id": name,
        "@type": "File",
        "name": name,
        "encodingFormat": MEDIA.get(suffix.group() if suffix else "", "application/octet-stream"),
        "contentSize": str(size),
        "sha256": sha256,
    }


def licence(about: About) -> bytes:
    """``LICENSE``: its name and where it is read."""
    where = f"\n{about.license_url}\n" if about.license_url else ""
    return f"These files are given under the licence {about.license}.\n{where}".encode()


def checksums(files: Mapping[str, str]) -> bytes:
    """``SHA256SUMS``, as ``sha256sum -c`` reads it."""
    return "".join(f"{files[name]}  {name}\n" for name in sorted(files)).encode()


def sha256(content: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
