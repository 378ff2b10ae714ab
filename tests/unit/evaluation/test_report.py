"""Figures, each on a case small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from transcribe.core.diarization import SpeakerRegion
from transcribe.errors import UsageError
from transcribe.evaluation.conversation import (
    Conversation,
    Mention,
    Spoken,
    TimedWord,
    regions_of,
)
from transcribe.evaluation.forms import from_rttm
from transcribe.evaluation.identifiers import identifier_figures
from transcribe.evaluation.report import compare
from transcribe.evaluation.speakers import diarization_error_rate, role_accuracy
from transcribe.evaluation.topics import guide_figures
from transcribe.evaluation.words import (
    cp_word_error_rate,
    word_diarization_error,
    word_error_rate,
)


def turn(text: str, *, start: float = 0.0, speaker: str = "A", role: str = "interviewer") -> Spoken:
    """One word a second."""
    words = tuple(
        TimedWord(start=start + at, end=start + at + 1, text=part)
        for at, part in enumerate(text.split())
    )
    return Spoken(
        speaker=speaker,
        role=role,
        text=text,
        start=start,
        end=start + len(words),
        words=words,
    )


def talk(*turns: Spoken, **more: object) -> Conversation:
    return Conversation(kind="gold", turns=turns, regions=regions_of(turns), **more)  # type: ignore[arg-type]


ASK = turn("how do you test it")
ANSWER = turn("every night on new data", start=5.0, speaker="B", role="interviewee")


def test_word_errors_are_counted() -> None:
    found = word_error_rate(talk(ASK, ANSWER), talk(turn("how you test it all"), ANSWER))

    assert found["wer"] == pytest.approx(2 / 10)
    assert (found["deletions"], found["insertions"], found["substitutions"]) == (1, 1, 0)


def test_cpwer_pairs_speakers_by_words() -> None:
    other = talk(replace(ASK, speaker="X"), replace(ANSWER, speaker="Y"))

    assert cp_word_error_rate(talk(ASK, ANSWER), other)["cpwer"] == 0
    assert word_diarization_error(talk(ASK, ANSWER), other)["wder"] == 0


def test_word_of_the_wrong_speaker_counts_in_both() -> None:
    other = talk(turn("how do you test it every"), turn("night on new data", speaker="B", start=6))

    assert cp_word_error_rate(talk(ASK, ANSWER), other)["errors"] == 2
    assert word_diarization_error(talk(ASK, ANSWER), other)["wder"] == pytest.approx(1 / 10)


def test_der_counts_missed_false_and_confused_time() -> None:
    ref = (
        SpeakerRegion(start=0, end=6, speaker="A"),
        SpeakerRegion(start=6, end=10, speaker="B"),
    )
    hyp = (
        SpeakerRegion(start=1, end=7, speaker="x"),
        SpeakerRegion(start=7, end=12, speaker="y"),
    )

    found = diarization_error_rate(ref, hyp, duration=12.0)

    assert found["missed"] == pytest.approx(0.1)
    assert found["confusion"] == pytest.approx(0.1)
    assert found["false_alarm"] == pytest.approx(0.2)
    assert found["der"] == pytest.approx(0.4)


def test_collar_is_a_quarter_second_on_each_side() -> None:
    ref = (SpeakerRegion(start=2, end=6, speaker="A"),)
    hyp = (SpeakerRegion(start=1.8, end=6.3, speaker="x"),)

    found = diarization_error_rate(ref, hyp, duration=10.0, collar=0.25)

    # 0.05 s are outside of the collar; 3.5 s of reference are left.
    assert found["der"] == pytest.approx(0.05 / 3.5)


def test_overlap_counts_for_both_speakers() -> None:
    ref = (SpeakerRegion(start=0, end=4, speaker="A"), SpeakerRegion(start=2, end=4, speaker="B"))
    hyp = (SpeakerRegion(start=0, end=4, speaker="x"),)

    assert diarization_error_rate(ref, hyp, duration=4.0)["der"] == pytest.approx(2 / 6)


def test_role_is_that_of_the_turn_standing_there() -> None:
    late = talk(
        turn("how do you test it every"),
        turn("night on new data", start=6, speaker="B", role="interviewee"),
    )

    found = role_accuracy(talk(ASK, ANSWER), late)

    assert found["by_words"] == pytest.approx(9 / 10)
    assert found["by_time"] == pytest.approx(9 / 10)


def test_roles_without_times_are_aligned() -> None:
    def timeless(spoken: Spoken) -> Spoken:
        return replace(spoken, start=None, end=None, words=())

    ref = talk(timeless(ASK), timeless(ANSWER))
    hyp = talk(timeless(ASK), timeless(replace(ANSWER, role="interviewer")))

    assert role_accuracy(ref, hyp)["by_words"] == pytest.approx(0.5)


def test_topic_may_be_any_accepted_one() -> None:
    ref = talk(
        replace(ASK, topic="q1", accept=("q1", None), asks=("q1",)),
        replace(ANSWER, topic="q1", accept=("q1",)),
        has_guide=True,
    )
    hyp = talk(replace(ASK, topic=None, asks=("q1",)), replace(ANSWER, topic="q2"), has_guide=True)

    found = guide_figures(ref, hyp)

    assert found["topic_by_words"] == pytest.approx(0.5)
    assert found["asks_f1"] == 1.0


def test_optional_ask_counts_neither_way_and_a_wrong_one_does() -> None:
    ref = talk(replace(ASK, accept=("q1",), asks=("q1",), asks_optional=("q2",)), ANSWER)
    hyp = talk(replace(ASK, asks=("q1", "q2")), replace(ANSWER, asks=("q3",)))

    found = guide_figures(ref, hyp)

    assert (found["asks_precision"], found["asks_recall"]) == (0.5, 1.0)
    assert found["asks_f1"] == pytest.approx(2 / 3)


def mention(text: str, index: int, where: Spoken, **more: object) -> Mention:
    start = where.text.index(text)
    return Mention(  # type: ignore[arg-type]
        turn=index, start_char=start, end_char=start + len(text), text=text, type="PERSON", **more
    )


MARIA = turn("maria lopez asked maria lopez again")


def test_entity_is_found_only_with_all_its_mentions() -> None:
    first = Mention(turn=0, start_char=0, end_char=11, text="maria lopez", type="PERSON")
    second = replace(first, start_char=18, end_char=29)
    ref = talk(MARIA, mentions=(first, second))

    some = identifier_figures(ref, talk(MARIA, mentions=(first,)))["direct"]
    both = identifier_figures(ref, talk(MARIA, mentions=(first, second)))["direct"]

    assert (some["entities"], some["entity_recall"], some["mention_recall"]) == (1, 0.0, 0.5)
    assert both["entity_recall"] == 1.0


def test_half_a_mention_counts_and_less_does_not() -> None:
    whole = mention("maria lopez", 0, MARIA)
    ref = talk(MARIA, mentions=(whole,))

    def recall(characters: int) -> float:
        part = replace(whole, end_char=characters)
        figures = identifier_figures(_timeless(ref), _timeless(talk(MARIA, mentions=(part,))))
        return float(figures["direct"]["mention_recall"])

    assert recall(6) == 1.0
    assert recall(5) == 0.0


def _timeless(conversation: Conversation) -> Conversation:
    turns = tuple(replace(one, start=None, end=None, words=()) for one in conversation.turns)
    return replace(conversation, turns=turns, regions=())


def test_rejected_mention_is_not_found() -> None:
    ref = talk(MARIA, mentions=(mention("maria lopez", 0, MARIA),))
    hyp = talk(MARIA, mentions=(mention("maria lopez", 0, MARIA, hidden=False),))

    assert identifier_figures(ref, hyp)["direct"]["entity_recall"] == 0.0


def test_heard_otherwise_is_matched_by_time() -> None:
    heard = turn("murray lopes asked maria lopez again")
    ref = talk(MARIA, mentions=(replace(mention("maria lopez", 0, MARIA)),))

    found = identifier_figures(ref, talk(heard, mentions=(mention("murray lopes", 0, heard),)))

    assert found["direct"]["entity_recall"] == 1.0
    assert found["precision"] == 1.0


def test_hiding_what_is_public_is_counted() -> None:
    said = turn("we use python daily")
    ref = talk(said, mentions=(), public_names=("Python",))

    found = identifier_figures(ref, talk(said, mentions=(mention("python", 0, said),)))

    assert found["public_names_hidden"] == 1
    assert found["precision"] == 0.0


def test_pause_inside_a_turn_is_nobodys_time() -> None:
    words = (
        TimedWord(start=0.0, end=1.0, text="well"),
        TimedWord(start=1.4, end=2.0, text="yes"),
        TimedWord(start=3.0, end=4.0, text="no"),
    )
    spoken = Spoken(speaker="A", text="well yes no", start=0.0, end=4.0, words=words)

    assert [(region.start, region.end) for region in regions_of((spoken,))] == [
        (0.0, 2.0),
        (3.0, 4.0),
    ]


def test_only_what_both_hold_is_measured() -> None:
    ref = from_rttm("SPEAKER x 1 0.0 2.0 <NA> <NA> A <NA> <NA>\n", file="x.rttm")

    assert set(compare(ref, talk(ASK))) == {"diarization"}
    with pytest.raises(UsageError):
        compare(ref, Conversation(kind="text", turns=(Spoken(speaker="", text="hello"),)))


def test_broken_rttm_names_its_line() -> None:
    with pytest.raises(UsageError, match="line 2"):
        from_rttm("SPEAKER x 1 0 1 <NA> <NA> A\nSPEAKER x 1 zero\n", file="x.rttm")
