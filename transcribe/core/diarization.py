"""Who spoke when, without words."""

from __future__ import annotations

from dataclasses import dataclass

from transcribe.core.time import Interval, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRegion:
    """One interval of one speaker label (``SPEAKER_00``), in seconds, half-open."""

    start: Seconds
    end: Seconds
    speaker: str

    @property
    def interval(self) -> Interval:
        """Its time without its speaker."""
        return Interval(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceDoubt:
    """One interval in which the voice hardly speaks for its region's speaker, in seconds.

    Attributes
    ----------
    other
        Label of the speaker it may be instead.
    margin
        How far the voice is for the region's speaker, 0 to 1; 0 where it is clearly the other's.
    """

    start: Seconds
    end: Seconds
    other: str
    margin: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Diarization:
    """Regions of every speaker.

    Attributes
    ----------
    regions
        Regular diarization: regions of different speakers may overlap.
    exclusive
        At most one speaker at a time: what words are attributed by.
    backend
        ``pyannote``, ``embedded`` or ``channels``.
    doubts
        Where to check words by voice, in order of time; empty where the backend does not say.
    """

    regions: tuple[SpeakerRegion, ...]
    exclusive: tuple[SpeakerRegion, ...]
    backend: str = ""
    model: str = ""
    device: str = "cpu"
    draft: bool = False
    notices: tuple[str, ...] = ()
    doubts: tuple[VoiceDoubt, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Labels in order of first speaking."""
        seen: dict[str, None] = {}
        for region in sorted(self.regions, key=lambda region: region.start):
            seen.setdefault(region.speaker)
        return tuple(seen)
