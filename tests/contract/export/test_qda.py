"""REFI-QDA read back: by pyrefiqda, by the schema's rules, by QualCoder's import rules."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from exported_interviews import GUIDE, every, private
from lxml import etree
from pyrefiqda import RefiCodebook, RefiProject

from transcribe.core.guide import GuideItem
from transcribe.export import refi
from transcribe.export.interview import Interview

INTERVIEWS = every()
Q = "{urn:QDA-XML:project:1.0}"
C = "{urn:QDA-XML:codebook:1.0}"
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

ORDER = {
    "Project": "Users CodeBook Variables Cases Sources Notes Links Sets Graphs Description NoteRef",
    "Code": "Description NoteRef Code",
    "Case": "Description CodeRef VariableValue SourceRef SelectionRef",
    "TextSource": "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue",
    "AudioSource": "Description Transcript AudioSelection Coding NoteRef VariableValue",
    "Transcript": "Description PlainTextContent SyncPoint TranscriptSelection NoteRef",
    "PlainTextSelection": "Description Coding NoteRef",
    "Coding": "CodeRef NoteRef",
    "VariableValue": "VariableRef TextValue",
}
"""Element to its children in the order of the schema (REFI-QDA 1.5, Project.xsd)."""


@pytest.fixture(params=sorted(INTERVIEWS))
def interview(request: pytest.FixtureRequest) -> Interview:
    return INTERVIEWS[request.param]


def opened(content: bytes) -> tuple[etree._Element, zipfile.ZipFile]:
    package = zipfile.ZipFile(io.BytesIO(content))
    return etree.fromstring(package.read("project.qde")), package


def check_schema_rules(root: etree._Element) -> None:
    guids = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(guids) == len(set(guids))
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        children = [etree.QName(child).localname for child in element]
        if name in ORDER:
            order = ORDER[name].split()
            assert [order.index(child) for child in children] == sorted(
                order.index(child) for child in children
            )
        for attribute in ("guid", "targetGUID", "creatingUser", "modifyingUser"):
            if element.get(attribute) is not None:
                assert GUID.fullmatch(element.get(attribute))
                assert element.get(attribute) in guids
        if name == "Code":
            assert element.get("isCodable") in ("true", "false")
            assert element.get("name")
        if name == "Coding":
            assert children.count("CodeRef") == 1
        if name == "Codes":
            assert children


def test_schema_rules_and_pyrefiqda(interview: Interview, tmp_path: Path) -> None:
    content = refi.project([interview])
    root, _ = opened(content)
    check_schema_rules(root)
    path = tmp_path / "a.qdpx"
    path.write_bytes(content)
    project = RefiProject.load(path, extract_dir=str(tmp_path / "out"))
    (source,) = project.sources.text_source
    text = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out").read_text(
        encoding="utf-8"
    )
    names = {}

    def gather(codes: list) -> None:
        for code in codes:
            names[code.guid] = code.name
            gather(code.code)

    gather(project.code_book.codes.code)
    spoken = [one for one in source.plain_text_selection if one.name]
    assert [one.name for one in spoken] == [turn.id for turn in interview.turns]
    for one, turn in zip(spoken, interview.turns, strict=True):
        assert text[one.start_position : one.end_position] == f"{turn.name}: {turn.text}"
        assert names[one.coding[0].code_ref.target_guid] == f"{interview.id} · {turn.name}"
    selections = {one.guid: one.name for one in spoken}
    for case in project.cases.case:
        name = case.name.split(" · ", 1)[1]
        mine = [selections[one.target_guid] for one in case.selection_ref]
        assert mine == [turn.id for turn in interview.turns if turn.name == name]
        assert case.source_ref[0].target_guid == source.guid
    assert {case.name for case in project.cases.case} == {
        f"{interview.id} · {turn.name}" for turn in interview.turns
    }


def test_every_turn_lies_in_the_passage_of_its_question(interview: Interview) -> None:
    root, package = opened(refi.project([interview]))
    source = root.find(f"{Q}Sources/{Q}TextSource")
    path = source.get("plainTextPath").removeprefix("internal://")
    text = package.read(f"sources/{path}").decode()
    described = {
        code.get("guid"): (code.findtext(f"{Q}Description") or code.get("name"))
        for code in root.iter(f"{Q}Code")
    }
    _, spans = refi.plain_text(interview)
    passages = [
        (int(one.get("startPosition")), int(one.get("endPosition")),
         described[one.find(f"{Q}Coding/{Q}CodeRef").get("targetGUID")])
        for one in source.iter(f"{Q}PlainTextSelection") if not one.get("name")
    ]  # fmt: skip
    for turn, (start, end) in zip(interview.turns, spans, strict=True):
        assert text[start:end].endswith(turn.text)
        about = [code for low, high, code in passages if low <= start and end <= high]
        if turn.topic is None:
            assert about == []
        else:
            assert len(about) == 1
            assert f"Id: {turn.topic}." in about[0] or about[0] == turn.topic


def test_qualcoder_rules(interview: Interview) -> None:
    """What ``qualcoder/refi.py`` takes for granted when it imports a project."""
    root, package = opened(refi.project([interview]))
    names = [code.get("name").casefold() for code in root.iter(f"{Q}Code")]
    assert len(names) == len(set(names))  # its table of codes has names once
    for element in root.iter(f"{Q}TextSource", f"{Q}PlainTextSelection"):
        assert element.get("creationDateTime").endswith("Z")  # it cuts the T and the Z
    source = root.find(f"{Q}Sources/{Q}TextSource")
    path = source.get("plainTextPath").split("internal:/")[1]
    content = package.read(f"sources{path}")
    assert b"\r" not in content  # with those it moves every position
    assert not content.startswith(b"\xef\xbb\xbf")
    for coding in root.iter(f"{Q}Coding"):
        assert coding[0].tag == f"{Q}CodeRef"  # it takes the first child for it
    places = [
        (one[0][0].get("targetGUID"), one.get("startPosition"), one.get("endPosition"))
        for one in root.iter(f"{Q}PlainTextSelection")
    ]
    assert len(places) == len(set(places))  # of two alike it keeps one


def test_sync_points_lead_from_the_text_to_the_sound(tmp_path: Path) -> None:
    sound = tmp_path / "P1.wav"
    sound.write_bytes(b"RIFF")
    interview = replace(private(["one two", "three"], guide=GUIDE), audio=sound)
    root, package = opened(refi.project([interview], sound="inside"))
    check_schema_rules(root)
    audio = root.find(f"{Q}Sources/{Q}AudioSource")
    assert package.read("sources/" + audio.get("path").removeprefix("internal://")) == b"RIFF"
    transcript = audio.find(f"{Q}Transcript")
    path = transcript.get("plainTextPath").removeprefix("internal://")
    text = package.read(f"sources/{path}").decode()
    points = [
        (int(one.get("position")), int(one.get("timeStamp")))
        for one in transcript.iter(f"{Q}SyncPoint")
    ]
    assert points == sorted(points)
    starts = points[::2]
    for (position, stamp), turn in zip(starts, interview.turns, strict=True):
        assert text[position:].startswith(f"{turn.name}: {turn.text}")
        assert stamp == round(turn.start * 1000)
    assert root.find(f"{Q}Sources/{Q}TextSource") is not None


def test_two_interviews_share_the_codes_of_one_guide() -> None:
    one = INTERVIEWS["private plain"]
    root, _ = opened(refi.project([one, INTERVIEWS["public plain"]]))
    check_schema_rules(root)
    questions = [
        c for c in root.iter(f"{Q}Code") if "Id: data/1." in c.findtext(f"{Q}Description", "")
    ]
    assert len(questions) == 1
    assert len(root.findall(f"{Q}Sources/{Q}TextSource")) == 2


def test_codebook(tmp_path: Path) -> None:
    path = tmp_path / "a.qdc"
    path.write_bytes(refi.codebook([INTERVIEWS["private plain"]]))
    RefiCodebook.load(path)
    root = etree.fromstring(path.read_bytes())
    assert root.tag == f"{C}CodeBook"
    assert root.get("origin")
    found = {}
    for code in root.iter(f"{C}Code"):
        found[code.findtext(f"{C}Description", "").split("\n")[0]] = code
    for item in GUIDE:
        assert item.text in found
    assert found["Where does it come from?"].getparent() is found["Data"]


def test_long_questions_alike_get_names_of_their_own() -> None:
    guide = [GuideItem(id=f"q{n}", kind="question", text="why " * 80) for n in range(3)]
    root = etree.fromstring(refi.codebook([private(["a", "b"], guide=guide)]))
    names = [code.get("name") for code in root.iter(f"{C}Code")]
    assert len(names) == len(set(names))
    assert all(len(name) <= 110 for name in names)
