"""How well speakers are told apart, and how fast.

    python tests/benchmarks/diarization.py [--long]

Prints diarization error rates (without a collar, and with 0.25 s), number of speakers and speed of
the best diarizer here on the shipped interviews (as they are, in noise, in the telephone's band),
on mixes of LibriSpeech speakers and on pieces of AMI meetings; beside it fixed windows and k-means
that were told the true number of speakers. An utterance of a mix is its speaker's time from first
to last sound; the column ``parted`` counts pauses of 0.5 s inside it as nobody's. For the shipped
interviews also words with the wrong speaker, cpWER and roles, given the truth's own words.
``--long`` measures speed and memory on three hours, a shipped interview over and over. Figures
only; nothing is asserted. The development data is looked for at ``../shared`` or
``$TRANSCRIBE_SHARED``.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from mixes import RATE, Mix, mix, spoil  # noqa: E402

from transcribe.backends import diarizers, embedded_voice, sentences  # noqa: E402
from transcribe.backends.audio import open_decoder  # noqa: E402
from transcribe.backends.vad import speech_regions  # noqa: E402
from transcribe.core.asr import AsrResult, Segment, Word  # noqa: E402
from transcribe.core.diarization import Diarization, SpeakerRegion  # noqa: E402
from transcribe.core.recording import Audio, Interview  # noqa: E402
from transcribe.evaluation.forms import from_gold, from_rttm, from_transcript  # noqa: E402
from transcribe.evaluation.report import compare  # noqa: E402
from transcribe.evaluation.speakers import diarization_error_rate  # noqa: E402
from transcribe.guides.reader import read_guide  # noqa: E402
from transcribe.stages.attribute import attribute  # noqa: E402
from transcribe.stages.engines import ignore_progress  # noqa: E402

SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
DATA = SHARED / "data" / "diarization"
MODELS = ROOT / "models"


def shipped(*, noise: float | None = None, telephone: bool = False) -> Iterator[Mix]:
    """The interviews that ship; ``noise`` is a signal-to-noise ratio in decibels."""
    for gold in sorted((ROOT / "tests" / "golden" / "interviews").glob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        sounds = [path for path in (ROOT / "recordings").glob(f"{stem}.*") if _is_sound(path)]
        audio = open_decoder().decode(sounds[0])
        truth = from_gold(json.loads(gold.read_text()))
        samples = spoil(audio.samples, noise=noise, telephone=telephone)
        yield Mix(name=stem, samples=samples, regions=truth.regions)


def _is_sound(path: Path) -> bool:
    return path.suffix in (".opus", ".m4a", ".ogg", ".mp3", ".wav", ".flac")


def librispeech() -> Iterator[Mix]:
    """Two, three and four speakers: clean, overlapped, noisy, on the telephone."""
    folder = DATA / "librispeech-speakers"
    speakers = {path.name: sorted(path.glob("*.flac")) for path in sorted(folder.glob("*"))}
    kinds = (
        ("clean", {}),
        ("overlap", {"overlap": 0.2}),
        ("noise", {"noise": 15.0}),
        ("telephone", {"telephone": True}),
    )
    groups = [
        group
        for size, step in ((2, 5), (3, 7), (4, 5))
        for group in list(itertools.combinations(speakers, size))[::step]
    ]
    for seed, group in enumerate(groups):
        kind, options = kinds[seed % len(kinds)]
        chosen = {speaker: speakers[speaker] for speaker in group}
        yield mix(f"libri-{len(group)}-{kind}", chosen, seed=seed, **options)


def telephone() -> Iterator[Mix]:
    """Two speakers on the telephone, who often begin before the other ends, in faint noise."""
    folder = DATA / "librispeech-speakers"
    speakers = {path.name: sorted(path.glob("*.flac")) for path in sorted(folder.glob("*"))}
    for seed, pair in enumerate(list(itertools.combinations(speakers, 2))[2::4]):
        chosen = {speaker: speakers[speaker] for speaker in pair}
        yield mix(
            f"call-{'-'.join(pair)}", chosen, seed=seed, overlap=0.3, noise=25.0, telephone=True
        )


def ami() -> Iterator[Mix]:
    """Thirty-second pieces of AMI meetings."""
    for sound in sorted(DATA.glob("ami-*.flac")):
        rttm = DATA / "ami-rttm" / f"{sound.stem.removeprefix('ami-')}.rttm"
        truth = from_rttm(rttm.read_text(), file=rttm.name)
        samples = open_decoder().decode(sound).samples
        yield Mix(name=sound.stem[4:9], samples=samples, regions=truth.regions)


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


def words_and_roles(sound: Mix, found: Diarization) -> str:
    """Words with the wrong speaker and roles, where the words are the truth's."""
    gold = json.loads(
        (ROOT / "tests" / "golden" / "interviews" / f"{sound.name}.gold.json").read_text()
    )
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
        guide=read_guide(ROOT / "recordings" / "guide.md"),
        similarity=similarity,
        interview=Interview(participant="P"),
    )
    figures = compare(from_gold(gold), from_transcript(made))
    wrong, roles = figures["speaker_words"], figures["roles"]
    return (
        f"words with the wrong speaker {wrong['wder']:.2%}, cpWER {wrong['cpwer']:.2%}, "
        f"role right for {roles['by_words']:.2%} of words, {roles['by_time']:.2%} of time"
    )


