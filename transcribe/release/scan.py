"""Searching finished bytes for names that are known, the way a reader would see them.

A file is read as it stands and behind its markup: HTML references, backslashes, percent signs and
invisible characters hide nothing.
"""

from __future__ import annotations

import html
import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from transcribe.core.pii import LABELS
from transcribe.core.recording import Identifiers
from transcribe.stages.mentions import KnownName, known_names
from transcribe.stages.passages import LEFT_OUT
from transcribe.stages.uncover import uncover, unpacked
from transcribe.stages.variants import KnownNames

_OURS = re.compile(
    r"^WEBVTT$|^NOTE .*$|^## Coverage of the guide$|^t\d+$|^[\d:.]+ --> [\d:.]+$"
    r"|^(?:\*\*|<v )?(?:Interviewer|Interviewee|Speaker)(?: \d+)?(?:>|(?:\*\*)?(?: \([\d:]+\))?:)",
    re.MULTILINE,
)
"""Words of our own in the finished transcripts; they are no one's names."""

SEAM = 4
"""Words on each side of the border between two turns over which a name may reach."""

_CAMEL = re.compile(r"(?<=[^\W\d_])(?=[A-Z][^\W\d_A-Z])|(?<=\D)(?=\d)|(?<=\d)(?=\D)")
"""Where ``KerriganStudy2`` is three words."""

_COMMENT = re.compile(r"<!--.*?-->")
_DIGITED = re.compile(r"\b(?=\w*[^\W\d_]\w*[^\W\d_]\w*[^\W\d_])(?=\w*\d)\w+")
_LETTERS = str.maketrans("013457", "oieast")
"""Digits for the letters they are drawn like, in words of three letters and more: ``k3rr1gan``."""

