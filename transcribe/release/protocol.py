"""What was done to the interviews of a bundle, in counts, and the figures of what came of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from transcribe import __version__
from transcribe.core.guide import STATUSES
from transcribe.core.pii import ACCEPTED, AUTO, ENTITY_TYPES, REJECTED, Release
from transcribe.core.transcript import ROLES
from transcribe.release.candidates import Study
from transcribe.run.reviewlog import DECIDE_NAME, read_log
from transcribe.run.signoff import read_sign_off
from transcribe.run.store import Workspace
from transcribe.stages.surrogates import DEFAULT_POLICIES

STAGES = ("decode", "asr", "diarize", "read", "attribute", "link", "align", "hold", "detect")
_OUTCOMES = {
    AUTO: "replaced_without_asking",
    ACCEPTED: "replaced_by_a_person",
    REJECTED: "left_by_a_person",
}
_PLAIN = re.compile(r"[\w@.+-]{1,80}")
_LABEL = re.compile(r"\[[^\[\]]{1,60}\]")


def protocol(study: Study, recordings: Sequence[str]) -> dict[str, Any]:
    """What was done, counted over the interviews of a bundle; holds no name and no text."""
    documents = [study.documents[recording] for recording in recordings]
    policies = study.settings.policies
    return {
        "tool": {"name": "transcribe", "version": __version__},
        "interviews": len(recordings),
        "stages": [
            {"stage": stage, "engines": engines}
            for stage in STAGES
            if (engines := _engines(study.workspace, recordings, stage))
        ],
        "anonymization": {
            "policies": {
                kind: policies.get(kind) or DEFAULT_POLICIES.get(kind, "label")
                for kind in ENTITY_TYPES
            },
            "mentions": _mentions(documents),
            "decisions_by_name": sum(
                record.op == DECIDE_NAME for record in read_log(study.workspace.study_log).records
            ),
        },
        "review": _review(study.workspace, recordings),
        "rarity": {
            "k": study.settings["release.k"],
            "told_less_precisely": len(study.rarity.told),
            "accepted_by_a_person": len(study.rarity.accepted),
        },
    }


def _engines(workspace: Workspace, recordings: Sequence[str], stage: str) -> list[dict[str, Any]]:
    counts: Counter[tuple[str, str, bool]] = Counter()
    for recording in recordings:
        artefact = workspace.current_artefact(recording, stage)
        engine = artefact.provenance.get("engine") if artefact else None
        if engine:
            model = str(engine.get("model", ""))
            shown = model if _PLAIN.fullmatch(model) else ""
            counts[str(engine["name"]), shown, bool(engine.get("draft"))] += 1
    return [
        {"name": name, "model": model or None, "draft": draft, "interviews": number}
        for (name, model, draft), number in sorted(counts.items())
    ]


def _mentions(documents: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    counts = Counter(
        (entity["type"], _OUTCOMES[entity["decision"]])
        for document in documents
        for turn in document["turns"]
        for entity in turn["entities"]
        if entity["decision"] in _OUTCOMES
    )
    kinds = sorted({kind for kind, _ in counts})
    return {kind: {name: counts[kind, name] for name in _OUTCOMES.values()} for kind in kinds}


def _review(workspace: Workspace, recordings: Sequence[str]) -> dict[str, int]:
    signed = [read_sign_off(workspace, recording) for recording in recordings]
    return {
        "signed_off": sum(bool(one.name) for one in signed),
        "signers": len({one.name.casefold() for one in signed if one.name}),
    }


# -- figures --------------------------------------------------------------------------------------


def metrics(study: Study, releases: Mapping[str, Release]) -> dict[str, Any]:
    """Figures of each interview as released, and over all: words, minutes, coverage."""
    interviews = [
        _figures(release, study.documents[recording].get("duration"))
        for recording, release in sorted(releases.items(), key=lambda pair: pair[1].public_id)
    ]
    sums = ("turns", "words", "replacements")
    return {
        "interviews": interviews,
        "all": {
            "interviews": len(interviews),
            "minutes": round(sum(one["minutes"] or 0.0 for one in interviews), 1),
            **{name: sum(one[name] for one in interviews) for name in sums},
            "coverage": {
                status: sum(one["coverage"][status] for one in interviews) for status in STATUSES
            },
        },
    }


def _figures(release: Release, duration: float | None) -> dict[str, Any]:
    ends = [turn.end for turn in release.turns if turn.end is not None]
    length = duration if duration is not None else max(ends, default=None)
    words = dict.fromkeys(ROLES, 0)
    for turn in release.turns:
        words[turn.role] += len(turn.text.split())
    statuses = Counter(status for _, status, _, _ in release.coverage)
    return {
        "public_id": release.public_id,
        "language": release.language,
        "minutes": None if length is None else round(length / 60, 1),
        "turns": len(release.turns),
        "words": sum(words.values()),
        "words_by_role": words,
        "replacements": sum(len(_LABEL.findall(turn.text)) for turn in release.turns),
        "coverage": {status: statuses[status] for status in STATUSES},
    }
