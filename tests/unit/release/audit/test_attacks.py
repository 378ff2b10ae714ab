"""No disguise hides a known name: every way in which a file can hold one is looked into."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from finished_files import audit, part, png, run, word, zipped

from transcribe.release.audit import CERTAIN
from transcribe.release.audit.forms.plain import decode_text

TEXTS = {
    "plain": "we asked Tomás Kerrigan then",
    "lower, no accent": "we asked tomas kerrigan then",
    "family name alone": "we asked kerrigan then",
    "Cyrillic letters": "we asked Kеrrigаn then",
    "full-width": "we asked Ｋｅｒｒｉｇａｎ then",
    "mathematical": "we asked 𝐊𝐞𝐫𝐫𝐢𝐠𝐚𝐧 then",
    "in circles": "we asked ⓀⒺⓇⓇⒾⒼⒶⓃ then",
    "zero-width": "we asked Ke\u200brri\u200dgan then",
    "soft hyphen": "we asked Ker\u00adri\u00adgan then",
    "combining accents": "we asked Ke\u0301rriga\u0308n then",
    "direction marks": "we asked \u202eKer\u202crigan then",
    "variation selectors": "we asked Ker\ufe00rigan then",
    "over lines": "we asked Tomás\nKerrigan then",
    "hyphenated over lines": "we asked Kerri-\ngan then",
    "entities": "we asked Tom&aacute;s K&#101;rrigan then",
    "percent": "see x.org/tomas%20kerrigan or K%65rrigan",
    "markup runs": "we asked <b>Ker</b>rigan then",
    "Markdown": "we asked **Ker**rigan then",
    "escapes": "we asked Tom\\ás Kerri\\gan and K\\u0065rrigan",
    "spelled": "we asked K e r r i g a n then",
    "brackets": "we asked [Tomás Kerrigan] then",
    "braces": "we asked {{Kerrigan}} then",
    "HTML comment": "we asked <!-- Kerrigan --> then",
    "attribute": 'we asked <a title="Kerrigan">him</a> then',
    "possessive": "Kerrigan’s team",
    "seven bits": "we asked +AEs-errig+AGE-n then",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_disguised_in_text(tmp_path: Path, text: str, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_text(f"Interviewee: {text}\n", encoding="utf-8")
    report = audit(tmp_path)
    assert report.count(CERTAIN), report.findings


CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n{0}\n\n00:02.000 --> 00:03.000\n{1}\n"


@pytest.mark.parametrize("text", ["+15145550199", "C++ A+ a+b", "+ANDROID-", "+AND a flag"])
def test_a_plus_is_no_seven_bits(text: str) -> None:
    assert decode_text(text.encode()) == text


def test_a_folder_given_as_a_dot_is_named_once_and_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kerrigan"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("nothing here\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    places = [one.place.file for one in audit(Path()).findings]
    assert places == ["kerrigan"]


ROWS = {
    "rows": "turn,text\n1,we asked Tomás\n2,Kerrigan then\n",
    "cells": "id,given,family\n1,Tomás,Kerrigan\n",
    "half a name over rows": "turn,text\n1,we asked Kerri\n2,gan then\n",
}


@pytest.mark.parametrize("text", ROWS.values(), ids=ROWS.keys())
def test_a_name_parted_over_a_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert audit(tmp_path).count(CERTAIN)


def _srt(text: str) -> bytes:
    return f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n".encode()


def _docx_parts(kind: str) -> bytes:
    body = f'<w:{kind} w:id="1" w:author="X"><w:p>{run("ask Kerrigan")}</w:p></w:{kind}>'
    return word(run("hello"), more={f"word/{kind}s.xml": part(f"{kind}s", body)})


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "cue": ("a.vtt", lambda: CUE.format("ask Kerrigan", "ok").encode()),
    "over cues": ("a.vtt", lambda: CUE.format("ask Tom&aacute;s", "Kerrigan now").encode()),
    "parted over cues": ("a.vtt", lambda: CUE.format("ask Kerri", "gan now").encode()),
    "voice": ("a.vtt", lambda: CUE.format("<v Tomás Kerrigan>hello", "<v Ann>hi").encode()),
    "note": ("a.vtt", lambda: b"WEBVTT\n\nNOTE by Kerrigan\n\n00:01.000 --> 00:02.000\nhi\n"),
    "cue id": ("a.vtt", lambda: b"WEBVTT\n\nkerrigan-1\n00:01.000 --> 00:02.000\nhi\n"),
    "SubRip": ("a.srt", lambda: _srt("ask <i>Ker</i>rigan")),
    "JSON": ("a.json", lambda: json.dumps({"turns": [{"id": "t1", "text": "Kerrigan"}]}).encode()),
    "JSON key": ("a.json", lambda: json.dumps({"Kerrigan": 1}).encode()),
    "JSON escapes": ("a.json", lambda: b'{"a": "K\\u0435rrigan"}'),
    "JSON words": (
        "a.json",
        lambda: json.dumps(
            {"words": [{"text": " ker", "start": 0}, {"text": "rigan", "start": 1}]}
        ).encode(),
    ),
    "JSON lines": ("a.jsonl", lambda: b'{"a": "x"}\n{"a": "Kerrigan"}\n'),
    "table": ("a.csv", lambda: b'id,text\n1,"we asked\nKerrigan"\n'),
    "tabs": ("a.tsv", lambda: "0\tx\tKerrigan\n".encode("utf-16")),
    "HTML": ("a.html", lambda: b"<p>ask <b>Ker</b><i>ri</i>gan</p>"),
    "HTML meta": ("a.html", lambda: b'<meta name="author" content="Kerrigan"><p>x</p>'),
    "HTML comment": ("a.html", lambda: b"<p>x</p><!-- ask Kerrigan -->"),
    "HTML script": ("a.html", lambda: b"<script>var who = 'Kerrigan'</script>"),
    "XML": ("a.xml", lambda: b'<u who="Kerrigan">x</u>'),
    "XML runs": ("a.xml", lambda: b"<p>ask <hi>Ker</hi>rigan</p>"),
    "Word runs": ("a.docx", lambda: word(run("ask Ker") + run("rigan"))),
    "Word author": ("a.docx", lambda: word(run("x"), author="Tomás Kerrigan")),
    "Word hidden": ("a.docx", lambda: word(run("Kerrigan", properties="<w:vanish/>"))),
    "Word deleted": (
        "a.docx",
        lambda: word(
            run("ask ") + '<w:del w:id="1" w:author="X"><w:r><w:delText>Ker</w:delText></w:r>'
            "</w:del>" + run("rigan") + '<w:ins w:id="2" w:author="X">' + run("x") + "</w:ins>"
        ),
    ),
    "Word change's author": (
        "a.docx",
        lambda: word(f'<w:ins w:id="1" w:author="T Kerrigan">{run("x")}</w:ins>'),
    ),
    "Word comment": ("a.docx", lambda: _docx_parts("comment")),
    "Word footnote": ("a.docx", lambda: _docx_parts("footnote")),
    "Word header": (
        "a.docx",
        lambda: word(
            run("x"), more={"word/header1.xml": part("hdr", f"<w:p>{run('Kerrigan')}</w:p>")}
        ),
    ),
    "Word link": (
        "a.docx",
        lambda: word(
            run("x"),
            more={
                "word/_rels/document.xml.rels": b'<R><Relationship Target="file:///C:/Users/'
                b'kerrigan/a.docx"/></R>'
            },
        ),
    ),
    "Word custom property": (
        "a.docx",
        lambda: word(
            run("x"),
            more={
                "docProps/custom.xml": b'<Properties xmlns:vt="v"><property name="Who">'
                b"<vt:lpwstr>Kerrigan</vt:lpwstr></property></Properties>"
            },
        ),
    ),
    "Word picture": (
        "a.docx",
        lambda: word(run("x"), more={"word/media/image1.png": png({"Author": "Kerrigan"})}),
    ),
    "zip member": ("a.zip", lambda: zipped({"x/a.txt": b"ask Kerrigan"})),
    "zip member's name": ("a.zip", lambda: zipped({"kerrigan/a.txt": b"x"})),
    "zip comment": ("a.zip", lambda: zipped({"a.txt": b"x"}, comment=b"for Kerrigan")),
    "zip in zip": ("a.zip", lambda: zipped({"b.zip": zipped({"a.txt": b"Kerrigan"})})),
    "Word in zip": ("a.zip", lambda: zipped({"b.docx": word(run("Kerrigan"))})),
    "picture": ("a.png", lambda: png({"Comment": "ask Kerrigan"})),
    "file name": ("P07_Kerrigan_final.txt", lambda: b"x"),
    "file name, one word": ("kerriganinterview.txt", lambda: b"x"),
    "file name, capitals within": ("InterviewTomasKerrigan2.txt", lambda: b"x"),
    "file name, escaped": ("K%65rrigan.txt", lambda: b"x"),
    "file name, look-alikes": ("Kеrrigаn.txt", lambda: b"x"),
    "file name, doubled ending": ("kerrigan.vtt.txt", lambda: b"x"),
    "wrong ending": ("a.bin", lambda: b"ask Kerrigan"),
    "Word called text": ("a.txt", lambda: word(run("Kerrigan"))),
    "UTF-16": ("a.txt", lambda: "ask Kerrigan".encode("utf-16")),
    "Latin-1": ("a.txt", lambda: "ask Tomás now".encode("latin-1")),
}


@pytest.mark.parametrize(("name", "content"), FILES.values(), ids=FILES.keys())
def test_hidden_in_files(tmp_path: Path, name: str, content: Callable[[], bytes]) -> None:
    (tmp_path / name).write_bytes(content())
    report = audit(tmp_path)
    assert not report.unreadable
    assert report.count(CERTAIN), report.findings


def _mail(*, body: str = "fine", subject: str = "hello", attached: bytes = b"") -> bytes:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail.set_content(body, cte="base64")
    if attached:
        mail.add_attachment(
            attached, maintype="application", subtype="octet-stream", filename="a.docx"
        )
    return bytes(mail)


@pytest.mark.parametrize("suffix", ["eml", "mbox"])
@pytest.mark.parametrize(
    ("mail", "place"),
    [
        (_mail(subject="für Tomás Kerrigan"), "header subject"),
        (_mail(body="so ask Kerrigan there"), ""),
        (_mail(attached=word(run("so ask Ker") + run("rigan there"))), ""),
    ],
)
def test_a_mail_and_what_is_attached(tmp_path: Path, suffix: str, mail: bytes, place: str) -> None:
    line = b"From x Sun Nov 29 10:00:00 2026\n" if suffix == "mbox" else b""
    (tmp_path / f"a.{suffix}").write_bytes(line + mail + (b"\n" + line + _mail() if line else b""))
    report = audit(tmp_path)
    assert not report.unreadable
    assert [one.place.part for one in report.findings] == [place]
    assert report.count(CERTAIN) == 1


def test_a_folder_name(tmp_path: Path) -> None:
    (tmp_path / "for kerrigan").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "for kerrigan" / name).write_text("x")
    found = [one for one in audit(tmp_path).findings if one.confidence == CERTAIN]
    assert [one.place.part for one in found] == ["folder name"]


def test_a_pdf(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    page = canvas.Canvas(str(tmp_path / "a.pdf"))
    page.setAuthor("T. Kerrigan")
    page.drawString(72, 700, "we asked somebody from Brightwater")
    page.drawString(72, 686, "Analytics what went wrong")
    page.save()
    report = audit(tmp_path)
    parts = {one.place.part for one in report.findings if one.confidence == CERTAIN}
    assert parts == {"property Author", ""}


def test_tags_of_sound(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    with av.open(str(tmp_path / "a.flac"), "w") as container:
        container.metadata["artist"] = "Tomás Kerrigan"
        stream = container.add_stream("flac", rate=16000)
        stream.layout = "mono"
        frame = av.AudioFrame(format="s16", layout="mono", samples=1600)
        frame.sample_rate = 16000
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    report = audit(tmp_path)
    assert report.count(CERTAIN)
    assert any("not listened to" in hint for hint in report.hints)


def test_where_a_picture_was_taken(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    exif = image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (45.0, 30.0, 0.0), 3: "W", 4: (73.0, 34.0, 0.0)})
    image.new("L", (1, 1)).save(tmp_path / "a.jpg", exif=exif)
    found = audit(tmp_path).findings
    assert [(one.kind, one.confidence) for one in found] == [("LOCATION", CERTAIN)]
    assert found[0].text == "45.5000 N, 73.5667 W"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(100), "old Office"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "damaged"),
        ("a.zip", b"PK\x03\x04" + bytes(100), "damaged"),
        ("a.pdf", b"%PDF-1.4 nothing", "damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "no picture"),
        ("a.wav", b"RIFF....WAVE", "no sound"),
        ("a.json", b'{"a": ', "broken"),
        ("a.rtf", b"{\\rtf1 x}", "rich text"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "packed"),
        ("a.bin", bytes(range(256)) * 4, "no form"),
        ("a.xml", b"\x00\x01", "no form"),
        ("a.txt", "мы спросили их потом".encode("cp1251"), "old encoding"),
        ("a.sqlite", b"SQLite format 3\x00", "database"),
        ("a.parquet", b"PAR1....PAR1", "damaged table"),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "b.txt").write_text("ask Kerrigan")
    report = audit(tmp_path)
    assert [Path(one.file).name for one in report.unreadable] == [name]
    assert reason in report.unreadable[0].reason
    assert report.count(CERTAIN) == 1


def _bomb() -> bytes:
    return zipped({"a.txt": b"0" * 30_000_000})


def test_a_zip_made_to_fill_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_bomb())
    report = audit(tmp_path)
    assert "made to fill" in report.unreadable[0].reason


def test_zips_within_zips_have_an_end(tmp_path: Path) -> None:
    content = zipped({"a.txt": b"x"})
    for _ in range(8):
        content = zipped({"kerrigan.zip": content})
    (tmp_path / "a.zip").write_bytes(content)
    report = audit(tmp_path)
    assert "deep" in report.unreadable[0].reason
    assert report.count(CERTAIN)


def test_a_member_whose_name_leads_out_is_read_and_never_unpacked(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.zip").write_bytes(zipped({"../../out.txt": b"ask Kerrigan"}))
    report = audit(inside)
    assert report.count(CERTAIN) == 1
    assert any("leads out" in hint for hint in report.hints)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "in"]


def test_a_locked_zip(tmp_path: Path) -> None:
    content = bytearray(zipped({"kerrigan.txt": b"x"}))
    for at in (content.find(b"PK\x03\x04") + 6, content.find(b"PK\x01\x02") + 8):
        content[at] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(content))
    report = audit(tmp_path)
    assert "password" in report.unreadable[0].reason
    assert report.count(CERTAIN)  # Its name says enough.


def test_a_zip_whose_sizes_lie(tmp_path: Path) -> None:
    stream = io.BytesIO(zipped({"a.txt": b"ask Kerrigan " * 10}))
    content = bytearray(stream.getvalue())
    at = content.find(b"PK\x01\x02") + 24
    content[at : at + 4] = (5).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(bytes(content))
    report = audit(tmp_path)
    assert report.unreadable or report.count(CERTAIN)


def test_an_xml_bomb_is_not_unfolded(tmp_path: Path) -> None:
    entities = "".join(
        f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "x" * 100}">' for at in range(12)
    )
    (tmp_path / "a.xml").write_text(f"<!DOCTYPE p [{entities}]><p>&a11;</p>")
    audit(tmp_path)


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("ask Kerrigan")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    report = audit(tmp_path / "in")
    assert not report.count(CERTAIN)
    assert sum("a link" in hint for hint in report.hints) == 2


def test_an_empty_zip_and_an_empty_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    (tmp_path / "b.txt").write_bytes(b"")
    report = audit(tmp_path)
    assert (report.findings, report.unreadable) == ((), ())
