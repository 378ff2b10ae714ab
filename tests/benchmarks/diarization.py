"""How well speakers are told apart, and how fast.

    python tests/benchmarks/diarization.py [--long]

Prints diarization error rates (without a collar, and with 0.25 s), of what they consist (missed,
false alarm, wrong speaker), number of speakers and speed of the best diarizer here on the shipped
interviews (as they are, in noise, in the telephone's band), on mixes of LibriSpeech speakers, long
and short, and on pieces of AMI meetings; beside it fixed windows and k-means that were told the
true number of speakers. An utterance of a mix is its speaker's time from first to last sound; the
column ``parted`` counts pauses of 0.5 s inside it as nobody's. Words with the wrong speaker
(``WDER``), cpWER and words with the right role stand where the truth has words with times: the
interviews; the diarizer is judged there by the truth's own words. Figures of the pooled row are
weighed by seconds of speech or by words.
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
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "benchmarks")]

from diarization_figures import MODELS, measure  # noqa: E402
from mixes import RATE, Mix, mix, spoil  # noqa: E402

from transcribe.backends import diarizers  # noqa: E402
from transcribe.backends.audio import open_decoder  # noqa: E402
from transcribe.core.recording import Audio  # noqa: E402
from transcribe.evaluation.forms import from_gold, from_rttm  # noqa: E402
from transcribe.stages.engines import ignore_progress  # noqa: E402

SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
DATA = SHARED / "data" / "diarization"
SHORT_MIXES = 16


def shipped(*, noise: float | None = None, telephone: bool = False) -> Iterator[Mix]:
    """The interviews that ship; ``noise`` is a signal-to-noise ratio in decibels."""
    for gold in sorted((ROOT / "tests" / "golden" / "interviews").glob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        sounds = [path for path in (ROOT / "recordings").glob(f"{stem}.*") if _is_sound(path)]
        audio = open_decoder().decode(sounds[0])
        told = json.loads(gold.read_text())
        truth = from_gold(told)
        samples = spoil(audio.samples, noise=noise, telephone=telephone)
        yield Mix(name=stem, samples=samples, regions=truth.regions, gold=told)


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


def short_mixes(*, telephone: bool) -> Iterator[Mix]:
    """Two or three speakers in 10 to 60 s, each turn up to 6 s."""
    folder = DATA / "librispeech-speakers"
    speakers = {path.name: sorted(path.glob("*.flac")) for path in sorted(folder.glob("*"))}
    for seed in range(SHORT_MIXES):
        size, turns = (2, 3)[seed % 2], (4, 6, 8, 12)[seed // 2 % 4]
        groups = list(itertools.combinations(speakers, size))
        chosen = {speaker: speakers[speaker] for speaker in groups[7 * seed % len(groups)]}
        yield mix(
            f"short-{seed}",
            chosen,
            seed=500 + seed,
            turns=turns,
            longest=6.0,
            noise=25.0 if telephone else None,
            telephone=telephone,
        )


def ami() -> Iterator[Mix]:
    """Thirty-second pieces of AMI meetings."""
    for sound in sorted(DATA.glob("ami-*.flac")):
        rttm = DATA / "ami-rttm" / f"{sound.stem.removeprefix('ami-')}.rttm"
        truth = from_rttm(rttm.read_text(), file=rttm.name)
        samples = open_decoder().decode(sound).samples
        yield Mix(name=sound.stem[4:9], samples=samples, regions=truth.regions)


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
    measure("Short mixes, 10 to 60 s", short_mixes(telephone=False))
    measure("Short mixes, 10 to 60 s, on the telephone", short_mixes(telephone=True))


if __name__ == "__main__":
    main()
