"""faster-whisper: batched for speed, and what looks wrong decoded again with care.

The traps of its batched mode that this goes round: pieces over 30 s lose their rest, so speech is
cut at pauses before; there is no temperature fallback, so doubtful pieces are decoded again alone;
prompts are not kept short enough to leave room for an answer; it returns a lazy generator, so it
is exhausted where a failure can still be met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

from transcribe.backends.device import gpu_names, ladder
from transcribe.backends.sound_notices import sound_notices
from transcribe.backends.vad import finite, join_regions, mend_cuts, speech_blocks
from transcribe.backends.whisper_hearing import Piece
from transcribe.backends.whisper_model import Place
from transcribe.backends.whisper_notices import alerts_of, notices_of
from transcribe.backends.whisper_prompt import build_request, token_counter
from transcribe.backends.whisper_seating import Seating
from transcribe.backends.whisper_seats import (
    LocalSeat,
    ProcessSeat,
    Seat,
    SeatLostError,
    open_on_first,
)
from transcribe.backends.whisper_window import MARGIN, window_of
from transcribe.core.asr import AsrResult
from transcribe.core.recording import Audio
from transcribe.core.time import Interval, Seconds
from transcribe.errors import MissingPartError
from transcribe.stages.engines import Engine, ProgressHook

SHORTEST_PAUSE: Seconds = 0.16
"""Where a piece may end: as in faster-whisper's batched mode."""

BLOCK: Seconds = 120.0
"""Sound looked through for speech ahead of the decoding: the engine starts after the first."""

BEAM = 5
PIECES_FOR_LANGUAGE = 4


def open_whisper(
    engine: Engine, folder: Path, *, device: str, compute_type: str, threads: int
) -> WhisperRecognizer:
    """Load a model on the best device that really computes; on every GPU, where there are some.

    Raises
    ------
    MissingPartError
        When the named device cannot be used, or the folder is no model that can be loaded.
    """
    steps = tuple(Place(device=on, compute_type=form) for on, form in ladder(device, compute_type))
    on_cpu = tuple(place for place in steps if place.device == "cpu")

    def open_here(places: tuple[Place, ...]) -> LocalSeat:
        hearing, failure = open_on_first(folder, places, threads=threads)
        if hearing is None:
            raise _cannot_open(engine, failure)
        return LocalSeat(hearing)

    gpus = len(gpu_names()) if len(on_cpu) < len(steps) else 0
    seats: list[Seat] = []
    if gpus > 1:
        seats += _open_each(folder, steps, gpus=gpus, threads=threads)
    if not seats:
        seats = [open_here(steps)]
    spare = (lambda: open_here(on_cpu)) if on_cpu else None
    return WhisperRecognizer(engine, folder, seats, spare=spare)


