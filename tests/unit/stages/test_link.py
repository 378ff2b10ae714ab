"""Roles by voice: clear evidence settles an open role, anything else settles nothing."""

from __future__ import annotations

import pytest

from transcribe.core.asr import Word
from transcribe.core.recording import Interview
from transcribe.core.transcript import Speaker, Transcript, Turn
from transcribe.stages.link import (
    BY_VOICE,
    LEAST_VOICE,
    LONGEST,
    HeardVoice,
    Linked,
    VoiceLimits,
    asking,
    doubtful,
    link,
    stretches,
)

LIMITS = VoiceLimits(alike=0.8, apart=0.1)
CLEAR, TORN, NOBODY = (0.6, 0.9), (0.85, 0.9), (0.3, 0.7)


def dummy_transcript(*roles: str) -> Transcript:
    """Speakers ``A``, ``B`` … with these roles, and nothing said."""
    speakers = tuple(
        Speaker(label=label, role=role, name=f"Speaker {at}", margin=0.05)
        for at, (label, role) in enumerate(zip("ABCD", roles, strict=False), start=1)
    )
    return Transcript(language="en", duration=60.0, speakers=speakers, turns=())


def heard(*rows: tuple[float, ...], one: bool = False) -> list[HeardVoice]:
    """A voice a row, each of a recording of its own."""
    return [
        HeardVoice(
            recording="R1" if one else f"R{at}", likeness=dict(zip("ABCD", row, strict=False))
        )
        for at, row in enumerate(rows, start=1)
    ]


def linked(
    roles: tuple[str, ...], voices: list[HeardVoice], *, interviewers: int | None = None
) -> Linked:
    return link(
        dummy_transcript(*roles),
        voices,
        limits=LIMITS,
        interview=Interview(participant="P", interviewers=interviewers),
    )


def roles_of(found: Linked) -> list[str]:
    return [speaker.role for speaker in found.transcript.speakers]


TWO = ("unknown", "unknown")


def test_a_clear_voice_of_two_recordings_settles_both_roles() -> None:
    found = linked(TWO, heard(CLEAR, (0.7, 0.85)))
    assert roles_of(found) == ["interviewee", "interviewer"]
    assert [one.name for one in found.transcript.speakers] == ["Interviewee", "Interviewer 1"]
    assert {one.margin for one in found.transcript.speakers} == {BY_VOICE}
    assert found.recordings == {"B": ("R1", "R2"), "A": ("R1", "R2")}
    assert found.margin == 0.15


@pytest.mark.parametrize(
    "voices",
    [
        heard(CLEAR),
        heard(CLEAR, CLEAR, one=True),
        heard(CLEAR, TORN),
        heard(CLEAR, NOBODY),
        heard(CLEAR, CLEAR, TORN, TORN),
        heard(NOBODY, NOBODY),
        heard(TORN, TORN),
        heard(CLEAR, CLEAR, CLEAR[::-1], CLEAR[::-1]),
        [],
    ],
    ids=[
        "one recording",
        "twice in one recording",
        "like two speakers",
        "like none",
        "as often like two",
        "always like none",
        "always like two",
        "both speakers asked elsewhere",
        "no voice",
    ],
)
def test_anything_less_settles_nothing(voices: list[HeardVoice]) -> None:
    found = linked(TWO, voices)
    assert found.transcript == dummy_transcript(*TWO)
    assert not found.recordings


def test_a_voice_that_is_like_nobody_says_nothing_against_others() -> None:
    assert roles_of(linked(TWO, heard(CLEAR, CLEAR, NOBODY, TORN))) == [
        "interviewee",
        "interviewer",
    ]


def test_known_roles_stay_and_contradictions_settle_nothing() -> None:
    three = ("interviewee", "unknown", "unknown")
    row, against = (0.5, 0.9, 0.4), (0.9, 0.5, 0.4)
    assert roles_of(linked(three, heard(row, row))) == ["interviewee", "interviewer", "unknown"]
    assert roles_of(linked(three, heard(against, against))) == list(three)
    voices = [*heard(row, row), *heard(against, against)]
    assert roles_of(linked(three, voices)) == list(three)


def test_the_number_that_was_given_is_kept() -> None:
    three = ("unknown",) * 3
    first, second = (0.9, 0.5, 0.4), (0.4, 0.9, 0.5)
    one = heard(first, first)
    both = [*one, *heard(second, second)]
    assert roles_of(linked(three, one)) == ["interviewer", "unknown", "unknown"]
    assert roles_of(linked(three, one, interviewers=1)) == [
        "interviewer",
        "interviewee",
        "interviewee",
    ]
    assert roles_of(linked(three, both, interviewers=1)) == list(three)
    assert roles_of(linked(three, both)) == ["interviewer", "interviewer", "unknown"]


def test_the_order_of_voices_means_nothing() -> None:
    voices = heard(CLEAR, (0.7, 0.85), NOBODY, TORN)
    assert linked(TWO, voices) == linked(TWO, voices[::-1])


def test_who_is_compared() -> None:
    anybody, nobody = Interview(participant="P"), Interview(participant="P", interviewers=0)
    assert doubtful({"A": "unknown", "B": "interviewee"}, anybody)
    assert not doubtful({"A": "interviewer", "B": "interviewee"}, anybody)
    assert not doubtful({"A": "unknown"}, anybody)
    assert not doubtful({"A": "unknown", "B": "unknown"}, nobody)
    sure = Speaker(label="A", role="interviewer", name="", margin=0.6)
    other = Speaker(label="B", role="interviewee", name="", margin=0.6)
    hardly = Speaker(label="A", role="interviewer", name="", margin=0.2)
    unknown = Speaker(label="C", role="unknown", name="", margin=0.1)
    assert asking((sure, other)) == ("A",)
    assert asking((hardly, other)) == ()
    assert asking((sure, other, unknown)) == ()
    assert asking((sure,)) == ()


def dummy_turn(start: float, *, words: int, speaker: str = "A", margin: float = 1.0) -> Turn:
    """A turn of words of half a second each, without pauses."""
    return Turn(
        id=f"t{start}",
        speaker=speaker,
        margin=margin,
        words=tuple(
            Word(start=start + at * 0.5, end=start + at * 0.5 + 0.4, text=" word", probability=1.0)
            for at in range(words)
        ),
    )


def transcript_of(*turns: Turn) -> Transcript:
    return Transcript(language="en", duration=None, speakers=(), turns=turns)


def test_a_voice_is_taken_from_its_longest_sure_stretches() -> None:
    turns = transcript_of(
        dummy_turn(0.0, words=1),
        dummy_turn(10.0, words=12),
        dummy_turn(30.0, words=20, margin=0.2),
        dummy_turn(50.0, words=90),
        dummy_turn(100.0, words=90, speaker="B"),
        dummy_turn(200.0, words=8),
    )
    found = stretches(turns, "A")
    assert [(one.start, round(one.end, 1)) for one in found] == [(50.0, 90.0)]
    assert sum(one.duration for one in found) == pytest.approx(LONGEST)
    assert stretches(turns, "C") == ()


def test_a_few_words_are_no_voice() -> None:
    assert stretches(transcript_of(dummy_turn(0.0, words=int(LEAST_VOICE * 2) - 1)), "A") == ()
    assert stretches(transcript_of(dummy_turn(0.0, words=int(LEAST_VOICE * 2) + 2)), "A")
