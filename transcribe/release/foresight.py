"""What `release` will say, told before anybody runs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from transcribe.errors import TranscribeError
from transcribe.release.candidates import Study, check_all
from transcribe.release.gate import PASSAGE, QUEUE, SIGN_OFF, Obstacle
from transcribe.release.outcome import SETTLE_RARITY, check_set, rare_among, rarity_obstacles
from transcribe.release.rarity import Rarity
from transcribe.run.advice import with_out
from transcribe.run.signoff import SIGNED, read_sign_off
from transcribe.run.sources import present

BEFORE_SIGNING = (QUEUE, PASSAGE, SIGN_OFF)
"""What a person settles on the page before and by signing."""


def if_signed(study: Study, recording: str) -> dict[str, Any]:
    """What would stand in the way of one recording if it were decided and signed now.

    Rare words are counted among the recordings that are signed or public.

    Returns
    -------
    ``obstacles``, ``rare``, ``interviews``, ``k`` and ``settle``, for the person at the page.
    """
    (checked,) = check_all(study, [recording])
    there = {name for name in study.documents if _may_leave(study, name)}
    rare, size = rare_among(study, there | {recording})
    rare = tuple(one for one in rare if recording in one.recordings)
    k = int(study.settings["release.k"])
    obstacles = (
        *(one for one in checked.obstacles if one.kind not in BEFORE_SIGNING),
        *rarity_obstacles(rare, size=size, k=k).get(recording, ()),
    )
    return {"obstacles": _told(study, obstacles), **_counted(study, rare, size=size, k=k)}


def now(study: Study) -> dict[str, Any]:
    """What stands in the way of all recordings as they are.

    Returns
    -------
    ``blocked`` (recording to its obstacles), ``rare``, ``interviews``, ``k`` and ``settle``.
    """
    checked, rare, size = check_set(study, tuple(study.documents))
    return {
        "blocked": {one.recording: _told(study, one.obstacles) for one in checked if one.obstacles},
        **_counted(study, rare, size=size, k=int(study.settings["release.k"])),
    }


def _may_leave(study: Study, recording: str) -> bool:
    """Whether a recording is signed and its consent covers a release."""
    if read_sign_off(study.workspace, recording).state != SIGNED:
        return False
    try:
        return present(study.workspace, recording).consent.allows("release_text")
    except TranscribeError:
        return False


def _told(study: Study, obstacles: Iterable[Obstacle]) -> list[dict[str, str]]:
    return [
        {
            "kind": one.kind,
            "message": one.message,
            "hint": with_out(one.hint, study.workspace.out),
        }
        for one in obstacles
    ]


def _counted(study: Study, rare: Sequence[Rarity], *, size: int, k: int) -> dict[str, Any]:
    return {
        "interviews": size,
        "k": k,
        "settle": with_out(SETTLE_RARITY, study.workspace.out),
        "rare": [
            {
                "kind": one.kind,
                "value": one.value,
                "recordings": list(one.recordings),
                "shared": one.shared,
                "cure": [{"value": cure.value, "to": cure.to} for cure in one.cure],
            }
            for one in rare
        ],
    }
