"""A study in which an interviewer is heard in several recordings, cut from those that ship.

``R1`` and ``R2`` are stretches of an interview: who asks is sure. In ``D`` the same interviewer
only tells things, and the interviewee opens: what is said leaves the roles open. So it does in
``E``, where that interviewer is not: two interviewees speak.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import soundfile
import sounds
from integration_study import write_study

PUMPS, PARCELS = "pump-failures", "parcel-photos"
OPEN = {
    "D": ((PARCELS, 12), (PUMPS, 0), (PARCELS, 22), (PARCELS, 0), (PARCELS, 32), (PARCELS, 5)),
    "E": ((PARCELS, 12), (PUMPS, 15), (PARCELS, 14), (PUMPS, 21), (PARCELS, 18), (PUMPS, 29)),
}
"""Turns of the interviews, by number, in the order in which they are heard."""
SURE = {"R1": (35.0, 92.0), "R2": (132.0, 190.0)}
"""Seconds of `PUMPS`."""
LINKING = "voice_linking"
RATE = 16_000


def make_voice_study(folder: Path, *, linking: bool) -> Path:
    """Sounds with sidecars and the guide; the folder of the recordings."""
    recordings = write_study(folder)
    study = recordings / "study.toml"
    model = sounds.ROOT / "models" / "demo-whisper"
    study.write_text(f'{study.read_text()}[asr]\nmodel = "{model}"\n')
    whole = {
        name: _read(folder / f"{name}.wav", index) for index, name in enumerate((PARCELS, PUMPS))
    }
    for name, (start, end) in SURE.items():
        _write(recordings / f"{name}.wav", [whole[PUMPS][int(start * RATE) : int(end * RATE)]])
    golden = sounds.ROOT / "tests" / "golden" / "interviews"
    turns = {
        name: json.loads((golden / f"{name}.gold.json").read_text())["turns"] for name in whole
    }
    pause = np.zeros(RATE * 2 // 5, dtype=np.float32)
    for name, told in OPEN.items():
        parts = [pause]
        for source, number in told:
            turn = turns[source][number]
            first, last = round((turn["start"] - 0.05) * RATE), round((turn["end"] + 0.05) * RATE)
            parts += [whole[source][first:last], pause]
        _write(recordings / f"{name}.wav", parts)
    for name in (*SURE, *OPEN):
        agree(recordings, name, linking=linking)
    return recordings


def agree(recordings: Path, name: str, *, linking: bool) -> None:
    """Write a sidecar; only the sure recordings say how many ask."""
    scopes = ["record", "transcribe", "release_text", *([LINKING] if linking else [])]
    more = "interviewers = 1\n" if name in SURE else ""
    (recordings / f"{name}.toml").write_text(
        f"[consent]\ngiven = 2026-05-04\nscopes = {json.dumps(scopes)}\n"
        f"[interview]\nspeakers = 2\n{more}"
    )


def _read(path: Path, index: int) -> np.ndarray:
    samples: np.ndarray = soundfile.read(
        sounds.speech(path, seconds=400.0, index=index), dtype="float32"
    )[0]
    return samples


def _write(path: Path, parts: list[np.ndarray]) -> None:
    soundfile.write(path, np.concatenate(parts), RATE, subtype="PCM_16")
