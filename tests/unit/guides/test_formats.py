"""The same guide in every form it may come in, and files that are no guide."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path

import pytest

from transcribe.core.guide import Guide, GuideItem
from transcribe.errors import GuideError
from transcribe.guides import read_guide, to_markdown

MARKDOWN = """\
# Teachers

> Note: ask for examples.

## Background

1. [B1] How long have you been teaching?
   - a. At which schools?
2. What do you teach?
   > For example, languages.

## Tools

- Which tools do you use?
- If they use tablets:
  1. Who pays?
  2. What breaks,
     and how often?
- Thank the participant.
"""


def read(folder: Path, content: str | bytes, name: str) -> Guide:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_guide(path)


def tree(guide: Guide) -> list[GuideItem]:
    return [replace(item, line=0, guessed="") for item in guide.items]


def shape(guide: Guide) -> list[tuple[int, str, str]]:
    return [(item.depth, item.kind, item.text) for item in guide.items]


def test_markdown(tmp_path: Path) -> None:
    guide = read(tmp_path, MARKDOWN, "guide.md")
    assert guide.title == "Teachers"
    assert shape(guide) == [
        (0, "note", "Note: ask for examples."),
        (0, "section", "Background"),
        (1, "question", "How long have you been teaching?"),
        (2, "question", "At which schools?"),
        (1, "question", "What do you teach?"),
        (2, "example", "For example, languages."),
        (0, "section", "Tools"),
        (1, "question", "Which tools do you use?"),
        (1, "condition", "If they use tablets"),
        (2, "question", "Who pays?"),
        (2, "question", "What breaks, and how often?"),
        (1, "instruction", "Thank the participant."),
    ]
    assert guide.item("B1").label == "B1"
    assert guide.item("tools/tablets/2").condition == "If they use tablets"


def test_a_table_keeps_its_ids_and_nests_by_them(tmp_path: Path) -> None:
    rows = (
        "Q1\tTools\tWhich tools?\nQ1a\tTools\tWho chose them?\n"
        "Q1.no\tTools\t[If none] Why?\nQ2\tTime\tHow long?\n"
    )
    guide = read(tmp_path, rows, "guide.tsv")
    assert [(item.id, item.parent) for item in guide.items] == [
        ("tools", None),
        ("Q1", "tools"),
        ("Q1a", "Q1"),
        ("Q1/none", "Q1"),
        ("Q1.no", "Q1/none"),
        ("time", None),
        ("Q2", "time"),
    ]
    assert guide.item("Q1.no").condition == "If none"


def test_a_table_in_markdown_is_read_by_its_header(tmp_path: Path) -> None:
    text = "# T\n\n| No | Question |\n|---|---|\n| Q7 | How do pupils like it? |\n| Q7.a | Why? |\n"
    guide = read(tmp_path, text, "guide.md")
    assert [(item.id, item.text) for item in guide.items] == [
        ("Q7", "How do pupils like it?"),
        ("Q7.a", "Why?"),
    ]


@pytest.mark.parametrize("name", ["guide.md", "guide.txt", "guide.tsv"])
def test_the_clean_form_reads_back_to_the_same_tree(tmp_path: Path, name: str) -> None:
    source = {
        "guide.md": MARKDOWN,
        "guide.txt": (
            "G\n\nTools\n\n1. Which?\n- ▼ If yes\n - 1. Why?\n(2) Who?\n\nTime\n\n- some text\n"
        ),
        "guide.tsv": "INTRO\tStart\tWelcome, about 20 questions\nQ1\tA: b\t(any?) If yes: which\n",
    }[name]
    guide = read(tmp_path, source, name)
    again = read(tmp_path, to_markdown(guide), "again.md")
    assert tree(again) == tree(guide)


PIECES = (
    *MARKDOWN.splitlines(),
    "▼ If yes",
    " - 1. Why?",
    "(2) Who?",
    "1.1 Where",
    "[If no] Why not?",
    "If so: which one?",
    "| No | Question |",
    "|---|---|",
    "| Q7.a | How? |",
    "**Bold**",
    "IV. Part",
    "> e.g. this one",
    "- <!-- question -->",
    "    deeper words",
    "•",
    "",
    "",
)


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_whatever_is_read_reads_back_from_the_clean_form(tmp_path: Path, suffix: str) -> None:
    for seed in range(150):
        chance = random.Random(seed)
        text = "\n".join(chance.choice(PIECES) for _ in range(chance.randint(2, 25)))
        try:
            guide = read(tmp_path, f"- Who?\n{text}\n", f"guide{suffix}")
        except GuideError:
            continue
        ids = [item.id for item in guide.items]
        assert len(set(ids)) == len(ids), seed
        assert tree(read(tmp_path, to_markdown(guide), "again.md")) == tree(guide), seed


def test_the_clean_form_of_the_real_guides_reads_back(tmp_path: Path, shared: Path) -> None:
    folder = shared / "data" / "alignment"
    for path in [shared / "guides" / "interview-guide.txt", *sorted(folder.glob("guide-*.tsv"))]:
        guide = read_guide(path)
        assert tree(read(tmp_path, to_markdown(guide), "again.md")) == tree(guide)


def test_word(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("Teachers", 0)
    document.add_heading("Background", 1)
    document.add_paragraph("How long have you been teaching?", style="List Number")
    document.add_paragraph("At which schools?", style="List Bullet 2")
    document.add_paragraph("What do you teach?", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(
        table.rows, [("No", "Question"), ("Q7", "Do pupils like it?")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    guide = read(tmp_path, buffer.getvalue(), "guide.docx")
    assert guide.title == "Teachers"
    assert [(item.id, item.depth, item.text) for item in guide.items] == [
        ("background", 0, "Background"),
        ("background/1", 1, "How long have you been teaching?"),
        ("background/1/at-which-schools", 2, "At which schools?"),
        ("background/2", 1, "What do you teach?"),
        ("Q7", 1, "Do pupils like it?"),
    ]


def pdf(pages: int = 2) -> bytes:
    """A PDF with headings, a wrapped question, nested lists, a page break and page numbers."""
    platypus = pytest.importorskip("reportlab.platypus")
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet

    styles = getSampleStyleSheet()

    def bullet(text: str, mark: str, depth: int) -> object:
        indent = 18 * depth
        style = ParagraphStyle(
            "item", parent=styles["BodyText"], leftIndent=indent + 12, bulletIndent=indent
        )
        return platypus.Paragraph(text, style, bulletText=mark)

    story = [
        platypus.Paragraph("Teachers", styles["Title"]),
        platypus.Paragraph("Background", styles["Heading1"]),
        platypus.Paragraph(
            "Q1. How long have you been teaching, and at which kinds of schools have you been "
            "working over all of these years, if I may ask about it in some more detail?",
            styles["BodyText"],
        ),
        platypus.Paragraph("Tools", styles["Heading1"]),
        bullet("Which tools do you use in class?", "1.", 0),
        bullet("Who chose them?", "a.", 1),
        bullet("If they use tablets:", "-", 1),
        bullet("How are the tablets paid for?", "-", 2),
        bullet("What goes wrong most often?", "2.", 0),
        *[platypus.PageBreak() for _ in range(pages - 1)],
        platypus.Paragraph("Closing", styles["Heading1"]),
        platypus.Paragraph("Is there anything else you would like to say?", styles["BodyText"]),
    ]

    def number(canvas: object, document: object) -> None:
        canvas.drawString(500, 30, str(document.page))  # type: ignore[attr-defined]

    buffer = io.BytesIO()
    platypus.SimpleDocTemplate(buffer).build(story, onFirstPage=number, onLaterPages=number)
    return buffer.getvalue()


def test_pdf(tmp_path: Path) -> None:
    guide = read(tmp_path, pdf(), "guide.pdf")
    assert guide.title == "Teachers"
    assert [(item.id, item.depth) for item in guide.items] == [
        ("background", 0),
        ("Q1", 1),
        ("tools", 0),
        ("tools/1", 1),
        ("tools/1a", 2),
        ("tools/1/tablets", 2),
        ("tools/1/tablets/how-tablets-paid", 3),
        ("tools/2", 1),
        ("closing", 0),
        ("closing/there-anything-else-would", 1),
    ]
    assert guide.item("Q1").text.endswith("in some more detail?")


def test_what_browsers_print_around_a_page_is_no_question(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(595, 842))
    page.setFont("Helvetica", 8)
    page.drawString(30, 822, "11/29/26, 10:10 PM")
    page.drawString(30, 20, "file:///home/ana/guide.html 1/1")
    page.setFont("Helvetica", 12)
    page.drawString(60, 760, "1. What do you do when 11/29/26 is a holiday?")
    page.drawString(60, 730, "2. Who taught you?")
    page.showPage()
    page.save()
    guide = read(tmp_path, buffer.getvalue(), "guide.pdf")
    assert [item.text for item in guide.items] == [
        "What do you do when 11/29/26 is a holiday?",
        "Who taught you?",
    ]


def test_a_scanned_pdf_is_refused_with_what_to_do(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    page.rect(50, 50, 200, 200)
    page.showPage()
    page.save()
    with pytest.raises(GuideError, match="without any text") as caught:
        read(tmp_path, buffer.getvalue(), "guide.pdf")
    assert "OCR" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"", "guide.md", "is empty"),
        (b" \n\n", "guide.txt", "is empty"),
        (b"\x00\x01\x02" * 500, "guide.txt", "not text"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(9000), "guide.wav", "a recording"),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(9000), "guide.m4a", "a recording"),
        (b"%PDF-1.4 nonsense", "guide.pdf", "damaged"),
        (b"PK\x03\x04 nonsense", "guide.docx", "not a Word document"),
        (b"a line of a novel.\n" * 5000, "guide.txt", "5000 lines"),
        (b"# Title\n\n> only a note\n", "guide.md", "no question"),
    ],
)
def test_bad_files_get_a_clear_word(tmp_path: Path, content: bytes, name: str, word: str) -> None:
    with pytest.raises(GuideError, match=word) as caught:
        read(tmp_path, content, name)
    assert caught.value.exit_code == 3


def test_a_missing_guide_is_named(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match=r"no interview guide at guide\.md"):
        read_guide(tmp_path / "guide.md")
    with pytest.raises(GuideError, match="is a folder"):
        read_guide(tmp_path)


def test_other_encodings_are_read(tmp_path: Path) -> None:
    text = "- Où travaillez-vous ?\n"
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        assert (
            read(tmp_path, text.encode(encoding), "guide.txt").items[0].text
            == "Où travaillez-vous ?"
        )
