"""Interview guides as Word and PDF files, built where they are needed."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from tests.guide_pdfs import pdf_of_paper, pdf_with_levels, pdf_without_rules


def word_styles() -> bytes:
    """Heading styles, Word's own lists, a table of questions, probes and notes."""
    import docx

    document = docx.Document()
    document.add_heading("Interview guide: museum visitors", 0)
    document.add_paragraph("Note to interviewer: keep it under 30 minutes.")
    document.add_heading("Warm-up", 1)
    document.add_paragraph("Welcome the visitor and hand out the information sheet.")
    document.add_paragraph("How often do you visit museums?", style="List Number")
    document.add_paragraph("Alone or with others?", style="List Bullet 2")
    document.add_paragraph("What brought you here today?", style="List Number")
    document.add_heading("The exhibition", 1)
    document.add_heading("Orientation", 2)
    document.add_paragraph("How did you find your way?", style="List Bullet")
    for condition, question in (
        ("If they used the app:", "What did you use it for?"),
        ("If they did not use the app:", "Why not?"),
    ):
        document.add_paragraph(condition, style="List Bullet")
        document.add_paragraph(question, style="List Bullet 2")
    document.add_heading("Exhibits", 2)
    rows = (
        ("Main question", "Follow-up questions", "Notes"),
        (
            "Which exhibit do you remember best?",
            "What made it special?\nDid you touch it?",
            "Show photos if needed",
        ),
        ("Was anything hard to understand?", "If yes: What exactly?", ""),
    )
    _table(document, rows)
    document.add_heading("Closing", 1)
    document.add_paragraph("Anything else you would like to tell us?")
    document.add_paragraph("Thank the visitor.")
    return _saved(document)


def word_by_hand() -> bytes:
    """No styles: bold lines for headings, numbers and dashes typed, indents set by hand."""
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()

    def bold(text: str, size: int = 11) -> None:
        run = document.add_paragraph().add_run(text)
        run.bold, run.font.size = True, Pt(size)

    def line(text: str, indent: float = 0) -> None:
        paragraph = document.add_paragraph(text)
        if indent:
            paragraph.paragraph_format.left_indent = Cm(indent)

    bold("Interview Guide", 16)
    line("Research question: How do teams decide what to test?")
    bold("A. Introduction (5 min)")
    line("Introduce yourself. Explain purpose, confidentiality, recording.")
    bold("B. Background")
    line("1.\tWhat is your role in the team?")
    line("2.\tHow long have you been in this role?")
    bold("C. Testing")
    line("3.\tHow do you decide what to test?")
    line("a.\tWho is involved?", 1.25)
    line("b.\tCan you give an example?", 1.25)
    line("4.\tDo you measure coverage?")
    line("If yes:", 1.25)
    line("–\tWhat is your target?", 2.5)
    line("–\tWho set it?", 2.5)
    line("If no:", 1.25)
    line("–\tWhy not?", 2.5)
    bold("D. Wrap-up")
    line("5.\tWhat did I forget to ask?")
    return _saved(document)


def word_table() -> bytes:
    """Nothing but a table of topics and questions, several in a cell."""
    import docx

    document = docx.Document()
    document.add_heading("Leitfaden", 1)
    rows = (
        ("Thema", "Fragen"),
        ("Beruflicher Hintergrund", "Was machen Sie beruflich?\nSeit wann sind Sie hier tätig?"),
        (
            "Werkzeuge",
            "1. Welche Werkzeuge nutzen Sie?\n2. Wer hat sie ausgewählt?\n"
            "- Falls Sie selbst: Nach welchen Kriterien?",
        ),
        ("Abschluss", "Möchten Sie noch etwas ergänzen?"),
    )
    _table(document, rows)
    return _saved(document)


