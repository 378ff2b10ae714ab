"""Words are the transcript's, times the audio's: nothing lost, order kept, times never fall."""

from __future__ import annotations

import itertools
import random
import statistics
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ready_transcripts import interview

from transcribe.core.asr import AsrResult, Segment, Word
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.matching import likeness, match
from transcribe.stages.timing import time_turns


def ready(*texts: str) -> Transcript:
    return Transcript(
        language="en",
        duration=None,
        speakers=(Speaker(label="SPEAKER_00", role="unknown", name="Ana", margin=0.0),),
        turns=tuple(
            Turn(id=f"t{at:04d}", speaker="SPEAKER_00", edited=text, given=(7e5, 8e5))
            for at, text in enumerate(texts, start=1)
        ),
    )


def heard(*words: tuple[float, float, str]) -> AsrResult:
    found = tuple(
        Word(start=start, end=end, text=f" {text}", probability=0.5) for start, end, text in words
    )
    return AsrResult(
        segments=(Segment(start=0.0, end=1.0, words=found),), language="en", engine="x", model="x"
    )


def check(before: Transcript, after: Transcript, duration: float) -> None:
    assert [turn.text for turn in after.turns] == [turn.text for turn in before.turns]
    assert [turn.id for turn in after.turns] == [turn.id for turn in before.turns]
    moment = 0.0
    for turn in after.turns:
        assert "".join(word.text for word in turn.words).split() == turn.text.split()
        assert turn.start is not None
        assert turn.end is not None
        for word in turn.words:
            assert moment <= word.start <= word.end <= duration
            assert 0.0 <= word.probability <= 1.0
            moment = word.start
        assert 0.0 <= turn.start <= turn.end <= duration


def test_heard_words_have_their_times_and_the_others_lie_between() -> None:
    before = ready("Where do you work?", "At a small bakery.")
    after = time_turns(
        before,
        heard(
            (1, 1.2, "where"), (1.2, 1.4, "do"), (1.9, 2, "work"), (5, 5.2, "at"), (6, 7, "bakery")
        ),
        duration=9.0,
    )
    check(before, after, 9.0)
    first, second = after.turns
    assert [word.start for word in first.words] == [1, 1.2, 1.4, 1.9]
    assert (first.start, first.end, second.start, second.end) == (1, 2, 5, 7)
    assert [word.text for word in second.words] == [" At", " a", " small", " bakery."]
    assert first.words[0].probability == 1.0
    assert first.words[2].probability <= 0.5
    assert first.edited is None
    assert after.duration == 9.0
    assert after.notices == ()


def test_a_pause_lies_between_turns_and_not_in_words() -> None:
    before = ready("Where do you live now", "Well in a village")
    after = time_turns(
        before,
        heard((1, 1.2, "where"), (1.2, 1.4, "do"), (31, 31.2, "a"), (31.2, 31.6, "village")),
        duration=40.0,
    )
    check(before, after, 40.0)
    assert after.turns[0].end < 3
    assert after.turns[1].start > 29


def test_joined_and_split_words_share_their_time() -> None:
    before = ready("our data set, isn't it a data-base?")
    after = time_turns(
        before,
        heard(
            (0, 1, "our"),
            (1, 2, "dataset"),
            (2, 3, "isnt"),
            (3, 4, "it"),
            (4, 5, "a"),
            (5, 6, "data"),
            (6, 7, "base"),
        ),
        duration=8.0,
    )
    check(before, after, 8.0)
    times = {word.text.strip(): (word.start, word.end) for word in after.turns[0].words}
    assert times["isn't"] == (2, 3)
    assert times["data-base?"] == (5, 7)
    assert 1 <= times["data"][0] <= times["set,"][1] <= 2


def test_audio_of_another_interview_is_noticed() -> None:
    before = ready("entirely different words were spoken here")
    after = time_turns(before, heard((0, 1, "bonjour"), (1, 2, "madame")), duration=60.0)
    check(before, after, 60.0)
    assert "0%" in after.notices[0]


