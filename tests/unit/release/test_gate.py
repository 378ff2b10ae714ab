"""No planted identifier, nor an obvious variant of one, in any public byte."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from studies import dummy_transcript, listed_entities

from transcribe.core.pii import EntitySet
from transcribe.core.recording import Consent, Identifiers, Interview, Recording
from transcribe.release.gate import Checked, check, confirmed_names
from transcribe.run.signoff import SignOff
from transcribe.stages.assemble import assemble
from transcribe.stages.pseudonymize import Decisions, pseudonymize
from transcribe.stages.surrogates import PseudonymTable

NAMES = Identifiers(
    people=("Maria Lopez", "Zoë O'Neill"),
    organizations=("Brightwater Analytics", "AT&T"),
    products=("Falcon_2",),
    places=("Port Carlton",),
    other=("maria.lopez@brightwater.com", "514-555-0199"),
)
SIGNED = SignOff(state="signed", name="Ann")
ALLOWED = Consent(given=date(2026, 5, 4), scopes=("release_text",))


def private_document(
    texts: list[str],
    *,
    detected: bool,
    identifiers: Identifiers,
    settle: bool,
    guide: dict[str, str] | None,
    policies: dict[str, str],
) -> dict[str, Any]:
    """What a run and, if asked, a person who accepts everything make of some turns."""
    transcript = dummy_transcript(texts)
    found = listed_entities(transcript, identifiers) if detected else EntitySet(entities=())
    waiting = {one.key: True for one in found.entities if settle and one.decision == "queued"}
    settled = pseudonymize(
        {"P01": transcript}, {"P01": found}, decisions=Decisions(names=waiting),
        table=PseudonymTable(secret="7f" * 32), policies=policies,
    ).recordings["P01"]  # fmt: skip
    return assemble("P01", transcript, settled, alignment=None, guide=guide)


def through_gate(
    texts: list[str],
    *,
    detected: bool = True,
    identifiers: Identifiers = NAMES,
    consent: Consent = ALLOWED,
    sign_off: SignOff = SIGNED,
    public_id: str = "interview-01",
    settle: bool = True,
    guide: dict[str, str] | None = None,
    policies: dict[str, str] | None = None,
) -> Checked:
    document = private_document(
        texts, detected=detected, identifiers=identifiers, settle=settle, guide=guide,
        policies=policies or {},
    )  # fmt: skip
    recording = Recording(
        id="P01", path="/x/P01.wav", consent=consent, interview=Interview(participant="P01")
    )
    return check(
        recording, document, public_id=public_id, sign_off=sign_off, identifiers=identifiers,
        study_names=confirmed_names([document]),
    )  # fmt: skip


def kinds(checked: Checked) -> set[str]:
    return {obstacle.kind for obstacle in checked.obstacles}


VARIANTS = [
    "Maria Lopez", "maria lopez", "MARIA LOPEZ", "Maria's", "lopez", "m lopez",
    "L-O-P-E-Z", "ma\u00adria", "Zoe O'Neill", "zoë o’neill", "ZOE ONEILL", "zoe o neill",
    "bright water analytics", "BrightWater", "Brightwater’s", "AT&T", "at&t", "Falcon_2",
    "falcon 2", "falcon two", "Falcon-Two", "port carlton", "PortCarlton", "Port-Carlton",
    "maria.lopez@brightwater.com", "maria dot lopez at brightwater dot com",
    "514-555-0199", "514 555 0199", "five one four five five five zero one nine nine",
]  # fmt: skip
TELLTALE = re.compile(
    r"maria|lopez|zo[eë]|neill|bright ?water|carlton|l-o-p-e-z|555|five five|falcon[_ -]?(?:2|two)",
    re.IGNORECASE,
)
FILLER = st.sampled_from(
    "so we the data um <i>and</i> & *then* # _it_ [Person 1] --> \\ `x` 2019 — 😀 “quoted”".split()
)
TURN = st.lists(st.one_of(FILLER, st.sampled_from(VARIANTS)), min_size=1, max_size=12).map(" ".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TURN, min_size=1, max_size=4))
def test_nothing_planted_gets_out(texts: list[str]) -> None:
    checked = through_gate(texts)
    if kinds(checked):
        assert kinds(checked) == {"identifier"}
        return
    for content in checked.files.values():
        assert TELLTALE.search(content.decode().replace("\u00ad", "")) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TURN, min_size=1, max_size=3))
def test_what_detection_missed_is_stopped(texts: list[str]) -> None:
    """With a detector that finds nothing the gate stands alone."""
    assume(any(TELLTALE.search(text.replace("\u00ad", "")) for text in texts))
    assert "identifier" in kinds(through_gate(texts, detected=False))


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_variant_is_replaced_and_the_rest_goes_out(variant: str) -> None:
    checked = through_gate(["hello", f"so we met {variant} there"])
    assert checked.obstacles == ()
    text = json.loads(checked.files["transcript.json"])["turns"][1]["text"]
    assert text.startswith("so we met [")
    assert text.endswith("there")


def test_the_public_form_has_only_the_listed_fields() -> None:
    document = json.loads(through_gate(["hello", "i am Maria"]).files["transcript.json"])
    assert set(document) == {
        "schema", "public_id", "language", "guide", "speakers", "turns", "coverage"
    }  # fmt: skip
    assert set(document["speakers"][0]) == {"role", "name"}
    assert set(document["turns"][0]) == {"id", "role", "name", "start", "end", "text", "guide"}
    assert set(document["turns"][0]["guide"]) == {"topic", "asks"}


def test_everything_in_the_way_is_said_at_once() -> None:
    checked = through_gate(
        ["hi", "we saw lopes"],
        consent=Consent(),
        sign_off=SignOff(state="stale"),
        public_id="../maria-lopez",
    )
    assert {"consent", "sign-off", "public-id", "identifier"} <= kinds(checked)
    said = " ".join(one.message + one.hint for one in checked.obstacles).casefold()
    assert "lopez" not in said.replace("maria-lopez", "")


def test_a_waiting_mention_stops_a_release() -> None:
    assert kinds(through_gate(["hi", "we saw lopes"], settle=False)) == {"queue"}


@pytest.mark.parametrize("public_id", ["Maria-Lopez", "brightwater_3", "port.carlton"])
def test_a_public_id_that_tells_is_stopped(public_id: str) -> None:
    assert kinds(through_gate(["hi"], public_id=public_id)) == {"identifier"}


@pytest.mark.parametrize("public_id", ["", "..", "a/b", ".hidden", "x" * 200, "a\nb", "<b>"])
def test_a_public_id_must_be_a_plain_name(public_id: str) -> None:
    assert "public-id" in kinds(through_gate(["hi"], public_id=public_id))


def test_the_guide_is_scanned_too() -> None:
    guide = {"file": "guide-for-brightwater.md", "sha256": "00"}
    assert kinds(through_gate(["hi"], guide=guide)) == {"identifier"}


def test_a_policy_cannot_let_a_listed_name_out() -> None:
    checked = through_gate(["hi", "i am Maria Lopez"], policies={"PERSON": "keep"})
    assert kinds(checked) == {"identifier"}


def test_markup_stays_text() -> None:
    files = through_gate(["hi", "<v Maria>x --> *y* & <script>"]).files
    assert b"<script>" not in files["transcript.vtt"] + files["transcript.md"]
    assert b"&lt;script&gt;" in files["transcript.vtt"]


@pytest.mark.parametrize("text", ["so Mar&#105;a L&oacute;pez came", "see /p/Bright%20water now"])
def test_names_behind_an_encoding_are_stopped(text: str) -> None:
    assert kinds(through_gate(["hi", text], detected=False)) == {"identifier"}


def test_own_words_are_no_ones_names(tmp_path: Path) -> None:
    names = Identifiers(products=("Interviewee", "Person"), organizations=("Guide",))
    assert kinds(through_gate(["hello", "all fine"], identifiers=names)) == set()


def test_the_file_to_read_stands_under_the_guides_questions_but_not_under_names() -> None:
    document = private_document(
        ["hi", "i clean data", "so", "yes"],
        detected=True, identifiers=NAMES, settle=True, guide=None, policies={},
    )  # fmt: skip
    for turn, topic in zip(document["turns"], ("q1", "q1", "q2", "q2"), strict=True):
        turn["guide"]["topic"] = topic
    checked = check(
        Recording(
            id="P01", path="P01.wav", consent=ALLOWED, interview=Interview(participant="P01")
        ),
        document,
        public_id="interview-01",
        sign_off=SIGNED,
        identifiers=NAMES,
        study_names=(),
        questions={"q1": "What do you do?", "q2": "Do you know Maria Lopez?"},
    )
    text = checked.files["transcript.md"].decode()
    assert "## q1 · What do you do?" in text
    assert "## q2\n" in text
    assert "Maria" not in text
    assert checked.obstacles == ()
