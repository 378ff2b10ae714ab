"""The embedded recognizer: pocketsphinx with the American English model it carries.

A stand-in that needs no download: English only, lower case, no punctuation. Speech is found by
VAD and its pieces are decoded in processes (pocketsphinx holds the interpreter's lock).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transcribe.backends.sound_notices import NO_SPEECH, inaudible_notices, sound_notices
from transcribe.backends.sphinx_worker import Heard, HeardWord, decode_piece, load
from transcribe.backends.vad import speech_regions
from transcribe.core.asr import AsrResult, Segment, Word
from transcribe.core.recording import Audio
from transcribe.core.time import Interval, Seconds
from transcribe.errors import MissingPartError, StageError
from transcribe.stages.engines import Engine, ProgressHook
from transcribe.stages.inaudible import mark_inaudible

LONGEST_PIECE: Seconds = 20.0
SHORTEST_PAUSE: Seconds = 0.3
PADDING: Seconds = 0.1
PIECES_AHEAD = 4
"""Pieces waiting for each worker: enough to keep it busy, few enough to keep memory flat."""

ALWAYS_CAPITAL = {"i": "I", "i'm": "I'm", "i'll": "I'll", "i've": "I've", "i'd": "I'd"}


class SphinxRecognizer:
    """pocketsphinx in ``jobs`` processes, started with the first recording.

    Parameters
    ----------
    jobs
        Processes to decode in, at least 1.
    """

    def __init__(self, engine: Engine, *, jobs: int) -> None:
        self.engine = engine
        self.jobs = max(1, jobs)
        self._pool: Any = None

    def recognize(
        self,
        audio: Audio,
        *,
        language: str | None,
        hotwords: tuple[str, ...],
        progress: ProgressHook,
        prompt: str = "",
        candidates: tuple[str, ...] = (),
    ) -> AsrResult:
        """Recognize one recording; it makes no use of hotwords, a prompt or other languages.

        Raises
        ------
        transcribe.errors.MissingPartError
            When the language is not English.
        transcribe.errors.StageError
            When a worker process was killed.
        """
        if language is not None and language.split("-")[0].lower() != "en":
            raise english_only(language)
        regions = speech_regions(
            audio.samples,
            audio.sample_rate,
            shortest_silence=SHORTEST_PAUSE,
            padding=PADDING,
            longest=LONGEST_PIECE,
        )
        heard = self._decode_all(audio, regions, progress)
        segments = tuple(
            segment
            for region, piece in zip(regions, heard, strict=True)
            if (segment := segment_of(region, piece)).words
        )
        alerts = sound_notices(audio.samples)
        alerts += () if regions else (NO_SPEECH,)
        return AsrResult(
            segments=segments,
            language="en",
            engine=self.engine.name,
            model=self.engine.model,
            device="cpu",
            draft=True,
            notices=(*alerts, *inaudible_notices(segments)),
            alerts=alerts,
        )

    def close(self) -> None:
        """End the worker processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _decode_all(
        self, audio: Audio, regions: tuple[Interval, ...], progress: ProgressHook
    ) -> list[Heard]:
        from concurrent.futures import FIRST_COMPLETED, Future, wait
        from concurrent.futures.process import BrokenProcessPool

        heard: dict[int, Heard] = {}
        total = sum(region.duration for region in regions)
        done: Seconds = 0.0
        waiting: dict[Future[Heard], int] = {}
        pieces = _pieces(audio, regions)
        try:
            while len(heard) < len(regions):
                while len(waiting) < self.jobs * PIECES_AHEAD:
                    following = next(pieces, None)
                    if following is None:
                        break
                    number, samples = following
                    waiting[self._workers().submit(decode_piece, samples)] = number
                finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in finished:
                    number = waiting.pop(future)
                    heard[number] = future.result()
                    done += regions[number].duration
                    progress(min(1.0, done / total))
        except BrokenProcessPool:
            self._kill()
            raise StageError(
                "a process of the recognizer was ended from outside, or ran out of memory",
                stage="asr",
                hint="run again; with --jobs 1 it needs the least memory",
            ) from None
        except BaseException:
            # Ctrl-C among them: no worker outlives the run.
            self._kill()
            raise
        return [heard[number] for number in range(len(regions))]

    def _workers(self) -> Any:
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(
                max_workers=self.jobs,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=load,
            )
        return self._pool

    def _kill(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        # Python 3.14 has ProcessPoolExecutor.kill_workers; before, the processes are reached so.
        processes = list((pool._processes or {}).values())
        for process in processes:
            process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def english_only(language: str) -> MissingPartError:
    """What to say when the embedded recognizer is asked for another language."""
    return MissingPartError(
        f"the embedded recognizer knows only English, and this recording is in {language!r}",
        stage="asr",
        hint="get a recognizer for other languages: transcribe models fetch small",
    )


def _pieces(audio: Audio, regions: tuple[Interval, ...]) -> Iterator[tuple[int, bytes]]:
    """The sound of each region as 16-bit samples, made one at a time."""
    import numpy as np

    for number, region in enumerate(regions):
        first = round(region.start * audio.sample_rate)
        piece = audio.samples[first : round(region.end * audio.sample_rate)]
        yield number, np.rint(np.clip(piece, -1, 1) * 32767).astype("<i2").tobytes()


def segment_of(region: Interval, heard: Heard) -> Segment:
    """Words of one piece, moved to the time of the recording and kept inside the piece.

    Speech that gave none is marked as inaudible.
    """
    words = mark_inaudible([_word(region, word) for word in heard.words], (region,))
    return Segment(start=region.start, end=region.end, words=words)


def _word(region: Interval, word: HeardWord) -> Word:
    start = min(region.end, round(region.start + word.start, 3))
    return Word(
        start=start,
        end=max(start, min(region.end, round(region.start + word.end, 3))),
        text=" " + ALWAYS_CAPITAL.get(word.text, word.text),
        probability=word.probability,
    )
