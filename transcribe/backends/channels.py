"""Speakers by channel: recordings in which every speaker has a microphone or a line of their own.

A speaker heard on one channel only is known by it, better than by any voice. What must be told
apart is two channels of one room (stereo), whose levels rise and fall together, and the sound of
one speaker leaking into the other's channel. Levels of 10 ms decide; how much leaks is read off
the moments when a channel is loud and the other is as quiet as it ever gets beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transcribe.core.diarization import SpeakerRegion
from transcribe.core.time import Interval, Seconds

FRAME: Seconds = 0.01
SMOOTH = 10
"""Frames, 100 ms, over which levels are averaged: single frames of one room differ by chance."""
APART = 18.0
"""Decibels by which the levels' difference must range, from one speaker to the other."""
LEAST: Seconds = 1.0
"""Speech of its own that a channel must hold to be a speaker's."""
ABOVE_LEAK = 6.0
"""Decibels above what leaks in from another channel that make a channel's own speech."""
ABOVE_NOISE = 8.0
DEEP = 36.0
"""Decibels below a channel's loud speech at which its speech ends."""
LOUD = 12.0
"""Decibels below a channel's loudest in which leaking is measured."""
CLEAR = 12.0
"""Decibels that loud speech must stand above its channel's background."""
LOWEST = 60.0
"""Decibels below the loudest channel that count as silence."""
BRIDGED: Seconds = 0.3
"""A shorter pause is none, whoever speaks in it."""
JOIN: Seconds = 1.25
"""A shorter pause ends no region when nobody else speaks in it."""
SHORTEST: Seconds = 0.1

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Whose channel is whose.

    Attributes
    ----------
    active
        Shape ``(frames, speakers)``: when each channel holds speech of its own.
    level
        Decibels relative to the channel's loud speech, same shape.
    """

    active: Mask
    level: Floats

    @property
    def count(self) -> int:
        """Number of speakers."""
        return int(self.active.shape[1])

    @property
    def names(self) -> dict[int, str]:
        """Label of each channel's speaker, in order of speaking."""
        first = [int(np.argmax(self.active[:, c])) for c in range(self.count)]
        order = sorted(range(self.count), key=lambda c: first[c])
        return {c: f"SPEAKER_{place:02d}" for place, c in enumerate(order)}


def split(levels: Any, speech: tuple[Interval, ...]) -> tuple[Channels | None, str]:
    """Find out whether each channel has a speaker of its own.

    Parameters
    ----------
    levels
        Decibels, shape ``(frames, channels)``; see `transcribe.backends.levels`.
    speech
        Where speech is in the mixed sound.

    Returns
    -------
    Channels or None, str
        None with the reason, as the end of a sentence, when the channels are no speakers.
    """
    if levels is None or levels.shape[1] < 2:
        return None, "it has one channel"
    raw = _smoothed(np.asarray(levels, dtype=np.float32))
    spoken = _frames(speech, len(raw))
    if not spoken.any():
        return None, "no speech was found in it"
    raw = np.maximum(raw, raw[spoken].max() - LOWEST)
    sounding = [c for c in range(raw.shape[1]) if _swing(raw[:, c], spoken) >= ABOVE_NOISE]
    if len(sounding) < 2:
        return None, "only one of its channels holds speech"
    raw = raw[:, sounding]
    if float(np.abs(raw[spoken] - raw[spoken][:, :1]).max()) < 1.0:
        return None, "its channels hold the same sound"
    return _owners(raw, spoken)


def _owners(raw: Floats, spoken: Mask) -> tuple[Channels | None, str]:
    """Channels that hold speech of their own; two that hold the same speech are one room's."""
    loud = np.percentile(raw[spoken], 97, axis=0)
    noise = np.percentile(raw, 5, axis=0)
    if float((loud - noise).min()) < CLEAR:
        return None, "one of its channels holds more noise than speech"
    distance = _leaks(_risen(raw, noise), spoken, loud)
    # What leaks is taken with the background in it: that is nobody's speech either.
    leak = _leaks(raw, spoken, loud)
    count = raw.shape[1]
    for a in range(count):
        for b in range(a):
            if -(distance[a, b] + distance[b, a]) < APART:
                return None, "its channels hold the same voices (stereo, or microphones too close)"
    active = np.zeros_like(raw, dtype=bool)
    for c in range(count):
        others = [raw[:, k] + leak[c, k] for k in range(count) if k != c]
        limit = np.maximum(np.max(others, axis=0) + ABOVE_LEAK, noise[c] + ABOVE_NOISE)
        active[:, c] = spoken & (raw[:, c] > np.maximum(limit, loud[c] - DEEP))
    seconds = active.sum(axis=0) * FRAME
    own = np.flatnonzero(seconds >= LEAST)
    if len(own) < 2:
        return None, "only one of its channels holds speech"
    return Channels(active=active[:, own], level=(raw - loud)[:, own]), ""


