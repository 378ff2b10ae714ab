"""No listed name, nor an obvious way of writing it, is left in what a release would show."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from studies import dummy_transcript, listed_entities

from transcribe.core.codec import to_json
from transcribe.core.recording import Identifiers
from transcribe.stages.assemble import assemble, replaced_text
from transcribe.stages.mentions import known_names
from transcribe.stages.pseudonymize import Decisions, pseudonymize
from transcribe.stages.surrogates import PseudonymTable

PEOPLE = (
    "Maria Lopez", "Jan van der Berg", "Sean O'Neill", "Jean-Luc Picard", "Ana-María García Pérez",
    "Nguyễn Văn Thanh", "Søren Ødegård", "Łukasz Żak", "Hans Groß", "Ahmed Al-Rashid",
    "D'Angelo Costa", "Ngozi Okonkwo", "Þórdís Guðmundsdóttir", "Yuki Tanaka", "Anil Kumar Gupta",
    "Dimitri Papadopoulos", "Zeynep Yıldız", "Siobhán Ní Dhomhnaill", "Ian McDonald",
    "Kofi Mensah", "Bo Lindqvist", "Jürgen Müller", "Céline Dubois-Leroy",
)  # fmt: skip
THINGS = ("Brightwater Analytics", "Northgate Pumps", "Falcon 2", "Brantford", "Zephyrix")
SECRET = "5a" * 32


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.translate(str.maketrans("øØłŁðÞþı", "oOlLdTti")))
    return "".join(char for char in letters if not unicodedata.combining(char))


NOISE: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "lower case": str.lower,
    "upper case": str.upper,
    "no accents": plain,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "possessive": lambda name: f"{name}'s",
    "joined": lambda name: name.replace(" ", ""),
    "hyphens": lambda name: name.replace(" ", "-"),
    "underscores": lambda name: name.lower().replace(" ", "_"),
    "spelled": lambda name: " ".join(char for char in name if char.isalnum()),
    "spelled with hyphens": lambda name: "-".join(char for char in name.upper() if char.isalnum()),
    "curly apostrophe": lambda name: name.replace("'", "’"),
    "no apostrophe": lambda name: name.replace("'", ""),
    "split at hyphens": lambda name: name.replace("-", " "),
    "double space": lambda name: name.replace(" ", "  "),
    "across lines": lambda name: name.replace(" ", "\n"),
    "soft hyphen": lambda name: name[:2] + "\u00ad" + name[2:],
    "account": lambda name: name.lower().replace(" ", "") + "77",
}
PERSONS = {
    "family first": lambda name: " ".join(reversed(name.rsplit(" ", 1))),
    "with a comma": lambda name: ", ".join(reversed(name.rsplit(" ", 1))),
    "initial": lambda name: f"{name[0]}. {name.split(' ', 1)[1]}",
    "title": lambda name: f"Dr. {name}",
}  # fmt: skip
FRAMES = (
    "{}", "so {} came", "we asked {} about it", "{} said no", "it was {}.", "({}) and then", '"{}"',
    "that is {}, you know", "the thing of {}/others",
)  # fmt: skip


def shown(texts: list[str], identifiers: Identifiers) -> list[str]:
    """What a release would show of a recording, whatever still waits for a person."""
    transcript = dummy_transcript(texts)
    found = {"P01": listed_entities(transcript, identifiers)}
    result = pseudonymize(
        {"P01": transcript}, found, decisions=Decisions(), table=PseudonymTable(secret=SECRET),
        policies={}, listed=known_names(identifiers),
    )  # fmt: skip
    document = assemble("P01", transcript, result.recordings["P01"], alignment=None, guide=None)
    assert to_json(document)
    return [replaced_text(turn) for turn in document["turns"]]


def check(name: str, written: str, text: str, identifiers: Identifiers) -> None:
    (left,) = shown([text], identifiers)
    words = {
        word
        for word in plain(name).casefold().replace("'", " ").replace("-", " ").split()
        if len(word) > 3
    }
    flat = plain(left).casefold().replace("\u00ad", "")
    assert written.casefold() not in left.casefold(), (written, left)
    assert not [word for word in words if word in flat], (written, left)


@settings(deadline=None, max_examples=120)
@given(
    st.sampled_from(PEOPLE),
    st.sampled_from(sorted({**NOISE, **PERSONS})),
    st.sampled_from(FRAMES),
)
def test_no_person_survives(name: str, noise: str, frame: str) -> None:
    written = {**NOISE, **PERSONS}[noise](name)
    check(name, written, frame.format(written), Identifiers(people=PEOPLE))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(THINGS), st.sampled_from(sorted(NOISE)), st.sampled_from(FRAMES))
def test_no_other_name_survives(name: str, noise: str, frame: str) -> None:
    written = NOISE[noise](name)
    check(name, written, frame.format(written), Identifiers(organizations=THINGS))


@pytest.mark.parametrize("name", PEOPLE)
def test_no_single_word_of_a_name_survives(name: str) -> None:
    for word in name.replace("-", " ").replace("'", " ").split():
        if len(word) > 3:
            for written in (word, word.lower(), word.upper(), plain(word), f"{word}'s"):
                check(word, written, f"and then {written} left", Identifiers(people=(name,)))


@settings(deadline=None, max_examples=15)
@given(st.permutations(PEOPLE[:8]), st.permutations(THINGS))
def test_what_is_shown_does_not_depend_on_the_order_of_lists(
    people: list[str], things: list[str]
) -> None:
    texts = [f"so {one} met {other}" for one, other in itertools.pairwise(PEOPLE[:9])]
    again = Identifiers(people=tuple(people), organizations=tuple(things))
    usual = Identifiers(people=PEOPLE[:8], organizations=THINGS)
    assert shown(texts, again) == shown(texts, usual)
