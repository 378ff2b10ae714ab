"""Labels without a colon, names over their words, times behind them, marks of direction."""

from __future__ import annotations

import random

import pytest

from transcribe.core.transcript import Transcript
from transcribe.errors import TranscriptError
from transcribe.readers.plain import read_plain

SAID = (("Interviewer", "Hello there."), ("Interviewee", "Fine, thanks."), ("Interviewer", "Good."))
NAMED = (("Ana Lopez", "Hello there."), ("Ben Ode", "Fine, thanks."), ("Ana Lopez", "Good."))


def read(text: str) -> Transcript:
    return read_plain(text, file="P01.txt")


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(transcript.speaker(turn.speaker).name, turn.text) for turn in transcript.turns]


@pytest.mark.parametrize(
    "form",
    [
        "{0}- {1}",
        "{0}; {1}",
        "[{0}] {1}",
        "<{0}> {1}",
        ">> {0}: {1}",
        "[00:00:05] {0} {1}",
        "\u202b{0}:\u202c \u200f{1}",
    ],
)
def test_a_role_needs_no_colon(form: str) -> None:
    text = "\n".join(form.format(*row) for row in SAID)
    assert turns(read(text)) == list(SAID)


def test_letters_with_a_point_are_labels_where_they_recur() -> None:
    found = read("Q. Hello there?\nA. Fine.\nQ. Good?\nA. Yes.\n")
    assert [name for name, _ in turns(found)] == ["Q", "A", "Q", "A"]


@pytest.mark.parametrize("form", ["{0}\n{1}\n", "[{0}] {1}\n", ">> {0}: {1}\n"])
def test_a_name_over_its_words_or_in_brackets_is_a_label(form: str) -> None:
    text = "\n".join(form.format(*row) for row in (*NAMED, ("Ben Ode", "Yes.")))
    assert turns(read(text)) == [*NAMED, ("Ben Ode", "Yes.")]


def test_names_that_do_not_recur_over_paragraphs_are_no_labels() -> None:
    with pytest.raises(TranscriptError, match="no speaker labels"):
        read("Ana Lopez\nHello there.\n\nNew York\nFine.\n")


def test_sounds_in_brackets_are_no_speakers() -> None:
    found = read("Interviewer: Hello.\n[Laughter]\nInterviewee: Fine.\n[Laughter]\n")
    assert turns(found) == [
        ("Interviewer", "Hello. [Laughter]"),
        ("Interviewee", "Fine. [Laughter]"),
    ]


def test_times_behind_the_words_are_read_and_said_to_be_a_guess() -> None:
    found = read(
        "Ana Lopez: Hello. (00:01:02)\nBen Ode: Fine. (00:01:05)\nAna Lopez: Good. (1:09)\n"
    )
    assert [turn.given and turn.given[0] for turn in found.turns] == [62.0, 65.0, 69.0]
    assert [turn.text for turn in found.turns] == ["Hello.", "Fine.", "Good."]
    assert any("behind the words" in notice for notice in found.notices)


def test_the_last_line_of_otter_is_no_speech() -> None:
    text = "Ana Lopez  0:03\nHello.\n\nBen Ode  0:09\nFine.\n\nTranscribed by https://otter.ai\n"
    assert [turn.text for turn in read(text).turns] == ["Hello.", "Fine."]


FORMS = ("{0}: {1}", "{0}- {1}", "{0}; {1}", "[{0}] {1}", "<{0}> {1}", "**{0}:** {1}", "{0}\n{1}")
WORDS = "well the [Laughter] data 10:30 – (inaudible) so: Teams Q. A. don't >> we 3 e.g. no".split()


@pytest.mark.parametrize("form", FORMS)
def test_words_in_are_words_out(form: str) -> None:
    for seed in range(60):
        chance = random.Random(seed)
        said = [
            (("Interviewer 1", "Interviewee")[at % 2], " ".join(["I", *chance.choices(WORDS, k=9)]))
            for at in range(chance.randint(2, 9))
        ]
        found = read("\n\n".join(form.format(*row) for row in said))
        assert turns(found) == said, seed