def test_nothing_heard_spreads_the_words_over_the_audio() -> None:
    before = ready("a b c", "d")
    after = time_turns(before, heard(), duration=12.0)
    check(before, after, 12.0)
    assert after.turns[0].start == 0
    assert after.turns[1].end == pytest.approx(12.0)


def test_text_that_words_cannot_give_is_kept_as_it_came() -> None:
    before = ready("  two  spaces \n here ", "", "\n")
    after = time_turns(before, heard((1, 2, "two"), (3, 4, "here")), duration=5.0)
    check(before, after, 5.0)
    assert after.turns[0].edited == "  two  spaces \n here "
    assert after.turns[1].given == after.turns[2].given


texts = st.lists(st.text(max_size=30), max_size=6)
spans = st.lists(
    st.tuples(st.floats(-5, 50), st.floats(-1, 9), st.text(max_size=6)).map(
        lambda found: (found[0], found[0] + found[1], found[2])
    ),
    max_size=12,
)


@given(texts, spans, st.floats(0, 40))
@example(["00", "0000000", "000000000000", "0"], [(0.0, 1.0, "00")], 0.2953069232105677)
def test_arbitrary_text_and_times(
    said: list[str], words: list[tuple[float, float, str]], duration: float
) -> None:
    before = ready(*said)
    check(before, time_turns(before, heard(*words), duration=duration), duration)


few = st.lists(st.sampled_from("one two three four twos three's".split()), max_size=25)


@given(few, few)
def test_matches_rise_on_both_sides(left: list[str], right: list[str]) -> None:
    pairs = match(left, right)
    for (one, other, _), (next_one, next_other, _) in itertools.pairwise(pairs):
        assert one < next_one
        assert other < next_other
    for one, other, alike in pairs:
        assert alike == likeness(left[one], right[other]) > 0.5
    if left == right:
        assert [(one, other) for one, other, _ in pairs] == [(at, at) for at in range(len(left))]


def distort(
    rows: Sequence[tuple[str, str]], *, errors: float, seed: int
) -> tuple[AsrResult, list[float], float]:
    """What a recognizer that errs so often hears, the true onsets, and the duration."""
    chance = random.Random(seed)
    vocabulary = [word for _, text in rows for word in text.split()]
    words: list[tuple[float, float, str]] = []
    onsets: list[float] = []
    now = 0.5
    for _, text in rows:
        now += chance.choice([0, 0.2, 0.5, 3])
        for word in text.split():
            long = 0.1 + 0.06 * len(word) * chance.uniform(0.6, 1.4)
            onsets.append(now)
            fate = chance.random()
            if fate < 0.6 * errors:
                words.append((now, now + long, chance.choice(vocabulary)))
            elif fate < 0.85 * errors:
                pass
            else:
                words.append((now, now + long, word.lower()))
                if fate < errors:
                    words.append((now + long / 2, now + long, chance.choice(vocabulary)))
            now += long + chance.choice([0, 0, 0, 0.3])
    return heard(*words), onsets, now


@pytest.mark.parametrize("number", ["04", "13", "33"])
def test_real_interviews_under_a_draft_recognizer(shared: object, number: str) -> None:
    rows = interview(shared / "data/alignment" / f"interview-{number}.tsv")  # type: ignore[operator]
    asr, onsets, duration = distort(rows, errors=0.3, seed=1)
    before = ready(*(text for _, text in rows))
    after = time_turns(before, asr, duration=duration)
    check(before, after, duration)
    off = [
        abs(word.start - onset)
        for word, onset in zip((w for t in after.turns for w in t.words), onsets, strict=True)
    ]
    assert statistics.median(off) < 0.05
    assert statistics.quantiles(off, n=20)[-1] < 0.5
    assert not after.notices
