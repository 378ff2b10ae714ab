"""WebVTT and SubRip, as Zoom, Teams, Whisper and people write them."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from transcribe.core.transcript import Transcript
from transcribe.errors import TranscriptError
from transcribe.readers.assemble import Utterance, assemble
from transcribe.readers.clock import seconds
from transcribe.readers.speakers import Line, believed, labels_of, looks_like_name, read_line

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,:]\d{1,3})?"
_TIMING = re.compile(rf"^\s*(?P<start>{_CLOCK})\s*--?>\s*(?P<end>{_CLOCK})(?:[ \t].*)?$")
_NO_CUE = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b")
_LANGUAGE = re.compile(r"^Language:\s*([a-z]{2,3})\b", re.IGNORECASE | re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_ALONE = re.compile(r"^\[([^\[\]:]{1,60})\]:?$")
_TAG = re.compile(
    rf"</?(?:c|i|b|u|s|v|lang|ruby|rt|font|span|br)(?:[.\s][^<>]*)?/?>|<{_CLOCK}>|{{\\[a-z]+\d*[^{{}}]*}}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What one line of a cue, or one voice within it, says; ``first`` of its cue or not."""

    start: float
    end: float
    voice: str | None = field(repr=False)
    text: str = field(repr=False)
    first: bool = True


def read_cues(text: str, *, file: str) -> Transcript:
    """Read the cues of a file; see `transcribe.readers.read_transcript`.

    Successive cues of one speaker are one turn. Where no cue says who speaks, every cue is a turn
    of one unknown speaker, and a notice says so. Cues stay in the order of the file, also where
    they overlap.

    Raises
    ------
    TranscriptError
        When there is no cue, or none with words.
    """
    cues = [part for cue in _cues(text.split("\n")) for part in _voices(cue)]
    if not cues:
        raise TranscriptError(
            f"no cues were found in {file}",
            stage="read",
            hint='a cue is a line such as "00:00:01.000 --> 00:00:04.000" with text under it',
        )
    lines = [
        read_line(cue.text, at=index, opens=cue.first)
        if cue.voice is None
        else _voiced(cue, at=index)
        for index, cue in enumerate(cues)
    ]
    lines = _named_above(lines, cues)
    labels = labels_of(lines, believed([line for line in lines if line.text or line.label]))
    named = any(labels)
    utterances = [
        Utterance(
            label=label,
            text=line.text if label else cue.text,
            start=cue.start,
            end=max(cue.start, cue.end),
            alone=cue.first and not named,
        )
        for cue, line, label in zip(cues, lines, labels, strict=True)
    ]
    notices = [] if named else ["no cue says who speaks, so every cue is a turn of its own"]
    language = _LANGUAGE.search(text.split("-->", 1)[0])
    return assemble(
        utterances,
        file=file,
        language=language[1].lower() if language else None,
        notices=notices,
    )


def _named_above(lines: Sequence[Line], cues: Sequence[Cue]) -> list[Line]:
    """Lines of which ``[Ana]`` alone over the words of its cue names who speaks, if it recurs."""
    names = {
        at: found[1].strip()
        for at, cue in enumerate(cues[:-1])
        if cue.first and not cues[at + 1].first and (found := _ALONE.match(cue.text))
    }
    often = Counter(names.values())
    return [
        replace(line, label=names[at], text="")
        if often[names.get(at, "")] > 1 and looks_like_name(names[at])
        else line
        for at, line in enumerate(lines)
    ]


def _voiced(cue: Cue, *, at: int) -> Line:
    return Line(
        at=at, opens=True, label=cue.voice, text=cue.text, whole=cue.text, strong=bool(cue.voice)
    )


def _cues(rows: Sequence[str]) -> Iterator[Cue]:
    """The raw lines of all cues; a cue ends at an empty line or the next timing."""
    timing: re.Match[str] | None = None
    held: list[str] = []
    skipping = False
    for index, row in enumerate([*rows, ""]):
        found = _TIMING.match(row)
        if found is None and row.strip() and not skipping:
            if timing is None and _NO_CUE.match(row):
                skipping = True
            elif timing is not None:
                held.append(row.strip())
            continue
        if found is None and row.strip():
            continue
        if not row.strip() and timing is not None and not held and index < len(rows):
            continue
        if timing is not None:
            if found and held and re.fullmatch(r"\d+", held[-1]):
                held.pop()  # The number of the next cue, where no empty line parts them.
            for line, said in enumerate(held):
                yield Cue(
                    start=seconds(timing["start"]),
                    end=seconds(timing["end"]),
                    voice=None,
                    text=said,
                    first=line == 0,
                )
        timing, held, skipping = found, [], False


def _voices(cue: Cue) -> Iterator[Cue]:
    """One cue a voice: ``<v Ana>Hi</v> <v Ben>Ho</v>`` are two with the same time."""
    parts = _VOICE.split(cue.text)
    if parts[0].strip() or len(parts) == 1:
        yield replace(cue, text=_clean(parts[0]))
    for name, said in zip(parts[1::2], parts[2::2], strict=True):
        yield replace(cue, voice=_clean(name) or None, text=_clean(said))


def _clean(text: str) -> str:
    """Words without markup and entities."""
    plain = html.unescape(_TAG.sub("", text))
    return re.sub(r"[ \t\u00a0]+", " ", re.sub(r"[\u200e\u200f]", "", plain)).strip()
