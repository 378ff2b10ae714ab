"""What hides a name from an audit hides it from the gate no more than from the audit."""

from __future__ import annotations

import json

import pytest

from transcribe.core.pii import PublicTurn, Release
from transcribe.release.gate import FORMATS
from transcribe.release.public import build_release, clean
from transcribe.release.scan import survivors
from transcribe.stages.mentions import KnownName
from transcribe.stages.variants import KnownNames

LISTED = KnownNames([KnownName(type="PERSON", text="Tomás Kerrigan")])


@pytest.mark.parametrize(
    "text",
    [
        "[Kerrigan] laughs",
        "ask <b>Ker</b>rigan",
        "ask **Ker**rigan",
        "ask K&#101;rrigan",
        "ask K%65rrigan",
        "ask Kеrrigаn",
        "ask Ｋｅｒｒｉｇａｎ",
        "ask ⓀⒺⓇⓇⒾⒼⒶⓃ",
        "ask Ker\u200brigan",
        "ask Kerri- gan",
        "K\\u0065rrigan",
        "K\\x65rrigan",
        "=4B=65=72=72=69=67=61=6E",
        "K=65rrigan",
        "ask 🇰🇪🇷🇷🇮🇬🇦🇳",
        "see S2VycmlnYW4gVG9tw6Fz",
        "hex 4b6572726967616e",
        "ask Ker<!-- x -->rigan",
        "ask K3rr1gan",
        "K as in kilo, E as in echo, R as in Rita, R as in Rita, I, G, A, N",
    ],
)
def test_in_every_form(text: str) -> None:
    turn = PublicTurn(
        id="t0001", role="interviewee", name="Interviewee", start=0.0, end=1.0, text=text,
        topic=None, asks=(),
    )  # fmt: skip
    release = Release(
        public_id="interview-01", language="en", guide_file=None, guide_sha256=None,
        speakers=(("interviewee", "Interviewee"),), turns=(turn,), coverage=(),
    )  # fmt: skip
    files = {name: write(release) for name, write in FORMATS.items()}
    assert {one.file for one in survivors(files, listed=LISTED)} == set(FORMATS)


def test_a_name_that_two_cues_part() -> None:
    listed = KnownNames([KnownName(type="PRODUCT", text="Blue Bird")])

    def found(*said: str, names: tuple[str, str] = ("Speaker 1", "Speaker 1")) -> set[str]:
        turns = [
            {"id": f"t{at}", "name": name, "text": text, "guide": None}
            for at, (name, text) in enumerate(zip(names, said, strict=True))
        ]
        content = json.dumps({"turns": turns, "guide": None, "coverage": []}).encode()
        return {one.place for one in survivors({"transcript.json": content}, listed=listed)}

    assert found("we then built blue", "bird for them") == {"turn t0"}
    assert not found("it was blue.", "Bird for them")
    assert not found("it was blue", "bird", names=("Interviewer", "Interviewee"))


def test_what_no_reader_sees_does_not_leave() -> None:
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "Kerrigan")
    assert clean(f"well{hidden} a\u200cb \ufe01x\u3164") == "well ab x"
    assert clean("Ker\x1b[31mrigan\x1b[0m \x1b]0;x\x07here") == "Kerrigan here"
    assert clean("so \u202enagirreK\u202c said") == "so Kerrigan said"
    assert clean("so \u202e[Person 2]\u202c said") == "so [Person 2] said"
    assert clean("می\u200cخواهم ❤\ufe0f 👨\u200d👩") == "می\u200cخواهم ❤\ufe0f 👨\u200d👩"


def test_our_own_labels_are_nobodys_names() -> None:
    listed = KnownNames([KnownName(type="PERSON", text="Left Person")])
    files = {"transcript.md": b"**Interviewee**: we met [Person 2] [Age] [passage left out]"}
    assert not list(survivors(files, listed=listed))


@pytest.mark.parametrize(
    ("file", "shown"),
    [("Guide Kerrigan.docx", "guide.docx"), ("guide-2023 (final).md", "guide-2023 (final).md"),
     ("interview-guide.txt", "interview-guide.txt")],
)  # fmt: skip
def test_the_guides_file_names_nobody(file: str, shown: str) -> None:
    document = {
        "language": "en", "guide": {"file": file, "sha256": "0"}, "speakers": [], "turns": [],
        "coverage": [], "passages": [],
    }  # fmt: skip
    assert build_release(document, public_id="interview-01").guide_file == shown
