"""What a person set for themselves outlives a session, and no broken file stops the page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from review_room import dummy_room
from studies import make_study

from transcribe.review.app import build_app
from transcribe.review.preferences import Preferences, keep_preferences, read_preferences


def test_they_are_read_back_from_a_folder_that_was_not_there(tmp_path: Path) -> None:
    path = tmp_path / "config" / "transcribe" / "review.json"
    assert read_preferences(path) == Preferences()
    kept = Preferences(keys={"play": ["F13"]}, welcomed=True)
    keep_preferences(path, kept)
    assert read_preferences(path) == kept
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "{", '{"keys": {"play": "F13"}}', '{"other": 1}', "[1]"])
def test_a_file_that_is_none_counts_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "review.json"
    path.write_text(content)
    assert read_preferences(path) == Preferences()


def test_the_page_reads_and_writes_them_and_nothing_else(tmp_path: Path) -> None:
    app = build_app(dummy_room(make_study(tmp_path, {"P1": ["hello"]})))

    async def asking() -> list[Any]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            first = (await client.get("/api/preferences")).json()
            wrong = await client.post("/api/preferences", json={"keys": {"play": [""]}})
            more = await client.post("/api/preferences", json={"path": "/etc/passwd"})
            kept = {"keys": {"play": ["F13"]}, "welcomed": True}
            await client.post("/api/preferences", json=kept)
            return [
                first,
                wrong.status_code,
                more.status_code,
                (await client.get("/api/preferences")).json(),
            ]

    assert asyncio.run(asking()) == [
        {"keys": {}, "welcomed": False},
        422,
        422,
        {"keys": {"play": ["F13"]}, "welcomed": True},
    ]
