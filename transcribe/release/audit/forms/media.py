"""Pictures and sound: what they say of themselves; neither is looked at nor listened to."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from transcribe.errors import TranscriptError
from transcribe.release.audit.forms import Form
from transcribe.release.audit.forms.unseen import swept
from transcribe.release.audit.values import CODE, PROPERTY, TEXT, Piece

_MACHINE = re.compile(
    r"encoder|encoding|handler|brand|compatible|major|minor|vendor|language|duration|software|"
    r"statistics|bps|number_of|timecode|rotate|track$|disc$|tlen|creation_time|date",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"artist|author|composer|performer|publisher|owner|copyright|contact|speaker|director|"
    r"location|encoded_by|purchase|account",
    re.IGNORECASE,
)
_GPS, _EXIF = 0x8825, 0x8769


def read_sound(tags: Mapping[str, str], data: bytes) -> Form:
    """Tags of a sound or video file, and what stands in it beside them."""
    pieces = []
    for key, value in sorted(tags.items()):
        if not value.strip():
            continue
        sort = PROPERTY if _WHO.search(key) else CODE if _MACHINE.search(key) else TEXT
        pieces.append(Piece(text=value, sort=sort, part=f"tag {key}"))
    pieces += swept(data, read=pieces)
    return Form(pieces=tuple(pieces), notes=("its sound was not listened to, only its tags read",))


def read_listing(data: bytes) -> Form:
    """A ``.DS_Store``: names of files that lie, or lay, in a folder of a Mac."""
    note = "it lists names of files for a Mac: only known names were looked for; leave it out"
    return Form(pieces=tuple(swept(data)), notes=(note,))


def read_picture(data: bytes) -> Form:
    """EXIF, comments and XMP of a picture.

    Raises
    ------
    TranscriptError
        When it is no picture that can be opened.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            pieces = [*_exif(picture.getexif()), *_described(picture.info)]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise TranscriptError("it is no picture that can be opened") from None
    pieces += swept(data, read=pieces)
    return Form(pieces=tuple(pieces), notes=("the picture itself was not looked at",))


def _exif(exif: Any) -> Iterator[Piece]:
    from PIL.ExifTags import TAGS

    place = exif.get_ifd(_GPS)
    if {1, 2, 3, 4} <= set(place):
        yield Piece(text=_degrees(place), sort=PROPERTY, part="GPS")
    for number, value in (*exif.items(), *exif.get_ifd(_EXIF).items()):
        name = str(TAGS.get(number, number))
        text = value if isinstance(value, str) else _text(value, name)
        if not text.strip("\x00 "):
            continue
        who = name in ("Artist", "Copyright", "XPAuthor", "CameraOwnerName", "HostComputer")
        number_of = name.endswith("SerialNumber")
        described = name in ("ImageDescription", "XPComment", "XPTitle", "XPSubject", "UserComment")
        described = described or name == "XPKeywords"
        if who or number_of:
            yield Piece(text=text.strip("\x00 "), sort=PROPERTY, part=f"picture {name}")
        elif described:
            yield Piece(text=text.strip("\x00 "), sort=TEXT, part=f"picture {name}")


def _degrees(place: Mapping[int, Any]) -> str:
    parts = []
    for letter, number in ((1, 2), (3, 4)):
        values = [float(part) for part in place[number]] + [0.0, 0.0]
        parts.append(f"{values[0] + values[1] / 60 + values[2] / 3600:.4f} {place[letter]}")
    return ", ".join(parts)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, bytes):
        return ""
    if name.startswith("XP"):
        return value.decode("utf-16-le", "replace")
    return value[8:].decode("utf-8", "replace") if name == "UserComment" else ""


def _described(info: Mapping[Any, Any]) -> Iterator[Piece]:
    """Comments and text chunks; XMP without its markup, names of its authors apart."""
    for key, value in sorted(info.items(), key=lambda pair: str(pair[0])):
        if str(key).lower() in ("exif", "icc_profile", "photoshop", "adobe", "jfif"):
            continue
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        if not isinstance(text, str) or not text.strip("\x00 "):
            continue
        if "xmp" in str(key).lower() or "<x:xmpmeta" in text:
            yield from _xmp(text)
            continue
        sort = PROPERTY if re.search(r"author|artist|copyright|owner", str(key), re.I) else TEXT
        yield Piece(text=text.strip("\x00"), sort=sort, part=f"picture {key}")


def _xmp(text: str) -> Iterator[Piece]:
    creators = re.findall(r"<dc:(creator|rights)>(.*?)</dc:\1>", text, re.DOTALL)
    for name, inner in creators:
        plain = " ".join(re.sub(r"<[^>]+>", " ", inner).split())
        if plain:
            yield Piece(text=plain, sort=PROPERTY, part=f"picture {name}")
    yield Piece(text=text, sort=CODE, part="picture XMP", markup=True)
