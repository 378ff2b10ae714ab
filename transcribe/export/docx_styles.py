"""Named styles of the document: restyle them in Word, and every transcript follows."""

from __future__ import annotations

from typing import Any

TURN, NOTE = "Transcript Turn", "Transcript Note"
SECTION, QUESTION, MARGIN = "Transcript Section", "Transcript Question", "Transcript Margin"
SPEAKER, TIME, HIDDEN = "Transcript Speaker", "Transcript Time", "Transcript Hidden Name"

PARAGRAPHS = (TURN, NOTE, SECTION, QUESTION, MARGIN)
CHARACTERS = (SPEAKER, TIME, HIDDEN)

GREY, SHADE, INK = "666666", "E3E3E3", "1F3864"


def add_styles(document: Any) -> None:
    """Add our styles to a new document."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    styles = document.styles
    styles["Normal"].font.name = "Calibri"
    styles["Normal"].font.size = Pt(11)
    made = {name: styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) for name in PARAGRAPHS}
    for name, base in ((SECTION, "Heading 1"), (QUESTION, "Heading 2")):
        made[name].base_style = styles[base]
        made[name].next_paragraph_style = made[TURN]
    for name in (TURN, NOTE, MARGIN):
        made[name].base_style = styles["Normal"]
    made[TURN].paragraph_format.space_after = Pt(8)
    made[TURN].paragraph_format.line_spacing = 1.15
    made[TURN].paragraph_format.widow_control = True
    made[NOTE].font.italic = True
    made[NOTE].font.color.rgb = RGBColor.from_string(GREY)
    made[NOTE].paragraph_format.space_after = Pt(4)
    made[MARGIN].font.size = Pt(8.5)
    made[MARGIN].font.color.rgb = RGBColor.from_string(INK)
    made[MARGIN].element.get_or_add_pPr().insert(0, margin_frame())
    # Room beside the text for notes by hand and for questions.
    document.sections[0].left_margin = Cm(4.2)
    document.sections[0].right_margin = Cm(2.5)
    speaker = styles.add_style(SPEAKER, WD_STYLE_TYPE.CHARACTER)
    speaker.font.bold = True
    time = styles.add_style(TIME, WD_STYLE_TYPE.CHARACTER)
    time.font.size = Pt(8.5)
    time.font.color.rgb = RGBColor.from_string(GREY)
    _shade(styles.add_style(HIDDEN, WD_STYLE_TYPE.CHARACTER))


def margin_frame() -> Any:
    """What sets a paragraph in the left margin, beside what follows it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    frame = OxmlElement("w:framePr")
    for name, value in (
        ("w", "1900"),
        ("hSpace", "140"),
        ("wrap", "around"),
        ("vAnchor", "text"),
        ("hAnchor", "page"),
        ("x", "360"),
        ("y", "1"),
    ):
        frame.set(qn(f"w:{name}"), value)
    return frame


def _shade(style: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    style.element.get_or_add_rPr().append(shade)