def measure(title: str, sounds: Iterator[Mix]) -> None:
    """Print one row a recording, then the pooled figures."""
    engine = diarizers.choose("auto", MODELS)
    diarizer = diarizers.open_diarizer(engine, MODELS)
    encoder = embedded_voice.VoiceEncoder()
    print(f"\n{title} ({engine.name})")
    print(f"{'':29}s     DER   .25 s  missed  wrong  k-means  parted  speakers")
    errors = {"ours": 0.0, "collar": 0.0, "k-means": 0.0}
    speech = seconds = clock = computing = judged_seconds = 0.0
    counted = judged = 0
    for sound in sounds:
        started, before = time.perf_counter(), time.process_time()
        audio = Audio(samples=sound.samples, sample_rate=RATE)
        found = diarizer.diarize(audio, speakers=None, progress=ignore_progress)
        clock += time.perf_counter() - started
        computing += time.process_time() - before
        plain = diarization_error_rate(sound.regions, found.regions, duration=sound.duration)
        if not plain["seconds"]:
            continue
        lenient = diarization_error_rate(
            sound.regions, found.regions, duration=sound.duration, collar=0.25
        )
        fixed = diarization_error_rate(
            sound.regions, fixed_windows(sound, encoder), duration=sound.duration
        )
        true = len({region.speaker for region in sound.regions})
        parted = diarization_error_rate(
            sound.speech or sound.regions, found.regions, duration=sound.duration
        )
        lenient_share = f"{lenient['der']:7.1%}" if lenient["der"] is not None else "      –"
        print(
            f"{sound.name:24}{sound.duration:6.0f} {plain['der']:7.1%} {lenient_share} "
            f"{plain['missed']:7.1%} {plain['confusion']:6.1%} "
            f"{fixed['der']:8.1%} {parted['der']:7.1%}  {len(found.speakers)} of {true}"
        )
        if title.startswith("Shipped"):
            print(f"{'':24}{words_and_roles(sound, found)}")
        errors["ours"] += plain["der"] * plain["seconds"]
        errors["collar"] += (lenient["der"] or 0.0) * lenient["seconds"]
        judged_seconds += lenient["seconds"]
        errors["k-means"] += fixed["der"] * plain["seconds"]
        speech, seconds = speech + plain["seconds"], seconds + sound.duration
        counted, judged = counted + (len(found.speakers) == true), judged + 1
    if judged:
        print(
            f"{'pooled':24}{seconds:6.0f} {errors['ours'] / speech:7.1%} "
            f"{errors['collar'] / max(judged_seconds, 0.01):7.1%} {'':14} "
            f"{errors['k-means'] / speech:8.1%}  {'':7} number right in {counted} of {judged}; "
            f"{seconds / clock:.0f} x real time by the clock, "
            f"{seconds / computing:.0f} x by computing time of one core"
        )


def long_recording(hours: float = 3.0) -> None:
    """Print speed and peak memory on a shipped interview repeated for hours."""
    import resource

    sound = next(shipped())
    times = -(-round(hours * 3600) // int(sound.duration))
    samples = np.tile(sound.samples, times)[: round(hours * 3600 * RATE)]
    engine = diarizers.choose("auto", MODELS)
    diarizer = diarizers.open_diarizer(engine, MODELS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    started, computing = time.perf_counter(), time.process_time()
    found = diarizer.diarize(Audio(samples=samples), speakers=None, progress=ignore_progress)
    taken, computing = time.perf_counter() - started, time.process_time() - computing
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    true = len({region.speaker for region in sound.regions})
    print(
        f"{hours:g} hours ({engine.name}): {hours * 3600 / taken:.0f} x real time by the clock, "
        f"{hours * 3600 / computing:.0f} x by computing time of one core, "
        f"{peak:.2f} GiB at most, {before:.2f} GiB of it the sound and the tool; "
        f"{len(found.speakers)} of {true} speakers"
    )


def main() -> None:
    """Measure whatever data is here."""
    if "--long" in sys.argv[1:]:
        long_recording()
        return
    measure("Shipped interviews", shipped())
    measure("Shipped interviews in noise, 10 dB", shipped(noise=10.0))
    measure(
        "Shipped interviews, telephone band and noise, 15 dB", shipped(noise=15.0, telephone=True)
    )
    if not DATA.is_dir():
        print(f"\nAMI and LibriSpeech left out: {DATA} is not here (set TRANSCRIBE_SHARED)")
        return
    measure("Mixes of LibriSpeech speakers", librispeech())
    measure("Telephone calls", telephone())
    measure("AMI, pieces of 30 s", ami())


if __name__ == "__main__":
    main()
