"""When Whisper is not believed, and how speech is cut for it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.backends.vad import join_regions, mend_cuts
from transcribe.backends.whisper_doubt import (
    Context,
    Heard,
    Line,
    better_of,
    doubts,
    repeats,
    strangeness,
)
from transcribe.core.asr import Word
from transcribe.core.time import Interval

CONTEXT = Context(duration=10.0, speech=(Interval(start=0.0, end=10.0),))


def said(
    text: str,
    *,
    start: float = 0.0,
    end: float = 10.0,
    language: str = "en",
    probability: float = 0.9,
    **facts: float,
) -> Heard:
    """A decoding whose words fill a stretch evenly."""
    words = text.split()
    step = (end - start) / max(1, len(words))
    spread = tuple(
        Word(
            start=start + step * n,
            end=start + step * (n + 1),
            text=f" {word}",
            probability=probability,
        )
        for n, word in enumerate(words)
    )
    known = {"tokens": 20, "log_probability": -0.3, "compression": 1.5, "no_speech": 0.01}
    return Heard(lines=(Line(words=spread, **{**known, **facts}),), language=language)  # type: ignore[arg-type]


NOTHING = Heard(lines=(), language="en")
SENTENCE = "we train the model every night and then look at what came out"


def test_good_speech_is_believed() -> None:
    assert doubts(said(SENTENCE), CONTEXT) == ()


@pytest.mark.parametrize(
    ("heard", "reason"),
    [
        (NOTHING, "speech without words"),
        (said(SENTENCE, end=5.0), "speech without words"),
        (said("thank you very much " * 9), "repeats itself"),
        (said(SENTENCE, compression=2.6), "repeats itself"),
        (said(SENTENCE, log_probability=-1.4), "uncertain"),
        (said(SENTENCE, log_probability=-1.4, no_speech=0.9), "perhaps no speech"),
        (said(" ".join(str(n) for n in range(120))), "more words than can be said"),
        (said(SENTENCE, start=2.0, end=2.4, probability=0.05), "words too short, too long"),
        (said(SENTENCE, tokens=448), "more text than the model writes at once"),
    ],
)
def test_doubts(heard: Heard, reason: str) -> None:
    assert any(one.startswith(reason) for one in doubts(heard, CONTEXT))


def test_words_where_nobody_speaks() -> None:
    context = Context(duration=10.0, speech=(Interval(start=0.0, end=4.0),))

    assert doubts(said("we train the model", end=4.0), context) == ()
    assert "words on silence" in doubts(said("thank you for watching", start=6.0), context)


def test_what_it_was_told_to_listen_for_is_no_speech() -> None:
    told = ("airflow", "silver", "brook", "water", "laura", "bennett", "dbt")
    context = Context(duration=10.0, speech=CONTEXT.speech, prompt=told)
    listed = said("Airflow, Silver Brook Water, Laura Bennett, dbt")

    assert "repeats what it was told to listen for" in doubts(listed, context)
    assert doubts(said("and then Laura Bennett of Silver Brook Water came by"), context) == ()


def test_another_language_is_doubted_until_it_is_decoded_as_such() -> None:
    context = Context(duration=10.0, speech=CONTEXT.speech, language="fr")

    assert doubts(said(SENTENCE), context) == ("another language",)
    assert doubts(said(SENTENCE, language="fr"), context) == ()


def test_a_short_sound_may_have_no_words() -> None:
    assert doubts(NOTHING, Context(duration=0.6, speech=(Interval(start=0.0, end=0.6),))) == ()


def test_fewer_doubts_win_then_certainty_and_a_tie_changes_nothing() -> None:
    looped, sure, unsure = said("a b c " * 12), said(SENTENCE), said(SENTENCE, log_probability=-0.9)

    assert better_of(looped, unsure, CONTEXT) is unsure
    assert better_of(unsure, sure, CONTEXT) is sure
    assert better_of(sure, said(SENTENCE), CONTEXT) is sure
    assert better_of(unsure, NOTHING, CONTEXT) is unsure


def test_uncertain_words_are_kept_before_none_and_invented_ones_are_not() -> None:
    uncertain = said(SENTENCE, log_probability=-1.2)
    invented = said(SENTENCE, log_probability=-1.2, no_speech=0.9)

    assert better_of(uncertain, NOTHING, CONTEXT) is uncertain
    assert better_of(invented, NOTHING, CONTEXT) is NOTHING


def test_repeats_counts_the_commonest_run() -> None:
    assert repeats(["a", "b", "c"] * 4) == 4
    assert repeats(["a"]) == 0


def test_strange_words_are_short_long_or_improbable() -> None:
    def word(length: float, probability: float) -> Word:
        return Word(start=0.0, end=length, text=" x", probability=probability)

    assert strangeness([word(0.3, 0.9)] * 8) == 0
    assert strangeness([word(0.3, 0.1)] * 3) == 3
    assert strangeness([word(0.033, 0.9)]) == pytest.approx(1.5)
    assert strangeness([word(3.5, 0.9)]) == pytest.approx(1.5)


@given(st.lists(st.tuples(st.floats(0.05, 100), st.floats(0.05, 10)), min_size=1, max_size=30))
def test_pieces_cover_all_speech_and_none_is_too_long(pairs: list[tuple[float, float]]) -> None:
    regions, time = [], 0.0
    for length, pause in pairs:
        regions.append(Interval(start=time + pause, end=time + pause + length))
        time = regions[-1].end

    pieces = join_regions(regions, longest=29.0)

    assert all(piece.duration <= 29.0 + 1e-6 for piece in pieces)
    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(pieces))
    for region in regions:
        covered = sum(piece.overlap(region) for piece in pieces)
        assert covered == pytest.approx(region.duration)


def test_speech_without_a_pause_is_cut_where_it_is_quietest() -> None:
    sound = np.full(16_000 * 50, 0.3, dtype=np.float32)
    sound[round(25.7 * 16_000) : round(25.8 * 16_000)] = 0.01
    halves = (Interval(start=0.0, end=25.0), Interval(start=25.0, end=50.0))

    first, second = mend_cuts(halves, sound, longest=29.0)

    assert 25.7 < first.end < 25.8
    assert first.end == second.start
    assert (first.start, second.end) == (0.0, 50.0)
    apart = (Interval(start=0.0, end=20.0), Interval(start=21.0, end=40.0))
    assert mend_cuts(apart, sound, longest=29.0) == apart
