"""Names in every place that a file has for them: none is in any byte that leaves.

Labels, ids of cues, voices, notes, properties, comments, tracked changes, keys, names of files and
participants; in the text in disguise. All that was released, bundled and exported is then read as
somebody would who looks for names: zips opened, references resolved, look-alikes made plain.
"""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest
from integration_study import CommandLine

from transcribe.stages.lookalikes import LOOKALIKES

NEEDLES = ("maria", "lopez", "kerrigan", "brightwater", "orchardmutual", "blueheron",
           "wexborough", "snowdrop", "limaoinoscar")  # fmt: skip
SIDECAR = """[consent]
given = 2026-05-04
form = "blank.pdf"
scopes = ["record", "transcribe", "release_text"]
[interview]
participant = "{participant}"
interviewers = 1
[identifiers]
people = ["Maria Lopez", "Tomás Kerrigan"]
organizations = ["Brightwater Labs", "Orchard Mutual"]
products = ["Blue Heron"]
places = ["Wexborough"]
other = ["project Snowdrop"]
"""
CUES = """WEBVTT - Interview with Maria Lopez
X-Author: Tomás Kerrigan

STYLE
::cue(v[voice="Maria Lopez"]) { color: red }

REGION
id:kerrigan

NOTE recorded by Tomás Kerrigan at Brightwater Labs

maria-lopez-1
00:00:01.000 --> 00:00:04.000 region:kerrigan
<v.loud Tomás Kerrigan>Hello <c.maria>M&#97;ria</c>, can you tell me about your role?</v>

maria-lopez-2
00:00:04.500 --> 00:00:09.000 align:start
<v Maria Lopez>I work at Bright<i>water</i> L&#x61;bs in Wex&shy;borough
on <lang es>Blue Her&#8203;on</lang>.

NOTE Maria was upset here

kerrigan-3
00:00:09.500 --> 00:00:12.000
<v Tomás Kerrigan>Which data do you collect, Ms. López?

4
00:00:12.500 --> 00:00:15.000
<v Maria Lopez>Pressure. Write to maria.lopez@brightwater.example or @marialopez.
"""
SUBTITLES = """1
00:00:01,000 --> 00:00:03,000
{\\an8}<font color="Maria">KERRIGAN: Hello Maria, can you tell me about your role?</font>

2
00:00:03,500 --> 00:00:06,000
LOPEZ: I am an engineer at Orch-
ard Mutual, with Snow drop.

3
00:00:06,500 --> 00:00:09,000
KERRIGAN: How do you check the quality of the data?

4
00:00:09,500 --> 00:00:12,000
LOPEZ: With TomasKerrigan's tool, blueHeron2.
"""
TEXT = """Transcript of the interview with Maria Lopez (Brightwater Labs), 4 May 2026

Tomás Kerrigan: Can you tell me about your role?

Maria Lopez: I'm Maria, Maria Lopez. L as in Lima, O as in Oscar, P as in Papa, E as in Echo, Z as
in Zulu. My friends say Maria L.

Tomás Kerrigan [00:00:12]: How do you check the quality of the data, Mar- Maria?

Maria Lopez: You find me at https://www.linkedin.com/in/maria-lopez-8a/ or maria.lopez@acme.example
or /home/mlopez/brightwater_labs/. Maria J. Lopez is my full name, Ｍａｒｉａ Lоpez, L.o.p.e.z.
"Snowdrop" was secret.
"""
OWN = {
    "schema": 1, "id": "Maria Lopez", "language": "en", "duration": 20.0, "draft": [],
    "guide": {"file": "Brightwater Labs.md", "sha256": "Maria Lopez"}, "Maria Lopez": "Kerrigan",
    "speakers": [
        {"label": "Maria Lopez", "role": "interviewee", "name": "Maria Lopez"},
        {"label": "Tomas Kerrigan", "role": "interviewer", "name": "Tomas Kerrigan"},
    ],
    "turns": [
        {"id": "maria-1", "speaker": "Tomas Kerrigan", "role": "interviewer", "name": "Kerrigan",
         "start": 0.5, "end": 3.0, "text": "Can you tell me about your role, Maria?", "words": [],
         "guide": {"topic": "Maria Lopez", "asks": ["Brightwater Labs"], "score": 0.9},
         "entities": [{"id": "Maria", "start_char": 0, "end_char": 3, "type": "PERSON", "score": 1,
                       "recognizers": ["Lopez"], "surrogate": "Maria Lopez",
                       "decision": "rejected"}]},
        {"id": "lopez-2", "speaker": "Maria Lopez", "role": "interviewee", "name": "Maria Lopez",
         "start": 3.5, "end": 9.0, "text": "I look after Blue\u00a0Heron; Kerrigan\u2019s baby.",
         "words": [], "guide": {"topic": None, "asks": [], "score": 0}, "entities": []},
    ],
    "coverage": [{"item": "Maria Lopez", "status": "Maria Lopez", "question_turns": ["maria-1"],
                  "answer_turns": ["lopez-2"]}],
}  # fmt: skip


