"""Everything that a bundle of some interviews says: facts first, then the files made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from transcribe.core.codec import digest
from transcribe.release.candidates import Study
from transcribe.release.gate import Checked
from transcribe.release.metadata import (
    About,
    checksums,
    citation,
    datacite,
    licence,
    ro_crate,
    sha256,
)
from transcribe.release.protocol import metrics, protocol
from transcribe.release.public import clean
from transcribe.release.readme import changes_text, readme
from transcribe.run.releases import Changes, Inside, Version, turn_digests
from transcribe.run.sources import present

CRATE, SUMS = "ro-crate-metadata.json", "SHA256SUMS"
AUDIO = "audio.flac"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideText:
    """A guide as the bundle shows it: Markdown, and the digest of the file it came from."""

    text: bytes = field(repr=False)
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What goes into a bundle, but for its number and day.

    Attributes
    ----------
    checked
        Interviews in the order of their public names.
    forms
        File names of blank consent forms.
    """

    checked: tuple[Checked, ...]
    about: About
    protocol: Mapping[str, Any]
    metrics: Mapping[str, Any]
    guides: Mapping[str, GuideText]
    forms: tuple[str, ...]

    @property
    def inside(self) -> tuple[Inside, ...]:
        """The interviews, as later versions compare with them."""
        return tuple(
            Inside(
                recording=one.recording,
                public_id=one.public_id,
                turns=turn_digests(f"{turn.name}: {turn.text}" for turn in one.release.turns),
            )
            for one in self.checked
            if one.release is not None
        )

    @property
    def digest(self) -> str:
        """Digest of all but the number and the day."""
        texts = {name: sha256(data) for name, data in self.transcripts().items()}
        guides = {name: sha256(guide.text) for name, guide in self.guides.items()}
        return digest([texts, guides, self.about, self.protocol, self.metrics, self.forms])

    def transcripts(self) -> dict[str, bytes]:
        """The files of the interviews."""
        return {
            f"transcripts/{one.public_id}/{name}": data
            for one in self.checked
            for name, data in one.files.items()
        }

    def files(
        self, version: Version, *, changes: Changes, earlier: Sequence[Version]
    ) -> dict[str, bytes]:
        """All files of the bundle."""
        files = self.transcripts() | {name: guide.text for name, guide in self.guides.items()}
        files |= self.beside(version, changes=changes, earlier=earlier)
        sizes = {name: (len(data), sha256(data)) for name, data in files.items()}
        files[CRATE] = ro_crate(self._dated(version), sizes)
        files[SUMS] = checksums({name: sha256(data) for name, data in files.items()})
        return files

    def beside(
        self, version: Version, *, changes: Changes, earlier: Sequence[Version]
    ) -> dict[str, bytes]:
        """The files about the study."""
        about = self._dated(version)
        turns = {one.public_id: len(one.turns) for one in self.inside}
        text = readme(
            about,
            protocol=self.protocol,
            metrics=self.metrics,
            guides=[(name, guide.sha256) for name, guide in self.guides.items()],
            forms=self.forms,
        )
        return {
            "README.md": text,
            "CHANGES.md": changes_text(about, changes, earlier=earlier, turns=turns),
            "LICENSE": licence(about),
            "CITATION.cff": citation(about),
            "datacite.json": datacite(about),
            "protocol.json": _pretty(self.protocol),
            "metrics.json": _pretty(self.metrics),
        }

    def own_words(
        self, version: Version, *, changes: Changes, earlier: Sequence[Version]
    ) -> dict[str, bytes]:
        """The same files about a study that says nothing: what stands in them is ours."""
        about = replace(self.about, title="-", creators=("-",), publisher="-", license="-")
        silent = replace(self, about=about, forms=())
        files = silent.beside(version, changes=changes, earlier=earlier)
        names = {*files, *self.guides, *self.transcripts()}
        files[CRATE] = ro_crate(silent._dated(version), dict.fromkeys(names, (0, "")))
        return files | dict.fromkeys(self.guides, b"# Interview guide")

    def _dated(self, version: Version) -> About:
        return replace(self.about, version=version.number, date=version.date)


def gather(study: Study, checked: Sequence[Checked], *, guides: Sequence[GuideText]) -> Contents:
    """Facts of a bundle of the interviews that passed the gate, sound included."""
    ordered = tuple(sorted(checked, key=lambda one: one.public_id))
    recordings = [one.recording for one in ordered]
    released = {one.recording: one.release for one in ordered if one.release is not None}
    settings = study.settings
    about = About(
        title=clean(settings["title"]) or "Interviews",
        creators=tuple(clean(one) for one in settings["release.creators"]),
        publisher=clean(settings["release.publisher"] or ""),
        license=clean(settings["release.license"]),
        version=0,
        date="",
        languages=tuple(sorted({release.language for release in released.values()})),
        interviews=len(released),
        audio=any(AUDIO in one.files for one in ordered),
    )
    return Contents(
        checked=ordered,
        about=about,
        protocol=protocol(study, recordings),
        metrics=metrics(study, released),
        guides={
            "guide.md" if at == 1 else f"guide-{at}.md": guide
            for at, guide in enumerate(guides, start=1)
        },
        forms=_forms(study, recordings),
    )


def _forms(study: Study, recordings: Sequence[str]) -> tuple[str, ...]:
    """Blank consent forms: a name that two participants share is not that of a signed copy."""
    signed: dict[str, set[str]] = {}
    for recording in recordings:
        source = present(study.workspace, recording)
        if source.consent.form:
            form = clean(source.consent.form)
            signed.setdefault(form, set()).add(source.interview.participant)
    return tuple(sorted(form for form, people in signed.items() if len(people) > 1))


def _pretty(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
