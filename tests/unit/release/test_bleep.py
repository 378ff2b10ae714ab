"""No trace of what is covered, and every other sample as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from studies import dummy_transcript, listed_entities

from transcribe.backends.bleep import cover, pauses_of, samples_of
from transcribe.core.recording import Identifiers
from transcribe.core.time import Interval
from transcribe.release.bleep import MARGIN, REACH, ROOM, covered, grown, has_tags
from transcribe.release.moments import PER_LETTER, Untimed
from transcribe.release.rarity import Generalization
from transcribe.stages.assemble import assemble
from transcribe.stages.pseudonymize import Decisions, pseudonymize
from transcribe.stages.surrogates import PseudonymTable

NAMES = Identifiers(people=("Maria Lopez",))


def document(texts: list[str], *, reject: bool = False) -> dict[str, Any]:
    transcript = dummy_transcript(texts)
    found = listed_entities(transcript, NAMES)
    decisions = {one.key: not reject for one in found.entities}
    settled = pseudonymize(
        {"P01": transcript}, {"P01": found}, decisions=Decisions(names=decisions),
        table=PseudonymTable(secret="7f" * 32), policies={},
    ).recordings["P01"]  # fmt: skip
    return assemble("P01", transcript, settled, alignment=None, guide=None)


def test_replaced_words_are_covered_with_a_margin_and_joined() -> None:
    # A word every half second, 0.4 s long: "so i am maria lopez yes".
    (one,) = covered(document(["so i am maria lopez yes"]))
    assert one.start == pytest.approx(1.5 - REACH)
    assert one.end == pytest.approx(2.4 + REACH)
    near = [Interval(start=1.2, end=1.4), Interval(start=2.5, end=2.9)]
    (one,) = covered(document(["so i am maria lopez yes"]), pauses=near)
    assert one.start == pytest.approx(1.5 - MARGIN)
    assert one.end == pytest.approx(2.4 + MARGIN)


def test_a_cover_grows_to_the_pauses_about_it_and_over_one_that_it_lies_in() -> None:
    word = Interval(start=5.0, end=5.5)
    pauses = [Interval(start=4.0, end=4.7), Interval(start=5.8, end=6.5)]
    one = grown(word, pauses=pauses)
    assert (one.start, one.end) == pytest.approx((4.65, 5.85))
    # A time inside a pause is no time: the words on both sides go.
    one = grown(word, pauses=[Interval(start=4.8, end=5.7)])
    assert one.start <= 4.3
    assert one.end >= 6.2


def test_pauses_are_where_it_is_quiet(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).normal(0, 1, 48_000)
    noise[:16_000] *= 8000
    noise[16_000:24_000] *= 20
    noise[24_000:30_000] *= 8000
    noise[30_000:31_000] *= 20  # the silence of a "p"
    noise[31_000:] *= 8000
    path = tmp_path / "in.flac"
    soundfile.write(path, noise.clip(-32_000, 32_000).astype(np.int16), 16_000)
    assert pauses_of(path) == (Interval(start=1.0, end=1.5),)
    soundfile.write(path, (noise * 0 + 100).astype(np.int16), 16_000)
    assert pauses_of(path) == ()


def test_a_word_that_a_recognizer_ended_early_is_covered_to_its_end() -> None:
    made = document(["well i am wolfeschlegelstein then"])
    words = made["turns"][0]["words"]
    words[3]["end"] = words[3]["start"] + 0.1
    words[4].update(start=words[3]["end"], end=words[3]["end"] + 0.3)
    made["turns"][0]["entities"] = [
        {"start_char": 10, "end_char": 28, "decision": "accepted", "surrogate": "[Person 1]"}
    ]
    (one,) = covered(made)
    assert one.end >= words[3]["start"] + 18 * PER_LETTER
    # What sounds up to the next word is the word's own.
    words[4].update(start=words[3]["start"] + 2.0, end=words[3]["start"] + 2.3)
    words[3]["end"] = words[3]["start"] + 1.3
    (one,) = covered(made)
    assert one.end == pytest.approx(words[4]["start"])


def test_what_a_person_left_is_not_covered() -> None:
    assert covered(document(["i am maria lopez"], reject=True)) == ()


def test_rare_words_and_passages_left_out_are_covered() -> None:
    made = document(["hello", "a reinsurance firm"])
    rare = Generalization(kind="sector", value="reinsurance", to="[finance]")
    assert [round(one.start, 2) for one in covered(made, generalized=[rare])] == [60.1]
    made["passages"] = [{"id": "t0002", "turns": ["t0002"], "cues": [], "decision": "accepted"}]
    (whole,) = covered(made)
    assert (whole.start, whole.end) == pytest.approx((60 - ROOM, 61.4 + ROOM))


def test_a_time_that_is_a_guess_covers_all_between_words_that_were_surely_heard() -> None:
    made = document(["one two three four", "i am maria yes then so we go", "and on and on"])
    for at, turn in enumerate(made["turns"]):
        for word in turn["words"]:
            word["probability"] = 1.0
            word["start"] -= at * 55
            word["end"] -= at * 55
        turn["start"], turn["end"] = turn["words"][0]["start"], turn["words"][-1]["end"]
    words = made["turns"][1]["words"]
    # Heard just so among others heard just so: its own time.
    (one,) = covered(made, guessed=True)
    assert (one.start, one.end) == pytest.approx((6.0 - REACH, 6.4 + REACH))
    # The name was not heard, nor "yes"; "i am" is said too often to go by.
    words[2]["probability"] = words[3]["probability"] = 0.7
    (one,) = covered(made, guessed=True)
    assert (one.start, one.end) == pytest.approx((1.9 - REACH, 7.0 + REACH))
    # Nothing was heard: nobody knows where it is said.
    for turn in made["turns"]:
        for word in turn["words"]:
            word["probability"] = 0.5
    (one,) = covered(made, guessed=True)
    assert (one.start, one.end) == pytest.approx((0.0, made["duration"] + REACH))


def test_an_edited_turn_is_covered_whole_and_an_untimed_one_stops_the_sound() -> None:
    made = document(["well i am maria lopez"])
    made["turns"][0]["words"][0]["text"] = " other"
    (one,) = covered(made)
    assert one.end - one.start == pytest.approx(2.4 + ROOM)
    made["turns"][0].update(words=[], start=None, end=None)
    with pytest.raises(Untimed):
        covered(made)


def sound(path: Path, *, seconds: float = 4.0, seed: int = 1) -> np.ndarray:
    noise = np.random.default_rng(seed).integers(-9000, 9000, int(seconds * 16_000) + 7)
    samples = noise.astype(np.int16)
    soundfile.write(path, samples, 16_000, format="FLAC", subtype="PCM_16")
    return samples


SPANS = [
    (Interval(start=0.5, end=1.25), Interval(start=2.0, end=2.0005)),
    # The generator of tones makes one of 1.001 s a sample short.
    (Interval(start=0.25, end=1.251), Interval(start=2.0, end=2.5)),
    (Interval(start=0.0, end=0.3),),
    (Interval(start=3.5, end=9.0),),
    (),
    (Interval(start=0.0, end=99.0),),
]


@pytest.mark.parametrize("spans", SPANS)
def test_nothing_of_the_sound_is_left_inside_and_all_outside(
    tmp_path: Path, spans: tuple[Interval, ...]
) -> None:
    before = sound(tmp_path / "in.flac")
    made = cover(tmp_path / "in.flac", spans)
    after = np.rint(samples_of(made)[0] * 32768).astype(np.int16)
    inside = np.zeros(len(before), dtype=bool)
    for one in spans:
        start, end = int(one.start * 1000) * 16, -int(-one.end * 1000 // 1) * 16
        inside[start:end] = True
    assert len(after) >= len(before) - 16
    kept = ~inside[: len(after)]
    assert np.array_equal(after[kept], before[: len(after)][kept])
    if inside[: len(after)].sum() > 100:
        old, new = before[: len(after)][~kept].astype(float), after[~kept].astype(float)
        assert abs(np.corrcoef(old, new)[0, 1]) < 0.05
    assert not has_tags(made)


def test_two_sounds_are_the_same_where_they_are_covered(tmp_path: Path) -> None:
    spans = (Interval(start=1.0, end=2.0),)
    made = []
    for seed in (1, 2):
        sound(tmp_path / f"{seed}.flac", seed=seed)
        made.append(samples_of(cover(tmp_path / f"{seed}.flac", spans))[0][16_000:32_000])
    assert np.array_equal(*made)


def test_tags_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "tagged.flac"
    with soundfile.SoundFile(str(path), "w", 16_000, 1, "PCM_16", format="FLAC") as file:
        file.title = "Maria"
        file.write(np.zeros(100, dtype=np.int16))
    assert has_tags(path.read_bytes())
    assert b"Maria" not in cover(path, ())
