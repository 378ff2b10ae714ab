"""The diarizer that knows speakers by their channels, and hands on what it cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from transcribe.backends.channels import Channels, regions_by_channel, split
from transcribe.backends.vad import speech_regions
from transcribe.core.diarization import Diarization
from transcribe.core.recording import Audio
from transcribe.core.time import Interval, Seconds
from transcribe.errors import StageError
from transcribe.stages.diarize import Diarizer
from transcribe.stages.engines import Engine, ProgressHook

NAME = "channels"
VAD_PADDING: Seconds = 0.15
SECOND_VOICE: Seconds = 8.0
"""Speech of a second voice on one channel that makes the channel more than one speaker's."""


class ChannelDiarizer:
    """Speakers by channel; meets `transcribe.stages.diarize.Diarizer`.

    Parameters
    ----------
    other
        Takes the recordings whose channels are no speakers; None when the user named channels:
        then such a recording fails.
    """

    def __init__(self, engine: Engine, *, other: Diarizer | None) -> None:
        self.engine = engine
        self._other = other

    def diarize(
        self, audio: Audio, *, speakers: tuple[int, int] | None, progress: ProgressHook
    ) -> Diarization:
        """Find every speaker's regions; see the Protocol.

        Raises
        ------
        StageError
            When channels were named and this recording has no speaker on each.
        """
        if self._other is not None and audio.levels is None:
            return self._other.diarize(audio, speakers=speakers, progress=progress)
        speech = speech_regions(audio.samples, audio.sample_rate, padding=VAD_PADDING)
        found, reason = split(audio.levels, speech)
        if found is None and audio.levels is None and audio.channels > 1:
            reason = "its channels could not be measured apart"
        notices: tuple[str, ...] = ()
        if found is not None and speakers and not speakers[0] <= found.count <= speakers[1]:
            notices = (
                f"{found.count} channels hold speech, and the sidecar says "
                f"{_range(speakers)} speakers",
            )
        if self._other is None:
            if found is None:
                raise StageError(
                    f"it has no speaker on each channel: {reason}",
                    stage="diarize",
                    hint='in study.toml, [diarization] backend = "auto" tells speakers by voice',
                )
            return self._by_channel(found, audio, notices=notices, progress=progress)
        if found is not None and not notices and not _shared(audio, found):
            return self._by_channel(found, audio, notices=(), progress=progress)
        if found is not None and not notices:
            notices = ("a channel holds several voices, so speakers were told apart by voice",)
        made = self._other.diarize(audio, speakers=speakers, progress=progress)
        return replace(made, notices=(*made.notices, *notices))

    def close(self) -> None:
        """Close the diarizer that stands by."""
        if self._other is not None:
            self._other.close()

    def _by_channel(
        self,
        found: Channels,
        audio: Audio,
        *,
        notices: tuple[str, ...],
        progress: ProgressHook,
    ) -> Diarization:
        regular, exclusive = regions_by_channel(found, duration=audio.duration)
        progress(1.0)
        return Diarization(
            regions=regular, exclusive=exclusive, backend=NAME, model="levels/1", notices=notices
        )


def _range(speakers: tuple[int, int]) -> str:
    low, high = speakers
    return str(low) if low == high else f"{low} to {high}"


def _shared(audio: Audio, found: Channels) -> bool:
    """Whether more than one voice speaks on a channel; never without the parts that hear voices."""
    from transcribe.backends import embedded_clustering, embedded_voice

    if embedded_voice.weights_path() is None:
        return False
    import numpy as np

    mel, power = embedded_voice.mel_spectrum(np.asarray(audio.samples, dtype=np.float32))
    clean = embedded_voice.without_background(mel, power)
    encoder = embedded_voice.VoiceEncoder()
    for channel in range(found.count):
        windows = embedded_voice.windows_of(_alone(found, channel))
        if len(windows) * embedded_voice.WINDOW_STEP < 2 * SECOND_VOICE:
            continue
        voices = embedded_clustering.cluster_voices(encoder.embed(*clean, windows), windows)
        counts: Any = np.sort(np.bincount(voices.labels))[::-1]
        if len(counts) > 1 and counts[1] * embedded_voice.WINDOW_STEP >= SECOND_VOICE:
            return True
    return False


def _alone(found: Channels, channel: int) -> tuple[Interval, ...]:
    """When only this channel is active, pauses bridged: nobody else's voice is in it."""
    regular, _ = regions_by_channel(found, duration=len(found.active) / 100)
    names = found.names
    mine = [region for region in regular if region.speaker == names[channel]]
    others = [region for region in regular if region.speaker != names[channel]]
    alone: list[Interval] = []
    for region in mine:
        start = region.start
        for other in sorted(others, key=lambda region: region.start):
            if other.end <= start or other.start >= region.end:
                continue
            if other.start > start:
                alone.append(Interval(start=start, end=other.start))
            start = max(start, other.end)
        if start < region.end:
            alone.append(Interval(start=start, end=region.end))
    return tuple(alone)
