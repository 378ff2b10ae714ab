"""What no program shows of a file is looked into, too: parts, settings, chunks, bytes between."""

from __future__ import annotations

import importlib
import io
import json
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from finished_files import audit, part, png, run, wav_bytes, word, zipped

from transcribe.release.audit import CERTAIN, LIKELY, POSSIBLE


def _office(name: str, content: str) -> bytes:
    """A document of any program with one further part."""
    return zipped(
        {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"} | {name: content.encode()}
    )


def _with_member(comment: bytes = b"", extra: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("a.txt")
        member.comment, member.extra = comment, extra
        archive.writestr(member, "x")
    return stream.getvalue()


def _columns(*, kind: str = "parquet", **more: object) -> bytes:
    pa = pytest.importorskip("pyarrow")
    stream = io.BytesIO()
    table = pa.table(more.get("cells", {"a": ["x"]})).replace_schema_metadata(more.get("beside"))
    if kind == "parquet":
        importlib.import_module("pyarrow.parquet").write_table(table, stream)
    else:
        importlib.import_module("pyarrow.feather").write_feather(table, stream)
    return stream.getvalue()


_SETTINGS = "word/settings.xml"
_SHEET = "xl/worksheets/sheet1.xml"
UNSEEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "Word variable": (
        "a.docx",
        lambda: word(run("x"), more={
            _SETTINGS: part("settings", '<w:docVar w:name="who" w:val="Kerrigan"/>')
        }),
    ),
    "Word style": (
        "a.docx",
        lambda: word(run("x"), more={
            "word/styles.xml": part("styles", '<w:name w:val="Kerrigan"/>')
        }),
    ),
    "Word bookmark": ("a.docx", lambda: word(f'<w:bookmarkStart w:name="Kerrigan"/>{run("x")}')),
    "Word field": ("a.docx", lambda: word("<w:r><w:instrText>AUTHOR Kerrigan</w:instrText></w:r>")),
    "Word HTML part": (
        "a.docx", lambda: word(run("x"), more={"word/chunk.html": b"<p>Kerrigan</p>"}),
    ),
    "Word part's name": ("a.docx", lambda: word(run("x"), more={"word/kerrigan.xml": b"<r/>"})),
    "Word custom XML": (
        "a.docx", lambda: word(run("x"), more={"customXml/item1.xml": b"<r who='Kerrigan'/>"}),
    ),
    "Word embedded, old": (
        "a.docx",
        lambda: word(run("x"), more={
            "word/media/vbaProject.bin": b"\xd0\xcf\x11\xe0" + "Kerrigan".encode("utf-16-le")
        }),
    ),
    "sheet's name": (
        "a.xlsx", lambda: _office("xl/book.xml", '<sheet name="Kerrigan" state="veryHidden"/>'),
    ),
    "cell": ("a.xlsx", lambda: _office(_SHEET, '<s><c t="str"><v>Kerrigan</v></c></s>')),
    "cell, inline": ("a.xlsx", lambda: _office(_SHEET, "<s><c><is><t>Kerrigan</t></is></c></s>")),
    "formula": ("a.xlsx", lambda: _office(_SHEET, "<s><f>IF(A1,&quot;Kerrigan&quot;)</f></s>")),
    "sheet's header": ("a.xlsx", lambda: _office(_SHEET, "<s><oddHeader>Kerrigan</oddHeader></s>")),
    "cell comment's author": (
        "a.xlsx", lambda: _office("xl/comments1.xml", "<c><author>Kerrigan</author></c>"),
    ),
    "slide's section": (
        "a.pptx", lambda: _office("ppt/p.xml", '<p><section name="Kerrigan"/></p>'),
    ),
    "OpenDocument footer": (
        "a.odt",
        lambda: zipped({
            "mimetype": b"x", "content.xml": b"<c/>",
            "styles.xml": b'<c xmlns:text="t"><text:p>Kerrigan</text:p></c>',
        }),
    ),
    "picture's end": ("a.png", lambda: png({}) + b"Kerrigan was here"),
    "sound's chunk": (
        "a.wav",
        lambda: wav_bytes() + b"iXML\x20\0\0\0<NOTE>we met Tom Kerrigan</NOTE>",
    ),
    "before a zip": ("a.zip", lambda: b"Kerrigan was here\n" + zipped({"a.txt": b"x"})),
    "zip in front": ("a.zip", lambda: b"front\n" + zipped({"a.txt": b"Kerrigan"})),
    "after a zip": ("a.zip", lambda: zipped({"a.txt": b"x"}) + b"Kerrigan"),
    "zip member's comment": ("a.zip", lambda: _with_member(comment=b"Kerrigan")),
    "zip member's field": (
        "a.zip", lambda: _with_member(extra=b"\x75\x70\x0d\x00\x01....Kerrigan"),
    ),
    "list of a Mac": (
        ".DS_Store", lambda: b"\0\0\0\1Bud1" + "Kerrigan.txt".encode("utf-16-be"),
    ),
    "cue setting": ("a.vtt", lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000 region:kerrigan\nhi\n"),
    "cue clock": ("a.vtt", lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\nKerri<00:01.500>gan\n"),
    "HTML field": ("a.html", lambda: b'<p>x <input name="Kerrigan">'),
    "XML instruction": ("a.xml", lambda: b'<?xml version="1.0"?><?who Kerrigan?><a>x</a>'),
    "XML entity": (
        "a.xml", lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY k "Kerrigan">]><a>&k;</a>',
    ),
    "XML element": ("a.xml", lambda: b'<?xml version="1.0"?><a><Kerrigan>x</Kerrigan></a>'),
    "JSON key twice": ("a.json", lambda: b'{"a": "Kerrigan", "a": "x"}'),
    "JSON letters": ("a.json", lambda: json.dumps({"a": list("Kerrigan")}).encode()),
    "base64": ("a.txt", lambda: b"see V2UgbWV0IEtlcnJpZ2Fu there"),
    "Parquet": ("a.parquet", lambda: _columns(cells={"a": [["x", "Kerrigan"]]})),
    "Parquet column": ("a.parquet", lambda: _columns(cells={"Kerrigan": [1]})),
    "Parquet metadata": ("a.parquet", lambda: _columns(beside={"by": "Kerrigan"})),
    "Feather": ("a.feather", lambda: _columns(kind="feather", cells={"a": ["ask Kerrigan"]})),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content"), UNSEEN.values(), ids=UNSEEN.keys())
def test_hidden_where_nothing_shows_it(
    tmp_path: Path, name: str, content: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(content())
    report = audit(tmp_path)
    assert not report.unreadable
    assert report.count(CERTAIN), report.findings


def test_a_table_without_its_reader_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.parquet").write_bytes(_columns(cells={"a": ["x"]}))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (unread,) = audit(tmp_path).unreadable
    assert "transcribe[export]" in unread.reason


def test_what_cannot_be_read_is_searched_for_known_names(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(
        bytes(range(256)) * 4 + b"Tom Kerrigan" + bytes(range(128, 256))
    )
    report = audit(tmp_path)
    assert report.unreadable
    assert [one.place.part for one in report.findings] == ["bytes that nothing shows"]


def _attached(content: bytes) -> bytes:
    """A PDF of one page with an attached file."""
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    stream = io.BytesIO()
    page = canvas.Canvas(stream)
    page.drawString(72, 700, "hello")
    page.save()
    data = stream.getvalue()
    head = b"99 0 obj\n<< /Type /EmbeddedFile /Length %d >>\nstream\n" % len(content)
    at = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    body = data[:at] + head + content + b"\nendstream\nendobj\n"
    rows = b"xref\n99 1\n%010d 00000 n \ntrailer\n" % at
    trailer = data[data.index(b"<<", at) : data.index(b"startxref")].rstrip()
    trailer = trailer[:-2] + b"/Prev %d >>\n" % (len(body) + 0)
    first = data[at : data.index(b"trailer", at)]
    trailer_first = data[data.index(b"trailer", at) : data.index(b"startxref")]
    place = len(body) + len(first) + len(trailer_first)
    return body + first + trailer_first + rows + trailer + b"startxref\n%d\n%%%%EOF\n" % place


@pytest.mark.parametrize("kind", ["outline", "field", "off the page", "attached"])
def test_what_a_pdf_does_not_show(tmp_path: Path, kind: str) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    page = canvas.Canvas(str(tmp_path / "a.pdf"))
    page.drawString(72, 700, "hello")
    if kind == "outline":
        page.bookmarkPage("x")
        page.addOutlineEntry("Kerrigan", "x")
    elif kind == "field":
        page.acroForm.textfield(name="who", value="Kerrigan", x=72, y=600)
    elif kind == "off the page":
        page.drawString(-900, -500, "ask Kerrigan")
    page.save()
    if kind == "attached":
        (tmp_path / "a.pdf").write_bytes(_attached(word(run("Ker") + run("rigan"))))
    report = audit(tmp_path)
    assert not report.unreadable
    assert report.count(CERTAIN), report


def test_makers_of_a_data_set_are_no_leak(tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_text(
        'authors:\n  - family-names: "Okonkwo"\n    given-names: "Jane"\n'
        "date-released: 2026-11-29\n"
    )
    (tmp_path / "README.md").write_text("Cite as: Okonkwo, Jane (2026). Version 1, 2026-11-29.\n")
    (tmp_path / "SHA256SUMS").write_text("0" * 64 + "  transcripts/interview-1/transcript.md\n")
    report = audit(tmp_path)
    assert not report.count(CERTAIN) + report.count(LIKELY), report.findings
    # Not so in an interview, nor when a list holds the name.
    (tmp_path / "transcript.txt").write_text("Interviewee: Thank you, Jane Okonkwo. Bye.\n")
    report = audit(tmp_path)
    assert {one.place.file for one in report.findings if one.confidence == CERTAIN} == {
        f"{tmp_path}/transcript.txt"
    }
    assert report.count(POSSIBLE)
    (tmp_path / "README.md").write_text("Cite as: Kerrigan, T. (2026).\n")
    assert audit(tmp_path / "README.md").count(CERTAIN)
