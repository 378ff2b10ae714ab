"""Speech without words is shown, and never as a pause."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from transcribe.backends import pii
from transcribe.core.asr import INAUDIBLE, Word
from transcribe.core.recording import Identifiers
from transcribe.core.time import Interval
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.evaluation.normal import normal_words
from transcribe.stages.inaudible import mark_inaudible, unheard


def word(start: float, end: float, text: str = " so") -> Word:
    return Word(start=start, end=end, text=text, probability=0.9)


def test_a_stretch_without_any_word_is_marked_whole() -> None:
    (mark,) = mark_inaudible((), (Interval(start=3.0, end=5.0), Interval(start=5.2, end=6.0)))

    assert (mark.start, mark.end, mark.text, mark.probability) == (3.0, 6.0, f" {INAUDIBLE}", 0.0)


def test_a_cough_is_not() -> None:
    assert mark_inaudible((), (Interval(start=3.0, end=3.8),)) == ()
    assert mark_inaudible((), ()) == ()


def test_a_hole_between_words_is_marked_in_its_place() -> None:
    words = (word(0.0, 1.0), word(8.0, 9.0))

    marked = mark_inaudible(words, (Interval(start=0.0, end=9.0),))

    assert [one.text for one in marked] == [" so", f" {INAUDIBLE}", " so"]
    assert marked[1].start >= 1.0
    assert marked[1].end <= 8.0


def test_a_pause_between_words_is_none() -> None:
    words = (word(0.0, 1.0), word(8.0, 9.0))

    assert mark_inaudible(words, (Interval(start=0.0, end=1.0), Interval(start=8.0, end=9.0))) == (
        words
    )


def test_the_mark_is_no_word_to_what_counts_words_and_no_name_to_what_looks_for_names() -> None:
    assert normal_words("So [inaudible] yes") == ["so", "yes"]
    turn = Turn(id="t0001", speaker="A", words=mark_inaudible((), (Interval(start=0.0, end=4.0),)))
    assert turn.text == INAUDIBLE
    detector = pii.open_detector(pii.available(Path(), language="en")[0], Path(), language="en")
    spoken = Speaker(label="A", role="interviewee", name="Interviewee")
    transcript = Transcript(language="en", duration=4.0, speakers=(spoken,), turns=(turn,))
    found = detector.detect(transcript, identifiers=Identifiers(people=("Maria Lopez",)), keep=())
    assert found.entities == ()


@given(
    st.lists(st.tuples(st.floats(0, 60), st.floats(0.05, 2)), max_size=20),
    st.lists(st.tuples(st.floats(0, 60), st.floats(0.1, 20)), max_size=6),
)
def test_words_survive_and_marks_lie_in_speech(
    spans: list[tuple[float, float]], stretches: list[tuple[float, float]]
) -> None:
    words = tuple(sorted((word(a, a + b) for a, b in spans), key=lambda one: one.start))
    speech, time = [], 0.0
    for gap, length in stretches:
        speech.append(Interval(start=time + gap, end=time + gap + length))
        time = speech[-1].end

    marked = mark_inaudible(words, speech)

    assert tuple(one for one in marked if one.probability) == words
    assert [one.start for one in marked] == sorted(one.start for one in marked)
    for gap in unheard(words, speech):
        assert speech[0].start <= gap.start < gap.end <= speech[-1].end
