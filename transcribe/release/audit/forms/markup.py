"""XML of any kind, Word's, PowerPoint's, Excel's and OpenDocument's paragraphs among it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transcribe.errors import TranscriptError
from transcribe.release.audit.values import CODE, PROPERTY, TEXT, Piece, Spot

_BLOCKS = frozenset("p h si t comment u seg PlainTextContent Description li td cell".split())
_AUTHORS = frozenset("author creator lastModifiedBy initials userId displayName email".split())
_WORDS = frozenset("descr title alt name content who key target Target instr text".split())
_NO_WORDS = frozenset("rsid fldSimple".split())


def parse(data: bytes) -> Any:
    """The root of an XML document; entities are not resolved and nothing is fetched.

    Raises
    ------
    TranscriptError
        When it is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise TranscriptError("its XML is broken")
    return root


def local(element: Any) -> str:
    """Name of an element without its namespace; empty for comments and instructions."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def read_xml(data: bytes) -> Iterator[Piece]:
    """Blocks of text, attributes and comments of any XML, in order; then what else it holds."""
    from transcribe.release.audit.forms.leftovers import leftovers

    root = parse(data)
    read = list(_told(root))
    yield from read
    yield from leftovers(root, part="unseen", read=read)


def _told(root: Any) -> Iterator[Piece]:
    for element in root.iter():
        name = local(element)
        spot = (Spot(offset=0, line=element.sourceline or 0),)
        if not name:
            if (element.text or "").strip():
                yield Piece(text=element.text, part="comment", spots=spot)
            continue
        yield from _attributes(element, name, spot)
        inside_block = any(local(above) in _BLOCKS for above in element.iterancestors())
        if name in _BLOCKS and not inside_block:
            text = "".join(element.itertext(tag=None, with_tail=True))
        elif inside_block:
            continue
        else:
            text = " ".join(
                part for part in (element.text, *(child.tail for child in element)) if part
            )
        if text.strip():
            sort = PROPERTY if name in _AUTHORS else TEXT
            yield Piece(text=text, sort=sort, part=name if sort == PROPERTY else "", spots=spot)


def _attributes(element: Any, name: str, spot: tuple[Spot, ...]) -> Iterator[Piece]:
    for key, value in element.attrib.items():
        attribute = str(key).rsplit("}", 1)[-1]
        if not value.strip():
            continue
        sort = PROPERTY if attribute in _AUTHORS else TEXT if attribute in _WORDS else CODE
        yield Piece(text=value, sort=sort, part=f"attribute {attribute}", spots=spot)
