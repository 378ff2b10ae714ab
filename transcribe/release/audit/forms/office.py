"""Word, PowerPoint, Excel and OpenDocument files, with all that they hold unseen.

Properties, comments, tracked changes, hidden text, headers, footnotes, authors of changes, targets
of links, descriptions of pictures, embedded files (ECMA-376; ISO 26300).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from transcribe.errors import TranscriptError
from transcribe.release.audit.forms import Form
from transcribe.release.audit.forms.leftovers import leftovers
from transcribe.release.audit.forms.markup import local, parse
from transcribe.release.audit.forms.unseen import outside_members, swept
from transcribe.release.audit.values import CODE, PROPERTY, TEXT, Piece, Spot

MOST_UNPACKED = 256_000_000
_PARTS = (
    (re.compile(r"word/header|word/footer"), "header or footer"),
    (re.compile(r"word/footnotes|word/endnotes"), "footnote"),
    (re.compile(r"comments|people|persons"), "comment"),
    (re.compile(r"notesSlides"), "speaker's notes"),
    (re.compile(r"^docProps|meta\.xml$"), "property"),
    (re.compile(r"word/document\.xml|content\.xml|slides/|worksheets/|sharedStrings"), ""),
)
_NO_TEXT = re.compile(r"theme|word/styles|xl/styles|fontTable|webSettings|numbering|Content_Types")
_BLOCKS = frozenset(
    "p si h is text oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter".split()
)
_RUNS_IN = frozenset("p si is text".split())
_MACHINE = re.compile(
    r"\.(?:emf|wmf|odttf|ttf|otf|sig|psmdcp)$|printerSettings|vbaProject|^mimetype$"
)
"""Members that hold no words of anybody's; known names are looked for in them all the same."""

_AUTHORS = frozenset("author initials userId displayName email refreshedBy lastModifiedBy".split())
_DESCRIBES = frozenset("descr title alt tooltip".split())
_WHO = frozenset(
    "creator lastModifiedBy Manager Company initial-creator author lpwstr lpstr "
    "printed-by userId".split()
)
_ABOUT = frozenset("title subject description keywords category contentStatus Template".split())


def read_office(data: bytes) -> Form:
    """Paragraphs of every part of a document, and the files embedded in it.

    Raises
    ------
    TranscriptError
        When it is damaged, locked, or unpacks to more than any document.
    """
    pieces: list[Piece] = []
    inside: list[tuple[str, bytes]] = []
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                left -= member.file_size
                if left < 0:
                    raise TranscriptError("it unpacks to more than any document holds")
                with archive.open(member) as stream:
                    content = stream.read(member.file_size + 1)
                name = member.filename
                if name.endswith((".xml", ".rels")):
                    pieces += _read_part(name, content)
                elif _MACHINE.search(name):
                    pieces += swept(content)
                elif content:
                    inside.append((name.rsplit("/", 1)[-1], content))
            pieces += _beside(archive, data, read=pieces)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ):
        raise TranscriptError("it is damaged, or locked by a password") from None
    return Form(pieces=tuple(pieces), inside=tuple(inside))


def _beside(archive: zipfile.ZipFile, data: bytes, *, read: Sequence[Piece]) -> Iterator[Piece]:
    """Comments of the document as a zip, names of its parts, and bytes between them."""
    members = archive.infolist()
    comments = [archive.comment, *(member.comment for member in members)]
    texts = [comment.decode("utf-8", "replace") for comment in comments if comment.strip()]
    yield from (Piece(text=text, sort=PROPERTY, part="comment of the zip") for text in texts)
    names = "\n|\n".join(member.filename for member in members)
    yield Piece(text=names, sort=CODE, part="names of its parts")
    yield from swept(
        outside_members(archive, data),
        read=[*read, Piece(text=names), *(Piece(text=text) for text in texts)],
    )


def _read_part(name: str, content: bytes) -> Iterator[Piece]:
    part = next((words for pattern, words in _PARTS if pattern.search(name)), name)
    root = parse(content)
    read = [] if _NO_TEXT.search(name) else list(_told(root, name=name, part=part))
    yield from read
    yield from leftovers(root, part=f"unseen in {name}", read=read)


