"""One raw line of a guide, taken apart: indent, bullet, toggle, number, label, words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

_BULLET = re.compile(r"^[-*+•‣◦▪▫■□●○·–—⁃∙➢➤❖✓➔→]\s+|^[•‣◦▪▫■□●○⁃∙➢➤❖]\s*")
_TOGGLE = re.compile(r"^[▼▶▾▸▽▷►⏵⏷]\s*")
_STRAY_DOT = re.compile(r"^\.\s+(?=\S)")
_BRACKETED_LABEL = (
    r"[\[(](?!\d+[\])])"
    r"(?P<b>[A-Za-z]{0,12}[-_ ]?\d[\w.\-]*|[A-Za-z][\w\-]*\.[\w.\-]+|[A-Z][A-Z\d_\-]+)"
    r"[\])]\s*[:.)–—-]?"
)
_PLAIN_LABEL = (
    r"(?P<q>(?:[A-Z]{0,3}Q|Question|Frage|Pregunta|Vraag)\s?\d+(?:[.\-]?\w{1,8})*?)"
    r"(?:[.:)]+|\s*[–—-])?"
)
_LABEL = re.compile(rf"^(?:{_BRACKETED_LABEL}|{_PLAIN_LABEL})\s+(?=\S)")
_DOTTED = re.compile(r"^\(?(?P<n>\d{1,2}(?:\.\d{1,2})+)[.):]?\s+(?=\S)")
_DECIMAL = re.compile(
    r"^(?:\((?P<a>\d{1,3})\)\s+|(?P<b>\d{1,3})(?:[.):]\s+|[、．]\s*)|（(?P<c>\d{1,3})）\s*)(?=\S)"
)
_LETTER = re.compile(r"^(?:\((?P<a>[a-z]|[ivx]{2,5})\)|(?P<b>[a-z]|[ivx]{2,5})[.)])\s+(?=\S)")
_CAPITAL = re.compile(r"^(?:(?P<b>[A-Z]|[IVX]{2,5})[.)])\s+(?=\S)")
_TAG = re.compile(r"<!--.*?-->|</?(?:u|b|i|em|strong|span|mark|br|sub|sup)\b[^<>]*>", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10}
TAB_WIDTH = 4
WRAPPED_LENGTH = 60
"""Length from which a line may have been broken because it was full."""

DECIMAL, LETTER, ROMAN, DOTTED, CAPITAL, BARE = "1", "a", "i", "1.1", "A", "1 "
_BARE = re.compile(r"^(?P<n>\d{1,2})\s+(?=[^\W\d])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """The number a line bears.

    Attributes
    ----------
    style
        One of the constants above: ``1``, ``a``, ``i``, ``1.1``, ``A``, and ``1 `` without a dot.
    ordinal
        Its place in its list, from 1.
    written
        As it stands, without brackets and dots at its ends.
    """

    style: str
    ordinal: int
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the source, or several that belong together.

    Attributes
    ----------
    number
        Its numbering; a single ``i`` is read as roman, ``alternative`` holds the other reading.
    block
        Which run of lines without a blank line or page break it stands in, from 0.
    before, after
        Whether a blank line stands before and after it.
    page
        Page it stands on, from 0, as far as page numbers and form feeds tell.
    """

    at: int
    indent: int
    bullet: bool
    toggle: bool
    label: str | None
    number: Number | None
    alternative: Number | None
    text: str
    block: int
    before: bool = False
    after: bool = False
    page: int = 0

    @property
    def marked(self) -> bool:
        """Whether anything stands before its words."""
        return self.bullet or self.toggle or self.number is not None or self.label is not None


