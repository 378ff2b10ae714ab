from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from transcribe.core.recording import Identifiers
from transcribe.stages.letters import Letters
from transcribe.stages.mentions import KnownName, known_names
from transcribe.stages.variants import KnownNames

NAMES = KnownNames(
    known_names(
        Identifiers(
            people=("Maria Lopez", "Will Grant", "José Núñez"),
            organizations=("Brightwater Analytics", "Northern Health Network"),
            products=("Falcon 2",),
            places=("Brantford",),
            other=("maria.lopez@acme.com", "555-0123"),
        )
    )
)


def found(text: str, *, exact: bool) -> list[str]:
    return [text[m.start : m.end] for m in NAMES.find(text) if m.exact is exact]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("we met MARIA LOPEZ there", "MARIA LOPEZ"),
        ("maria's team", "maria"),
        ("the lopezs came", "lopezs"),
        ("Lopez’s desk", "Lopez"),
        ("m lopez signed", "m lopez"),
        ("it is l o p e z", "l o p e z"),
        ("L-O-P-E-Z, you see", "L-O-P-E-Z"),
        (
            "L as in Lima, O as in Oscar, P as in Papa, E as in Echo and Z as in Zulu.",
            "L as in Lima, O as in Oscar, P as in Papa, E as in Echo and Z as in Zulu",
        ),
        ("it is lima oscar papa echo zulu", "lima oscar papa echo zulu"),
        ("L for lemon O P E Z, right", "L for lemon O P E Z"),
        ("Maria J. Lopez said", "Maria J. Lopez"),
        ("Maria Ann Lopez said", "Maria Ann Lopez"),
        ("Maria “Mia” Lopez said", "Maria “Mia” Lopez"),
        ("Maria L. said", "Maria L."),
        ("I met Maria L. Then", "Maria L"),
        ("so Mar- Maria came", "Mar- Maria"),
        ("Lo... Lopez came", "Lo... Lopez"),
        ("jose nunez said", "jose nunez"),
        ("Jose\u0301 Nu\u0301n\u0303ez said", "Jose\u0301 Nu\u0301n\u0303ez"),
        ("Ma\u200bria came", "Ma\u200bria"),
        ("Mаriа came, in Cyrillic", "Mаriа"),
        ("Ｍａｒｉａ came", "Ｍａｒｉａ"),
        ("𝐌𝐚𝐫𝐢𝐚 came", "𝐌𝐚𝐫𝐢𝐚"),
        ("ⓂⒶⓇⒾⒶ came", "ⓂⒶⓇⒾⒶ"),
        ("M\u202ear\u202cia came", "M\u202ear\u202cia"),
        ("Ma\ufe0fri\u00ada came", "Ma\ufe0fri\u00ada"),
        ("asked Lo-\npez then", "Lo-\npez"),
        ("ＭＡＲＩＡ came", "ＭＡＲＩＡ"),
        ("at bright water analytics", "bright water analytics"),
        ("at Bright-Water", "Bright-Water"),
        ("at brightwater", "brightwater"),
        ("the NHN signed", "NHN"),
        ("our falcon two failed", "falcon two"),
        ("write to maria dot lopez at acme dot com", "maria dot lopez at acme dot com"),
        ("call five five five zero one two three", "five five five zero one two three"),
    ],
)
def test_exact_variants_are_replaced(text: str, mention: str) -> None:
    assert found(text, exact=True) == [mention]


@pytest.mark.parametrize(
    "text",
    [
        "with lopes",
        "in brentford",
        "at brite water",
        "the falcon",
        "the northern wealth network",
    ],
)
def test_likely_variants_wait_for_a_person(text: str) -> None:
    assert found(text, exact=True) == []
    assert found(text, exact=False)


def test_a_half_heard_name_is_looked_at_as_a_whole() -> None:
    known = KnownNames(
        [
            KnownName(type="ORGANIZATION", text=name)
            for name in ("Silver Brook", "North Peak Partners")
        ]
    )
    text = "at silver brick and then nor speak partners left"
    found = [(text[one.start : one.end], one.exact) for one in known.find(text)]
    assert found == [("silver brick", False), ("nor speak partners", False)]


@pytest.mark.parametrize("text", ["will you tell me that", "northern lights", "nhn", "a network"])
def test_ordinary_words_are_no_names(text: str) -> None:
    assert NAMES.find(text) == ()


def test_a_capital_inside_a_sentence_makes_an_ordinary_word_a_name() -> None:
    assert found("so I asked Will about it", exact=True) == ["Will"]


def test_names_in_scripts_without_spaces_are_found_inside_words() -> None:
    known = KnownNames([KnownName(type="PERSON", text="田中")])
    assert [(one.start, one.end) for one in known.find("昨日は田中さんと話した")] == [(3, 5)]


def test_names_found_elsewhere_need_a_capital_when_they_are_words() -> None:
    known = KnownNames([KnownName(type="PRODUCT", text="harvest", listed=False)])
    assert known.find("we harvest data") == ()
    assert len(known.find("we use Harvest daily")) == 1


