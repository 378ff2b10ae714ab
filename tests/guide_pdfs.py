"""PDFs of interview guides as people make them, further to those of `tests.guide_documents`."""

from __future__ import annotations

import io
from typing import Any

Line = tuple[str, int, str]
"""Kind (heading, line, continued line, note), depth, words."""


def pdf_with_levels() -> bytes:
    """Three sizes of headings, a subtitle, labels, lettered conditions, a running head in print."""
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=styles["BodyText"], fontName="Times-Roman", fontSize=11)

    def item(text: str, mark: str, depth: int) -> Any:
        style = ParagraphStyle(
            "i", parent=body, leftIndent=20 * depth + 26, bulletIndent=20 * depth
        )
        return Paragraph(text, style, bulletText=mark)

    subtitle = ParagraphStyle("subtitle", parent=body, fontSize=13, alignment=1)
    story = [
        Paragraph("Interview Guide", styles["Title"]),
        Paragraph("Remote work in workshops", subtitle),
        Paragraph("1. Introduction", styles["Heading1"]),
        Paragraph("Thank you for taking part. You can stop at any time.", body),
        Paragraph("<i>[Start the recording once the participant has agreed.]</i>", body),
        Paragraph("2. Background", styles["Heading1"]),
        item("Could you tell me about your current role?", "Q1.", 0),
        item("How long have you been in it?", "a)", 1),
        item("What did you do before?", "b)", 1),
        item(
            "How large is the team that you work with most closely, and how are its members "
            "spread over places and times of the day at the moment?",
            "Q2.",
            0,
        ),
        Paragraph("3. Practices", styles["Heading1"]),
        Paragraph("3.1 Talking", styles["Heading2"]),
        item("Which channels do you use to talk to colleagues?", "Q3.", 0),
        item("Prompts: letters, telephone, video", "•", 1),
        item("Do you have regular meetings?", "Q4.", 0),
        item("If yes, how often do they take place?", "a)", 1),
        item("If no, how do you agree on things?", "b)", 1),
        Paragraph("3.2 Writing", styles["Heading2"]),
        item("Where is knowledge written down in your team?", "Q5.", 0),
        Paragraph("<i>If the participant is a manager:</i>", body),
        item("How do you find out how people are doing?", "Q6.", 1),
        Paragraph("4. Closing", styles["Heading1"]),
        item("Is there anything else you would like to add?", "Q7.", 0),
        Paragraph("Thank the participant and explain what happens next.", body),
    ]

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 812, "Semi-structured interview guide – Remote work study")
        canvas.drawCentredString(297, 28, str(document.page))

    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()


PROTOCOL: tuple[tuple[Line, ...], ...] = (
    (
        ("heading", 0, "A. Warm-up"),
        ("line", 0, "1. How did you come to work with data, and what"),
        ("more", 0, "does a typical day look like in the orga-"),
        ("more", 0, "nization?"),
        ("line", 1, "(a) Who do you report to?"),
        ("line", 1, "(b) What is the most impor-"),
        ("more", 1, "tant part of your job?"),
        ("line", 0, "2. What tools do you use?"),
        ("note", 0, "Interviewer: let them list; do not prompt."),
        ("heading", 0, "B. Data"),
        ("line", 0, "3. Where does your data come from?"),
        ("line", 1, "(a) If bought: from whom and"),
        ("more", 1, "under which conditions?"),
        ("line", 1, "(b) If collected by yourselves: how"),
        ("more", 1, "do you do that?"),
        ("line", 2, "i. Who checks it?"),
        ("line", 2, "ii. How often?"),
    ),
    (
        ("heading", 0, "C. Models"),
        ("line", 0, "4. Which kinds of model do you train?"),
        ("line", 0, "5. How do you know that a model"),
        ("more", 0, "is good enough?"),
        ("line", 1, "(a) Metrics"),
        ("line", 1, "(b) Tests with users"),
        ("line", 0, "6. Have models failed in use?"),
        ("line", 1, "(a) If yes, what happened?"),
        ("line", 1, "(b) If not, why not?"),
        ("heading", 0, "D. Wrap-up"),
        ("line", 0, "7. What should research work on?"),
        ("line", 0, "8. May we contact you again?"),
    ),
)


def pdf_of_paper() -> bytes:
    """The appendix of a paper: two columns, broken words, three depths of lists, an italic note."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)

    def write(left: float, height: float, text: str, font: str, size: float) -> None:
        canvas.setFont(font, size)
        canvas.drawString(left, height, text)

    write(57, 820, "Appendix B", "Times-Italic", 9)
    write(180, 790, "Interview Protocol: Data Work", "Helvetica-Bold", 16)
    write(290, 25, "17", "Times-Roman", 9)
    for left, lines in zip((57, 315), PROTOCOL, strict=True):
        height = 750.0
        for kind, depth, text in lines:
            if kind == "heading":
                write(left, height - 8, text, "Times-Bold", 12)
                height -= 24
                continue
            hang = 14 if kind == "more" else 0
            font = "Times-Italic" if kind == "note" else "Times-Roman"
            write(left + 16 * depth + hang, height, text, font, 10)
            height -= 13
    canvas.save()
    return buffer.getvalue()


def pdf_without_rules() -> bytes:
    """A table without rules: themes, main questions, probes."""
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    small = ParagraphStyle("cell", parent=body, fontSize=9.5, leading=12)
    rows = (
        ("<b>Theme</b>", "<b>Main question</b>", "<b>Probes</b>"),
        (
            "Arrival",
            "How did you come to this town?",
            "When was that?<br/>Who else came with you?",
        ),
        (
            "Housing",
            "What was it like to find a place to live, and who helped you with it?",
            "Cost<br/>Neighbours",
        ),
        ("Work", "Tell me about your work.", "Hours<br/>Colleagues and superiors"),
        ("Future", "Where do you see yourself in five years?", ""),
    )
    story = [
        Paragraph("Topic guide: Moving to town", styles["Title"]),
        Paragraph("Part 1: Opening", styles["Heading2"]),
        Paragraph("Explain the study and ask for consent.", body),
        Paragraph("Part 2: Themes", styles["Heading2"]),
        Table(
            [[Paragraph(cell, small) for cell in row] for row in rows],
            colWidths=[80, 200, 170],
            style=[("VALIGN", (0, 0), (-1, -1), "TOP")],
        ),
        Paragraph("Part 3: Closing", styles["Heading2"]),
        Paragraph("Is there anything that we forgot to ask?", body),
    ]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(story)
    return buffer.getvalue()
