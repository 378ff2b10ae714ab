"""Review without a page: what waits for a person, and how a word on it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transcribe.core.pii import ACCEPTED, QUEUED, REJECTED, normalize
from transcribe.errors import UsageError
from transcribe.run.reviewlog import DECIDE_MENTION, DECIDE_NAME, append, bytes_digest
from transcribe.run.store import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One mention in the current transcript of a recording."""

    recording: str
    turn: str
    entity: Mapping[str, Any] = field(repr=False)
    text: str = field(repr=False)
    context: str = field(repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """What a decision by name binds to."""
        return (str(self.entity["type"]), normalize(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A name that waits for a person, with every place it is queued at."""

    type: str
    normalized: str = field(repr=False)
    places: tuple[Place, ...]

    @property
    def recordings(self) -> tuple[str, ...]:
        """Where it is mentioned."""
        return tuple(dict.fromkeys(place.recording for place in self.places))


def places(workspace: Workspace, recordings: Iterable[str]) -> tuple[Place, ...]:
    """Every mention of the given recordings, in order."""
    found = []
    for recording in recordings:
        for turn in workspace.load_transcript(recording)["turns"]:
            for entity in turn["entities"]:
                start, end = entity["start_char"], entity["end_char"]
                found.append(
                    Place(
                        recording=recording,
                        turn=turn["id"],
                        entity=entity,
                        text=turn["text"][start:end],
                        context=_context(turn["text"], start, end),
                    )
                )
    return tuple(found)


def _context(text: str, start: int, end: int, *, around: int = 36) -> str:
    before, after = text[max(0, start - around) : start], text[end : end + around]
    left = "…" if start > around else ""
    right = "…" if end + around < len(text) else ""
    return f"{left}{before}[{text[start:end]}]{after}{right}".replace("\n", " ")


def questions(found: Iterable[Place]) -> tuple[Question, ...]:
    """What is queued, grouped by name; the most frequent first."""
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in found:
        if place.entity["decision"] == QUEUED:
            groups.setdefault(place.key, []).append(place)
    made = [
        Question(type=kind, normalized=normalized, places=tuple(group))
        for (kind, normalized), group in groups.items()
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.places), one.type, one.normalized)))


def decide_all(workspace: Workspace, recordings: Sequence[str], *, accept: bool) -> int:
    """Settle everything that is queued in some recordings, by name; the number of names."""
    found = questions(places(workspace, recordings))
    _append_names(
        workspace, [(one.type, one.normalized, one.places[0]) for one in found], accept=accept
    )
    return len(found)


def decide_one(workspace: Workspace, recordings: Sequence[str], *, what: str, accept: bool) -> None:
    """Settle one mention (by its id) or one name (by its text, in the whole study).

    Raises
    ------
    UsageError
        When nothing has that id or text, or an id stands in several recordings.
    """
    here = places(workspace, recordings)
    by_id = [place for place in here if place.entity["id"] == what]
    if len(by_id) > 1:
        names = ", ".join(place.recording for place in by_id)
        raise UsageError(f"{what} is in several recordings: {names}", hint="name one of them")
    if by_id:
        _append_mention(workspace, by_id[0], accept=accept)
        return
    wanted = normalize(what)
    matching = {place.key: place for place in here if normalize(place.text) == wanted}
    if not matching:
        raise UsageError(
            "no identifier found has that id or text",
            hint="list what is queued: transcribe decide; a name that the tool missed goes under "
            "[identifiers] in the sidecar, then: transcribe run",
        )
    _append_names(
        workspace, [(*key, place) for key, place in sorted(matching.items())], accept=accept
    )
    # An earlier word on a single mention must not outlast this one on the name.
    opposite = REJECTED if accept else ACCEPTED
    for place in places(workspace, workspace.ids()):
        if normalize(place.text) == wanted and place.entity["decision"] == opposite:
            _append_mention(workspace, place, accept=accept)


def _append_names(
    workspace: Workspace, names: Iterable[tuple[str, str, Place]], *, accept: bool
) -> None:
    append(
        workspace.study_log,
        [
            (
                DECIDE_NAME,
                bytes_digest(workspace.transcript_path(place.recording)),
                {"type": kind, "normalized": normalized, "accept": accept},
            )
            for kind, normalized, place in names
        ],
    )


def _append_mention(workspace: Workspace, place: Place, *, accept: bool) -> None:
    kind, normalized = place.key
    facts = {
        "entity": place.entity["id"],
        "turn": place.turn,
        "start_char": place.entity["start_char"],
        "end_char": place.entity["end_char"],
        "type": kind,
        "normalized": normalized,
        "accept": accept,
    }
    seen = bytes_digest(workspace.transcript_path(place.recording))
    append(workspace.review_log(place.recording), [(DECIDE_MENTION, seen, facts)])
