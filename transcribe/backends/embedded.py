"""The embedded diarizer: who spoke when, with parts that carry their weights.

Silero VAD finds speech, resemblyzer's encoder turns it into voices, clustering tells speakers
apart and counts them, and a Viterbi pass sets the borders. A stand-in for pyannote: it marks no
overlapped speech, and voices of one sex in one room are told apart less well.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from transcribe.backends import (
    embedded_boundaries,
    embedded_clustering,
    embedded_doubts,
    embedded_voice,
)
from transcribe.backends.vad import speech_regions
from transcribe.core.diarization import Diarization, SpeakerRegion
from transcribe.core.recording import Audio
from transcribe.core.time import Interval, Seconds
from transcribe.stages.engines import Engine, ProgressHook

FRAME_STEP = embedded_voice.FRAME_STEP
NOISY_EDGE: Seconds = 0.04
"""Kept on both sides of what stands out of noise: noise hides the soft ends of words."""
JOIN: Seconds = 1.5
"""A shorter pause of one speaker does not end a region: people pause this long inside a turn."""
VAD_PADDING: Seconds = 0.1
THRESHOLD, NARROW_THRESHOLD = 0.5, 0.35
"""Probability that counts as speech. Where nothing lies above 4 kHz (telephone), the network is
less sure of all speech: at 0.5 it missed up to 13 % of it, at 0.35 under 1 %."""
MARGIN: Seconds = 0.05
"""Added around what VAD and its padding leave, for edges to be found in; no voice is taken here."""
SHORTEST: Seconds = 0.1
HIDDEN = 2
"""Quiet frames at an edge up to which background passes for speech."""


class EmbeddedDiarizer:
    """Diarizer of the download-free parts; meets `transcribe.stages.diarize.Diarizer`."""

    def __init__(self, engine: Engine, *, device: str = "cpu") -> None:
        self.engine = engine
        self._device = device
        self._encoder: embedded_voice.VoiceEncoder | None = embedded_voice.VoiceEncoder(device)

    def diarize(
        self, audio: Audio, *, speakers: tuple[int, int] | None, progress: ProgressHook
    ) -> Diarization:
        """Find every speaker's regions; see the Protocol."""
        if self._encoder is None:
            raise RuntimeError("the diarizer is closed")
        samples = np.asarray(audio.samples, dtype=np.float32)
        mel, power = embedded_voice.mel_spectrum(samples)
        found = speech_regions(
            samples,
            audio.sample_rate,
            threshold=NARROW_THRESHOLD if embedded_voice.is_narrow(mel) else THRESHOLD,
            padding=VAD_PADDING + MARGIN,
        )
        progress(0.15)
        heard = embedded_boundaries.heard_power(mel)
        windows = embedded_voice.windows_of(tuple(_inner(region) for region in found))
        notices: tuple[str, ...] = ()
        if windows:
            embeddings = self._encoder.embed(
                *embedded_voice.without_background(mel, power),
                windows,
                progress=lambda share: progress(0.15 + 0.6 * share),
            )
            voices = embedded_clustering.cluster_voices(embeddings, windows, speakers=speakers)
            labels, evidence = embedded_boundaries.label_frames(
                voices,
                embeddings,
                windows,
                coefficients=embedded_voice.cepstra(mel),
                power=heard,
                regions=found,
            )
        else:
            labels, evidence = _one_speaker(found, len(mel)), None
            if found:
                notices = ("too little speech to tell voices apart",)
        regions = regions_of(labels, heard, found, duration=len(samples) / audio.sample_rate)
        told = len({region.speaker for region in regions})
        if speakers and 0 < told < speakers[0]:
            notices = (*notices, f"{speakers[0]} speakers were given, {told} could be told apart")
        progress(1.0)
        return Diarization(
            regions=regions,
            exclusive=regions,
            backend=self.engine.name,
            model=self.engine.model,
            device=self._device,
            draft=self.engine.draft,
            notices=notices,
            doubts=embedded_doubts.doubts_of(labels, evidence, regions),
        )

    def close(self) -> None:
        """Let go of the encoder."""
        self._encoder = None


def _inner(region: Interval) -> Interval:
    """Speech without the margin around it."""
    middle = (region.start + region.end) / 2
    return Interval(start=min(region.start + MARGIN, middle), end=max(region.end - MARGIN, middle))


def _one_speaker(found: tuple[Interval, ...], frames: int) -> NDArray[np.int64]:
    labels = np.full(frames, -1, dtype=np.int64)
    for region in found:
        labels[round(region.start / FRAME_STEP) : round(region.end / FRAME_STEP)] = 0
    return labels


def regions_of(
    labels: NDArray[np.int64],
    power: embedded_voice.Floats,
    found: tuple[Interval, ...],
    *,
    duration: Seconds,
) -> tuple[SpeakerRegion, ...]:
    """Runs of equal labels as regions, numbered in order of speaking, edges drawn in to sound.

    Parameters
    ----------
    labels
        Speaker a frame of 10 ms, -1 outside speech.
    power
        Mean square a frame, of what can be speech.
    found
        Speech; its padding is what is taken off.
    """
    speech = labels >= 0
    if not speech.any():
        return ()
    loud = embedded_boundaries.loud_frames(power, speech)
    edge = NOISY_EDGE if embedded_boundaries.is_noisy(power, speech) else 0.0
    level = 10 * np.log10(power + 1e-10)
    changes = np.flatnonzero(np.diff(labels)) + 1
    regions: list[SpeakerRegion] = []
    names: dict[int, str] = {}
    for first, last in zip([0, *changes], [*changes, len(labels)], strict=True):
        if labels[first] < 0:
            continue
        sound = np.flatnonzero(loud[first:last])
        if not len(sound):
            continue
        begin, finish = first + int(sound[0]), first + int(sound[-1]) + 1
        # Background that is loud to the very edge of what VAD found hides where speech sets in.
        if sound[0] <= HIDDEN and (first == 0 or labels[first - 1] < 0):
            begin += embedded_boundaries.quiet_lead(level[begin:finish])
        if last - finish <= HIDDEN and (last == len(labels) or labels[last] < 0):
            finish -= embedded_boundaries.quiet_lead(level[begin:finish][::-1])
        start = max(first * FRAME_STEP, begin * FRAME_STEP - edge)
        end = min(last * FRAME_STEP, finish * FRAME_STEP + edge, duration)
        if end - start < SHORTEST:
            continue
        name = names.setdefault(int(labels[first]), f"SPEAKER_{len(names):02d}")
        regions.append(
            SpeakerRegion(start=round(float(start), 3), end=round(float(end), 3), speaker=name)
        )
    return tuple(_joined(regions))


def _joined(regions: list[SpeakerRegion]) -> list[SpeakerRegion]:
    """Regions of one speaker that hardly part, as one."""
    joined: list[SpeakerRegion] = []
    for region in regions:
        last = joined[-1] if joined else None
        if last and last.speaker == region.speaker and region.start - last.end < JOIN:
            joined[-1] = replace(last, end=region.end)
        else:
            joined.append(region)
    return joined
