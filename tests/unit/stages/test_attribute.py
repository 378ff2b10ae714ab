"""Words to speakers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transcribe.core.asr import AsrResult, Segment, Word
from transcribe.core.diarization import Diarization, SpeakerRegion, VoiceDoubt
from transcribe.core.recording import Interview
from transcribe.core.transcript import Transcript
from transcribe.stages.attribute import attribute
from transcribe.stages.edges import END_REACH, ONSET_REACH

A, B = "SPEAKER_00", "SPEAKER_01"


def word(start: float, end: float, text: str = "word") -> Word:
    return Word(start=start, end=end, text=f" {text}", probability=1.0)


def spoken(text: str, *, start: float, step: float = 0.3) -> list[Word]:
    return [
        word(start + step * at, start + step * at + step * 0.9, part)
        for at, part in enumerate(text.split())
    ]


def region(start: float, end: float, speaker: str) -> SpeakerRegion:
    return SpeakerRegion(start=start, end=end, speaker=speaker)


def give(
    words: list[Word], *regions: SpeakerRegion, doubts: tuple[VoiceDoubt, ...] = ()
) -> Transcript:
    asr = AsrResult(
        segments=(Segment(start=0.0, end=100.0, words=tuple(words)),),
        language="en",
        engine="fake",
        model="fake",
        draft=True,
    )
    return attribute(
        asr,
        Diarization(regions=regions, exclusive=regions, draft=True, doubts=doubts),
        duration=100.0,
        guide=None,
        similarity=None,
        interview=Interview(participant="P"),
    )


def says(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def test_word_goes_by_its_onset_even_when_its_end_is_drawn_out() -> None:
    made = give([word(0.5, 3.0, "well")], region(0.0, 0.9, A), region(0.9, 3.0, B))

    assert says(made) == [(A, "well")]


def test_onset_a_little_early_is_no_reason() -> None:
    made = give([word(0.95, 1.4, "yes")], region(0.0, 1.0, A), region(1.0, 2.0, B))

    assert says(made) == [(B, "yes")]


def test_word_before_its_region_goes_by_overlap() -> None:
    made = give([word(1.0, 2.0, "so")], region(0.0, 0.5, A), region(1.5, 3.0, B))

    assert says(made) == [(B, "so")]


def test_word_outside_all_regions_goes_to_the_nearest() -> None:
    made = give([word(4.0, 4.2, "hm")], region(0.0, 1.0, A), region(5.0, 6.0, B))

    assert says(made) == [(B, "hm")]


def test_without_regions_there_is_one_speaker() -> None:
    made = give(spoken("good morning", start=0.0))

    assert says(made) == [("SPEAKER_00", "good morning")]


def test_end_of_a_sentence_goes_with_its_sentence() -> None:
    words = spoken("We test it every day. Okay, and who does it?", start=0.0)

    made = give(words, region(0.0, 1.15, A), region(1.15, 3.0, B))

    assert says(made) == [(A, "We test it every day."), (B, "Okay, and who does it?")]


def test_stray_words_inside_plain_text_go_with_the_rest() -> None:
    words = spoken("we test it every single day of the week", start=0.0)

    made = give(words, region(0.0, 1.15, A), region(1.15, 1.45, B), region(1.45, 3.0, A))

    assert [turn.speaker for turn in made.turns] == [A]


def test_backchannel_between_pauses_is_kept() -> None:
    words = [
        *spoken("we test it every day", start=0.0),
        word(1.75, 1.95, "yeah"),
        *spoken("and then we ship it", start=2.2),
    ]

    made = give(words, region(0.0, 1.5, A), region(1.7, 2.0, B), region(2.15, 4.0, A))

    assert says(made) == [(A, "we test it every day"), (B, "yeah"), (A, "and then we ship it")]


def test_change_in_plain_text_is_not_smoothed_away() -> None:
    words = [*spoken("we test it every day", start=0.0), *spoken("okay great", start=1.7)]

    made = give(words, region(0.0, 1.5, A), region(1.65, 3.0, B))

    assert says(made) == [(A, "we test it every day"), (B, "okay great")]


def test_overlapped_word_makes_its_turn_less_sure() -> None:
    words = spoken("yes of course", start=0.0)
    alone = give(words, region(0.0, 1.0, A))
    both = attribute(
        AsrResult(
            segments=(Segment(start=0.0, end=1.0, words=tuple(words)),),
            language="en",
            engine="fake",
            model="fake",
        ),
        Diarization(
            regions=(region(0.0, 1.0, A), region(0.0, 1.0, B)), exclusive=(region(0.0, 1.0, A),)
        ),
        duration=1.0,
        guide=None,
        similarity=None,
        interview=Interview(participant="P"),
    )

    assert alone.turns[0].margin == 1.0
    assert both.turns[0].margin == 0.0


def test_drafts_are_named() -> None:
    assert give(spoken("yes", start=0.0), region(0.0, 1.0, A)).draft == ("asr", "diarize")


moments = st.floats(0, 60, allow_nan=False).map(lambda value: round(value, 3))


@given(
    words=st.lists(
        st.tuples(moments, st.floats(0, 3).map(lambda value: round(value, 3)), st.sampled_from(
            ["so", "yes.", "no?", "well", "data", "x!"]
        )),
        max_size=40,
    ),
    regions=st.lists(
        st.tuples(moments, st.floats(0.01, 9), st.sampled_from(["a", "b", "c"])), max_size=12
    ),
)  # fmt: skip
def test_no_word_is_lost_changed_or_doubled(
    words: list[tuple[float, float, str]], regions: list[tuple[float, float, str]]
) -> None:
    said = [word(start, start + length, text) for start, length, text in words]

    made = give(said, *(region(start, start + length, name) for start, length, name in regions))

    kept = [item for turn in made.turns for item in turn.words]
    by_onset = sorted(said, key=lambda item: item.start)
    assert [item.text for item in kept] == [item.text for item in by_onset]
    for item, old in zip(kept, by_onset, strict=True):
        assert abs(item.start - old.start) <= ONSET_REACH + 1e-9
        assert abs(item.end - old.end) <= END_REACH + 1e-9
        assert item.end >= item.start
    assert {turn.speaker for turn in made.turns} == {speaker.label for speaker in made.speakers}
    neighbours = zip(made.turns, made.turns[1:], strict=False)
    assert all(one.speaker != other.speaker for one, other in neighbours)


def doubt(start: float, end: float, other: str, margin: float) -> VoiceDoubt:
    return VoiceDoubt(start=start, end=end, other=other, margin=margin)


def test_words_that_are_clearly_anothers_by_voice_are_moved_and_shown() -> None:
    words = [*spoken("so how is it.", start=0.0), *spoken("good thanks", start=1.2)]
    regions = [region(0.0, 1.8, A), region(1.8, 3.0, B)]

    made = give(words, *regions, doubts=(doubt(1.15, 1.8, B, 0.0),))

    assert says(made) == [(A, "so how is it."), (B, "good thanks")]
    assert made.turns[0].margin == 1.0
    assert made.turns[1].margin < 0.35


def test_doubtful_voice_moves_no_word_but_is_not_lost_in_a_long_turn() -> None:
    words = spoken("one two three four five six seven eight nine ten eleven twelve", start=0.0)

    sure = give(words, region(0.0, 4.0, A))
    unsure = give(words, region(0.0, 4.0, A), doubts=(doubt(1.2, 2.1, B, 0.2),))

    assert says(unsure) == says(sure)
    assert sure.turns[0].margin == 1.0
    assert unsure.turns[0].margin == 0.2


def test_word_in_doubt_amid_its_sentence_stays_with_it() -> None:
    words = spoken("so we had a word in it and went on.", start=0.0)

    made = give(words, region(0.0, 4.0, A), doubts=(doubt(1.2, 1.45, B, 0.0),))

    assert len(made.turns) == 1