_LABEL = re.compile(
    rf"\[(?:{'|'.join(re.escape(label) for label in LABELS.values())})(?: \d+)?\]"
    rf"|{re.escape(LEFT_OUT)}"
)
# Our own alone: "[Maria]" is a name in brackets.


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A known name that still stands in a finished file.

    Attributes
    ----------
    name
        Normalized form of the known name; never printed unless a person asks for it.
    """

    file: str
    place: str
    type: str
    name: str = field(repr=False)


def listed_names(identifiers: Identifiers, *, language: str) -> KnownNames:
    """What sidecars list, ready to be looked for."""
    return KnownNames(known_names(identifiers), language=language)


def found_names(names: Iterable[KnownName], *, language: str) -> KnownNames:
    """Names confirmed in the study, ready to be looked for."""
    return KnownNames(names, language=language)


def survivors(
    files: Mapping[str, bytes], *, listed: KnownNames, found: KnownNames | None = None
) -> Iterator[Survivor]:
    """Known names in the finished files of one transcript, in the order of the files.

    Parameters
    ----------
    listed
        Looked for whole and in part, everywhere.
    found
        Looked for whole, in the turns only: parts of them may be anybody's.
    """
    for name, content in files.items():
        if not is_text(name):
            continue
        for place, text in _readings(name, content):
            for match in listed.find(text, fuzzy=False):
                if match.exact:
                    yield Survivor(file=name, place=place, type=match.type, name=match.identity)
    if found is None or "transcript.json" not in files:
        return
    for turn in json.loads(files["transcript.json"])["turns"]:
        for match in found.find(without_labels(turn["text"]), fuzzy=False):
            if match.exact and match.score >= 1.0:
                place = f"turn {turn['id']}"
                yield Survivor(
                    file="transcript.json", place=place, type=match.type, name=match.identity
                )


def survivors_beside(
    files: Mapping[str, bytes], own: Mapping[str, bytes], *, listed: KnownNames, found: KnownNames
) -> Iterator[Survivor]:
    """Known names in the files about a study, beyond those that our own words hold.

    Parameters
    ----------
    own
        The same files as they are made for a study that says nothing: a listed name such as
        "Guide" stands in them as often as our sentences use the word.
    found
        Names confirmed in the study; only whole ones count.
    """
    for name, content in files.items():
        ours = _count(own.get(name, b""), listed=listed, found=found)
        for match, times in _count(content, listed=listed, found=found).items():
            if times > ours[match]:
                yield Survivor(file=name, place="", type=match[0], name=match[1])


def _count(content: bytes, *, listed: KnownNames, found: KnownNames) -> Counter[tuple[str, str]]:
    return _count_in(content.decode("utf-8", errors="replace"), listed=listed, found=found)


def names_in(text: str, *, listed: KnownNames, found: KnownNames) -> Iterator[str]:
    """Known names in a text, as `survivors_beside` counts them."""
    return (name for _, name in _count_in(text, listed=listed, found=found))


def _count_in(whole: str, *, listed: KnownNames, found: KnownNames) -> Counter[tuple[str, str]]:
    most: Counter[tuple[str, str]] = Counter()
    for text in plain_texts(whole):
        hits = [match for match in listed.find(text, fuzzy=False) if match.exact]
        hits += [m for m in found.find(text, fuzzy=False) if m.exact and m.score >= 1.0]
        # The most of any reading, not their sum: readings repeat most of each other.
        most |= Counter((match.type, match.identity) for match in hits)
    return most


def in_names(paths: Iterable[str], *, listed: KnownNames) -> Iterator[Survivor]:
    """Listed names in the names of files and folders, in words joined in any usual way."""
    for path in paths:
        whole = unquote(path)
        apart = re.sub(r"[\W_]+", " ", whole)
        for reading in dict.fromkeys((whole, apart, _CAMEL.sub(" ", apart))):
            for match in listed.find(reading, fuzzy=False):
                if match.exact:
                    yield Survivor(
                        file="a file's name", place="", type=match.type, name=match.identity
                    )


def is_text(name: str) -> bool:
    """Whether a file of a release is text; else it is sound."""
    return not name.endswith((".flac", ".wav"))


def _readings(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts that a transcript's bytes are to its readers, with their places."""
    whole = content.decode()
    if name.endswith(".json"):
        document = json.loads(whole)
        for turn in document["turns"]:
            place = f"turn {turn['id']}"
            yield from ((place, text) for text in plain_texts(without_labels(turn["text"])))
        yield from _seams(document["turns"])
        rest = [document["guide"], document["coverage"], [t["guide"] for t in document["turns"]]]
        yield "guide", " | ".join(_strings(rest))
        return
    for number, line in enumerate(_OURS.sub(" ", whole).splitlines(), start=1):
        yield from ((f"line {number}", text) for text in plain_texts(without_labels(line)))


def _seams(turns: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """What stands about the border of two turns of one speaker: cues part words and names."""
    for turn, after in itertools.pairwise(turns):
        if turn["name"] == after["name"]:
            before, behind = (without_labels(one["text"]).split() for one in (turn, after))
            if before and behind and not before[-1].endswith((".", "?", "!", "…")):
                text = " ".join((*before[-SEAM:], *behind[:SEAM]))
                yield f"turn {turn['id']}", uncover(text).text


def plain_texts(text: str) -> Iterator[str]:
    """A text as it stands, and as it reads behind references, escapes and hidden characters."""
    seen = {text}
    yield text
    bare = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Mn"))
    unescaped = re.sub(r"\\(.)", r"\1", html.unescape(text))
    for other in (
        unescaped,
        _COMMENT.sub("", unescaped),
        unquote(text),
        bare,
        unicodedata.normalize("NFKC", bare),
        _DIGITED.sub(lambda word: word[0].translate(_LETTERS), text),
        # Twice: what our own writing escaped may be an escape itself.
        uncover(uncover(text).text).text,
        *(word for word, _ in unpacked(text)),
    ):
        if other not in seen:
            seen.add(other)
            yield other


def without_labels(content: str) -> str:
    """Text without our own labels, whose words are no one's names."""
    return _LABEL.sub(" | ", content)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _strings(part)
