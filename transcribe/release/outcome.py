"""Letting out what the gate lets through, and taking back what may not stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from transcribe.release.attributes import attributes
from transcribe.release.candidates import Study, check_all, questions_of
from transcribe.release.contents import AUDIO
from transcribe.release.gate import CONSENT, RARITY, Checked, Obstacle, files_of, holds_listed
from transcribe.release.public import build_release
from transcribe.release.publish import publish, withdraw_public
from transcribe.release.rarity import Generalization, Rarity, rarities
from transcribe.release.sound import sound_allowed
from transcribe.run.rarity_log import ACCEPT_RARITY, GENERALIZE, log_rarity
from transcribe.run.released import public_files, released, sweep_public
from transcribe.run.store import Workspace

SETTLE_RARITY = (
    "tell it less precisely: transcribe release --generalize; or let it stand: "
    "transcribe release --accept-rarity YOUR-NAME"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one recording.

    Attributes
    ----------
    files
        What is public of it now, if it was released.
    taken_back
        Whether something that had been public was deleted.
    news
        ``new``, ``unchanged`` or ``changed``; empty when it was not released.
    sound
        What is to be said of its sound; empty when nobody asked for any.
    """

    checked: Checked
    files: tuple[Path, ...] = ()
    taken_back: bool = False
    news: str = ""
    sound: str = ""


def let_out(
    study: Study, checked: Sequence[Checked], *, said: Mapping[str, str] | None = None
) -> list[Outcome]:
    """Publish every recording that nothing stands in the way of.

    Parameters
    ----------
    said
        Recording to what is to be said of its sound.
    """
    sentences = said or {}
    sweep_public(study.workspace)
    return [_let_out(study, one, sound=sentences.get(one.recording, "")) for one in checked]


def _let_out(study: Study, checked: Checked, *, sound: str) -> Outcome:
    workspace, recording = study.workspace, checked.recording
    there = public_files(workspace, recording)
    if not checked.obstacles:
        news = "new" if not there else "unchanged" if there == checked.files else "changed"
        if AUDIO in there and AUDIO not in checked.files and not sound:
            sound = "the sound that was public is not any more: give --audio to release it"
        return Outcome(checked=checked, files=publish(workspace, checked), news=news, sound=sound)
    if any(obstacle.kind == CONSENT for obstacle in checked.obstacles):
        # What consent does not cover any more must not stay public either.
        return Outcome(checked=checked, taken_back=withdraw_public(workspace, recording))
    if AUDIO in there and not sound_allowed(study, recording):
        return Outcome(checked=checked, taken_back=withdraw_public(workspace, recording))
    language = str(study.documents[recording]["language"])
    if there and holds_listed(there, study.identifiers, language=language):
        # Nor may a name that was listed after it had been released.
        return Outcome(checked=checked, taken_back=withdraw_public(workspace, recording))
    return Outcome(checked=checked)


def differs_from_public(study: Study, recording: str) -> bool:
    """Whether a recording is public in another form than it would be released in now."""
    there = public_files(study.workspace, recording)
    release = build_release(
        study.documents[recording],
        public_id=study.public_ids[recording],
        generalized=study.generalized,
    )
    texts = files_of(release)
    with_guide = files_of(release, questions_of(study.workspace, recording))
    return bool(there) and any(
        there.get(name) not in (data, with_guide[name]) for name, data in texts.items()
    )


def rare_in(study: Study, checked: Iterable[Checked]) -> tuple[tuple[Rarity, ...], int]:
    """What is rare in the set that would be public, and how many interviews the set has."""
    return rare_among(study, {one.recording for one in checked if not one.obstacles})


def rare_among(study: Study, passing: set[str]) -> tuple[tuple[Rarity, ...], int]:
    """What is rare once some recordings are public beside those that are, and how many that is."""
    others = {
        name for name in study.documents if name not in passing and released(study.workspace, name)
    }
    said = {
        name: attributes(build_release(study.documents[name], public_id=study.public_ids[name]))
        for name in sorted(passing | others)
    }
    found = rarities(
        said,
        k=study.settings["release.k"],
        generalized=study.generalized,
        accepted=study.rarity.accepted,
    )
    return tuple(one for one in found if passing & set(one.recordings)), len(said)


def check_set(study: Study, chosen: Sequence[str]) -> tuple[list[Checked], tuple[Rarity, ...], int]:
    """Recordings through the gate, rare words among what stands in their way.

    Returns
    -------
    What `release` says of each, what is rare, and how many interviews would be public.
    """
    checked = check_all(study, chosen)
    rare, size = rare_in(study, checked)
    in_the_way = rarity_obstacles(rare, size=size, k=study.settings["release.k"])
    return (
        [
            replace(one, obstacles=(*one.obstacles, *in_the_way.get(one.recording, ())))
            for one in checked
        ],
        rare,
        size,
    )


def generalize_rare(workspace: Workspace, rare: Iterable[Rarity]) -> None:
    """Write down that rare words are told as proposed."""
    cures: dict[Generalization, set[str]] = {}
    for one in rare:
        for cure in one.cure:
            cures.setdefault(cure, set()).update(one.recordings)
    several = [
        (recordings, {"kind": cure.kind, "value": cure.value, "to": cure.to})
        for cure, recordings in cures.items()
    ]
    log_rarity(workspace, GENERALIZE, several)


def accept_rare(workspace: Workspace, rare: Iterable[Rarity], *, name: str, k: int) -> None:
    """Write down that a person lets rare words stand."""
    several = [
        (one.recordings, {"kind": one.kind, "value": one.value, "name": name, "k": k})
        for one in rare
    ]
    log_rarity(workspace, ACCEPT_RARITY, several)


def rarity_obstacles(rare: Sequence[Rarity], *, size: int, k: int) -> dict[str, list[Obstacle]]:
    """Recording to what is rare in it.

    In a set of fewer than k interviews nothing can be shared by k: the count says nothing about
    what stands out, so it is shown and left to the person who signs.
    """
    found: dict[str, list[Obstacle]] = {}
    if size < k:
        return found
    for one in rare:
        for recording in one.recordings:
            found.setdefault(recording, []).append(
                Obstacle(
                    kind=RARITY,
                    message=f"a {one.kind} that {one.shared} of {size} interviews share "
                    f"(at least {k} should)",
                    hint=SETTLE_RARITY,
                    name=one.value,
                )
            )
    return found
