"""The gate: everything that stands between a private transcript and the public."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from transcribe.core.pii import (
    ACCEPTED,
    AUTO,
    NAME_TYPES,
    QUEUED,
    REJECTED,
    normalize,
)
from transcribe.core.recording import Identifiers, Recording
from transcribe.export import json as json_form
from transcribe.export import markdown, text, vtt
from transcribe.release.public import build_release
from transcribe.run.signoff import SIGNED, STALE, SignOff
from transcribe.stages.mentions import KnownName, known_names
from transcribe.stages.variants import KnownNames

FORMATS = {
    "transcript.json": json_form.to_bytes,
    "transcript.txt": text.to_bytes,
    "transcript.vtt": vtt.to_bytes,
    "transcript.md": markdown.to_bytes,
}
"""File name to what writes it."""

_PUBLIC_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OURS = re.compile(
    r"^WEBVTT$|^NOTE .*$|^## Coverage of the guide$|^t\d+$|^[\d:.]+ --> [\d:.]+$"
    r"|^(?:\*\*|<v )?(?:Interviewer|Interviewee|Speaker)(?: \d+)?(?:>|(?:\*\*)?(?: \([\d:]+\))?:)",
    re.MULTILINE,
)
"""Words of our own in the finished files; they are no one's names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing that stands in the way of a release.

    Attributes
    ----------
    kind
        ``consent``, ``queue``, ``sign-off``, ``public-id``, ``identifier``.
    message
        What stands in the way; holds no transcript text.
    hint
        What to do about it.
    """

    kind: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Finished files of one recording and what stands in their way."""

    recording: str
    public_id: str
    files: Mapping[str, bytes] = field(repr=False)
    obstacles: tuple[Obstacle, ...]


def check(
    recording: Recording,
    document: Mapping[str, Any],
    *,
    public_id: str,
    sign_off: SignOff,
    identifiers: Identifiers,
    study_names: Iterable[KnownName],
) -> Checked:
    """Make the public files of a recording and look for everything that stands in their way.

    Parameters
    ----------
    document
        Content of the private ``transcript.json``.
    identifiers
        What the sidecars of the whole study list.
    study_names
        Names confirmed anywhere in the study, from `confirmed_names`.
    """
    release = build_release(document, public_id=public_id)
    files = {name: write(release) for name, write in FORMATS.items()}
    listed = KnownNames(known_names(identifiers), language=str(document["language"]))
    found = KnownNames(_still_hidden(document, study_names), language=str(document["language"]))
    obstacles = [
        *_consent(recording),
        *_queue(recording.id, document),
        *_sign_off(recording.id, sign_off),
        *_public_id(public_id),
        *_surviving(public_id, files, listed),
        *_turns_with(files, found),
    ]
    unique = dict.fromkeys(obstacles)
    return Checked(
        recording=recording.id, public_id=public_id, files=files, obstacles=tuple(unique)
    )


def confirmed_names(documents: Iterable[Mapping[str, Any]]) -> tuple[KnownName, ...]:
    """Every name that is replaced anywhere in the study; names shown on purpose are left out."""
    names = set()
    for document in documents:
        for turn in document["turns"]:
            for entity in turn["entities"]:
                mention = turn["text"][entity["start_char"] : entity["end_char"]]
                replaced = entity["decision"] in (AUTO, ACCEPTED)
                if (
                    replaced
                    and entity["type"] in (*NAME_TYPES, "EMAIL", "PHONE", "ID_NUMBER")
                    and entity["surrogate"] != mention
                ):
                    name = normalize(mention)
                    names.add(KnownName(type=entity["type"], text=name, listed=False))
    return tuple(sorted(names, key=lambda name: (name.type, name.text)))


def _still_hidden(document: Mapping[str, Any], names: Iterable[KnownName]) -> Iterator[KnownName]:
    """Names that nobody chose to show in this recording."""
    shown = {
        normalize(turn["text"][entity["start_char"] : entity["end_char"]])
        for turn in document["turns"]
        for entity in turn["entities"]
        if entity["decision"] == REJECTED
    }
    return (name for name in names if name.text not in shown)


