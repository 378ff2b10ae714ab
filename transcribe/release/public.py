"""What the public sees, built from an explicit list of fields and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from transcribe.core.pii import PublicTurn, Release
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, ROLES, UNKNOWN
from transcribe.stages.assemble import replaced_text

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_NAME = re.compile(r"(?:Interviewer|Interviewee|Speaker)(?: \d{1,3})?")


def build_release(document: Mapping[str, Any], *, public_id: str) -> Release:
    """The public form of a private transcript.

    Mentions that are queued are replaced as well; whether any may be is the gate's to say.

    Parameters
    ----------
    document
        The content of a private ``transcript.json``.
    """
    names = _names(document)
    guide = document.get("guide") or {}
    return Release(
        public_id=public_id,
        language=_language(document["language"]),
        guide_file=guide.get("file"),
        guide_sha256=guide.get("sha256"),
        speakers=tuple(
            (_role(speaker["role"]), names[speaker["label"]]) for speaker in document["speakers"]
        ),
        turns=tuple(_turn(turn, names) for turn in document["turns"]),
        coverage=tuple(
            (
                str(item["item"]),
                str(item["status"]),
                tuple(item["question_turns"]),
                tuple(item["answer_turns"]),
            )
            for item in document["coverage"]
        ),
    )


def _turn(turn: Mapping[str, Any], names: Mapping[str, str]) -> PublicTurn:
    return PublicTurn(
        id=str(turn["id"]),
        role=_role(turn["role"]),
        name=names[turn["speaker"]],
        start=turn["start"],
        end=turn["end"],
        text=" ".join(replaced_text(turn).split()),
        topic=turn["guide"]["topic"],
        asks=tuple(turn["guide"]["asks"]),
    )


def _language(code: str) -> str:
    """A language code, or ``und``: what a person typed does not go out as it is."""
    return code if _LANGUAGE.fullmatch(code) else "und"


def _role(role: str) -> str:
    return role if role in ROLES else UNKNOWN


def _names(document: Mapping[str, Any]) -> dict[str, str]:
    """Speaker label to a public name: a ready-made transcript's own names stay private."""
    titles = {INTERVIEWER: "Interviewer", INTERVIEWEE: "Interviewee", UNKNOWN: "Speaker"}
    names: dict[str, str] = {}
    for speaker in document["speakers"]:
        name = str(speaker["name"])
        if not _NAME.fullmatch(name):
            title = titles[_role(speaker["role"])]
            taken = set(names.values())
            name = next(
                made for number in range(1, 1000) if (made := f"{title} {number}") not in taken
            )
        names[speaker["label"]] = name
    return names
