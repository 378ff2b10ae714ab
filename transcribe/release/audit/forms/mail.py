"""Mails: who wrote to whom, what stands in them, and what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from transcribe.errors import TranscriptError
from transcribe.release.audit.forms import Form
from transcribe.release.audit.values import PROPERTY, Piece

_BETWEEN = re.compile(rb"^From [^\n]*\d\d:\d\d[^\n]*\n", re.MULTILINE)
"""The line that parts two mails of a mailbox."""

_OF_THE_FORM = re.compile(r"content-|mime-version$", re.IGNORECASE)
"""Headers that say how a mail is written."""


def read_mail(data: bytes) -> Form:
    """Headers as properties; bodies and attachments as files that stand in it.

    Raises
    ------
    TranscriptError
        When it is no mail.
    """
    pieces: list[Piece] = []
    inside: list[tuple[str, bytes]] = []
    for one in _BETWEEN.split(data):
        if not one.strip():
            continue
        try:
            message = message_from_bytes(one, policy=policy.default)
            for part in message.walk():
                pieces += _headers(part)
                inside += _content(part)
        except (MessageError, LookupError, ValueError, TypeError, AttributeError):
            raise TranscriptError("it is a damaged mail: save its text as .txt") from None
    return Form(pieces=tuple(pieces), inside=tuple(inside))


def _headers(part: EmailMessage) -> Iterator[Piece]:
    for name, value in part.items():
        if not _OF_THE_FORM.match(name):
            yield Piece(text=str(value), sort=PROPERTY, part=f"header {name.lower()}")
    for place in ("preamble", "epilogue"):
        text = getattr(part, place) or ""
        if text.strip():
            yield Piece(text=text, part=place)


def _content(part: EmailMessage) -> Iterator[tuple[str, bytes]]:
    if part.is_multipart():
        return
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        return
    kind = part.get_content_type()
    if part.get_content_maintype() == "text":
        charset = part.get_content_charset("utf-8")
        content = content.decode(charset, errors="replace").encode()
    body = "body.html" if kind == "text/html" else "body.txt"
    yield part.get_filename() or (body if kind.startswith("text/") else "part"), content