def _told(root: Any, *, name: str, part: str) -> Iterator[Piece]:
    """What a part shows, and who is named in it."""
    if part == "property":
        yield from _properties(root)
        return
    seen: set[tuple[str, str]] = set()
    for piece in _attributes(root):
        if (piece.part, piece.text) not in seen:
            seen.add((piece.part, piece.text))
            yield piece
    number = 0
    for element in root.iter():
        kind = local(element)
        if kind in ("author", "creator", "initials") and (element.text or "").strip():
            yield Piece(text=element.text, sort=PROPERTY, part=f"{kind} of a comment")
        said = kind == "v" and element.getparent().get("t") == "str"
        if (kind not in _BLOCKS and not said) or _is_fallback(element):
            continue
        number += 1
        unit = f"paragraph {number}" if kind not in ("si", "is", "v") else f"cell text {number}"
        yield from _paragraph(element, part=part, unit=unit)
    if not number and part == name:
        text = " ".join("".join(root.itertext()).split())
        if text:
            yield Piece(text=text, part=part, markup=True)


def _properties(root: Any) -> Iterator[Piece]:
    """Names, titles and custom properties; dates and counts say nothing of anybody."""
    for element in root.iter():
        text = (element.text or "").strip()
        name = local(element)
        if not text or not name:
            continue
        above = element.getparent()
        custom = above.get("name") if above is not None and local(above) == "property" else None
        custom = custom or next(
            (value for key, value in element.attrib.items() if str(key).endswith("}name")), None
        )
        if custom or name in _WHO:
            yield Piece(text=text, sort=PROPERTY, part=f"property {custom or name}")
        elif name in _ABOUT:
            yield Piece(text=text, sort=TEXT, part=f"property {name}")


def _attributes(root: Any) -> Iterator[Piece]:
    for element in root.iter():
        if not local(element):
            continue
        for key, value in element.attrib.items():
            attribute = str(key).rsplit("}", 1)[-1]
            if not value.strip():
                continue
            who = attribute == "name" and local(element) in ("cmAuthor", "person", "User")
            if attribute in _AUTHORS or who:
                yield Piece(text=value, sort=PROPERTY, part=f"{attribute} of a {_what(element)}")
            elif attribute in _DESCRIBES:
                yield Piece(text=value, sort=TEXT, part="description of a picture")
            elif attribute in ("Target", "href") and re.search(r"[:@\\]|/.*/", value):
                yield Piece(text=value, sort=CODE, part="target of a link", markup=True)


def _what(element: Any) -> str:
    kind = local(element)
    return {"ins": "tracked change", "del": "tracked change"}.get(kind, kind)


def _is_fallback(element: Any) -> bool:
    """Whether a paragraph only repeats a text box for older programs."""
    return any(local(above) == "Fallback" for above in element.iterancestors())


def _paragraph(paragraph: Any, *, part: str, unit: str) -> Iterator[Piece]:
    """A paragraph as shown, as it was before tracked changes, and its hidden words."""
    runs = list(_runs(paragraph))
    texts = {
        "": "".join(text for text, state in runs if state not in (DELETED, HIDDEN)),
        DELETED: "".join(text for text, state in runs if state not in (INSERTED, HIDDEN)),
        HIDDEN: "".join(text for text, state in runs if state == HIDDEN),
    }
    if not any(state == DELETED for _, state in runs):
        texts.pop(DELETED)
    for state, text in texts.items():
        if text.strip():
            where = ", ".join(words for words in (part, state) if words)
            yield Piece(text=text, part=where, spots=(Spot(offset=0, unit=unit),))


DELETED, INSERTED, HIDDEN = "deleted text of a tracked change", "inserted", "hidden text"


def _runs(paragraph: Any) -> Iterator[tuple[str, str]]:
    """Texts of a paragraph, each with what became of it."""
    marked = "openxmlformats" in str(paragraph.tag) and local(paragraph) in (
        "p",
        "si",
        "is",
        "text",
    )
    if not marked:
        yield "".join(paragraph.itertext()), ""
        return
    for node in paragraph.iter():
        name = local(node)
        if node is not paragraph and name in ("tab", "br", "cr"):
            yield " ", ""
        if name not in ("t", "delText") or not node.text:
            continue
        above = list(node.iterancestors())
        around = {local(one) for one in above}
        if next(one for one in above if local(one) in _BLOCKS) is not paragraph:
            continue
        if "Fallback" not in around:
            yield node.text, _state(node, around)


def _state(node: Any, around: set[str]) -> str:
    if local(node) == "delText" or {"del", "moveFrom"} & around:
        return DELETED
    if any(
        local(mark) in ("vanish", "webHidden") and mark.get(_val(mark), "1") not in ("0", "false")
        for mark in node.getparent().iter()
    ):
        return HIDDEN
    return INSERTED if {"ins", "moveTo"} & around else ""


def _val(mark: Any) -> str:
    return f"{str(mark.tag).rsplit('}', 1)[0]}}}val"
