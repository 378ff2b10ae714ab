"""Figures of a diarizer on recordings whose truth is known, as a table."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from mixes import RATE, Mix  # noqa: E402

from transcribe.backends import diarizers, embedded_voice, sentences  # noqa: E402
from transcribe.backends.vad import speech_regions  # noqa: E402
from transcribe.core.asr import AsrResult, Segment, Word  # noqa: E402
from transcribe.core.diarization import Diarization, SpeakerRegion  # noqa: E402
from transcribe.core.recording import Audio, Interview  # noqa: E402
from transcribe.evaluation.forms import from_gold, from_transcript  # noqa: E402
from transcribe.evaluation.report import compare  # noqa: E402
from transcribe.evaluation.speakers import diarization_error_rate  # noqa: E402
from transcribe.guides.reader import read_guide  # noqa: E402
from transcribe.stages.attribute import attribute  # noqa: E402
from transcribe.stages.engines import ignore_progress  # noqa: E402

MODELS = ROOT / "models"
Row = dict[str, Any]
COLUMNS = {
    "der": "DER",
    "collar": ".25 s",
    "missed": "missed",
    "false_alarm": "false",
    "confusion": "wrong",
    "k-means": "k-means",
    "parted": "parted",
    "wder": "WDER",
    "cpwer": "cpWER",
    "roles": "roles",
}
WEIGHTS = {
    "collar": "collar_seconds",
    "parted": "parted_seconds",
    "wder": "words",
    "cpwer": "words",
    "roles": "words",
}
"""What a figure is a share of, where it is not seconds of speech."""


def fixed_windows(sound: Mix, encoder: embedded_voice.VoiceEncoder) -> list[SpeakerRegion]:
    """Windows of 1.6 s each 0.4 s, k-means with the true number of speakers."""
    from sklearn.cluster import KMeans

    speech = speech_regions(sound.samples)
    windows = embedded_voice.windows_of(speech)
    count = len({region.speaker for region in sound.regions})
    if len(windows) < count:
        return []
    mel, power = embedded_voice.mel_spectrum(sound.samples)
    voices = encoder.embed(mel, power, windows)
    labels = KMeans(count, n_init=10, random_state=0).fit_predict(voices)
    middles = np.array([(first + last) / 200 for first, last in windows])
    regions = []
    for region in speech:
        for start in np.arange(region.start, region.end, 0.1):
            label = labels[np.abs(middles - start - 0.05).argmin()]
            regions.append(
                SpeakerRegion(start=start, end=min(start + 0.1, region.end), speaker=str(label))
            )
    return regions


def words_and_roles(sound: Mix, found: Diarization) -> dict[str, Any]:
    """Words with the wrong speaker and roles, where the words are the truth's."""
    gold = sound.gold
    if gold is None:
        return {}
    words = sorted(
        (
            Word(start=row["start"], end=row["end"], text=f" {row['text']}", probability=1.0)
            for turn in gold["turns"]
            for row in turn["words"]
        ),
        key=lambda word: word.start,
    )
    whole = Segment(start=0.0, end=sound.duration, words=tuple(words))
    similarity = sentences.open_similarity(sentences.available(MODELS)[0], MODELS)
    made = attribute(
        AsrResult(segments=(whole,), language="en", engine="truth", model="truth"),
        found,
        duration=sound.duration,
        guide=read_guide(ROOT / "recordings" / "guide.md") if gold.get("guide") else None,
        similarity=similarity,
        interview=Interview(participant="P"),
    )
    figures = compare(from_gold(gold), from_transcript(made))
    return {
        "wder": figures["speaker_words"]["wder"],
        "cpwer": figures["speaker_words"]["cpwer"],
        "roles": figures["roles"]["by_words"],
        "words": len(words),
    }


def judged(sound: Mix, found: Diarization, encoder: embedded_voice.VoiceEncoder) -> Row | None:
    """All figures of a recording that its truth allows; None where nobody speaks."""
    plain = diarization_error_rate(sound.regions, found.regions, duration=sound.duration)
    if not plain["seconds"]:
        return None
    lenient = diarization_error_rate(
        sound.regions, found.regions, duration=sound.duration, collar=0.25
    )
    parted = diarization_error_rate(
        sound.speech or sound.regions, found.regions, duration=sound.duration
    )
    fixed = diarization_error_rate(
        sound.regions, fixed_windows(sound, encoder), duration=sound.duration
    )
    true = len({region.speaker for region in sound.regions})
    return {
        **{key: plain[key] for key in ("der", "missed", "false_alarm", "confusion")},
        "collar": lenient["der"],
        "k-means": fixed["der"],
        "parted": parted["der"],
        **words_and_roles(sound, found),
        "seconds": plain["seconds"],
        "collar_seconds": lenient["seconds"],
        "parted_seconds": parted["seconds"],
        "duration": sound.duration,
        "off": len(found.speakers) - true,
        "true": true,
    }


def measure(title: str, sounds: Iterator[Mix], *, each: bool = True) -> None:
    """Print one row a recording (unless not ``each``), then the pooled figures."""
    engine = diarizers.choose("auto", MODELS)
    diarizer = diarizers.open_diarizer(engine, MODELS)
    encoder = embedded_voice.VoiceEncoder()
    print(f"\n{title} ({engine.name})")
    print(f"{'':22}    s " + "".join(f"{name:>8}" for name in COLUMNS.values()) + "  speakers")
    clock = computing = 0.0
    rows: list[Row] = []
    for sound in sounds:
        started, before = time.perf_counter(), time.process_time()
        audio = Audio(samples=sound.samples, sample_rate=RATE)
        found = diarizer.diarize(audio, speakers=None, progress=ignore_progress)
        clock += time.perf_counter() - started
        computing += time.process_time() - before
        row = judged(sound, found, encoder)
        if row is not None:
            rows.append(row)
            if each:
                print(_line(sound.name, row, f"{len(found.speakers)} of {row['true']}"))
    if rows:
        pooled = {key: _pooled(rows, key) for key in COLUMNS}
        pooled["duration"] = sum(row["duration"] for row in rows)
        right = sum(row["off"] == 0 for row in rows)
        error = sum(abs(row["off"]) for row in rows) / len(rows)
        print(
            _line(
                "pooled", pooled, f"right in {right} of {len(rows)}, {error:.1f} off on average; "
            )
            + f"{pooled['duration'] / clock:.0f} x real time by the clock, "
            f"{pooled['duration'] / computing:.0f} x by computing time of one core"
        )


def _line(name: str, row: Row, counted: str) -> str:
    shares = (row.get(key) for key in COLUMNS)
    cells = "".join("       –" if share is None else f"{share:8.1%}" for share in shares)
    return f"{name:22}{row['duration']:5.0f} {cells}  {counted}"


def _pooled(rows: list[Row], key: str) -> float | None:
    """Mean of a figure, each recording for as much as was judged in it; None without any."""
    weigh = WEIGHTS.get(key, "seconds")
    found = [(row[key], row[weigh]) for row in rows if row.get(key) is not None]
    total = sum(weight for _, weight in found)
    return sum(share * weight for share, weight in found) / total if total else None
