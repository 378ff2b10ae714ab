"""Roles of ready-made transcripts; the names people have in them are never shown."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.core.labels import role_in
from transcribe.core.recording import Identifiers, Interview
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, UNKNOWN, Speaker, Transcript, Turn
from transcribe.stages.ready import assign_roles_ready, names_as_identifiers

ASKING = "Can you tell me what you do? How long have you worked there? And why did you leave?"
TELLING = (
    "I work at a bakery and my brother and I bake our bread at night, as I said, we like it. " * 4
)


def transcript(*rows: tuple[str, str]) -> Transcript:
    names = list(dict.fromkeys(name for name, _ in rows))
    labels = {name: f"SPEAKER_{at:02d}" for at, name in enumerate(names)}
    roles = {name: role_in(name, beside=names) for name in names}
    return Transcript(
        language="en",
        duration=None,
        speakers=tuple(
            Speaker(
                label=labels[name],
                role=roles[name],
                name=name,
                margin=float(roles[name] != UNKNOWN),
            )
            for name in names
        ),
        turns=tuple(
            Turn(id=f"t{at:04d}", speaker=labels[name], edited=text)
            for at, (name, text) in enumerate(rows, start=1)
        ),
    )


def settle(found: Transcript, *, interviewers: int | None = None) -> list[tuple[str, str]]:
    settled = assign_roles_ready(
        found,
        guide=None,
        similarity=None,
        interview=Interview(participant="P07", interviewers=interviewers),
    )
    assert settled.turns == found.turns
    assert [s.label for s in settled.speakers] == [s.label for s in found.speakers]
    return [(speaker.role, speaker.name) for speaker in settled.speakers]


def test_roles_by_label_stay_and_numbers_of_interviewers_are_kept() -> None:
    found = transcript(("interviewer2", TELLING), ("Interviewee", ASKING), ("Moderator", "Hm."))
    assert settle(found) == [
        (INTERVIEWER, "Interviewer 2"),
        (INTERVIEWEE, "Interviewee"),
        (INTERVIEWER, "Interviewer 1"),
    ]


def test_names_are_replaced_and_roles_found_by_what_is_said() -> None:
    found = transcript(
        ("Ana López", ASKING), ("Ben Ng", TELLING), ("Ana López", ASKING), ("Ben Ng", TELLING)
    )
    assert settle(found) == [(INTERVIEWER, "Interviewer 1"), (INTERVIEWEE, "Interviewee")]


def test_the_one_beside_the_interviewer_answers() -> None:
    assert settle(transcript(("Interviewer", "Hm."), ("Ben Ng", ASKING))) == [
        (INTERVIEWER, "Interviewer 1"),
        (INTERVIEWEE, "Interviewee"),
    ]


def test_participants_beside_all_interviewers_answer_and_lose_their_numbers() -> None:
    found = transcript(("I", ASKING), ("P12", TELLING), ("P14", TELLING))
    assert settle(found, interviewers=1)[1:] == [
        (INTERVIEWEE, "Interviewee 1"),
        (INTERVIEWEE, "Interviewee 2"),
    ]


def test_who_stays_unknown_is_a_number() -> None:
    assert settle(transcript(("Ben Ng", "Hm."))) == [(UNKNOWN, "Speaker 1")]


def test_evidence_against_the_labels_is_not_believed() -> None:
    found = transcript(
        ("Interviewer", TELLING),
        ("Interviewee", ASKING),
        ("Ben Ng", "Yes."),
        ("Interviewer", TELLING),
    )
    assert settle(found)[2] == (UNKNOWN, "Speaker 3")


def test_names_become_identifiers_and_role_words_do_not() -> None:
    found = transcript(
        ("Interviewer 1", "a"),
        ("Ana López (she/her)", "b"),
        ("Ben Ng - Acme", "c"),
        ("SPEAKER_02", "d"),
        ("AI", "e"),
    )
    names = names_as_identifiers(found)
    assert names.people == ("Ana López", "Ben Ng")
    assert names.other == ("Acme",)
    assert "Ana" not in repr(names)


@pytest.mark.parametrize(
    "form", ["{}", "{} (she/her)", "{}'s iPhone", "Interviewer {}", "{} - Host"]
)
@given(
    st.lists(
        st.sampled_from("Ana Ben López Okafor Vries Zora Quist".split()),
        min_size=1,
        max_size=3,
        unique=True,
    )
)
def test_no_name_is_ever_shown(form: str, names: list[str]) -> None:
    written = form.format(" ".join(names))
    found = transcript((written, ASKING), ("Somebody", TELLING), (written, ASKING))
    shown = [name for _, name in settle(found)]
    assert not any(part in name for part in names for name in shown)
    identifiers = names_as_identifiers(found)
    known = " ".join(
        part for field in fields(Identifiers) for part in getattr(identifiers, field.name)
    )
    assert all(part in known for part in names)
