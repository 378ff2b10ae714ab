"""One Whisper model at work: pieces in batches, what looks wrong again, less when memory ends."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition
from typing import Any

from transcribe.backends import whisper_model
from transcribe.backends.device import first_line, ran_out_of_memory
from transcribe.backends.whisper_doubt import (
    ECHO,
    FAILED,
    MUTE,
    SWITCHED,
    Context,
    Heard,
    better_of,
    doubts,
)
from transcribe.backends.whisper_model import Place, Request
from transcribe.core.asr import Segment, Word
from transcribe.core.time import Interval, Seconds
from transcribe.errors import StageError
from transcribe.stages.inaudible import mark_inaudible

BATCH = {"cuda": 16, "cpu": 4}

SURE_OF_LANGUAGE = 0.7
SHORTEST_OF_LANGUAGE: Seconds = 3.0
"""A piece sounds like another language only when the model is this sure, and it is this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the recording, heard at once.

    Attributes
    ----------
    sound
        ``numpy.float32`` of shape ``(samples,)`` at 16 kHz.
    speech
        Where speech is in it, in seconds of the recording.
    """

    start: Seconds
    end: Seconds
    sound: Any = field(repr=False)
    speech: tuple[Interval, ...]

    @property
    def duration(self) -> Seconds:
        """Length in seconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a piece.

    Attributes
    ----------
    language
        In which it was decoded in the end.
    sounds_like
        Language it sounds like, where that is clear; else empty.
    again
        Whether it was decoded a second time.
    doubtful
        Whether doubts are left.
    """

    segment: Segment
    language: str
    sounds_like: str = ""
    again: bool = False
    doubtful: bool = False


class Hearing:
    """A model on one place; `hear` may be called from two threads, so that it never waits.

    Parameters
    ----------
    steps
        Places from the one the model was opened on downwards.
    """

    def __init__(
        self, folder: Path, model: Any, *, steps: Sequence[Place], threads: int, rescue: bool = True
    ) -> None:
        self.folder, self.model, self.threads = folder, model, threads
        self.steps, self.rescue = tuple(steps), rescue
        self.batch = BATCH[self.steps[0].device]
        self.notices: list[str] = []
        self._turn = Condition()
        self._running, self._stepping, self._version = 0, False, 0

    @property
    def place(self) -> Place:
        """Where it computes, and in the numbers that CTranslate2 chose there."""
        form = getattr(self.model.model, "compute_type", self.steps[0].compute_type)
        return replace(self.steps[0], compute_type=str(form))

    def hear(self, pieces: Sequence[Piece], request: Request) -> list[Told]:
        """What was said in some pieces; needs less memory each time that it runs out.

        Raises
        ------
        StageError
            When it fails, or there is not enough memory on any place.
        """
        told: list[Told] = []
        while len(told) < len(pieces):
            some = pieces[len(told) : len(told) + self.batch]
            version = self._enter()
            try:
                told += self._decode(some, request)
                continue
            except (RuntimeError, MemoryError) as error:
                if not ran_out_of_memory(error):
                    raise StageError(
                        f"the recognizer failed ({first_line(error)})",
                        stage="asr",
                        hint="transcribe doctor says what is missing",
                    ) from None
            finally:
                self._leave()
            self._need_less(version)
        return told

    def sounds_like(
        self, pieces: Sequence[Piece], candidates: tuple[str, ...]
    ) -> tuple[str, float]:
        """Language of some pieces together, and how sure that is (0 to 1)."""
        return whisper_model.sounds_like(self.model, [p.sound for p in pieces], candidates)

    def close(self) -> None:
        """Let go of the weights."""
        self.model = None

    # -- memory -------------------------------------------------------------------------------

    def _enter(self) -> int:
        with self._turn:
            self._turn.wait_for(lambda: not self._stepping)
            self._running += 1
            return self._version

    def _leave(self) -> None:
        with self._turn:
            self._running -= 1
            self._turn.notify_all()

    def _need_less(self, version: int) -> None:
        """Go one step down, unless another thread has done so since."""
        with self._turn:
            if version != self._version or self._stepping:
                self._turn.wait_for(lambda: not self._stepping)
                return
            self._stepping = True
            self._turn.wait_for(lambda: self._running == 0)
        try:
            self._step_down()
        finally:
            with self._turn:
                self._version += 1
                self._stepping = False
                self._turn.notify_all()

    def _step_down(self) -> None:
        """Smaller batches; then smaller numbers; then another device."""
        if self.batch > 1:
            self.batch //= 2
            return
        while len(self.steps) > 1:
            self.notices.append(f"{self.steps[0]} ran out of memory; went on with {self.steps[1]}")
            self.steps = self.steps[1:]
            self.model = None
            gc.collect()
            try:
                self.model = whisper_model.load(self.folder, self.steps[0], threads=self.threads)
            except (RuntimeError, ValueError, MemoryError):
                continue
            self.batch = BATCH[self.steps[0].device]
            return
        raise StageError(
            "there is not enough memory for this model",
            stage="asr",
            hint="name a smaller one: transcribe run … --model small, or asr.model in study.toml",
        )

    # -- words --------------------------------------------------------------------------------

    def _decode(self, pieces: Sequence[Piece], request: Request) -> list[Told]:
        heard, languages = whisper_model.decode_batch(
            self.model, [piece.sound for piece in pieces], request
        )
        found = languages or (("", 0.0),) * len(pieces)
        return [
            self._settle(piece, one, request, _clear(piece, language))
            for piece, one, language in zip(pieces, heard, found, strict=True)
        ]

    def _settle(self, piece: Piece, heard: Heard, request: Request, language: str) -> Told:
        """A piece as it was heard; decoded again, alone, where something looks wrong."""
        context = Context(
            duration=piece.duration,
            speech=tuple(
                Interval(start=part.start - piece.start, end=part.end - piece.start)
                for part in piece.speech
            ),
            prompt=request.told,
            most_tokens=request.most_tokens,
            language=language,
        )
        reasons = doubts(heard, context)
        best = (
            self._look_again(piece, heard, request, context) if reasons and self.rescue else heard
        )
        left = doubts(best, context)
        return Told(
            segment=_segment(piece, best, notes=_notes(heard, best, reasons, left)),
            language=best.language,
            sounds_like=language,
            again=bool(reasons) and self.rescue,
            doubtful=bool(set(left) - {MUTE}),
        )

    def _look_again(self, piece: Piece, heard: Heard, request: Request, context: Context) -> Heard:
        """As Whisper's sequential mode: the likeliest words, and sampled ones where those fail."""
        reasons = doubts(heard, context)
        if SWITCHED in reasons:
            request = replace(request, language=context.language, prompt="", hotwords="")
        if ECHO in reasons:
            request = replace(request, prompt="", hotwords="")
        best = better_of(
            heard, whisper_model.decode_alone(self.model, piece.sound, request), context
        )
        if best.words and not FAILED & set(doubts(best, context)):
            return best
        try:
            sampled = whisper_model.decode_sampled(
                self.model, self.folder, self.steps[0], piece.sound, request, threads=self.threads
            )
        except (RuntimeError, MemoryError) as error:
            if not ran_out_of_memory(error):
                raise
            # What is heard already is worth more than a third try.
            return best
        return better_of(best, sampled, context)


