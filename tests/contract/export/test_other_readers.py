"""Every format read back by another program's reader: no word, time, speaker or code is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import docx
import jsonschema
import pandas
import pysubs2
import pytest
import webvtt
from exported_interviews import every
from lxml import etree

from transcribe.export import analysis, cues, refi, tables
from transcribe.export.docx import right_to_left
from transcribe.export.docx import to_bytes as to_docx
from transcribe.export.formats import ONE, Look, make
from transcribe.export.interview import Interview
from transcribe.export.tei import to_bytes as to_tei

INTERVIEWS = every()
SCHEMAS = Path(__file__).parents[3] / "transcribe" / "export" / "schemas"
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
LOOK = Look()


@pytest.fixture(params=sorted(INTERVIEWS))
def interview(request: pytest.FixtureRequest) -> Interview:
    return INTERVIEWS[request.param]


def timed(interview: Interview) -> list[tuple[str, float, float, str]]:
    return [
        (turn.name, turn.start, turn.end, turn.text)
        for turn in interview.turns
        if turn.start is not None and turn.end is not None and turn.text
    ]


def by_turn(found: list[tuple[str, float, float, str]]) -> list[tuple[str, float, float, str]]:
    """Cues of one turn put together: turns of the builder lie at least ten seconds apart."""
    turns: list[tuple[str, float, float, str]] = []
    for name, start, end, text in found:
        if turns and turns[-1][0] == name and start - turns[-1][2] < 5:
            turns[-1] = (name, turns[-1][1], end, f"{turns[-1][3]} {text}")
        else:
            turns.append((name, start, end, text))
    return turns


def test_webvtt(interview: Interview, tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_bytes(cues.to_vtt(interview))
    read = [
        (cue.voice, cue.start_in_seconds + cue.start_time.milliseconds / 1000,
         cue.end_in_seconds + cue.end_time.milliseconds / 1000, cue.text)
        for cue in webvtt.read(path)
    ] if timed(interview) else []  # fmt: skip
    found = by_turn(read)
    assert [one[0] for one in found] == [one[0] for one in timed(interview)]
    for (_, start, end, text), (_, want_start, want_end, want) in zip(
        found, timed(interview), strict=True
    ):
        assert start == pytest.approx(want_start, abs=0.001)
        assert end == pytest.approx(want_end, abs=0.001)
        escaped = want.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        # The reader may or may not resolve references.
        assert text.split() in (want.split(), escaped.split())


def test_srt(interview: Interview) -> None:
    content = cues.to_srt(interview).decode()
    read = pysubs2.SSAFile.from_string(content, format_="srt") if content else []
    found = by_turn(
        [
            (*event.text.split(": ", 1)[:1], event.start / 1000, event.end / 1000,
             event.text.split(": ", 1)[1])
            for event in read
        ]
    )  # fmt: skip
    want = [
        (name, start, end, cues.plain_cue(text).split())
        for name, start, end, text in timed(interview)
    ]
    assert [(n, t.split()) for n, _, _, t in found] == [(n, t) for n, _, _, t in want]
    for one, other in zip(found, want, strict=True):
        assert one[1:3] == pytest.approx(other[1:3], abs=0.001)


def test_docx(interview: Interview) -> None:
    document = docx.Document(io.BytesIO(to_docx(interview, look=LOOK)))
    turns = [one for one in document.paragraphs if one.style.name == "Transcript Turn"]
    for paragraph, turn in zip(turns, interview.turns, strict=True):
        said = [run for run in paragraph.runs if not run.style.name.endswith(("Speaker", "Time"))]
        assert "".join(run.text for run in said) == turn.text
        (speaker,) = [run for run in paragraph.runs if run.style.name == "Transcript Speaker"]
        assert speaker.text.rstrip(" \u200f") == f"{turn.name}:"
        backwards = paragraph._p.pPr.find(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}bidi"
        )
        assert (backwards is not None) == right_to_left(turn.text)
    headings = [p.text for p in document.paragraphs if p.style.name == "Transcript Question"]
    topics = [t.topic for t in interview.turns]
    changes = [t for n, t in enumerate(topics) if t and (n == 0 or topics[n - 1] != t)]
    assert len(headings) == len(changes)
    for heading, topic in zip(headings, changes, strict=True):
        assert heading.endswith(interview.questions[topic])


@pytest.mark.parametrize("guide", ["margin", "none"])
def test_docx_without_speakers_and_times(guide: str) -> None:
    interview = INTERVIEWS["private plain"]
    look = Look(speakers="hidden", times="hidden", guide=guide)
    document = docx.Document(io.BytesIO(to_docx(interview, look=look)))
    turns = [one.text for one in document.paragraphs if one.style.name == "Transcript Turn"]
    assert turns == [turn.text for turn in interview.turns]
    aside = [one for one in document.paragraphs if one.style.name == "Transcript Margin"]
    assert len(aside) == (3 if guide == "margin" else 0)


def test_csv_and_parquet(interview: Interview) -> None:
    for name, rows in tables.tables(interview).items():
        frame = pandas.read_parquet(io.BytesIO(tables.to_parquet(name, rows)))
        assert list(frame.columns) == list(tables.COLUMNS[name])
        content = tables.to_csv(name, rows)
        read = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        assert len(read) == len(rows) == len(frame)
        for row, line in zip(rows, read, strict=True):
            for column, value in row.items():
                cell = line[column]
                # What a spreadsheet would run begins with an apostrophe, and nothing else is so.
                assert not cell.lstrip().startswith(("=", "+", "-", "@")) or cell == str(value)
                assert cell.removeprefix("'") == ("" if value is None else str(value))
                assert not str(value).startswith(("=", "+", "-", "@")) or cell.startswith("'")
    turns = pandas.read_parquet(
        io.BytesIO(tables.to_parquet("turns", tables.tables(interview)["turns"]))
    )
    assert list(turns["text"]) == [turn.text for turn in interview.turns]
    assert ("words" in tables.tables(interview)) == (interview.tier == "private")


def test_every_word_of_a_turn_is_in_the_table_in_order(interview: Interview) -> None:
    words = tables.tables(interview).get("words")
    if words is None:
        return
    for turn in interview.turns:
        mine = [row for row in words if row["turn"] == turn.id]
        assert [row["text"] for row in mine] == turn.text.split()
        times = [row["start"] for row in mine if row["start"] is not None]
        assert times == sorted(times)


def test_json_follows_the_published_schema(interview: Interview) -> None:
    schema = json.loads((SCHEMAS / f"{interview.tier}.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    (content,) = make(interview, ["json"], look=LOOK).values()
    document = json.loads(content)
    jsonschema.validate(document, schema)
    assert len(document["turns"]) == len(interview.turns)


def test_tei(interview: Interview) -> None:
    root = etree.fromstring(to_tei(interview), etree.XMLParser(huge_tree=True))
    # TEI Guidelines, 2.1.1 and 2.2: what no header may lack, in this order.
    assert [child.tag for child in root] == [f"{TEI}teiHeader", f"{TEI}text"]
    file = root.find(f"{TEI}teiHeader/{TEI}fileDesc")
    assert [c.tag for c in file] == [
        f"{TEI}{name}" for name in ("titleStmt", "publicationStmt", "sourceDesc")
    ]
    ids = [element.get(XML_ID) for element in root.iter() if element.get(XML_ID)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one) for one in ids)
    for element in root.iter(etree.Element):
        for name in ("who", "start", "end", "synch", "since", "ana", "origin"):
            for pointer in (element.get(name) or "").split():
                assert pointer.startswith("#")
                assert pointer[1:] in ids
    moments = {
        when.get(XML_ID): float(when.get("interval")) for when in root.iter(f"{TEI}when")
        if when.get("interval")
    }  # fmt: skip
    assert list(moments.values()) == sorted(moments.values())
    people = {one.get(XML_ID): one.find(f"{TEI}persName").text for one in root.iter(f"{TEI}person")}
    items = {one.get(XML_ID): one.get("n") for one in root.iter(f"{TEI}category")}
    for spoken, turn in zip(root.iter(f"{TEI}u"), interview.turns, strict=True):
        for gap in spoken.iter(f"{TEI}gap"):
            assert gap.get("reason") == "inaudible"
            gap.text = "[inaudible]"
        assert "".join(spoken.itertext()) == turn.text
        assert people[spoken.get("who")[1:]] == turn.name
        if turn.start is not None:
            assert moments[spoken.get("start")[1:]] == pytest.approx(turn.start, abs=0.0006)
            assert moments[spoken.get("end")[1:]] == pytest.approx(turn.end, abs=0.0006)
        if turn.topic:
            assert items[spoken.get("ana").split()[0][1:]] == turn.topic


STAMP = r"(\d\d):(\d\d):(\d\d)[.-](\d)"


def seconds(match: re.Match[str], first: int = 1) -> float:
    hours, minutes, whole, tenth = (int(match[first + n]) for n in range(4))
    return hours * 3600 + minutes * 60 + whole + tenth / 10


def test_maxqda(interview: Interview) -> None:
    lines = analysis.to_maxqda(interview).decode("utf-8-sig").split("\r\n")[:-1]
    if interview.turns[0].start is not None:
        assert lines.pop(0) == "#00:00:00-0#"
    for line, turn in zip(lines, interview.turns, strict=True):
        stamps = list(re.finditer(rf"#{STAMP}#", line))
        assert len(stamps) == (turn.end is not None)
        said = line
        if stamps:
            assert seconds(stamps[0]) == pytest.approx(turn.end, abs=0.051)
            assert stamps[0].end() == len(line)
            said = line[: stamps[0].start() - 1]
        name, text = said.split(": ", 1)
        assert name == turn.name
        assert text.replace("# ", "#") == turn.text.replace("# ", "#")


def test_nvivo(interview: Interview) -> None:
    rows = analysis.to_nvivo(interview).decode("utf-8-sig").split("\r\n")[:-1]
    assert rows.pop(0).split("\t") == ["Timespan", "Content", "Speaker"]
    for row, turn in zip(rows, interview.turns, strict=True):
        span, text, name = row.split("\t")
        assert (text, name) == (turn.text, turn.name)
        match = re.fullmatch(rf"{STAMP} - {STAMP}", span)
        assert bool(match) == (turn.start is not None)
        if match:
            assert seconds(match) == pytest.approx(turn.start, abs=0.051)
            assert seconds(match, 5) == pytest.approx(turn.end, abs=0.051)


def test_atlasti(interview: Interview) -> None:
    parts = analysis.to_atlasti(interview).decode("utf-8-sig").rstrip("\r\n").split("\r\n\r\n")
    for part, turn in zip(parts, interview.turns, strict=True):
        stamps = list(re.finditer(rf"\[{STAMP}\]", part))
        assert len(stamps) == (turn.start is not None)
        if stamps:
            assert stamps[0].start() == 0
            assert seconds(stamps[0]) == pytest.approx(turn.start, abs=0.051)
        said = part[stamps[0].end() + 1 :] if stamps else part
        name, text = said.split(": ", 1)
        assert name == turn.name
        assert text.replace("[ ", "[") == turn.text.replace("[ ", "[")


@pytest.mark.parametrize("name", sorted(ONE))
def test_the_same_interview_gives_the_same_bytes(name: str) -> None:
    interview = INTERVIEWS["private plain"]
    assert make(interview, [name], look=LOOK) == make(interview, [name], look=LOOK)


def test_packages_say_nothing_of_who_made_them() -> None:
    interview = INTERVIEWS["public plain"]
    for content in (to_docx(interview, look=LOOK), refi.project([interview])):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
