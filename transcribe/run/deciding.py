"""How a person's word on a name or on one mention is kept, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from transcribe.core.pii import normalize
from transcribe.errors import UsageError
from transcribe.run.files import bytes_digest
from transcribe.run.review import Place, places, questions
from transcribe.run.reviewlog import DECIDE_MENTION, DECIDE_NAME, append, read_decisions
from transcribe.run.sources import study_identifiers
from transcribe.run.store import Workspace
from transcribe.stages.identities import Name
from transcribe.stages.mentions import known_names
from transcribe.stages.variants import KnownNames


def decide_all(workspace: Workspace, recordings: Sequence[str], *, accept: bool) -> int:
    """Settle everything that is queued in some recordings, by name.

    Returns
    -------
    The number of names settled. Rejecting passes over what a sidecar lists: it cannot be left.
    """
    found = questions(places(workspace, recordings))
    if not accept:
        listed = _listed(workspace, [place for one in found for place in one.places])
        found = tuple(one for one in found if not any(place in listed for place in one.places))
    _append_names(
        workspace, [(one.type, one.normalized, one.places[0]) for one in found], accept=accept
    )
    return len(found)


def decide_one(
    workspace: Workspace,
    recordings: Sequence[str],
    *,
    what: str,
    accept: bool | None,
    same: str | None = None,
) -> None:
    """Settle one mention (by its id) or one name (by its text, in the whole study).

    Parameters
    ----------
    accept
        Replace (True), leave (False), or take back what was decided (None).
    same
        Name or label (``Person 3``) of the person or thing that is meant, whose number it gets.

    Raises
    ------
    UsageError
        When nothing has that id or text, an id stands in several recordings, a name is to be left
        that a sidecar lists, or ``same`` names nobody.
    """
    here = places(workspace, recordings)
    chosen = [place for place in here if place.entity["id"] == what]
    if len(chosen) > 1:
        names = ", ".join(place.recording for place in chosen)
        raise UsageError(f"{what} is in several recordings: {names}", hint="name one of them")
    by_id = bool(chosen)
    if not by_id:
        chosen = [place for place in here if normalize(place.text) == normalize(what)]
    if not chosen and not (accept is None and _was_decided(workspace, what)):
        raise UsageError(
            "no identifier found has that id or text",
            hint="list what is queued: transcribe decide; a name that the tool missed goes under "
            "[identifiers] in the sidecar, then: transcribe run",
        )
    meant = _meant(workspace, chosen, same) if same is not None else None
    if accept is False:
        left = _may_be_left(workspace, chosen)
        if len(left) < len(chosen):
            # Of a listed name only the doubtful places can be left, each by itself.
            chosen, by_id = left, True
    if by_id:
        for place in chosen:
            _append_mention(workspace, place, accept=accept, same=meant)
        return
    _decide_name(workspace, what, chosen, accept=accept, same=meant)


def is_known(workspace: Workspace, recordings: Sequence[str], what: str) -> bool:
    """Whether a mention has that id, or a name that text."""
    return any(
        place.entity["id"] == what or normalize(place.text) == normalize(what)
        for place in places(workspace, recordings)
    )


def _decide_name(
    workspace: Workspace,
    what: str,
    chosen: Sequence[Place],
    *,
    accept: bool | None,
    same: Name | None,
) -> None:
    wanted = normalize(what)
    matching = {place.key: place for place in chosen}
    everywhere = places(workspace, workspace.ids())
    if accept is None:
        known = {key for key in read_decisions(workspace).names if key[1] == wanted}
        anywhere = next(iter(chosen or everywhere), None)
        matching |= {key: anywhere for key in known - matching.keys() if anywhere is not None}
    names = [(*key, place) for key, place in sorted(matching.items(), key=lambda item: item[0])]
    _append_names(workspace, names, accept=accept, same=same)
    # An earlier word on a single mention must not outlast this one on the name.
    said = {
        (one.recording, one.turn, one.start_char)
        for one in read_decisions(workspace).mentions
        if one.normalized == wanted
    }
    for place in everywhere:
        if (place.recording, place.turn, place.entity["start_char"]) in said:
            _append_mention(workspace, place, accept=None)


def _was_decided(workspace: Workspace, what: str) -> bool:
    return any(name == normalize(what) for _, name in read_decisions(workspace).names)


def _may_be_left(workspace: Workspace, chosen: Sequence[Place]) -> list[Place]:
    """Those of some places that no sidecar lists.

    Raises
    ------
    UsageError
        When a sidecar lists all of them.
    """
    listed = _listed(workspace, chosen)
    left = [place for place in chosen if place not in listed]
    if not left:
        raise UsageError(
            "a sidecar lists that name, so a release would refuse to show it",
            hint="accept it; or take it out of [identifiers] there, and: transcribe run",
        )
    return left


def _listed(workspace: Workspace, chosen: Sequence[Place]) -> list[Place]:
    """Those of some places that hold a name as a sidecar lists it."""
    names = known_names(study_identifiers(workspace))
    finders: dict[str, KnownNames] = {}
    found: list[Place] = []
    for recording in dict.fromkeys(place.recording for place in chosen):
        document = workspace.load_transcript(recording)
        language = str(document["language"])
        if language not in finders:
            finders[language] = KnownNames(names, language=language)
        texts = {turn["id"]: turn["text"] for turn in document["turns"]}
        for place in chosen:
            if place.recording == recording and any(
                match.exact
                and match.start < place.entity["end_char"]
                and place.entity["start_char"] < match.end
                for match in finders[language].find(texts[place.turn], fuzzy=False)
            ):
                found.append(place)
    return found


def _meant(workspace: Workspace, chosen: Sequence[Place], same: str) -> Name:
    """The name that a person means by a name or by a label.

    Raises
    ------
    UsageError
        When no name of the study is called so, or the name is its own.
    """
    wanted, label = normalize(same), same.strip().strip("[]").casefold()
    known: dict[Name, str] = {}
    for place in chosen:
        for choice in place.entity.get("choices", ()):
            known[str(choice["type"]), str(choice["name"])] = str(choice["surrogate"])
    everywhere = [place for place in places(workspace, workspace.ids()) if place not in chosen]
    for place in everywhere:
        name = str(place.entity.get("identity") or normalize(place.text))
        if not place.entity.get("choices"):
            known.setdefault((str(place.entity["type"]), name), str(place.entity["surrogate"]))
    found = [name for name in known if name[1] == wanted]
    found += [name for name, text in known.items() if text.strip("[]").casefold() == label]
    own = {place.key for place in chosen}
    found = [name for name in found if name not in own]
    if not found:
        raise UsageError(
            f"there is no other name {same!r} in the study",
            hint='give a name that is listed or found, or its label: --accept "John=Person 3"',
        )
    return found[0]


def _append_names(
    workspace: Workspace,
    names: Iterable[tuple[str, str, Place]],
    *,
    accept: bool | None,
    same: Name | None = None,
) -> None:
    append(
        workspace.study_log,
        [
            (
                DECIDE_NAME,
                bytes_digest(workspace.transcript_path(place.recording)),
                {"type": kind, "normalized": normalized, "accept": accept, **_same(same)},
            )
            for kind, normalized, place in names
        ],
    )


def _append_mention(
    workspace: Workspace, place: Place, *, accept: bool | None, same: Name | None = None
) -> None:
    kind, normalized = place.key
    facts = {
        "entity": place.entity["id"],
        "turn": place.turn,
        "start_char": place.entity["start_char"],
        "end_char": place.entity["end_char"],
        "type": kind,
        "normalized": normalized,
        "accept": accept,
        **_same(same),
    }
    seen = bytes_digest(workspace.transcript_path(place.recording))
    append(workspace.review_log(place.recording), [(DECIDE_MENTION, seen, facts)])


def _same(same: Name | None) -> dict[str, Any]:
    return {"same": {"type": same[0], "normalized": same[1]}} if same else {}