def _table(document: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _item(text: str, mark: str, depth: int) -> Any:
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import Paragraph

    body = getSampleStyleSheet()["BodyText"]
    indent = 18 * depth
    style = ParagraphStyle(
        "item", parent=body, leftIndent=indent + 14, bulletIndent=indent, spaceBefore=1
    )
    return Paragraph(text, style, bulletText=mark)


def pdf_with_table() -> bytes:
    """Headings, nested lists, a ruled table of two columns, running heads, page numbers."""
    from reportlab.lib.colors import black
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    small = ParagraphStyle("cell", parent=body, fontSize=9, leading=11)
    rows = (
        ("<b>Topic</b>", "<b>Questions</b>"),
        ("Water", "Where does your water come from?<br/>Who pays for it?"),
        (
            "Soil",
            "Have you had the soil tested? If so, what was found and what did you do about it "
            "afterwards?",
        ),
        ("Tools", "Which tools are shared?<br/>Where are they kept?"),
    )
    story = [
        Paragraph("Interview Guide: Community Gardens", styles["Title"]),
        Paragraph("Introduction (5 minutes)", styles["Heading2"]),
        Paragraph(
            "Hello, my name is ______ and I work on community gardens. Thank you for taking the "
            "time. Our conversation will take about one hour and will be recorded.",
            body,
        ),
        _item("Ask for consent and start the recorder.", "•", 0),
        Paragraph("Section 1: Getting involved", styles["Heading2"]),
        _item("How did you first hear about the garden?", "1.", 0),
        _item(
            "What made you decide to join, and were there any doubts or difficulties that you had "
            "to get past before you could take part?",
            "2.",
            0,
        ),
        _item("Probe: time, money, family", "•", 1),
        _item("Do you hold an office in the association?", "3.", 0),
        _item("If yes:", "•", 1),
        _item("Which one, and since when?", "–", 2),
        _item("If no:", "•", 1),
        _item("Would you like to?", "–", 2),
        Paragraph("Section 2: Working together", styles["Heading2"]),
        _item("Have there been conflicts?", "4.", 0),
        Paragraph("If the participant mentions a conflict, ask:", body),
        _item("How was it settled?", "•", 1),
        Paragraph("Section 3: Topics", styles["Heading2"]),
        Table(
            [[Paragraph(cell, small) for cell in row] for row in rows],
            colWidths=[110, 310],
            style=[("GRID", (0, 0), (-1, -1), 0.5, black)],
        ),
        PageBreak(),
        Paragraph("Closing", styles["Heading2"]),
        _item("Is there anything that we have not talked about?", "5.", 0),
        Paragraph("Thank the participant for their time.", body),
    ]

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 810, "Community Gardens, version 1.2")
        canvas.drawString(500, 30, f"Page {document.page} of 2")

    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()


def pdf_in_one_size() -> bytes:
    """One size of type, numbers without dots, a hanging indent, a page break in between."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    lines = (
        (72, "Topic guide: Home energy", True),
        (72, "BACKGROUND", True),
        (72, "1  How long have you lived in this house?", False),
        (72, "2  Who else lives here?", False),
        (72, "HEATING", True),
        (72, "3  What kind of heating do you have? How old is it, who installed it and did", False),
        (84, "you choose it yourself or was it there when you moved in?", False),
        (90, "(a)  If gas: have you thought about changing it?", False),
        (90, "(b)  If heat pump: what made you choose it?", False),
        (72, "4  How warm do you keep the house?", False),
        (90, "· in winter", False),
        (90, "· at night", False),
        (0, "", False),
        (72, "COSTS", True),
        (72, "5  Do you know what you spend on energy per month?", False),
        (90, "IF NO SKIP TO QUESTION 7", False),
        (72, "6  How has it changed?", False),
        (72, "7  What would you do if prices doubled?", False),
        (72, "Thank and close.", False),
    )
    height = 0.0
    for left, text, bold in lines:
        if height < 100 or not text:
            if height:
                canvas.showPage()
            height = 770.0
            canvas.setFont("Times-Roman", 8)
            canvas.drawString(72, 810, "Draft: do not circulate")
            canvas.drawString(290, 30, f"– {canvas.getPageNumber()} –")
        if text:
            height -= 10 if bold else 0
            canvas.setFont("Times-Bold" if bold else "Times-Roman", 11)
            canvas.drawString(left, height, text)
            height -= 14
    canvas.save()
    return buffer.getvalue()


def pdf_in_columns() -> bytes:
    """A page in two columns, with a title over one of them."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer

    styles = getSampleStyleSheet()
    sections = (
        ("Career", ("What do you do?", "How did you get there and who helped you along the way?")),
        (
            "Team",
            ("Who is in your team?", "How do you share out work when a deadline is coming up?"),
        ),
        ("Tools", ("Which tools do you use?", "Which of them do you hate, and why keep them?")),
        ("Future", ("Where do you see yourself in five years?", "Anything else?")),
    )
    story: list[Any] = [Paragraph("Interview protocol", styles["Heading1"])]
    count = 0
    for title, questions in sections:
        story.append(Paragraph(title, styles["Heading2"]))
        for question in questions:
            count += 1
            story.append(_item(question, f"{count}.", 0))
            story.append(_item("Can you give me an example from the last few months?", "•", 1))
        story.append(Spacer(1, 180))
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer)
    frames = [Frame(57, 57, 227, 700, id="left"), Frame(312, 57, 227, 700, id="right")]
    document.addPageTemplates(PageTemplate(id="two", frames=frames))
    document.build(story)
    return buffer.getvalue()


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "word-styles.docx": word_styles,
    "word-by-hand.docx": word_by_hand,
    "word-table.docx": word_table,
    "pdf-with-table.pdf": pdf_with_table,
    "pdf-in-one-size.pdf": pdf_in_one_size,
    "pdf-in-columns.pdf": pdf_in_columns,
    "pdf-with-levels.pdf": pdf_with_levels,
    "pdf-of-paper.pdf": pdf_of_paper,
    "pdf-without-rules.pdf": pdf_without_rules,
}