def _open_each(
    folder: Path, steps: tuple[Place, ...], *, gpus: int, threads: int
) -> list[ProcessSeat]:
    """A process for each GPU that computes."""
    forms = [place.compute_type for place in steps if place.device == "cuda"]
    seats = [
        ProcessSeat(
            folder,
            steps=[Place(device="cuda", compute_type=form, index=number) for form in forms],
            threads=max(1, threads // gpus),
        )
        for number in range(gpus)
    ]
    opened = []
    for seat in seats:
        try:
            seat.wait_until_open()
            opened.append(seat)
        except SeatLostError:
            seat.close()
    return opened


def _cannot_open(engine: Engine, failure: str) -> MissingPartError:
    return MissingPartError(
        f"the model {engine.model} cannot be opened ({failure or 'no GPU was found'})",
        stage="asr",
        hint="transcribe doctor says what is missing; transcribe models verify checks the weights",
    )


class WhisperRecognizer:
    """An opened faster-whisper model.

    Parameters
    ----------
    seats
        Where pieces are heard, at least one.
    spare
        Opens a seat on the CPU when all others are lost; None where the device was named.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        seats: list[Seat],
        *,
        spare: Callable[[], Seat] | None = None,
    ) -> None:
        self.engine, self.folder = engine, folder
        self.seating = Seating(seats, spare=spare)
        self.notices: list[str] = []
        self.longest, self.beam = window_of(folder) - MARGIN, BEAM

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
        """Recognize one recording.

        Parameters
        ----------
        prompt
            The study's own words to begin with; steers spelling and manner.
        candidates
            Languages that may be spoken; empty for any.

        Raises
        ------
        transcribe.errors.MissingPartError
            When the model does not know the language.
        transcribe.errors.StageError
            When it fails, or there is not enough memory on any device.
        """
        self._check(language)
        with ThreadPoolExecutor(1) as reader:
            blocks = _ahead(self._blocks(audio), reader)
            first = next((block for block in blocks if block), ())
            found, sure = self._language(first, language, candidates)
            request = build_request(
                token_counter(self.folder),
                language=found,
                hotwords=hotwords,
                prompt=prompt,
                candidates=candidates,
                beam=self.beam,
            )
            pieces = chain(first, chain.from_iterable(blocks))
            told, places = self.seating.hear(
                pieces, request, duration=audio.duration, progress=progress
            )
        progress(1.0)
        given = language is not None
        alerts = (
            *self.seating.notices,
            *sound_notices(audio.samples),
            *alerts_of(told, language=found, sure=sure, given=given),
        )
        return AsrResult(
            segments=tuple(one.segment for one in told if one.segment.words),
            language=found,
            engine=self.engine.name,
            model=self.engine.model,
            device=", ".join(dict.fromkeys(place.device for place in places)),
            compute_type=", ".join(dict.fromkeys(place.compute_type for place in places)),
            draft=self.engine.draft,
            notices=(*self.notices, *alerts, *notices_of(told, language=found)),
            alerts=alerts,
        )

    def close(self) -> None:
        """Let go of the weights."""
        self.seating.close()

    def _blocks(self, audio: Audio) -> Iterator[tuple[Piece, ...]]:
        """Pieces of speech, some minutes of the recording at a time."""
        rest: tuple[Interval, ...] = ()
        for found in speech_blocks(
            audio.samples,
            audio.sample_rate,
            shortest_silence=SHORTEST_PAUSE,
            longest=self.longest,
            block=BLOCK,
        ):
            regions = (*rest, *found)
            pieces = self._cut(audio, regions)
            # The last one may go on in the next block.
            rest = tuple(region for region in regions if pieces and region.end > pieces[-1].start)
            if rest:
                rest = (Interval(start=pieces[-1].start, end=rest[0].end), *rest[1:])
            yield tuple(_piece(audio, piece, regions) for piece in pieces[:-1])
        yield tuple(_piece(audio, piece, rest) for piece in self._cut(audio, rest))

    def _cut(self, audio: Audio, regions: tuple[Interval, ...]) -> tuple[Interval, ...]:
        pieces = join_regions(regions, longest=self.longest)
        return mend_cuts(pieces, audio.samples, longest=self.longest)

    def _check(self, language: str | None) -> None:
        from transcribe.backends.whisper_folder import languages_of

        known = languages_of(self.folder)
        if language is not None and known and _plain(language) not in known:
            raise MissingPartError(
                f"the model {self.engine.model.split('@')[0]} does not know the language "
                f"{_plain(language)!r}",
                stage="asr",
                hint="name another model, or fetch one: transcribe models fetch small",
            )

    def _language(
        self, pieces: tuple[Piece, ...], wanted: str | None, candidates: tuple[str, ...]
    ) -> tuple[str, float]:
        """Language of the recording, and how sure that is."""
        from transcribe.backends.whisper_folder import languages_of

        if wanted is not None:
            return _plain(wanted), 1.0
        known = languages_of(self.folder)
        if len(known) == 1 or not pieces:
            return (known[0] if len(known) == 1 else (*candidates, "en")[0]), 1.0
        some = sorted(pieces, key=lambda piece: (-piece.duration, piece.start))
        return self.seating.sounds_like(some[:PIECES_FOR_LANGUAGE], candidates)


def _ahead(items: Iterator[Any], reader: ThreadPoolExecutor) -> Iterator[Any]:
    """The same items, each made in another thread while the one before is used."""
    end = object()
    following = reader.submit(next, items, end)
    while (item := following.result()) is not end:
        following = reader.submit(next, items, end)
        yield item


def _piece(audio: Audio, piece: Interval, regions: tuple[Interval, ...]) -> Piece:
    import numpy as np

    rate = audio.sample_rate
    sound = audio.samples[round(piece.start * rate) : round(piece.end * rate)]
    speech = tuple(
        Interval(start=max(piece.start, region.start), end=min(piece.end, region.end))
        for region in regions
        if region.overlap(piece) > 0
    )
    if not np.isfinite(sound).all():
        sound = finite(sound)
    return Piece(start=piece.start, end=piece.end, sound=sound, speech=speech)


def _plain(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()
