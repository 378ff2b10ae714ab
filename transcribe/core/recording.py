"""A recording, who agreed to what, and what is known about it beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from typing import Any

from transcribe.core.time import Seconds

SCOPES = (
    "record",
    "transcribe",
    "quote",
    "release_text",
    "release_audio",
    "cloud_processing",
    "voice_linking",
)
"""What a participant can agree to, each on its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the participant agreed to.

    Attributes
    ----------
    given
        Day of consent; without it nothing is opened.
    form
        File name of the signed form, for the record only.
    scopes
        Subset of `SCOPES`.
    deadline
        Last day on which withdrawing is still possible.
    """

    given: Date | None = None
    form: str | None = None
    scopes: tuple[str, ...] = ()
    deadline: Date | None = None

    def allows(self, scope: str) -> bool:
        """Whether consent is given and covers a scope."""
        return self.given is not None and scope in self.scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """Facts about the conversation that a person wrote down.

    Attributes
    ----------
    speakers
        Smallest and largest number of speakers, or None to estimate.
    interviewers
        How many of them ask the questions, or None to estimate.
    """

    participant: str
    public_id: str | None = None
    guide: str | None = None
    date: Date | None = None
    language: str | None = None
    speakers: tuple[int, int] | None = None
    interviewers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """Names that must never be seen in a release; private."""

    people: tuple[str, ...] = field(default=(), repr=False)
    organizations: tuple[str, ...] = field(default=(), repr=False)
    products: tuple[str, ...] = field(default=(), repr=False)
    places: tuple[str, ...] = field(default=(), repr=False)
    other: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One recording with its sidecar.

    Attributes
    ----------
    id
        Stem of the file; the name of its folder in the private tree.
    path
        Absolute path of the audio (or ready-made transcript).
    words_path
        Absolute path of a ready-made transcript beside the audio, or None.
    """

    id: str
    path: str
    consent: Consent
    interview: Interview
    identifiers: Identifiers = Identifiers()
    words_path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """Decoded sound.

    Attributes
    ----------
    samples
        ``numpy.float32`` of shape ``(samples,)``, mono, within [-1, 1].
    sample_rate
        Hertz; 16 000 everywhere after decode.
    channels
        Channels the container had before mixing.
    container_duration
        What the container claims, in seconds, or None when it does not say.
    notices
        What a person should know, for example a difference in duration.
    levels
        Decibels of each channel before mixing, every 10 ms: ``numpy.float16`` of shape
        ``(frames, channels)``; None with one channel, or where they are not known.
    """

    samples: Any = field(repr=False)
    sample_rate: int = 16_000
    channels: int = 1
    container_duration: Seconds | None = None
    codec: str = ""
    decoder: str = "pyav"
    notices: tuple[str, ...] = ()
    levels: Any = field(default=None, repr=False)

    @property
    def duration(self) -> Seconds:
        """Decoded length in seconds."""
        return len(self.samples) / self.sample_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedFacts:
    """What the artefact of decode says beside its ``audio.flac``."""

    duration: Seconds
    sample_rate: int
    channels: int
    container_duration: Seconds | None
    codec: str
    decoder: str
    sha256: str
    notices: tuple[str, ...] = ()
