"""Where permission to record is heard, and what is said of its absence."""

from __future__ import annotations

from typing import Any

import pytest

from transcribe.stages.permission import (
    ABSENT,
    ANNOUNCED,
    ASKED,
    CONDITIONAL,
    GIVEN,
    REFUSED,
    hear_permission,
    heard_words,
)


def turns(*said: str, asks: tuple[str, ...] = (), start: float | None = 41.0) -> list[Any]:
    return [
        {
            "id": f"t{at + 1:04d}", "speaker": f"S{at % 2}", "text": text,
            "role": "interviewee" if at % 2 else "interviewer",
            "start": None if start is None else start + 10 * at, "end": None,
            "guide": {"asks": list(asks) if at == 0 else []},
        }
        for at, text in enumerate(said)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "answer", "state"),
    [
        ("Is it okay if we record this?", "Yes, of course.", GIVEN),
        ("is it ok for you if i record", "sure go ahead", GIVEN),
        ("Do you mind if I record?", "No, not at all.", GIVEN),
        ("Do you agree to be recorded?", "I do.", GIVEN),
        ("Can we record?", "Hmm, what for?", ASKED),
        ("Can we record?", "I'd rather not.", REFUSED),
        ("Est-ce que je peux enregistrer ?", "Oui, bien sûr.", GIVEN),
        ("Ça vous dérange si j'enregistre ?", "Non, pas du tout.", GIVEN),
        ("So this interview is being recorded.", "Right.", ANNOUNCED),
        ("What is a pump?", "A machine.", ABSENT),
        ("Are you happy for me to record this?", "That works.", GIVEN),
        ("Any problem with me recording?", "Not really.", GIVEN),
        ("Would it bother you if I taped this?", "Nope.", GIVEN),
        ("Is it okay if I record this?", "Not really.", REFUSED),
        ("Is it okay if I record this?", "No.", REFUSED),
        ("Is it okay if I record this?", "No no, that's fine.", GIVEN),
        ("Is it okay if I record this?", "Yeah, I'd rather you didn't.", REFUSED),
        ("Do you mind if I record?", "Yes, I do mind.", REFUSED),
        ("Do you mind if I record?", "Yes.", ASKED),
        ("Do you mind if I record?", "Yes, go ahead.", GIVEN),
        ("May I record?", "Sure, as long as you leave out my name.", CONDITIONAL),
        ("Je peux enregistrer ?", "Oui, mais pas la fin.", CONDITIONAL),
        ("Ça vous embête si j'enregistre ?", "Non non, allez-y.", GIVEN),
        ("Vous êtes d'accord pour être enregistrée ?", "Je préfère que non.", REFUSED),
        ("We recorded the temperature every hour. Is that okay for you?", "Yes.", ABSENT),
        ("Is it okay for the sensors to record at night?", "Sure.", ABSENT),
    ],
)
def test_states(question: str, answer: str, state: str) -> None:
    assert hear_permission(turns(question, answer))["state"] == state


def test_the_guides_item_says_where() -> None:
    items = {"consent": "Ask for permission to record", "q1": "What is a pump?"}
    found = hear_permission(
        turns("are you okay with recordings of this", "yes", asks=("consent",)), items=items
    )
    assert (found["turn"], found["answer"], found["item"]) == ("t0001", "t0002", "consent")


def test_words_are_looked_for_near_the_beginning_only() -> None:
    late = turns("Can we record that data?", "Yes.", start=2000.0)
    assert hear_permission(late)["state"] == ABSENT


def test_the_sentence_names_the_place() -> None:
    found = hear_permission(turns("Can I record this?", "Yes."))
    assert heard_words(found) == (
        "Permission to record was asked and given: heard at 00:41 (turn t0001)."
    )
    absent = heard_words(hear_permission(turns("So.", "Yes.")))
    assert "not heard in the recording; that may be right if it was given before" in absent
    depends = heard_words(hear_permission(turns("Can I record?", "Yes, but not the names.")))
    assert depends == (
        "Permission to record was asked and given on a condition: listen at 00:41 (turn t0001)."
    )
    untimed = hear_permission(turns("Can I record this?", "Yes.", start=None))
    assert "heard at turn t0001" in heard_words(untimed)
