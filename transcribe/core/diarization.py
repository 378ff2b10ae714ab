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
    """

    regions: tuple[SpeakerRegion, ...]
    exclusive: tuple[SpeakerRegion, ...]
    backend: str = ""
    model: str = ""
    device: str = "cpu"
    draft: bool = False
    notices: tuple[str, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Labels in order of first speaking."""
        seen: dict[str, None] = {}
        for region in sorted(self.regions, key=lambda region: region.start):
            seen.setdefault(region.speaker)
        return tuple(seen)
