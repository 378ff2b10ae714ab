"""Speed, share of computing and memory of Whisper, beside plain faster-whisper; asserts nothing.

Every row of one call is of the same weights, sound and threads, one after the other. Rows named
``plain`` are faster-whisper called directly: its batched mode with its own VAD, its sequential mode
with temperature fallback.

python tests/benchmarks/whisper.py --model models/demo-whisper
python tests/benchmarks/whisper.py --model MODEL --batch 1 4 8 --beam 1 5 --compute int8 float32
python tests/benchmarks/whisper.py --model MODEL --copies 10         ten recordings
python tests/benchmarks/whisper.py --model MODEL --memory 10 60 180  peak memory by minutes
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np

from transcribe.backends.audio import open_decoder
from transcribe.backends.recognizers import choose, open_recognizer
from transcribe.backends.whisper import WhisperRecognizer
from transcribe.backends.whisper_hearing import Hearing
from transcribe.core.recording import Audio
from transcribe.stages.engines import ignore_progress

ROOT = Path(__file__).resolve().parents[2]
RATE = 16_000
SHORT_ANSWERS = 24
"""Tokens a piece in the memory runs: what is remembered does not depend on what is said."""


class Counting:
    """Counts the time in which at least one product of CTranslate2 runs."""

    METHODS = frozenset({"encode", "generate", "align", "detect_language"})

    def __init__(self) -> None:
        self.busy = 0.0
        self._lock, self._running, self._since = threading.Lock(), 0, 0.0

    def watch(self, model: Any) -> Any:
        """A stand-in for a model whose products are counted."""
        return _Watched(model, self)

    @contextmanager
    def computing(self) -> Iterator[None]:
        """The time of this block counts."""
        with self._lock:
            if self._running == 0:
                self._since = time.perf_counter()
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                if self._running == 0:
                    self.busy += time.perf_counter() - self._since


class _Watched:
    def __init__(self, real: Any, counting: Counting) -> None:
        self._real, self._counting = real, counting

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name not in Counting.METHODS:
            return found

        def timed(*arguments: Any, **options: Any) -> Any:
            with self._counting.computing():
                return found(*arguments, **options)

        return timed


def sound(path: Path, seconds: float) -> Audio:
    """A recording, repeated or cut to a length."""
    found = open_decoder().decode(path).samples
    wanted = round(seconds * RATE) if seconds else len(found)
    return Audio(samples=np.resize(found, wanted))


def opened(options: argparse.Namespace, compute: str) -> tuple[WhisperRecognizer, Hearing]:
    engine = choose(options.model, options.models, language="en")
    recognizer = open_recognizer(
        engine, options.models, device=options.device, compute_type=compute, jobs=options.threads
    )
    assert isinstance(recognizer, WhisperRecognizer)
    hearing: Hearing = recognizer.seating.seats[0].hearing  # type: ignore[attr-defined]
    return recognizer, hearing


def ours(
    recognizer: WhisperRecognizer, audios: list[Audio], *, batch: int, beam: int, rescue: bool
) -> tuple[float, float, int]:
    """Seconds, share of them in which the engine computes, and pieces that looked wrong."""
    hearing: Hearing = recognizer.seating.seats[0].hearing  # type: ignore[attr-defined]
    recognizer.beam, hearing.batch, hearing.rescue = beam, batch, rescue
    counting, real, opens = Counting(), hearing.model.model, ctranslate2.models.Whisper
    hearing.model.model = counting.watch(real)
    # The second model that samples counts as well.
    ctranslate2.models.Whisper = lambda *parts, **rest: counting.watch(opens(*parts, **rest))
    started, again = time.perf_counter(), 0
    for audio in audios:
        found = recognizer.recognize(audio, language="en", hotwords=(), progress=ignore_progress)
        again += sum(bool(segment.notes) for segment in found.segments)
    seconds = time.perf_counter() - started
    hearing.model.model, ctranslate2.models.Whisper = real, opens
    return seconds, counting.busy / seconds, again


def plain(model: Any, audios: list[Audio], *, batch: int, beam: int) -> float:
    """Seconds of faster-whisper itself; sequential for a batch of none."""
    from faster_whisper import BatchedInferencePipeline

    started = time.perf_counter()
    for audio in audios:
        options = {"language": "en", "beam_size": beam, "word_timestamps": True}
        if batch:
            pipeline = BatchedInferencePipeline(model)
            found, _ = pipeline.transcribe(audio.samples, batch_size=batch, **options)
        else:
            options["condition_on_previous_text"] = False
            found, _ = model.transcribe(audio.samples, vad_filter=True, **options)
        for _segment in found:
            pass
    return time.perf_counter() - started


def print_speed(options: argparse.Namespace, audios: list[Audio]) -> None:
    length = sum(audio.duration for audio in audios)
    print(f"{len(audios)} recordings, {length:.0f} s in all; {options.threads} threads\n")
    print("what                          compute       batch beam  seconds  x real time  engine")
    for compute, beam in product(options.compute, options.beam):
        recognizer, hearing = opened(options, compute)
        form = hearing.place.compute_type
        ours(recognizer, [sound_cut(audios[0])], batch=1, beam=beam, rescue=False)
        for batch in options.batch:
            setting = f"{form:12}  {batch:5} {beam:4}"
            base = plain(hearing.model, audios, batch=batch, beam=beam)
            print_row("plain, batched", setting, base, length)
            seconds, share, _ = ours(recognizer, audios, batch=batch, beam=beam, rescue=False)
            what = f"ours, no rescue ({seconds / base:.2f}x)"
            print_row(what, setting, seconds, length, share=share)
            seconds, share, again = ours(recognizer, audios, batch=batch, beam=beam, rescue=True)
            print_row(f"ours, {again} pieces rescued", setting, seconds, length, share=share)
        if options.sequential:
            seconds = plain(hearing.model, audios, batch=0, beam=beam)
            print_row("plain, sequential", f"{form:12}      – {beam:4}", seconds, length)
        recognizer.close()


def print_row(
    what: str, setting: str, seconds: float, length: float, *, share: float | None = None
) -> None:
    part = "" if share is None else f"{100 * share:6.1f} %"
    print(f"{what:28}  {setting} {seconds:8.1f} {length / seconds:12.1f}  {part}", flush=True)


def sound_cut(audio: Audio) -> Audio:
    """The beginning: what is opened on first use is opened before anything is timed."""
    return Audio(samples=audio.samples[: 12 * RATE])


def print_memory(options: argparse.Namespace) -> None:
    print("minutes  audio MB  peak MB  beyond audio MB")
    for minutes in options.memory:
        command = [sys.executable, __file__, "--peak", str(minutes), *sys.argv[1:]]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        figures = json.loads(out.splitlines()[-1])
        audio, peak = figures["audio_mb"], figures["peak_mb"]
        print(f"{minutes:7}  {audio:8.0f}  {peak:7.0f}  {peak - audio:15.0f}", flush=True)


def peak(options: argparse.Namespace) -> None:
    """One recording in a process of its own, with short answers; prints its peak."""
    recognizer, hearing = opened(options, options.compute[0])
    hearing.model.max_length = SHORT_ANSWERS
    hearing.rescue = False
    audio = sound(options.audio, 60 * options.peak)
    recognizer.recognize(audio, language="en", hotwords=(), progress=ignore_progress)
    print(
        json.dumps(
            {
                "audio_mb": audio.samples.nbytes / 1e6,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
            }
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    shipped = next((ROOT / "recordings").glob("pump-failures.[!t]*"))
    parser.add_argument("--model", default=str(ROOT / "models/demo-whisper"))
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    parser.add_argument("--audio", type=Path, default=shipped)
    parser.add_argument("--seconds", type=float, default=120.0, help="of each recording; 0: all")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, nargs="+", default=[4])
    parser.add_argument("--beam", type=int, nargs="+", default=[5])
    parser.add_argument("--compute", nargs="+", default=["auto"])
    parser.add_argument("--sequential", action="store_true", help="the slow mode as well")
    parser.add_argument("--memory", type=int, nargs="+", default=[], metavar="MINUTES")
    parser.add_argument("--peak", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        peak(options)
    elif options.memory:
        print_memory(options)
    else:
        one = sound(options.audio, options.seconds)
        print_speed(options, [one] * options.copies)


if __name__ == "__main__":
    main()