def _leaks(raw: Floats, spoken: Mask, loud: Floats) -> Floats:
    """Decibels at which one channel's speech is heard in another, relative to its own.

    A channel is never quieter than what leaks into it, so the lowest of the differences while the
    other is loud is the leak.
    """
    count = raw.shape[1]
    leak = np.zeros((count, count), dtype=np.float32)
    for k in range(count):
        talking = spoken & (raw[:, k] > loud[k] - LOUD)
        for c in range(count):
            if c != k:
                leak[c, k] = np.percentile(raw[talking, c] - raw[talking, k], 5)
    return leak


def _risen(raw: Floats, noise: Floats) -> Floats:
    """Levels with the background's power taken off, down to 10 dB below it."""
    power, floor = 10 ** (raw / 10), 10 ** (noise / 10)
    risen: Floats = 10 * np.log10(np.maximum(power - 1.5 * floor, 0.1 * floor))
    return risen


def _smoothed(levels: Floats) -> Floats:
    from scipy.ndimage import uniform_filter1d

    power = uniform_filter1d(10 ** (levels / 10), SMOOTH, axis=0, mode="nearest")
    smooth: Floats = (10 * np.log10(np.maximum(power, 1e-10))).astype(np.float32)
    return smooth


def _swing(level: Floats, spoken: Mask) -> float:
    """Decibels between a channel's quiet and its loud moments."""
    return float(np.percentile(level[spoken], 97) - np.percentile(level, 5))


def _frames(speech: tuple[Interval, ...], count: int) -> Mask:
    mask = np.zeros(count, dtype=bool)
    for region in speech:
        mask[round(region.start / FRAME) : round(region.end / FRAME)] = True
    return mask


def regions_by_channel(
    channels: Channels, *, duration: Seconds
) -> tuple[tuple[SpeakerRegion, ...], tuple[SpeakerRegion, ...]]:
    """Regular regions, which may overlap, and exclusive ones, speakers in order of speaking.

    In overlapped speech the channel that is louder, by its own measure, has the words.
    """
    runs = [_runs(channels.active, c) for c in range(channels.count)]
    names = channels.names
    regular = [(first, last, c) for c in range(channels.count) for first, last in runs[c]]
    held = np.zeros((len(channels.active), channels.count), dtype=bool)
    for first, last, c in regular:
        held[first:last, c] = True
    owner = np.where(held, channels.level, -np.inf).argmax(axis=1)
    owner[~held.any(axis=1)] = -1
    changes = np.flatnonzero(np.diff(owner)) + 1
    bounds = [0, *changes.tolist(), len(owner)]
    exclusive = [
        (first, last, int(owner[first]))
        for first, last in pairwise(bounds)
        if last > first and owner[first] >= 0
    ]
    return _named(regular, names, duration), _named(_steadied(exclusive), names, duration)


def _runs(active: Mask, speaker: int) -> list[tuple[int, int]]:
    """When a speaker speaks: short pauses bridged, longer ones where nobody else speaks."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], active[:, speaker].astype(np.int8), [0]])))
    others = np.delete(active, speaker, axis=1).max(axis=1)
    runs: list[tuple[int, int]] = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        gap = first - runs[-1][1] if runs else 0
        alone = bool(runs) and others[runs[-1][1] : first].sum() * FRAME < SHORTEST
        if runs and (gap * FRAME < BRIDGED or (gap * FRAME < JOIN and alone)):
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return [run for run in runs if (run[1] - run[0]) * FRAME >= SHORTEST]


def _steadied(pieces: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Pieces shorter than a syllable joined to the one they touch."""
    steady: list[tuple[int, int, int]] = []
    for first, last, speaker in pieces:
        touches = bool(steady) and steady[-1][1] == first
        if touches and (speaker == steady[-1][2] or (last - first) * FRAME < SHORTEST):
            steady[-1] = (steady[-1][0], last, steady[-1][2])
        else:
            steady.append((first, last, speaker))
    return steady


def _named(
    pieces: list[tuple[int, int, int]], names: dict[int, str], duration: Seconds
) -> tuple[SpeakerRegion, ...]:
    return tuple(
        SpeakerRegion(
            start=round(first * FRAME, 3),
            end=round(min(last * FRAME, duration), 3),
            speaker=names[speaker],
        )
        for first, last, speaker in sorted(pieces)
        if first * FRAME < duration
    )