def clean(text: str) -> str:
    """Words without markup: inline tags, emphasis, entities, doubled spaces."""
    text = html.unescape(_TAG.sub("", text)).replace("\u00a0", " ").replace("\u00ad", "")
    text = re.sub(r"(\*\*|(?<!_)__)(?=[^\s_*])(.+?)(?<=[^\s_*])\1(?!_)", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def roman(digits: str) -> int | None:
    """Value of a small roman number, or None when it is none."""
    digits = digits.lower()
    if not digits or any(digit not in _ROMAN for digit in digits):
        return None
    values = [_ROMAN[digit] for digit in digits]
    later = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, later, strict=True)
    )


def read_number(text: str) -> tuple[Number | None, Number | None, str]:
    """Take the numbering off a text: the number, its other reading, and the rest."""
    dotted = _DOTTED.match(text)
    if dotted:
        written = dotted["n"]
        last = int(written.rsplit(".", 1)[1])
        return Number(style=DOTTED, ordinal=last, written=written), None, text[dotted.end() :]
    decimal = _DECIMAL.match(text)
    if decimal:
        written = decimal["a"] or decimal["b"] or decimal["c"]
        number = Number(style=DECIMAL, ordinal=int(written), written=written)
        return number, None, text[decimal.end() :]
    letter = _LETTER.match(text) or _CAPITAL.match(text)
    if not letter:
        return None, None, text
    written = letter.groupdict().get("a") or letter["b"]
    capital = written.isupper()
    value = roman(written)
    as_roman = (
        None
        if value is None
        else Number(style=CAPITAL if capital else ROMAN, ordinal=value, written=written)
    )
    as_letter = None
    if len(written) == 1:
        style = CAPITAL if capital else LETTER
        as_letter = Number(
            style=style, ordinal=ord(written.lower()) - ord("a") + 1, written=written
        )
    first = as_roman or as_letter
    return first, as_letter if as_roman else None, text[letter.end() :]


def read_bare_numbers(lines: list[Line]) -> list[Line]:
    """Take off numbers without a dot (``3  Who decides?``), where they count up from line to line.

    One such line proves nothing (``3 years ago``); two or more that run 1, 2, 3 do.
    """
    found: dict[int, int] = {}
    passed = last = 0
    for at, line in enumerate(lines):
        match = None if line.marked else _BARE.match(line.text)
        opens = line.before or at == 0 or lines[at - 1].text.endswith((".", "?", "!", ":"))
        if match is None or not (opens or len(lines[at - 1].text) < WRAPPED_LENGTH):
            continue
        if int(match["n"]) in (1, last + 1):
            last = found[at] = int(match["n"])
        else:
            passed += 1
    if len(found) < 2 or passed > len(found):
        return lines
    return [
        replace(
            line,
            number=Number(style=BARE, ordinal=found[at], written=str(found[at])),
            text=_BARE.sub("", line.text),
        )
        if at in found
        else line
        for at, line in enumerate(lines)
    ]


def read_line(raw: str, *, at: int, block: int, before: bool = False, after: bool = False) -> Line:
    """Take one line apart."""
    expanded = raw.expandtabs(TAB_WIDTH)
    indent = len(expanded) - len(expanded.lstrip())
    text = clean(expanded)
    bullet = toggle = False
    label: str | None = None
    number = alternative = None
    while text:
        found = _BULLET.match(text)
        if found and not bullet:
            bullet, text = True, text[found.end() :]
            continue
        found = _TOGGLE.match(text)
        if found and not toggle:
            toggle, text = True, text[found.end() :]
            continue
        found = _STRAY_DOT.match(text)
        if found:
            text = text[found.end() :]
            continue
        found = _LABEL.match(text)
        if found and label is None:
            label, text = (found["b"] or found["q"]).strip(), text[found.end() :]
            continue
        if number is None:
            number, alternative, text = read_number(text)
            if number is not None:
                continue
        break
    return Line(
        at=at,
        indent=indent,
        bullet=bullet,
        toggle=toggle,
        label=label,
        number=number,
        alternative=alternative,
        text=text.strip() if re.search(r"\w", text) else "",
        block=block,
        before=before,
        after=after,
    )
