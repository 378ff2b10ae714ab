"""A transcript that an interviewee corrected in a word processor: what each turn says now.

Read are plain edits, tracked changes (``w:ins``, ``w:del`` and moves, ECMA-376 part 1, 17.13.5)
and words struck through. Turns are found by the bookmarks of the copy that was sent; a program
that loses those (some on the web do) leaves the order and the words to go by.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from transcribe.errors import UsageError
from transcribe.export.docx import BOOKMARK
from transcribe.export.docx_styles import MARGIN, NOTE, QUESTION, SECTION, SPEAKER, TIME

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRUCK = "[…]"
"""What stands in a turn where words were struck through."""

_OURS = frozenset((MARGIN, NOTE, QUESTION, SECTION, "Title"))
_TOKEN = re.compile(r"(?:transcribe:|Copy )([0-9a-f]{16})")
_LARGEST = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as it came back.

    Attributes
    ----------
    turns
        Places in the copy that bookmarks name.
    text
        What stands, with `STRUCK` where words were struck through; without speaker and time.
    kept
        Whether anything but struck words is left.
    """

    turns: tuple[int, ...]
    text: str = field(repr=False)
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A document that came back.

    Attributes
    ----------
    token
        Names the copy that was sent; empty when the document does not say.
    comments
        How many comments stand in its margin.
    """

    token: str
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    comments: int = 0


def read_returned(path: Path) -> Returned:
    """Read a document that came back.

    Raises
    ------
    UsageError
        When it is no Word document.
    """
    try:
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(info.file_size for info in package.infolist()) > _LARGEST:
                raise UsageError(f"{path.name} is too large for a transcript")
            body = _parse(package, "word/document.xml")
            styles = _style_names(package)
            about = [package.read(n).decode("utf-8", "replace") for n in _about(package)]
            comments = _count_comments(package)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        raise UsageError(
            f"{path.name} is no Word document (.docx)", hint="save it as .docx and try again"
        ) from None
    paragraphs, visible = [], []
    for element in body.iter(f"{W}p"):
        style = styles.get(_value(element.find(f"{W}pPr/{W}pStyle")), "")
        visible.append("".join(element.itertext()))
        if style not in _OURS:
            paragraphs.append(_paragraph(element, styles))
    match = _TOKEN.search("\n".join((*about, *visible)))
    return Returned(
        token=match.group(1) if match else "",
        paragraphs=tuple(paragraphs),
        comments=comments,
    )


def _parse(package: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(package.read(name), parser)
    except etree.XMLSyntaxError:
        raise ValueError(name) from None


def _about(package: zipfile.ZipFile) -> list[str]:
    return [name for name in package.namelist() if name.startswith("docProps/")]


def _style_names(package: zipfile.ZipFile) -> dict[str, str]:
    if "word/styles.xml" not in package.namelist():
        return {}
    root = _parse(package, "word/styles.xml")
    return {
        style.get(f"{W}styleId", ""): _value(style.find(f"{W}name"))
        for style in root.iter(f"{W}style")
    }


def _count_comments(package: zipfile.ZipFile) -> int:
    if "word/comments.xml" not in package.namelist():
        return 0
    return sum(1 for _ in _parse(package, "word/comments.xml").iter(f"{W}comment"))


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def _paragraph(element: Any, styles: dict[str, str]) -> Paragraph:
    turns = tuple(
        int(name.removeprefix(BOOKMARK))
        for mark in element.iter(f"{W}bookmarkStart")
        if re.fullmatch(rf"{BOOKMARK}\d{{1,7}}", name := mark.get(f"{W}name", ""))
    )
    parts: list[str] = []
    kept = False
    for text, struck in _runs(element, styles):
        if not struck:
            parts.append(text)
            kept = kept or bool(text.strip())
        elif text.strip() and "".join(parts).rstrip()[-len(STRUCK) :] != STRUCK:
            before, after = text[0].isspace(), text[-1].isspace()
            parts.append(f"{' ' if before else ''}{STRUCK}{' ' if after else ''}")
        elif text.isspace():
            parts.append(text)
    return Paragraph(turns=turns, text=" ".join("".join(parts).split()), kept=kept)


def _runs(element: Any, styles: dict[str, str]) -> Iterator[tuple[str, bool]]:
    """Texts that still stand, each with whether it is struck through."""
    for run in element.iter(f"{W}r"):
        above = {ancestor.tag for ancestor in _up_to(run, element)}
        if above & {f"{W}del", f"{W}moveFrom", f"{W}p"}:
            continue
        look = run.find(f"{W}rPr")
        style = styles.get(_value(look.find(f"{W}rStyle")), "") if look is not None else ""
        if style in (SPEAKER, TIME):
            continue
        text = "".join(_characters(run))
        if text:
            yield text, look is not None and (_on(look, "strike") or _on(look, "dstrike"))


def _up_to(run: Any, element: Any) -> Iterator[Any]:
    for ancestor in run.iterancestors():
        if ancestor is element:
            return
        yield ancestor


def _characters(run: Any) -> Iterator[str]:
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"


def _on(look: Any, name: str) -> bool:
    found = look.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "true") not in ("0", "false", "off")


# -- turns --------------------------------------------------------------------------------------


def match_turns(
    returned: Returned, sent: Sequence[tuple[str, str]]
) -> tuple[dict[int, Paragraph], tuple[int, ...]]:
    """Place in the copy to what stands there now, and the places that cannot be told apart.

    Parameters
    ----------
    sent
        Name of the speaker and text of every turn of the copy.
    """
    if any(paragraph.turns for paragraph in returned.paragraphs):
        return _by_bookmark(returned.paragraphs, sent)
    return _by_order(returned.paragraphs, sent), ()


def _by_bookmark(
    paragraphs: Sequence[Paragraph], sent: Sequence[tuple[str, str]]
) -> tuple[dict[int, Paragraph], tuple[int, ...]]:
    from rapidfuzz import fuzz

    found: dict[int, Paragraph] = {}
    joined: list[int] = []
    last: int | None = None
    for paragraph in paragraphs:
        named = [turn for turn in paragraph.turns if turn < len(sent) and turn not in found]
        if len(named) > 1:
            both = " ".join(sent[turn][1] for turn in named)
            best = max(named, key=lambda turn: fuzz.ratio(sent[turn][1], paragraph.text))
            if fuzz.ratio(both, paragraph.text) > fuzz.ratio(sent[best][1], paragraph.text):
                joined += named
                last = None
                continue
            named = [best]
        if named:
            last = named[0]
            found[last] = paragraph
        elif last is not None and paragraph.text:
            # A turn that was cut into paragraphs, or to which some were added.
            before = found[last]
            text = f"{before.text} {paragraph.text}".strip()
            found[last] = replace(before, text=text, kept=before.kept or paragraph.kept)
    return found, tuple(joined)


def _by_order(
    paragraphs: Sequence[Paragraph], sent: Sequence[tuple[str, str]]
) -> dict[int, Paragraph]:
    """Paragraphs in the order of the turns; a turn takes the likest of those that come next."""
    from rapidfuzz import fuzz

    bare = [
        replace(one, text=_without_name(one.text, [name for name, _ in sent]))
        for one in paragraphs
        if one.text
    ]
    found: dict[int, Paragraph] = {}
    at = 0
    for place, (_, text) in enumerate(sent):
        near = range(at, min(at + 8, len(bare)))
        best = max(near, key=lambda here: fuzz.ratio(text, bare[here].text), default=None)
        if best is not None and fuzz.ratio(text, bare[best].text) >= 60:
            found[place] = bare[best]
            at = best + 1
    return found


def _without_name(text: str, names: Sequence[str]) -> str:
    for name in names:
        if text.startswith(f"{name}:"):
            text = text[len(name) + 1 :].lstrip()
            break
    return re.sub(r"^\[[\d:]+\]\s*", "", text)
