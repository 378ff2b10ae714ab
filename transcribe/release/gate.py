"""The gate: everything that stands between a private transcript and the public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transcribe.core.pii import (
    ACCEPTED,
    AUTO,
    NAME_TYPES,
    QUEUED,
    REJECTED,
    Release,
    normalize,
)
from transcribe.core.recording import Identifiers, Recording
from transcribe.export import json as json_form
from transcribe.export import markdown, text, vtt
from transcribe.release.public import build_release
from transcribe.release.rarity import Generalization
from transcribe.release.scan import Survivor, found_names, in_names, listed_names, survivors
from transcribe.release.stems import initials_in
from transcribe.run.advice import command
from transcribe.run.signoff import SIGNED, STALE, SignOff
from transcribe.stages.mentions import KnownName
from transcribe.stages.passages import waiting
from transcribe.stages.variants import KnownNames

READABLE = "transcript.md"
FORMATS = {
    "transcript.json": json_form.to_bytes,
    "transcript.txt": text.to_bytes,
    "transcript.vtt": vtt.to_bytes,
    READABLE: markdown.to_bytes,
}
"""File name to what writes it."""

CONSENT, QUEUE, SIGN_OFF, PUBLIC_ID = "consent", "queue", "sign-off", "public-id"
PASSAGE = "passage"
IDENTIFIER, INPUT, RARITY, PRIVATE, GUIDE = "identifier", "input", "rarity", "private", "guide"

_RESERVED = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d", re.IGNORECASE)
"""Names that Windows keeps for devices."""

_PUBLIC_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One thing that stands in the way of a release.

    Attributes
    ----------
    kind
        ``consent``, ``queue``, ``passage``, ``sign-off``, ``input``, ``public-id``, ``identifier``,
        ``rarity``, ``private``, ``guide``.
    message
        What stands in the way; holds no transcript text.
    hint
        What to do about it.
    name
        The name concerned, for the person at the terminal who asks for it; never in JSON or a log.
    """

    kind: str
    message: str
    hint: str = ""
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Finished files of one recording and what stands in their way."""

    recording: str
    public_id: str
    files: Mapping[str, bytes] = field(repr=False)
    obstacles: tuple[Obstacle, ...]
    release: Release | None = field(default=None, repr=False)


def check(
    recording: Recording,
    document: Mapping[str, Any],
    *,
    public_id: str,
    sign_off: SignOff,
    identifiers: Identifiers,
    study_names: Iterable[KnownName],
    generalized: Sequence[Generalization] = (),
    questions: Mapping[str, str] | None = None,
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
    generalized
        Rare words that are told less precisely.
    questions
        Guide item id to its words, for the file that is read. A guide whose words may not go out
        is left out of it: the gate is about the interview.
    """
    release = build_release(document, public_id=public_id, generalized=generalized)
    language = str(document["language"])
    listed = listed_names(identifiers, language=language)
    found = found_names(_still_hidden(document, study_names), language=language)
    told = _public_questions(questions or {}, listed=listed, found=found)
    files = files_of(release, told)
    left = tuple(survivors(files, listed=listed, found=found))
    if told and any(one.file == READABLE for one in left):
        files = files_of(release)
        left = tuple(survivors(files, listed=listed, found=found))
    obstacles = [
        *_consent(recording),
        *_queue(recording.id, document),
        *_passages(recording.id, document),
        *_sign_off(recording.id, sign_off),
        *_public_id(public_id, identifiers.people),
        *(
            Obstacle(
                kind=IDENTIFIER,
                message="its public_id holds a listed identifier",
                hint="choose another public_id in the sidecar",
                name=one.name,
            )
            for one in in_names([public_id], listed=listed)
        ),
        *(obstacle_of(one, recording=recording.id) for one in _told_once(left)),
    ]
    return Checked(
        recording=recording.id,
        public_id=public_id,
        files=files,
        obstacles=tuple(dict.fromkeys(obstacles)),
        release=release,
    )


