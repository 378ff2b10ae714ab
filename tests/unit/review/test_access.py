"""Who may talk to the page's server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from review_room import dummy_room
from studies import make_study

from transcribe.review.access import COOKIE, Gatekeeper
from transcribe.review.app import build_app

PORT, TOKEN = 4321, "the-right-token"
OWN = f"http://127.0.0.1:{PORT}"
SECRET = "Barnaby Quillfeather"


@pytest.fixture
def gate(tmp_path: Path) -> Gatekeeper:
    workspace = make_study(tmp_path, {"P1": ["what do you do", f"I am {SECRET}"]})
    room = dummy_room(workspace)
    return Gatekeeper(build_app(room), port=PORT, token=TOKEN)  # type: ignore[arg-type]


def ask(
    gate: Gatekeeper, path: str, method: str = "GET", cookie: str = TOKEN, **headers: str
) -> httpx.Response:
    async def asking() -> httpx.Response:
        transport = httpx.ASGITransport(app=gate)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=OWN) as client:
            sent = {"cookie": f"{COOKIE}={cookie}", **headers} if cookie else headers
            body = {"op": "settle", "key": "words:t0001"} if method == "POST" else None
            return await client.request(method, path, headers=sent, json=body)

    return asyncio.run(asking())


def test_the_page_itself_is_let_in(gate: Gatekeeper) -> None:
    assert ask(gate, "/api/recordings/P1/changes").status_code == 200
    path = "/api/recordings/P1/operations"
    assert ask(gate, path, "POST", origin=OWN).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1.nip.io:{PORT}", ""]
)
@pytest.mark.parametrize(
    "path", ["recordings/P1/changes", "recordings/P1/audio", "search?words=quill", "notes"]
)
def test_a_foreign_name_for_this_machine_is_refused(gate: Gatekeeper, host: str, path: str) -> None:
    answer = ask(gate, f"/api/{path}", host=host)
    assert answer.status_code == 403
    assert SECRET not in answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", f"https://127.0.0.1:{PORT}"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused(gate: Gatekeeper, origin: str, method: str) -> None:
    path = "/api/recordings/P1/" + ("changes" if method == "GET" else "operations")
    assert ask(gate, path, method, origin=origin).status_code == 403


@pytest.mark.parametrize(
    "path", ["recordings/P1/operations", "recordings/P1/sign-off", "preferences"]
)
def test_a_write_without_an_origin_is_refused(gate: Gatekeeper, path: str) -> None:
    assert ask(gate, f"/api/{path}", "POST").status_code == 403


@pytest.mark.parametrize("cookie", ["", "wrong", TOKEN + "x", TOKEN[:-1]])
@pytest.mark.parametrize("path", ["/", "/page.js", "/api/study", "/api/recordings/P1/changes"])
def test_nothing_is_served_without_the_token(gate: Gatekeeper, cookie: str, path: str) -> None:
    answer = ask(gate, path, cookie=cookie)
    assert answer.status_code == 403
    assert TOKEN not in answer.text + str(answer.headers)


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_gets(gate: Gatekeeper) -> None:
    answer = ask(gate, f"/?token={TOKEN}", cookie="")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict"} <= set(answer.headers["set-cookie"].split("; "))
    assert ask(gate, "/?token=old", cookie="").status_code == 403


def test_every_answer_forbids_scripts_of_others_and_keeping_copies(gate: Gatekeeper) -> None:
    for answer in (ask(gate, "/"), ask(gate, "/api/study"), ask(gate, "/", cookie="")):
        assert answer.headers["cache-control"] == "no-store"
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/../app.py",
        "/%2e%2e/app.py",
        "/..%2fapp.py",
        "/api/recordings/..%2f..%2frecordings/changes",
        "/api/recordings/../changes",
        "/api/recordings/%2e%2e/audio",
        "/docs",
        "/openapi.json",
    ],
)
def test_no_path_leads_out(gate: Gatekeeper, path: str) -> None:
    answer = ask(gate, path)
    assert answer.status_code in (404, 405, 409)
    assert "import" not in answer.text
