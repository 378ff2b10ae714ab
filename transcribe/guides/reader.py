"""Reading any interview guide: the file's form is found, and bad files get a clear word."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from transcribe.core.guide import Guide
from transcribe.errors import GuideError
from transcribe.guides.markdown import read_markdown
from transcribe.guides.plain import read_plain
from transcribe.guides.table import read_table
from transcribe.guides.tree import Draft, build

SUFFIXES = (".md", ".markdown", ".txt", ".text", ".tsv", ".csv", ".docx", ".pdf")
MOST_BYTES = 20_000_000
MOST_LINES = 2_000
MOST_ITEMS = 1_000
MOSTLY = 0.7
_AS_TEXT = "name the file that holds the questions: .md, .txt, .tsv, .docx or .pdf"
_SAVE_AS = "open it and save it as .docx, or as text"
_OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": ("an old Word file (.doc), or locked by a password", _SAVE_AS),
    b"{\\rtf": ("a rich-text file", _SAVE_AS),
    b"\x89PNG": ("a picture", "run it through OCR, or write the questions into a .md file"),
    b"RIFF": ("a recording", _AS_TEXT),
    b"OggS": ("a recording", _AS_TEXT),
    b"fLaC": ("a recording", _AS_TEXT),
    b"ID3": ("a recording", _AS_TEXT),
    b"\xff\xd8\xff": ("a picture", "run it through OCR, or write the questions into a .md file"),
}
_MARKDOWN = re.compile(r"^\s{0,3}#{1,6}\s+\S", re.MULTILINE)
_WRITE_ONE = "write the questions into a .md or .txt file, one a line"


def read_guide(path: Path) -> Guide:
    """Read an interview guide.

    Raises
    ------
    GuideError
        When the file is missing, empty, no text, too long to be a guide, or holds no question.
    """
    data = _bytes(path)
    suffix = path.suffix.lower()
    if suffix == ".docx" or data[:4] == b"PK\x03\x04":
        from transcribe.guides.docx import read_docx

        title, root = read_docx(data, name=path.name)
    elif suffix == ".pdf" or data[:5] == b"%PDF-":
        from transcribe.guides.pdf import read_pdf

        title, root = read_pdf(data, name=path.name)
    else:
        title, root = _read_text(_decode(data, path), suffix, path)
    guide = build(root, title=title, file=path.name, sha256=hashlib.sha256(data).hexdigest())
    if not guide.askable:
        raise GuideError(f"{path.name} holds no question", hint=_WRITE_ONE)
    if len(guide.items) > MOST_ITEMS:
        raise GuideError(
            f"{path.name} has {len(guide.items)} items: too long for an interview guide",
            hint=f"is this the right file? a guide has {MOST_ITEMS} items at most",
        )
    return guide


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise GuideError(
            f"no interview guide at {path.name}",
            hint="put guide.md beside the recordings, or name it under `guide` in study.toml",
        )
    if path.is_dir():
        raise GuideError(
            f"{path.name} is a folder, not an interview guide", hint="name the file in it"
        )
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise GuideError(
            f"{path.name} cannot be read: {reason}", hint="check its permissions"
        ) from None
    if size > MOST_BYTES:
        raise GuideError(
            f"{path.name} has {size // 1_000_000} MB: too large for an interview guide"
        )
    if not data.strip():
        raise GuideError(f"{path.name} is empty", hint=_WRITE_ONE)
    return data


def _decode(data: bytes, path: Path) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(data, "utf-16", path)
    for start, (what, mend) in _OTHER_FILES.items():
        if data.startswith(start):
            raise GuideError(f"{path.name} is {what}", hint=mend)
    if data[4:8] == b"ftyp":
        raise GuideError(f"{path.name} is a recording", hint=_AS_TEXT)
    if b"\x00" in data[:8192]:
        for encoding, at in (("utf-16-le", 1), ("utf-16-be", 0)):
            if data[at:8192:2].count(0) > MOSTLY * len(data[at:8192:2]):
                return _decoded(data, encoding, path)
        raise _not_text(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252", path)
    odd = sum(1 for mark in text[:8192] if ord(mark) < 32 and mark not in "\n\r\t\f\v")
    if odd > 0.01 * min(len(text), 8192):
        raise _not_text(path)
    return text


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(path) from None


def _not_text(path: Path) -> GuideError:
    return GuideError(
        f"{path.name} is not text",
        hint="guides are read from .md, .txt, .tsv, .docx and .pdf files",
    )


def _read_text(text: str, suffix: str, path: Path) -> tuple[str, Draft]:
    count = sum(1 for line in text.splitlines() if line.strip())
    if count > MOST_LINES:
        raise GuideError(
            f"{path.name} has {count} lines: too long for an interview guide",
            hint=f"is this the right file? a guide has {MOST_LINES} lines at most",
        )
    if suffix in (".tsv", ".csv") or _is_tsv(text):
        comma = suffix == ".csv" and "\t" not in text.partition("\n")[0]
        return read_table(text, delimiter="," if comma else "\t")
    if suffix in (".md", ".markdown") or _MARKDOWN.search(text):
        return read_markdown(text)
    return read_plain(text)


def _is_tsv(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and all(line.strip("\t ").count("\t") >= 2 for line in lines)