def files_of(release: Release, questions: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The public files of a release by name, the one to read under the guide's questions."""
    return {
        name: markdown.to_bytes(release, questions=questions)
        if name == READABLE
        else write(release)
        for name, write in FORMATS.items()
    }


def _public_questions(
    questions: Mapping[str, str], *, listed: KnownNames, found: KnownNames
) -> dict[str, str]:
    """Questions of the guide in which no known name stands."""
    return {
        item: text
        for item, text in questions.items()
        if not any(hit for names in (listed, found) for hit in in_names([text], listed=names))
    }


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


def holds_listed(files: Mapping[str, bytes], identifiers: Identifiers, *, language: str) -> bool:
    """Whether finished files, released earlier perhaps, hold an identifier that is listed now."""
    listed = listed_names(identifiers, language=language)
    return any(True for _ in survivors(files, listed=listed))


def obstacle_of(survivor: Survivor, *, recording: str) -> Obstacle:
    """A known name in a transcript's finished files, as something that stands in the way."""
    place = f", {survivor.place}" if survivor.place else ""
    turn = survivor.place.removeprefix("turn ") if survivor.place.startswith("turn ") else ""
    leave = f"or leave the turn out: {command('decide', recording, f'--accept {turn}')}; "
    return Obstacle(
        kind=IDENTIFIER,
        message=f"a known {survivor.type.lower()} is still in {survivor.file}{place}",
        hint=f"see which: {command('release', recording, '--show-names')}; hide it: transcribe "
        f"review; {leave if turn else ''}then sign off again",
        name=survivor.name,
    )


def _told_once(several: Iterable[Survivor]) -> Iterator[Survivor]:
    """Names by their turns; in other forms of the transcript only those that no turn has."""
    found = list(several)
    in_turns = {(one.type, one.name) for one in found if one.place.startswith("turn ")}
    for one in found:
        if one.place.startswith("turn ") or (one.type, one.name) not in in_turns:
            yield one


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
            kind=CONSENT,
            message="consent does not cover release_text",
            hint="if it was given: " + command("consent set", recording.id, "--add release_text"),
        )


def _queue(recording: str, document: Mapping[str, Any]) -> Iterator[Obstacle]:
    waiting = sum(
        entity["decision"] == QUEUED for turn in document["turns"] for entity in turn["entities"]
    )
    if waiting:
        noun = "mention waits" if waiting == 1 else "mentions wait"
        yield Obstacle(
            kind=QUEUE,
            message=f"{waiting} {noun} for a decision",
            hint=command("decide", recording),
        )


def _passages(recording: str, document: Mapping[str, Any]) -> Iterator[Obstacle]:
    """Passages that somebody asked to be held back, and of which nobody said what becomes."""
    for passage in waiting(document):
        said = " and ".join(passage["cues"])
        yield Obstacle(
            kind=PASSAGE,
            message=f"a passage waits for a decision: {said} (turn {passage['id']})",
            hint=f"leave it out: {command('decide', recording, '--accept ' + passage['id'])}; "
            f"or let it be released: --reject {passage['id']}",
        )


def _sign_off(recording: str, sign_off: SignOff) -> Iterator[Obstacle]:
    if sign_off.state == SIGNED:
        return
    message = "nobody has signed it off"
    if sign_off.state == STALE:
        message = "it has changed since it was signed off"
    yield Obstacle(
        kind=SIGN_OFF,
        message=message,
        hint="read transcript.md, then: " + command("decide", recording, "--sign-off NAME"),
    )


def _public_id(public_id: str, people: Iterable[str]) -> Iterator[Obstacle]:
    reserved = _RESERVED.fullmatch(public_id.partition(".")[0]) or public_id.endswith(".")
    if not _PUBLIC_ID.fullmatch(public_id) or ".." in public_id or reserved:
        yield Obstacle(
            kind=PUBLIC_ID,
            message="its public_id is no file name on every system (letters, digits, . _ -)",
            hint="mend public_id in the sidecar",
        )
    person = initials_in(public_id, people)
    if person:
        yield Obstacle(
            kind=IDENTIFIER,
            message="its public_id holds the initials of a listed person",
            hint="choose another public_id in the sidecar",
            name=person,
        )
