"""What the public sees, built from an explicit list of fields and from nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from transcribe.core.guide import SKIPPED, STATUSES
from transcribe.core.pii import PublicTurn, Release
from transcribe.core.transcript import INTERVIEWEE, INTERVIEWER, ROLES, UNKNOWN
from transcribe.release.rarity import Generalization, generalize
from transcribe.release.stems import people_in
from transcribe.stages.assemble import replaced_text
from transcribe.stages.lookalikes import INVISIBLE
from transcribe.stages.passages import without_passages

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")
_NAME = re.compile(r"(?:Interviewer|Interviewee|Speaker)(?: \d{1,3})?")
_TURN = re.compile(r"t\d{1,7}[a-z0-9.-]{0,20}")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z^_])")
"""A terminal's escape sequence, with the letters that belong to it."""
_TURNED = re.compile(r"\u202e([^\u202c\u2066-\u2069\n\[\]]*)\u202c?")
"""Words in the opposite order, which a reader sees the right way round."""
_JOINERS = re.compile(
    r"(?<=[^\x00-\u024f])[\u200c\u200d](?=[^\x00-\u024f])|(?<=[^\x00-\u024f])\ufe0f"
)
"""What shows nothing by itself and shapes its neighbours: letters of Persian or Hindi, emoji."""


def build_release(
    document: Mapping[str, Any], *, public_id: str, generalized: Sequence[Generalization] = ()
) -> Release:
    """The public form of a private transcript.

    Mentions that are queued are replaced as well; whether any may be is the gate's to say.

    Parameters
    ----------
    document
        The content of a private ``transcript.json``.
    generalized
        Rare words that are told less precisely.
    """
    document = without_passages(document)
    names = _names(document)
    guide = document.get("guide") or {}
    ids = _turn_ids(document)
    return Release(
        public_id=public_id,
        language=_language(document["language"]),
        guide_file=_guide_name(guide.get("file")),
        guide_sha256=guide.get("sha256"),
        speakers=tuple(
            (_role(speaker["role"]), names[speaker["label"]]) for speaker in document["speakers"]
        ),
        turns=tuple(
            _turn(turn, names, turn_id=ids[str(turn["id"])], generalized=generalized)
            for turn in document["turns"]
        ),
        coverage=tuple(
            (
                str(item["item"]),
                item["status"] if item["status"] in STATUSES else SKIPPED,
                tuple(ids[turn] for turn in item["question_turns"] if turn in ids),
                tuple(ids[turn] for turn in item["answer_turns"] if turn in ids),
            )
            for item in document["coverage"]
        ),
    )


def _guide_name(file: str | None) -> str | None:
    """The name of the guide's file, unless it names a person: ``Guide Kerrigan.docx``."""
    if not file:
        return None
    path = PurePath(clean(file))
    return f"guide{path.suffix}" if any(people_in([path.stem])) else path.name


def clean(text: str) -> str:
    """One line without characters that a reader cannot see or that reorder what they see.

    Terminal escapes, marks of direction, tags, soft hyphens, joiners where they join nothing, and
    lone surrogates are left out: whatever they spell, no reader could have seen it. What a mark
    turns round is written as the reader sees it.
    """
    text = _TURNED.sub(lambda turned: turned[1][::-1], _ESCAPE.sub("", text))
    kept = {match.start() for match in _JOINERS.finditer(text)}
    seen = "".join(
        " " if char in "\n\r\t" else char
        for at, char in enumerate(text)
        if char in "\n\r\t"
        or at in kept
        or (not _UNSEEN.match(char) and unicodedata.category(char) not in ("Cc", "Cs"))
    )
    return " ".join(seen.split())


def _turn_ids(document: Mapping[str, Any]) -> dict[str, str]:
    """Private to public turn id: the same where it is of our making."""
    return {
        (own := str(turn["id"])): own if _TURN.fullmatch(own) else f"t{number:04d}"
        for number, turn in enumerate(document["turns"], start=1)
    }


def _turn(
    turn: Mapping[str, Any],
    names: Mapping[str, str],
    *,
    turn_id: str,
    generalized: Sequence[Generalization],
) -> PublicTurn:
    return PublicTurn(
        id=turn_id,
        role=_role(turn["role"]),
        name=names[turn["speaker"]],
        start=turn["start"],
        end=turn["end"],
        text=generalize(clean(replaced_text(turn)), generalized),
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