WORDS = st.sampled_from(
    "maria lopez Lopez's will Will grant bright water brightwater analytics falcon two 2 the and "
    "brantford brentford jose é n h nhn NHN dot at acme com l o p e z 😀 — ... \n".split(" ")
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_matches_lie_in_the_text_and_never_overlap(text: str) -> None:
    last = 0
    for match in NAMES.find(text):
        assert last <= match.start < match.end <= len(text)
        assert text[match.start : match.end].strip() == text[match.start : match.end]
        last = match.end


@settings(deadline=None, max_examples=30)
@given(st.permutations(["Maria Lopez", "Ana Lopez", "Lopez Group", "Maria", "Grupo Maria Lopez"]))
def test_what_is_found_does_not_depend_on_the_order_of_names(names: list[str]) -> None:
    text = "maria lopez of grupo maria lopez met ana lopez and lopes"
    kinds = {"Lopez Group": "ORGANIZATION", "Grupo Maria Lopez": "ORGANIZATION"}
    made = [KnownName(type=kinds.get(name, "PERSON"), text=name) for name in names]
    again = [KnownName(type=kinds.get(name, "PERSON"), text=name) for name in sorted(names)]
    assert KnownNames(made).find(text) == KnownNames(again).find(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Hope said no.", ["Hope"]),
        ("then grace came late", ["grace"]),
        ("He said that hope dies last.", []),
        ("may i ask will you", []),
    ],
)
def test_common_words_of_a_listed_name_are_asked_about(text: str, asked: list[str]) -> None:
    listed = KnownNames(
        known_names(Identifiers(people=("Hope Mark", "Grace Will", "May Lindt"))), language="en"
    )
    matches = listed.find(text)
    assert [text[match.start : match.end] for match in matches] == asked
    assert not any(match.exact for match in matches)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("So we had Golden on the line and the golden one.", ["Golden"]),
        ("so golden called us back", ["golden"]),
        ("Golden is a colour, and so it is.", []),
    ],
)
def test_the_common_word_a_company_begins_with_is_asked_about(text: str, asked: list[str]) -> None:
    listed = KnownNames(known_names(Identifiers(organizations=("Golden Field Foods",))))
    found = listed.find(text)
    assert [text[one.start : one.end] for one in found] == asked
    assert not any(one.exact for one in found)


WORDS = st.text(alphabet="abcdeosz", min_size=5, max_size=11)


@given(st.lists(WORDS, min_size=1, max_size=40, unique=True), WORDS)
def test_no_word_that_is_like_enough_is_ruled_out_by_its_letters(
    names: list[str], word: str
) -> None:
    like = {name for name in names if fuzz.ratio(word, name) >= 78}
    assert like <= set(Letters(names).near(word, least=78))


@given(st.lists(WORDS, min_size=1, max_size=12, unique=True), WORDS)
def test_the_most_alike_name_is_the_most_alike_of_any_part_of_the_names(
    names: list[str], word: str
) -> None:
    def nearest(known: list[str]) -> float:
        listed = [KnownName(type="OTHER", text=name) for name in known]
        return max((match.score for match in KnownNames(listed).find(word)), default=0.0)

    middle = len(names) // 2
    assert nearest(names) == max(nearest(names[:middle]), nearest(names[middle:]))


SPOKEN = KnownNames(
    known_names(
        Identifiers(
            organizations=("AT&T Analytics", "Smythe & Daughters Ltd.", "7Sparrows"),
            products=("iMarrow 2.0", "C++Loom"),
            other=("mariposa.kettle@gmail.example", "ZX-55-1182-K", "+44 7700 900123",
                   "0000-0002-1825-0097"),
        )
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("we met AT and T analytics there", "AT and T analytics"),
        ("at Smythe and Daughters then", "Smythe and Daughters"),
        ("it is pre7Sparrowspost", "pre7Sparrowspost"),
        ("the C plus plus loom", "C plus plus loom"),
        ("in iMarrow two point oh", "iMarrow two point oh"),
        ("my badge is ZX fifty five eleven eighty two K.", "ZX fifty five eleven eighty two K"),
        ("ZX551182Ks", "ZX551182Ks"),
        ("plus forty four, seventy seven hundred nine hundred one two three",
         "plus forty four, seventy seven hundred nine hundred one two three"),
        ("mariposa point kettle arobase gmail point example",
         "mariposa point kettle arobase gmail point example"),
        ("quarante-quatre soixante-dix-sept zéro zéro neuf cent mille cent vingt-trois",
         "quarante-quatre soixante-dix-sept zéro zéro neuf cent mille cent vingt-trois"),
        ("zéro zéro zéro zéro zéro zéro zéro deux dix-huit vingt-cinq zéro zéro "
         "quatre-vingt-dix-sept", "zéro zéro zéro zéro zéro zéro zéro deux dix-huit vingt-cinq "
         "zéro zéro quatre-vingt-dix-sept"),
    ],
)  # fmt: skip
def test_marks_and_numbers_as_they_are_spoken(text: str, mention: str) -> None:
    found = SPOKEN.find(text, fuzzy=False)
    assert [text[one.start : one.end] for one in found if one.exact] == [mention]


@pytest.mark.parametrize("text", ["fifty five of eleven", "oh dear, double trouble", "vingt et un"])
def test_other_numbers_are_nobodys(text: str) -> None:
    assert not SPOKEN.find(text)
