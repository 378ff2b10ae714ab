"""What few interviews say is shown with the smallest step that cures it."""

from __future__ import annotations

import pytest

from transcribe.core.pii import PublicTurn, Release
from transcribe.release.attributes import Said, attributes
from transcribe.release.rarity import COMBINATION, Generalization, generalize, rarities


def release(*texts: str, role: str = "interviewee", language: str = "en") -> Release:
    return Release(
        public_id="i", language=language, guide_file=None, guide_sha256=None, speakers=(),
        coverage=(),
        turns=tuple(
            PublicTurn(id=f"t{at:04d}", role=role, name="Interviewee", start=None, end=None,
                       text=text, topic=None, asks=())
            for at, text in enumerate(texts)
        ),
    )  # fmt: skip


def found(*texts: str) -> set[tuple[str, str]]:
    return {(one.kind, one.value) for one in attributes(release(*texts))}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("so I am a senior data engineer here", "role", "senior data engineer"),
        ("I'm currently the head of data quality", "role", "head of data"),
        ("my role is product manager", "role", "product manager"),
        ("I work for a big insurance company", "sector", "insurance"),
        ("we're a bank", "sector", "bank"),
        ("We are a reinsurer.", "sector", "reinsurer"),
        ("I work at a small charity", "sector", "charity"),
        ("in the pharmaceutical industry", "sector", "pharmaceutical"),
        ("our office is in Lyon now", "region", "lyon"),
        ("most clients are from Germany", "region", "germany"),
        ("I have been here for seven years", "tenure", "seven years"),
        ("I have [6-10 years] of it", "tenure", "[6-10 years]"),
        ("Fourteen years.", "tenure", "fourteen years"),
        ("Um, about seven years now", "tenure", "seven years"),
        ("I'm the eldest in the workshop, head of tribology", "role", "head of tribology"),
    ],
)
def test_what_people_say_of_themselves_is_found(text: str, kind: str, value: str) -> None:
    assert (kind, value) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "the engineer is a tool",
        "a bank of filters",
        "In March we met",
        "I am happy",
        "[Place 4]",
        "seven years old machines",
        "I'm sure, the lead is soft",
        "Two months later it broke",
    ],
)
def test_what_says_nothing_of_them_is_not(text: str) -> None:
    assert found(text) == set()


def test_questions_of_the_interviewer_do_not_count() -> None:
    assert attributes(release("I am a data engineer", role="interviewer")) == ()


def study(**texts: str) -> dict[str, tuple[Said, ...]]:
    return {name: attributes(release(text)) for name, text in texts.items()}


def test_the_first_rung_that_k_interviews_stand_on_is_proposed() -> None:
    said = study(
        a="I am a data engineer", b="I am a software engineer", c="I am an engineer", d="hm"
    )
    (data, software) = rarities(said, k=3)
    assert (data.value, data.shared) == ("data engineer", 1)
    assert data.cure == (Generalization(kind="role", value="data engineer", to="[engineer]"),)
    assert software.cure[0].to == "[engineer]"
    assert rarities(said, k=1) == ()


def test_applying_the_cure_cures() -> None:
    said = study(
        a="I am a data engineer at a bank", b="I am a software engineer, we are a bank",
        c="I am a developer in insurance, so in the insurance industry",
        d="I am an architect. I work for a bank in Lyon",
    )  # fmt: skip
    told: list[Generalization] = []
    for _ in range(6):
        rare = rarities(said, k=3, generalized=told)
        if not rare:
            break
        cures = {(one.kind, one.value): one for each in rare for one in each.cure}
        told = [one for one in told if (one.kind, one.value) not in cures] + list(cures.values())
    assert rarities(said, k=3, generalized=told) == ()
    assert {one.to for one in told} & {"[finance]", "[technical role]"}


def test_a_combination_counts_once_no_single_word_is_rare() -> None:
    said = {
        **{f"e{n}": attributes(release("I am an engineer and we are a bank")) for n in range(3)},
        **{f"n{n}": attributes(release("I am a nurse, we're a hospital")) for n in range(3)},
        "odd": attributes(release("I am a nurse and we are a bank")),
    }
    (one,) = rarities(said, k=3)
    assert (one.kind, one.recordings, one.shared) == (COMBINATION, ("odd",), 1)
    assert len(one.cure) == 1
    assert rarities(said, k=3, accepted=[(COMBINATION, one.value)]) == ()


def test_one_interview_alone_is_rare_and_can_be_accepted() -> None:
    said = study(a="I am the head of dewatering")
    (one,) = rarities(said, k=3)
    assert one.cure[0].to == "[Role]"
    assert rarities(said, k=3, accepted=[(one.kind, one.value)]) == ()


def test_words_are_replaced_whole_in_any_case_longest_first() -> None:
    told = [
        Generalization(kind="sector", value="bank", to="[finance]"),
        Generalization(kind="role", value="head of the bank", to="[head]"),
    ]
    text = "As Head of the  BANK I like banks, not bankers: a bank."
    assert generalize(text, told) == "As [head] I like banks, not bankers: a [finance]."


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("donc je suis ingénieure de données ici", "role", "ingénieure de données"),
        ("Je suis un data scientist", "role", "data scientist"),
        ("mon poste, c'est chef de projet", "role", "chef de projet"),
        ("en tant que directrice de l'innovation", "role", "directrice de l'innovation"),
        ("je travaille dans le domaine de la réassurance", "sector", "réassurance"),
        ("on est une banque", "sector", "banque"),
        ("une compagnie d'assurance à Montréal", "sector", "assurance"),
        ("une compagnie d'assurance à Montréal", "region", "montréal"),
        ("nos bureaux sont en Allemagne", "region", "allemagne"),
        ("je suis là depuis dix-sept ans", "tenure", "dix-sept ans"),
        ("j'ai sept ans d'expérience", "tenure", "sept ans"),
    ],
)
def test_french_is_looked_at_too(text: str, kind: str, value: str) -> None:
    said = {(one.kind, one.value) for one in attributes(release(text, language="fr"))}
    assert (kind, value) in said


def test_french_and_english_are_counted_together() -> None:
    english = attributes(release("I am a data engineer. I was in Germany for seventeen years."))
    french = attributes(
        release("je suis ingénieur en Allemagne depuis dix-sept ans", language="fr")
    )
    for kind in ("role", "tenure", "region"):
        (one,), (other,) = ([said for said in several if said.kind == kind]
                            for several in (english, french))  # fmt: skip
        assert one.ladder == other.ladder
    told = rarities({"a": english, "b": french, "c": english}, k=3)
    assert ("role", "[engineer]") in {(one.kind, cure.to) for one in told for cure in one.cure}


def test_everyday_french_is_nobodys_attribute() -> None:
    texts = ["je suis contente de vous voir", "c'est une question de qualité", "il y a des gens"]
    assert attributes(release(*texts, language="fr")) == ()