def word_file() -> bytes:
    """An interview whose properties, header, comment, changes and hidden words hold names."""
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title = "Maria Lopez", "Maria Lopez at Brightwater"
    document.sections[0].header.paragraphs[0].text = "Interview Maria Lopez"
    said = (
        ("Tomas Kerrigan", "Can you tell me about your role?"),
        ("Maria Lopez", "I am an engineer at Brightwater Labs."),
        ("Tomas Kerrigan", "Which data do you collect for the pumps?"),
        ("Maria Lopez", "Pressure, at Wexborough, with Mr. Kerrigan and L-O-P-E-Z."),
    )
    for name, words in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(words)
    document.add_comment(paragraph.runs, text="Maria Lopez, off tape", author="Tomas Kerrigan")
    plain = io.BytesIO()
    document.save(plain)
    changed = (
        b'<w:p><w:del w:author="Maria Lopez" w:id="9"><w:r><w:delText>Orchard Mutual</w:delText>'
        b'</w:r></w:del><w:ins w:author="Kerrigan" w:id="10"><w:r><w:t>Kerrigan left.</w:t></w:r>'
        b"</w:ins></w:p><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden Maria Lopez</w:t></w:r>"
        b"</w:p></w:body>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                content = content.replace(b"</w:body>", changed)
            after.writestr(name, content)
        after.comment = b"Maria Lopez"
    return made.getvalue()


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder = tmp_path_factory.mktemp("hidden")
    recordings = folder / "recordings"
    recordings.mkdir()
    (recordings / "study.toml").write_text(
        'title = "A study of pumps"\nguide = "guide.docx"\n[release]\nk = 1\n'
    )
    guide = docx.Document()
    guide.core_properties.author = "Maria Lopez"
    guide.core_properties.comments = "ask Kerrigan"
    for line in ("Can you tell me about your role?", "Which data do you collect for the pumps?",
                 "How do you check the quality of the data?"):  # fmt: skip
        guide.add_paragraph(line, style="List Number")
    guide.save(str(recordings / "guide.docx"))
    files = {
        "maria-lopez.vtt": CUES.encode(), "P02.srt": SUBTITLES.encode(), "P03.docx": word_file(),
        "P04.json": json.dumps(OWN).encode(), "kerrigan_2026.txt": TEXT.encode(),
    }  # fmt: skip
    for name, content in files.items():
        (recordings / name).write_bytes(content)
        sidecar = (recordings / name).with_suffix(".toml")
        sidecar.write_text(SIDECAR.format(participant=f"Maria Lopez {name[:3]}"))
    cli = CommandLine(folder)
    for command in (
        ("run", "recordings"),
        ("decide", "--all", "accept", "--sign-off", "A. Nyone"),
        ("release", "--bundle", "deposit", "--zip"),
        ("export", "--tier", "public", "--format",
         "docx,srt,vtt,qdpx,maxqda,nvivo,atlasti,tei,json,csv"),
        ("report", "--tier", "public"),
    ):  # fmt: skip
        done = cli(*command)
        assert done.code == 0, (command, done.out, done.err)
    return cli


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """A file's name and bytes and, if it is a zip, those of all that lies in it."""
    yield path.name, path.read_bytes()
    held = [(path.name, path.read_bytes())]
    while held:
        name, data = held.pop()
        if not zipfile.is_zipfile(io.BytesIO(data)):
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                inner = archive.read(member)
                yield f"{name} {member.filename}", inner + member.comment + archive.comment
                held.append((f"{name} {member.filename}", inner))


def plain(text: str) -> str:
    """Letters and digits of a text, whatever hides them."""
    shown = unquote(html.unescape(html.unescape(text)))
    shown = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), shown)
    shown = unicodedata.normalize("NFKD", re.sub(r"<[^<>]*>", "", shown)).translate(LOOKALIKES)
    return "".join(char for char in shown.casefold() if char.isascii() and char.isalnum())


def test_no_byte_that_leaves_holds_a_name(study: CommandLine) -> None:
    out = study.folder / "transcripts"
    roots = [out / "public", out / "export" / "public", study.folder / "deposit"]
    paths = [path for root in roots for path in root.rglob("*") if path.is_file()]
    paths.append(study.folder / "deposit.zip")
    seen = set()
    for path in paths:
        seen.add(path.suffix)
        for name, data in members(path):
            texts = (name, data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace"))
            for text in texts:
                found = plain(text) + plain(re.sub(r"<[^<>]*>", " ", text))
                assert not [needle for needle in NEEDLES if needle in found], name
    assert {".json", ".txt", ".vtt", ".md", ".docx", ".qdpx", ".xml", ".csv", ".html"} <= seen


def test_what_is_no_name_is_still_there(study: CommandLine) -> None:
    texts = [path.read_text() for path in (study.folder / "transcripts/public").rglob("*.txt")]
    said = "\n".join(texts)
    assert "Pressure" in said
    assert "[Person" in said
    # Words that somebody inserted are read, those hidden by their author are not.
    assert "left." in said
    assert "hidden" not in said