def _clear(piece: Piece, language: tuple[str, float]) -> str:
    code, probability = language
    speech = sum(part.duration for part in piece.speech)
    return code if probability >= SURE_OF_LANGUAGE and speech >= SHORTEST_OF_LANGUAGE else ""


def _notes(
    heard: Heard, best: Heard, reasons: tuple[str, ...], left: tuple[str, ...]
) -> tuple[str, ...]:
    """Why a piece was decoded again, what came of it, and what is still doubted."""
    if best is heard:
        return reasons
    again = [f"decoded again: {reason}" for reason in reasons]
    if best.temperature:
        again.append(f"sampled at temperature {best.temperature:.1f}")
    if best.language != heard.language:
        again.append(f"decoded as {best.language}")
    return (*again, *left)


def _segment(piece: Piece, heard: Heard, *, notes: tuple[str, ...]) -> Segment:
    """Words in the time of the recording, none outside its piece, and marks where none are."""
    words, latest = [], piece.start
    for word in heard.words:
        start = min(piece.end, max(latest, round(piece.start + word.start, 3)))
        end = min(piece.end, max(start, round(piece.start + word.end, 3)))
        latest = start
        words.append(
            Word(start=start, end=end, text=word.text, probability=round(word.probability, 3))
        )
    marked = mark_inaudible(words, piece.speech)
    return Segment(start=piece.start, end=piece.end, words=marked, notes=notes)
