"""Text as its reader sees it: behind markup, references, escapes and look-alike letters.

Every character of the result knows where it came from, so that what is found in it has a place in
the text as written.
"""

from __future__ import annotations

import base64
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from transcribe.stages.lookalikes import LOOKALIKES, is_invisible

_BLOCK = "address|article|br|dd|div|dt|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul|v"
_MARKUP = re.compile(
    rf"(?P<block></?(?:{_BLOCK})(?:[\s/][^<>]{{0,2000}})?>)"
    r"|(?P<tag></?[a-zA-Z][\w:.-]*(?:[\s/][^<>]{0,2000})?/?>|<!--|-->"
    r"|<\d{1,3}:\d\d[\d:.]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?)"
    r"|(?P<percent>(?:%[0-9a-fA-F]{2})+)"
    r"|(?P<bytes>(?:\\x[0-9a-fA-F]{2})+|(?:=[2-7C-F][0-9A-F]){2,}|(?<=[A-Za-z])=[46][1-9A-F](?=[a-z]))"
    r"|(?P<unicode>(?:\\u[0-9a-fA-F]{4})+)"
    r"|(?P<escape>\\(?P<escaped>[!-/:-@\[-`{-~]))"
    r"|(?P<emphasis>\*{1,3}|`+|~~|==|(?<![^\W_])_{1,3}(?=[^\W_])|(?<=[^\W_])_{1,3}(?![^\W_])|__)"
)
_WORD = re.compile(r"\w+")
_PACKED = re.compile(
    r"(?<![0-9A-Za-z+/_-])(?:(?P<hex>(?:[0-9a-fA-F]{2}){6,})|[0-9A-Za-z+/_-]{10,}={0,2})(?![0-9A-Za-z+/=_-])"
)
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A way of reading a text.

    Attributes
    ----------
    origins
        For every character of ``text`` the half-open span of the source that it stands for.
    """

    text: str = field(repr=False)
    origins: tuple[tuple[int, int], ...] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source that characters ``start`` to ``end`` of the text came from."""
        return self.origins[start][0], self.origins[end - 1][1]


def uncover(source: str, *, markup: bool = True) -> Reading:
    """Read a text behind what hides its words.

    Parameters
    ----------
    markup
        Whether tags, character references, percent and backslash escapes and the marks of
        Markdown are taken for what they do; what shows nothing and compatibility forms
        (full-width, mathematical letters) always are.

    Examples
    --------
    >>> uncover("Mar<b>i</b>a L&oacute;pez").text
    'Maria López'
    >>> uncover("Mar<b>ia").span(0, 5)
    (0, 8)
    """
    pieces = list(_unmarked(source)) if markup else [_kept(source, 0)]
    shown = [
        (char, origin) for piece in pieces for given, origin in piece for char in _shown(given)
    ]
    text = "".join(char for char, _ in shown)
    return Reading(text=_plain_letters(text), origins=tuple(origin for _, origin in shown))


def unpacked(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Words written as base64 or as hexadecimal bytes, each with its span in the text.

    >>> [word for word, _ in unpacked("see TWFyaWEgTMOzcGV6 there")]
    ['Maria López']
    """
    for match in _PACKED.finditer(text):
        written = match.group()
        try:
            if match["hex"]:
                content = bytes.fromhex(written)
            else:
                padded = written.rstrip("=") + "=" * (-len(written.rstrip("=")) % 4)
                content = base64.b64decode(
                    padded, altchars=b"-_" if {"-", "_"} & {*written} else None
                )
            word = content.decode()
        except ValueError:
            continue
        if word.isprintable():
            yield word, match.span()


_Pairs = list[tuple[str, tuple[int, int]]]


def _kept(text: str, at: int) -> _Pairs:
    return [(char, (at + index, at + index + 1)) for index, char in enumerate(text)]


def _unmarked(source: str) -> Iterator[_Pairs]:
    last = 0
    for match in _MARKUP.finditer(source):
        yield _kept(source[last : match.start()], last)
        last = match.end()
        span = (match.start(), match.end())
        yield [(char, span) for char in _meaning(match)]
    yield _kept(source[last:], last)


def _meaning(match: re.Match[str]) -> str:
    """What a piece of markup shows."""
    found = match.group()
    if match["block"]:
        return " "
    if match["entity"]:
        return html.unescape(found)
    if match["percent"]:
        return unquote(found, errors="replace")
    if match["bytes"]:
        return bytes.fromhex(re.sub(r"\\x|=", "", found)).decode(errors="replace")
    if match["unicode"]:
        units = bytes.fromhex(found.replace("\\u", ""))
        return units.decode("utf-16-be", errors="replace")
    return match["escaped"] or ""


def _shown(char: str) -> str:
    """What one character shows: nothing, a space, itself, or the plain letters it stands for."""
    if char in "\t\n\r\x0b\x0c\x85\u2028\u2029":
        return " "
    if char.isascii():
        return char
    if "\U000e0020" <= char <= "\U000e007e":
        # Letters of a tag show nothing, and spell what they spell to a machine.
        return chr(ord(char) - 0xE0000)
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return chr(ord(char) - 0x1F1E6 + ord("A"))
    if is_invisible(char):
        return ""
    return unicodedata.normalize("NFKC", char)


def _plain_letters(text: str) -> str:
    """The text with look-alike letters replaced in the words that mix them with Latin ones."""
    if text.isascii():
        return text

    def plain(match: re.Match[str]) -> str:
        word = match.group()
        if word.isascii():
            return word
        mixed = any(char.isascii() and char.isalpha() for char in word)
        return word.translate(_FOREIGN) if mixed or foreign_stray else word

    letters = _LETTERS.findall(text)
    latin = sum(letter < "\u0250" for letter in letters)
    # In a text of Latin letters a whole word of others is as much a disguise.
    foreign_stray = latin >= 0.7 * len(letters)
    return _WORD.sub(plain, text)


_FOREIGN = {code: letter for code, letter in LOOKALIKES.items() if code >= 0x0250}
