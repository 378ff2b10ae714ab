"""How well speakers are told apart in interviews that were not looked at: other texts and voices.

    python tests/benchmarks/spoken_interviews.py [NAME …]

Speaks parts of real published interviews with flite (``../shared/data/alignment`` or
``$TRANSCRIBE_SHARED``), two or three voices each, in pairings that the shipped recordings do not
have, and prints diarization error rates and number of speakers: as they are, in noise at 10 dB,
and on the telephone at 20 dB. Those named ``held-…`` set no limit. Figures only.
"""

from __future__ import annotations

import csv
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "benchmarks"), str(ROOT / "scripts")]

from diarization import SHARED, measure  # noqa: E402
from interviews.mix import PlacedTurn, perform  # noqa: E402
from interviews.script import Script, read_script  # noqa: E402
from mixes import Mix, spoil  # noqa: E402

from transcribe.core.diarization import SpeakerRegion  # noqa: E402

TURNS, WORDS = 26, 60
"""How many turns of an interview are spoken, and how many words of each at most."""

CASTS = {
    "dev-1": ("interview-04", 2, {"Interviewer 1": "rms", "Interviewee": "awb"}),
    "dev-2": (
        "interview-13",
        2,
        {"Interviewer 1": "kal16", "Interviewer 2": "awb", "Interviewee": "slt"},
    ),
    "dev-3": ("interview-33", 14, {"Interviewer 1": "kal16", "Interviewee": "rms"}),
    "held-1": ("interview-33", 0, {"Interviewer 1": "awb", "Interviewee": "kal16"}),
    "held-2": (
        "interview-13",
        34,
        {"Interviewer 1": "slt", "Interviewer 2": "rms", "Interviewee": "awb"},
    ),
    "held-3": ("interview-04", 30, {"Interviewer 1": "slt", "Interviewee": "kal16"}),
}
"""Interview, first turn, and voices by speaker."""


def script_of(name: str) -> Script:
    """The text of an interview in the form that ``scripts/make_recordings.py`` tells of."""
    source, first, cast = CASTS[name]
    path = SHARED / "data" / "alignment" / f"{source}.tsv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[first:]
    lines, asked = [], 0
    for _, speaker, text, *_ in rows:
        said = _sayable(text)
        if not said or len(lines) == TURNS:
            continue
        who = "Interviewee"
        if speaker.startswith("interviewer"):
            asked += 1
            # Every third question is the second interviewer's, so that all are heard.
            who = "Interviewer 2" if "Interviewer 2" in cast and asked % 3 == 0 else "Interviewer 1"
        lines.append(f"{who}: {said}")
    head = [f"file: {name}.opus"]
    for who, voice in cast.items():
        role = who.split()[0].lower()
        head.append(f"{who} = voice {voice}, role {role}, stretch 1.0, level -1.5")
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / f"{name}.txt"
        written.write_text("\n".join(head) + "\n\n" + "\n\n".join(lines) + "\n", "utf-8")
        return read_script(written)


def _sayable(text: str) -> str:
    """Plain words only, as one sentence: what flite can say."""
    plain = re.sub(r"[^A-Za-z0-9',.?! ]", " ", text)
    words = [word for word in plain.split() if re.search("[A-Za-z0-9]", word)][:WORDS]
    said = re.sub(r"[^A-Za-z0-9]+$", "", " ".join(words))
    said = re.sub(r"([,.?!])[,.?!]+", r"\1", said)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def spoken(names: list[str]) -> list[Mix]:
    """Interviews as sound, and who speaks when."""
    made = []
    for name in names:
        script = script_of(name)
        samples, placed = perform(script)
        regions = tuple(
            SpeakerRegion(
                start=turn.start, end=turn.end, speaker=script.speaker(said.speaker).label
            )
            for said, turn in zip(script.turns, placed, strict=True)
        )
        made.append(
            Mix(name=name, samples=samples, regions=regions, gold=_gold(name, script, placed))
        )
    return made


def _gold(name: str, script: Script, placed: Sequence[PlacedTurn]) -> dict[str, Any]:
    """The truth as the shipped interviews have it, without a guide."""
    turns = [
        {
            "i": number,
            "speaker": script.speaker(said.speaker).label,
            "role": script.speaker(said.speaker).role,
            "start": turn.start,
            "end": turn.end,
            "text": said.text,
            "words": [{"start": a, "end": b, "text": word} for a, b, word in turn.words],
        }
        for number, (said, turn) in enumerate(zip(script.turns, placed, strict=True))
    ]
    return {"id": name, "turns": turns}


def spoiled(mixes: list[Mix], *, noise: float | None, telephone: bool) -> Iterator[Mix]:
    """The same in noise, or on the telephone."""
    for sound in mixes:
        samples = spoil(sound.samples, noise=noise, telephone=telephone)
        yield replace(sound, samples=samples)


def main() -> None:
    """Speak and measure."""
    if not (SHARED / "data" / "alignment").is_dir():
        print(f"left out: {SHARED} is not here (set TRANSCRIBE_SHARED)")
        return
    mixes = spoken(sys.argv[1:] or list(CASTS))
    measure("Spoken interviews", iter(mixes))
    measure("Spoken interviews in noise, 10 dB", spoiled(mixes, noise=10.0, telephone=False))
    measure("Spoken interviews, telephone, 20 dB", spoiled(mixes, noise=20.0, telephone=True))


if __name__ == "__main__":
    main()
