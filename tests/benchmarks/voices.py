"""How often an interviewer's voice is found again in other recordings, wrongly found, or left.

    python tests/benchmarks/voices.py

"Recordings" are made of different utterances of the six LibriSpeech speakers in ``../shared``: a
third of each speaker's utterances each, as it is, with noise (15 dB) or as on the telephone. An
interviewer asks in two of them with sure roles; the third has two speakers with open roles. The
limits are chosen on half of the speakers (``--calibrate`` prints what each choice would do there);
the figures are of the other half. All utterances of a speaker come from one chapter, read into one
microphone: days, rooms and colds are not in these figures.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import soundfile

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mixes import spoil

from transcribe.backends import voices
from transcribe.core.recording import Interview
from transcribe.core.transcript import INTERVIEWER, UNKNOWN, Speaker, Transcript
from transcribe.stages.link import HeardVoice, VoiceLimits, link

SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
SPEECH = SHARED / "data" / "diarization" / "librispeech-speakers"
SOUND: dict[str, dict[str, Any]] = {
    "as it is": {"noise": None, "telephone": False},
    "noise": {"noise": 15.0, "telephone": False},
    "telephone": {"noise": None, "telephone": True},
}
THIRDS = 3


class Take(NamedTuple):
    """A speaker in one recording, of one sound."""

    speaker: str
    third: int
    sound: str


class Case(NamedTuple):
    """A recording with open roles, who asks in two others, and their sounds."""

    asks: str
    speakers: tuple[str, str]
    third: int
    sound: str
    other: str


def likenesses(folder: Path) -> tuple[list[str], dict[tuple[Take, Take], float]]:
    """Speakers, and how alike any two takes are."""
    engine = voices.Engine(name="embedded", model="", rank=10)
    encoder = voices.EncoderVoices(engine)
    speakers = sorted(path.name for path in folder.iterdir() if path.is_dir())
    known = {}
    for speaker in speakers:
        files = sorted((folder / speaker).glob("*.flac"))
        for third, (name, how) in itertools.product(range(THIRDS), SOUND.items()):
            parts = [soundfile.read(path, dtype="float32")[0] for path in files[third::THIRDS]]
            known[Take(speaker, third, name)] = encoder.embed([spoil(p, **how) for p in parts])
    return speakers, {(a, b): float(known[a] @ known[b]) for a in known for b in known}


def cases(speakers: list[str]) -> Iterator[Case]:
    """Every pair with every interviewer, one of the two or somebody else."""
    for pair in itertools.combinations(speakers, 2):
        for asks, third, sound, other in itertools.product(speakers, range(THIRDS), SOUND, SOUND):
            yield Case(asks, pair, third, sound, other)


def outcome(case: Case, alike: dict[tuple[Take, Take], float], limits: VoiceLimits) -> str:
    """``right``, ``wrong`` or ``left``."""
    open_roles = Transcript(
        language="en",
        duration=None,
        speakers=tuple(Speaker(label=one, role=UNKNOWN, name="") for one in case.speakers),
        turns=(),
    )
    heard = [
        HeardVoice(
            recording=f"R{third}",
            likeness={
                one: alike[Take(case.asks, third, case.other), Take(one, case.third, case.sound)]
                for one in case.speakers
            },
        )
        for third in range(THIRDS)
        if third != case.third
    ]
    found = link(open_roles, heard, limits=limits, interview=Interview(participant="D"))
    asking = [one.label for one in found.transcript.speakers if one.role == INTERVIEWER]
    if not asking:
        return "left"
    return "right" if asking == [case.asks] else "wrong"


def count(
    speakers: list[str], alike: dict[tuple[Take, Take], float], limits: VoiceLimits
) -> dict[tuple[str, str], Counter[str]]:
    """Outcomes of all cases, by whether the interviewer is in the recording, and by sound."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for case in cases(speakers):
        present = "is there" if case.asks in case.speakers else "is not there"
        same = "same sound" if case.sound == case.other else "another sound"
        counts.setdefault((present, same), Counter())[outcome(case, alike, limits)] += 1
    return counts


def show(counts: dict[tuple[str, str], Counter[str]]) -> None:
    """One line a kind of case."""
    for (present, same), found in sorted(counts.items()):
        total = sum(found.values())
        line = ", ".join(f"{name} {found[name]}" for name in ("right", "wrong", "left"))
        print(f"  interviewer {present}, {same}: {line} of {total}")


def calibrate(speakers: list[str], alike: dict[tuple[Take, Take], float]) -> None:
    """What each choice of limits does on these speakers."""
    for least, apart in itertools.product(
        np.arange(0.6, 0.9, 0.025), (0.02, 0.05, 0.08, 0.1, 0.15)
    ):
        counts = count(speakers, alike, VoiceLimits(alike=float(least), apart=apart))
        there: Counter[str] = Counter()
        absent: Counter[str] = Counter()
        for (present, _), found in counts.items():
            (there if present == "is there" else absent).update(found)
        print(f"alike {least:.3f} apart {apart:.2f}: there {dict(there)} absent {dict(absent)}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calibrate", action="store_true")
    wanted = parser.parse_args()
    if not SPEECH.is_dir():
        print(f"skipped: {SPEECH} is not here")
        return
    speakers, alike = likenesses(SPEECH)
    half, rest = speakers[0::2], speakers[1::2]
    if wanted.calibrate:
        calibrate(half, alike)
        return
    for name, those in (("limits set on", half), ("held out", rest)):
        print(f"{name}: speakers {', '.join(those)}")
        show(count(those, alike, voices.EMBEDDED))


if __name__ == "__main__":
    main()
