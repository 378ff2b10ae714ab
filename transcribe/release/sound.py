"""Sound in a release: only where its own scope allows it, covered, and searched like the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transcribe.core.time import Interval
from transcribe.release.bleep import covered, has_tags
from transcribe.release.candidates import Study
from transcribe.release.contents import AUDIO
from transcribe.release.gate import IDENTIFIER, Checked, Obstacle
from transcribe.release.moments import Untimed
from transcribe.release.scan import listed_names
from transcribe.run.sources import present

DECODED = "audio.flac"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounding:
    """How sound is covered and heard again, handed in by the command line.

    Attributes
    ----------
    pauses
        Quiet parts of a sound.
    cover
        Writes a FLAC file with tones in the intervals.
    listen
        What a recognizer of a language hears in such a file.
    """

    pauses: Callable[[Path], tuple[Interval, ...]]
    cover: Callable[[Path, tuple[Interval, ...]], bytes]
    listen: Callable[[bytes, str], str]


def with_sound(study: Study, checked: Checked, *, sounding: Sounding) -> tuple[Checked, str]:
    """A recording that passed the gate with its sound, and why not where it has none.

    Returns
    -------
    The recording, with sound or with what stands in the sound's way; and a sentence.
    """
    document = study.documents[checked.recording]
    source = present(study.workspace, checked.recording)
    why_not = _why_not(study, checked.recording, document)
    if why_not:
        return checked, why_not
    decoded = study.workspace.current_artefact(checked.recording, "decode")
    assert decoded is not None  # noqa: S101 - `_why_not` has looked
    try:
        intervals = covered(
            document,
            generalized=study.generalized,
            guessed=source.words_path is not None,
            pauses=sounding.pauses(decoded.path / DECODED),
        )
    except Untimed:
        return checked, "no sound: something that must be covered has no time"
    sound = sounding.cover(decoded.path / DECODED, intervals)
    language = str(document["language"])
    heard = listed_names(study.identifiers, language=language).find(
        sounding.listen(sound, language), fuzzy=False
    )
    obstacles = [
        Obstacle(
            kind=IDENTIFIER,
            message=f"a known {match.type.lower()} is heard in {AUDIO}",
            hint="release the text alone, without --audio",
            name=match.identity,
        )
        for match in heard
        if match.exact
    ]
    if has_tags(sound):
        obstacles.append(
            Obstacle(kind=IDENTIFIER, message=f"{AUDIO} has tags", hint="tell the makers")
        )
    if obstacles:
        return replace(checked, obstacles=(*checked.obstacles, *dict.fromkeys(obstacles))), ""
    seconds = sum(one.duration for one in intervals)
    places = "1 place" if len(intervals) == 1 else f"{len(intervals)} places"
    length = f"{seconds:.0f} s of {document['duration']:.0f} s"
    said = f"sound with {places} covered ({length}); a voice identifies"
    return replace(checked, files={**checked.files, AUDIO: sound}), said


def _why_not(study: Study, recording: str, document: Mapping[str, Any]) -> str:
    source = present(study.workspace, recording)
    if not source.consent.allows("release_audio"):
        return "no sound: consent does not cover release_audio"
    if "asr" in document["draft"]:
        # A name that was misheard is not in the text, and is plainly heard in the sound.
        return "no sound: the words are a draft, so names in it would be missed"
    decoded = study.workspace.current_artefact(recording, "decode")
    if decoded is None or not (decoded.path / DECODED).is_file():
        return "no sound: there is none here"
    return ""


def sound_allowed(study: Study, recording: str) -> bool:
    """Whether consent covers sound now."""
    return present(study.workspace, recording).consent.allows("release_audio")
