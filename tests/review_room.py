"""A room whose study follows decisions and runs no model, and operations over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx

from transcribe.core.guide import Guide
from transcribe.release.public import build_release
from transcribe.review.app import build_app
from transcribe.review.room import Hands, Room
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh

NOTHING_IN_THE_WAY: Mapping[str, Any] = {"rare": [], "interviews": 1, "k": 3, "settle": ""}


def dummy_room(
    workspace: Workspace,
    *,
    following: bool = False,
    guide: Guide | None = None,
    absent: Sequence[Mapping[str, str]] = (),
    standing: Mapping[str, Any] | None = None,
    blockers: Callable[[str], Mapping[str, Any]] | None = None,
) -> Room:
    """A room without models; not ``following``, only ``hands.refresh`` does the study step."""
    room = Room(
        workspace,
        title="Study",
        hands=Hands(
            update=lambda recording: None,
            refresh=lambda: refresh(workspace, settings=StudySettings()),
            blockers=blockers or (lambda recording: {**NOTHING_IN_THE_WAY, "obstacles": []}),
            standing=lambda: standing or {**NOTHING_IN_THE_WAY, "blocked": {}},
            public=lambda recording: public_turns(workspace, recording),
            progress=lambda recording: {},
            guide=lambda recording: guide,
            peaks=lambda path: {},
            absent=lambda: absent,
        ),
    )
    if not following:
        room.follower.stop()
    return room


def public_turns(workspace: Workspace, recording: str) -> list[dict[str, Any]]:
    """The turns of a recording as a release would show them."""
    release = build_release(workspace.load_transcript(recording), public_id=recording)
    return [{"id": turn.id, "name": turn.name, "text": turn.text} for turn in release.turns]


def post(room: Room, recording: str, operation: dict[str, Any]) -> httpx.Response:
    """An operation, as the page sends it."""

    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(app=build_app(room))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.post(f"/api/recordings/{recording}/operations", json=operation)

    return asyncio.run(asking())
