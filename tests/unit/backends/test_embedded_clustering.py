"""Telling made-up voices apart: directions in space with the spread that real ones show."""

from __future__ import annotations

import numpy as np
import pytest

from transcribe.backends.embedded_boundaries import label_frames, voice_scores
from transcribe.backends.embedded_clustering import Voices, cluster_voices
from transcribe.backends.embedded_voice import windows_of
from transcribe.core.time import Interval


def voices(counts: list[int]) -> tuple[np.ndarray, list[tuple[int, int]], list[int]]:
    """Windows of voices that take turns of ten windows; likeness 0.8 within, 0.45 between."""
    rng = np.random.default_rng(0)
    basis = np.linalg.qr(rng.standard_normal((256, len(counts) + 1)))[0].T
    centres = np.sqrt(0.56) * basis[0] + np.sqrt(0.44) * basis[1:]
    left, order = list(counts), []
    while any(left):
        for voice, rest in enumerate(left):
            order += [voice] * min(10, rest)
            left[voice] = max(0, rest - 10)
    noise = rng.standard_normal((len(order), 256)) / np.sqrt(256)
    rows = np.sqrt(0.8) * centres[order] + np.sqrt(0.2) * noise
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    windows = [(40 * at, 40 * at + 160) for at in range(len(rows))]
    return rows.astype(np.float32), windows, order


def agreeing(found: Voices, order: list[int]) -> float:
    """Share of windows in the group that their voice mostly has."""
    right = 0
    for voice in set(order):
        mine = found.labels[np.array(order) == voice]
        right += np.bincount(mine).max()
    return right / len(order)


@pytest.mark.parametrize("counts", [[60], [80, 40], [90, 50, 30], [120, 60, 8]])
def test_voices_are_counted_and_told_apart(counts: list[int]) -> None:
    rows, windows, order = voices(counts)

    found = cluster_voices(rows, windows)

    assert len(found.centroids) == len(counts)
    assert agreeing(found, order) == 1.0


def like_voices(size: int, *, between: float) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Two voices in turns of ten windows, likeness 0.72 within; neighbours share sound."""
    rng = np.random.default_rng(1)
    basis = np.linalg.qr(rng.standard_normal((256, 3)))[0].T
    alike = between / 0.72
    centres = np.sqrt(alike) * basis[0] + np.sqrt(1 - alike) * basis[1:]
    sound = rng.standard_normal((4 * size + 4, 256)) / 16
    rows = []
    for at in range(size):
        heard = sound[at : at + 4].sum(axis=0) / 2
        rows.append(np.sqrt(0.72) * centres[at // 10 % 2] + np.sqrt(0.28) * heard)
    made = np.stack(rows)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(np.float32), [(40 * at, 40 * at + 160) for at in range(size)]


def test_like_voices_of_a_short_call_are_two() -> None:
    rows, windows = like_voices(60, between=0.62)

    found = cluster_voices(rows, windows)

    order = [at // 10 % 2 for at in range(60)]
    assert len(found.centroids) == 2
    assert agreeing(found, order) > 0.95


def test_one_voice_of_a_short_call_is_one() -> None:
    rows, windows = like_voices(60, between=0.72)

    assert len(cluster_voices(rows, windows).centroids) == 1


def test_a_given_number_parts_voices_that_the_estimate_would_join() -> None:
    rows, windows = like_voices(60, between=0.66)

    found = cluster_voices(rows, windows, speakers=(2, 2))

    assert agreeing(found, [at // 10 % 2 for at in range(60)]) > 0.9


def test_a_given_number_finds_a_remark_before_it_cuts_a_talker_up() -> None:
    # One voice, and "good morning" of another, twice: no whole window holds it.
    rows, windows, order = voices([60, 2])
    windows = [
        (first, first + 80 if voice else last)
        for (first, last), voice in zip(windows, order, strict=True)
    ]

    found = cluster_voices(rows, windows, speakers=(2, 2))

    assert len(found.centroids) == 2
    assert agreeing(found, order) == 1.0
    assert sorted(np.bincount(found.labels)) == [2, 60]


def test_most_turns_of_like_voices_are_not_swallowed() -> None:
    rows, windows = like_voices(60, between=0.62)
    frames = windows[-1][1]
    order = np.array([at // 10 % 2 for at in range(60)])

    labels, _ = label_frames(
        cluster_voices(rows, windows, speakers=(2, 2)),
        rows,
        windows,
        coefficients=np.zeros((frames, 20), dtype=np.float32),
        power=np.full(frames, 1e-3, dtype=np.float32),
        regions=(Interval(start=0.0, end=frames / 100),),
    )

    middles = labels[[(first + last) // 2 for first, last in windows]]
    # Five turns of six; weighed as voices far apart, four.
    assert max((middles == order).mean(), (middles != order).mean()) > 0.8


def test_windows_over_a_change_are_no_speaker() -> None:
    rows, windows, _ = voices([80, 60])
    mixed = rows[:10] + rows[10:20]
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    rows = np.concatenate([rows, mixed])
    windows = [*windows, *((40 * at, 40 * at + 160) for at in range(140, 150))]

    assert len(cluster_voices(rows, windows).centroids) == 2


@pytest.mark.parametrize(
    ("given", "expected"), [((2, 2), 2), ((1, 1), 1), ((4, 4), 4), ((2, 5), 3)]
)
def test_given_number_wins(given: tuple[int, int], expected: int) -> None:
    rows, windows, _ = voices([90, 50, 30])

    assert len(cluster_voices(rows, windows, speakers=given).centroids) == expected


def test_blocks_of_a_long_recording_share_their_speakers() -> None:
    rows, windows, order = voices([1800, 1500])

    found = cluster_voices(rows, windows)

    assert len(found.centroids) == 2
    assert agreeing(found, order) == 1.0


def test_same_input_same_speakers() -> None:
    rows, windows, _ = voices([90, 50, 30])

    one, other = cluster_voices(rows, windows), cluster_voices(rows, windows)

    assert np.array_equal(one.labels, other.labels)
    assert np.array_equal(one.centroids, other.centroids)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_few_windows_are_no_trouble(count: int) -> None:
    rows, windows, _ = voices([count])

    assert len(cluster_voices(rows, windows).labels) == count
    assert len(cluster_voices(rows, windows, speakers=(2, 2)).labels) == count


def test_windows_fill_their_region() -> None:
    found = windows_of(
        (
            Interval(start=1.0, end=4.0),
            Interval(start=5.0, end=5.8),
            Interval(start=6.0, end=6.1),
        )
    )

    assert found[0] == (100, 260)
    assert found[-2] == (240, 400)
    assert found[-1] == (500, 580)


def test_scores_lean_on_the_middle_of_windows() -> None:
    likeness = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)

    scores = voice_scores(likeness, [(0, 160), (80, 240)], 240)

    assert scores[40].argmax() == 0
    assert scores[200].argmax() == 1