def _consent(recording: Recording) -> Iterator[Obstacle]:
    if not recording.consent.allows("release_text"):
        yield Obstacle(
            kind="consent",
            message="consent does not cover release_text",
            hint=f"if it was given: transcribe consent set {recording.id} --add release_text",
        )


def _queue(recording: str, document: Mapping[str, Any]) -> Iterator[Obstacle]:
    waiting = sum(
        entity["decision"] == QUEUED for turn in document["turns"] for entity in turn["entities"]
    )
    if waiting:
        noun = "mention waits" if waiting == 1 else "mentions wait"
        yield Obstacle(
            kind="queue",
            message=f"{waiting} {noun} for a decision",
            hint=f"transcribe decide {recording}",
        )


def _sign_off(recording: str, sign_off: SignOff) -> Iterator[Obstacle]:
    if sign_off.state == SIGNED:
        return
    message = "nobody has signed it off"
    if sign_off.state == STALE:
        message = "it has changed since it was signed off"
    yield Obstacle(
        kind="sign-off",
        message=message,
        hint=f"read transcript.md, then: transcribe decide {recording} --sign-off NAME",
    )


def _public_id(public_id: str) -> Iterator[Obstacle]:
    if not _PUBLIC_ID.fullmatch(public_id) or ".." in public_id:
        yield Obstacle(
            kind="public-id",
            message="its public_id is no plain file name (letters, digits, . _ -)",
            hint="mend public_id in the sidecar",
        )


def _surviving(
    public_id: str, files: Mapping[str, bytes], listed: KnownNames
) -> Iterator[Obstacle]:
    """Listed identifiers in the finished bytes, in their names, and behind their markup."""
    if listed.find(public_id, fuzzy=False):
        yield Obstacle(
            kind="identifier",
            message="its public_id holds a listed identifier",
            hint="choose another public_id in the sidecar",
        )
    for name, content in files.items():
        for place, text_part in _readings(name, content):
            for match in listed.find(text_part, fuzzy=False):
                if match.exact:
                    yield _survivor(name, place, match.type)


def holds_listed(files: Mapping[str, bytes], identifiers: Identifiers, *, language: str) -> bool:
    """Whether finished files, released earlier perhaps, hold an identifier that is listed now."""
    listed = KnownNames(known_names(identifiers), language=language)
    return any(True for _ in _surviving("", files, listed))


def _turns_with(files: Mapping[str, bytes], found: KnownNames) -> Iterator[Obstacle]:
    """Names confirmed in the study that still stand in a turn."""
    for turn in json.loads(files["transcript.json"])["turns"]:
        for match in found.find(_without_labels(turn["text"]), fuzzy=False):
            if match.exact and match.score >= 1.0:
                yield _survivor("transcript.json", f"turn {turn['id']}", match.type)


def _survivor(file: str, place: str, kind: str) -> Obstacle:
    return Obstacle(
        kind="identifier",
        message=f"a known {kind.lower()} is still in {file}" + (f", {place}" if place else ""),
        hint="accept it: transcribe decide ID --accept NAME; then sign off again",
    )


def _readings(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts that a file's bytes are to its readers: as they stand, and without markup."""
    whole = content.decode()
    if name.endswith(".json"):
        document = json.loads(whole)
        for turn in document["turns"]:
            yield f"turn {turn['id']}", _without_labels(turn["text"])
        rest = [document["guide"], document["coverage"], [t["guide"] for t in document["turns"]]]
        yield "guide", " | ".join(_strings(rest))
        return
    for line in _OURS.sub(" ", whole).splitlines():
        plain = _without_labels(line)
        yield "", plain
        for other in (re.sub(r"\\(.)", r"\1", html.unescape(plain)), unquote(plain)):
            if other != plain:
                yield "", other


def _without_labels(content: str) -> str:
    """Text without our own labels, whose words are no one's names."""
    return re.sub(r"\[[A-Z][a-z-]+(?: \d+)?\]", " | ", content)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _strings(part)
