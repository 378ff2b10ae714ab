"""Transcripts as other tools and people write them, built from rows of speaker and text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

Row = tuple[float, float, str, str]
"""Start, end, speaker, text."""


def clock(seconds: float, mark: str = ".") -> str:
    millis = round(seconds * 1000)
    hours, rest = divmod(millis, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams_vtt(rows: Sequence[Row]) -> str:
    cues = [
        f"{index}-0\n{clock(start)} --> {clock(end)}\n<v {speaker}>{escape(text)}</v>\n"
        for index, (start, end, speaker, text) in enumerate(rows)
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def zoom_vtt(rows: Sequence[Row]) -> str:
    cues = [
        f"{index}\n{clock(start)} --> {clock(end)}\n{speaker}: {escape(text)}\n"
        for index, (start, end, speaker, text) in enumerate(rows, start=1)
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


def srt(rows: Sequence[Row]) -> str:
    return "\n".join(
        f"{index}\n{clock(start, ',')} --> {clock(end, ',')}\n{speaker}: {escape(text)}\n"
        for index, (start, end, speaker, text) in enumerate(rows, start=1)
    )


def joined(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Speaker and text of what must become the turns: successive rows of one speaker as one."""
    turns: list[tuple[str, str]] = []
    for _, _, speaker, text in rows:
        if turns and turns[-1][0] == speaker:
            turns[-1] = (speaker, f"{turns[-1][1]} {text}")
        else:
            turns.append((speaker, text))
    return turns


def consultation(folder: Path, number: str) -> list[Row]:
    """A consultation of primock57 from its two TextGrids, in order of time."""
    rows: list[Row] = []
    interval = re.compile(r'xmin = ([\d.]+)\s+xmax = ([\d.]+)\s+text = "((?:[^"]|"")*)"')
    for who, name in (("doctor", "Dana Okafor"), ("patient", "Piet Vries")):
        text = (folder / f"{number}_{who}.TextGrid").read_text(encoding="utf-8")
        for start, end, said in interval.findall(text):
            words = " ".join(said.replace('""', '"').split())
            if words:
                rows.append((float(start), float(end), name, words))
    return sorted(rows)


def interview(path: Path) -> list[tuple[str, str]]:
    """Speaker and text of each turn of a published interview in TSV."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        _, speaker, text = line.split("\t")
        found.append((speaker, text))
    return found
