"""The review page in a browser, on studies whose edits no stage follows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from browser_page import kept, open_interview, until
from studies import make_study

from transcribe.review.serve import Server
from transcribe.run.reviewlog import read_log
from transcribe.run.store import Workspace

TEXTS = ["what do you do", "I mend old pumps", "how so", "by hand and with a wrench"]
Serve = Callable[..., Server]


def crash(page: Any) -> None:
    """End the tab's process, so that none of its farewells are heard."""
    from playwright.sync_api import Error

    with suppress(Error):
        page.goto("chrome://crash", timeout=5_000)


def operations(workspace: Workspace) -> list[str]:
    return [record.op for record in read_log(workspace.review_log("P1")).records]


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    return make_study(tmp_path, {"P1": TEXTS})


def test_edits_by_keyboard_and_back_again(page: Any, serve: Serve, study: Workspace) -> None:
    open_interview(page, serve(study).address)
    press = page.keyboard.press
    press("j")
    press("e")
    page.keyboard.type("Well, ")
    press("End")
    page.keyboard.type(" too")
    press("Escape")
    page.get_by_text("old pumps too").wait_for()
    kept(page)
    assert operations(study) == ["set_text"]
    press("e")
    press("Home")
    for _ in range(6):
        press("ArrowRight")
    press("Control+Enter")
    page.locator("[data-turn='t0002.2']").wait_for()
    press("m")
    page.locator("[data-turn='t0002.2']").wait_for(state="detached")
    press("1")
    press("f")
    page.locator("[data-turn='t0002'].gone").wait_for()
    press("o")
    page.keyboard.type("ask again")
    press("Control+Enter")
    page.get_by_role("button", name="Notes (1)").wait_for()
    made = ["set_text", "split", "merge", "set_speaker", "decide_passage", "note"]
    assert operations(study) == made
    for _ in made:
        press("Control+z")
        page.get_by_text("Undone.").wait_for()
    until(page, "document.querySelectorAll('.turn').length === 4", within=30_000)
    until(
        page,
        "document.querySelector('[data-turn=t0002] .said').innerText === 'I mend old pumps'",
        within=30_000,
    )
    for _ in made:
        press("Control+y")
    page.locator("[data-turn='t0002'].gone").wait_for()
    page.get_by_role("button", name="Notes (1)").wait_for()
    assert page.locator(".turn").count() == 4


def test_changes_in_a_row_are_made_on_each_other_before_any_answer(
    page: Any, serve: Serve, study: Workspace
) -> None:
    held: list[Any] = []

    def hold_the_first(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    open_interview(page, serve(study).address)
    page.route("**/operations?*", hold_the_first)
    press = page.keyboard.press
    press("e")
    page.keyboard.type("Well,  now  ")
    press("Control+Enter")
    press("j")
    press("e")
    page.keyboard.type("So ")
    press("Alt+.")
    press("Alt+,")
    assert page.locator("textarea").input_value() == "So I mend old pumps"
    press("End")
    page.keyboard.type(" too")
    press("Alt+m")
    until(page, "document.querySelector('.state').innerText === 'keeping …'")
    assert operations(study) == []
    held[0].continue_()
    kept(page)
    page.get_by_text("So I mend old pumps too how so").wait_for()
    page.get_by_text("what do you do", exact=True).wait_for()
    assert page.locator(".stale").count() == 0
    ops = operations(study)
    assert [op for op in ops if op != "set_text"] == ["split", "merge"]


def test_a_reload_in_the_middle_of_typing_loses_nothing(
    page: Any, serve: Serve, study: Workspace
) -> None:
    open_interview(page, serve(study).address)
    page.keyboard.press("e")
    page.keyboard.type("Tell me: ")
    page.reload()
    page.get_by_text("Tell me: ").wait_for()
    page.keyboard.press("Control+z")
    until(page, "!document.body.innerText.includes('Tell me')", within=30_000)


def test_a_pause_in_typing_is_kept_when_the_tab_crashes(
    page: Any, serve: Serve, study: Workspace
) -> None:
    address = serve(study).address
    open_interview(page, address)
    page.keyboard.press("e")
    page.keyboard.type("Tell me: ")
    for _ in range(100):
        if operations(study):
            break
        page.wait_for_timeout(50)
    assert operations(study) == ["set_text"]
    with page.expect_event("crash"):
        crash(page)
    again = page.context.new_page()
    open_interview(again, address)
    again.get_by_text("Tell me: ").wait_for()


def test_two_tabs_on_one_turn_lose_nothing(page: Any, serve: Serve, study: Workspace) -> None:
    open_interview(page, serve(study).address)
    other = page.context.new_page()
    other.goto(page.url)
    other.locator(".turn.active").wait_for()
    page.keyboard.press("e")
    other.keyboard.press("e")
    page.keyboard.type("First. ")
    other.keyboard.type("Second. ")
    page.keyboard.press("Escape")
    kept(page)
    other.keyboard.press("Escape")
    other.get_by_text("A stale edit").wait_for()
    assert other.get_by_text("First. what do you do").count()
    assert other.locator(".stale blockquote").inner_text().startswith("Second.")
    other.get_by_role("button", name="Let it go").click()
    other.locator(".stale").wait_for(state="detached")


def test_an_answer_that_is_lost_does_nothing_twice(
    page: Any, serve: Serve, study: Workspace
) -> None:
    lost: list[str] = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    page.route("**/operations?*", lose_the_first)
    open_interview(page, serve(study).address)
    for key in ("j", "o"):
        page.keyboard.press(key)
    page.keyboard.type("ask again")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Notes (1)").wait_for()
    assert len(lost) == 1
    assert operations(study) == ["note"]
    lost.clear()
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Notes (0)").wait_for()
    assert operations(study) == ["note", "undo"]


def test_a_server_that_is_busy_is_asked_again(page: Any, serve: Serve, study: Workspace) -> None:
    refused: list[str] = []

    def busy(route: Any) -> None:
        if len(refused) < 2:
            refused.append(route.request.url)
            told = '{"error": "this could not be kept (No space left on device)", "hint": ""}'
            route.fulfill(status=503, content_type="application/json", body=told)
        else:
            route.continue_()

    open_interview(page, serve(study).address)
    page.route("**/operations?*", busy)
    page.keyboard.press("e")
    page.keyboard.type("Kept: ")
    page.keyboard.press("Escape")
    page.get_by_text("1 not kept yet. this could not be kept (No space left").wait_for()
    kept(page)
    page.get_by_text("Kept: what do you do").wait_for()
    assert len(refused) == 2
    assert operations(study) == ["set_text"]


def test_what_is_not_kept_yet_is_kept_after_its_page_was_left(page: Any, study: Workspace) -> None:
    from review_room import dummy_room

    with Server(dummy_room(study, following=True)) as server:
        port, token = server.port, server.gate.token
        open_interview(page, server.address)
    page.keyboard.press("e")
    page.keyboard.type("Kept: ")
    page.keyboard.press("Escape")
    page.get_by_text("1 not kept yet").wait_for()
    page.get_by_role("link", name="Back to the study").click()
    page.get_by_text("Trying again").wait_for()
    with Server(dummy_room(study, following=True), port=port, token=token):
        page.get_by_role("link", name="P1", exact=True).click()
        page.get_by_text("Kept: what do you do").wait_for()
    assert operations(study) == ["set_text"]


def test_a_search_that_fails_says_so_and_a_later_one_finds(
    page: Any, serve: Serve, study: Workspace
) -> None:
    page.goto(serve(study).address)
    page.get_by_role("link", name="P1", exact=True).wait_for()
    page.route("**/api/search?*", lambda route: route.abort())
    page.keyboard.press("/")
    page.keyboard.type("pumps")
    page.locator(".study .wrong").wait_for()
    page.unroute("**/api/search?*")
    page.keyboard.press("Backspace")
    page.get_by_role("heading", name="1 turn with").wait_for()
    page.get_by_role("searchbox").fill("zebra")
    page.get_by_role("heading", name="No turn has").wait_for()


def test_what_cannot_be_reviewed_is_listed_with_its_reason(
    page: Any, serve: Serve, study: Workspace
) -> None:
    told = {"id": "P9", "why": "no consent is recorded", "hint": "transcribe consent set P9"}
    page.goto(serve(study, absent=[told]).address)
    page.get_by_role("heading", name="1 recording not to be reviewed").wait_for()
    assert page.locator(".absent").inner_text() == " ".join(("P9", told["why"], "→", told["hint"]))


HOSTILE = [
    "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>",
    "abc \u202eright to left\u202c \u2067אבג\u2069 and \U0001f600 emoji",
    "long " * 20_000,
    "&lt;b&gt; ${window.hit} {{7*7}} \u0000\u0007 end",
]


def test_hostile_text_is_text_and_the_page_stays_alive(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    study = make_study(tmp_path, {"P1": HOSTILE})
    open_interview(page, serve(study).address)
    assert page.locator("[data-turn=t0001] .said").inner_text() == HOSTILE[0]
    for _ in range(2):
        page.keyboard.press("j")
    page.locator("[data-turn=t0003].active").wait_for()
    page.keyboard.press("e")
    page.keyboard.press("Control+Home")
    page.keyboard.type("so ")
    page.keyboard.press("Escape")
    until(
        page,
        "document.querySelector('[data-turn=t0003] .said').innerText.startsWith('so long')",
        within=30_000,
    )
    kept(page)
    page.keyboard.press("k")
    page.keyboard.press("e")
    page.keyboard.press("End")
    page.keyboard.type(" \u202eok")
    page.keyboard.press("Escape")
    kept(page)
    assert page.evaluate("window.hit") is None
    assert page.locator(".turns script, .turns img").count() == 0
    assert operations(study) == ["set_text", "set_text"]


def test_another_site_in_the_same_browser_gets_nothing(
    page: Any, serve: Serve, study: Workspace
) -> None:
    server = serve(study)
    open_interview(page, server.address)
    page.route(
        "http://evil.example/", lambda route: route.fulfill(body="<p>hi", content_type="text/html")
    )
    page.goto("http://evil.example/")
    path = f"http://127.0.0.1:{server.port}/api/recordings/P1/"
    blocked = """([url, method]) => fetch(url, {method, credentials: 'include', mode: 'cors',
        body: method === 'POST' ? '{"op":"settle","key":"x"}' : undefined})
        .then((answer) => answer.status, () => 'refused')"""
    assert page.evaluate(blocked, [path + "changes", "GET"]) == "refused"
    assert page.evaluate(blocked, [path + "operations", "POST"]) == "refused"
    assert operations(study) == []


def test_typed_text_waits_for_a_server_that_was_ended(
    page: Any, study: Workspace, tmp_path: Path
) -> None:
    from review_room import dummy_room

    with Server(dummy_room(study, following=True)) as server:
        port, token = server.port, server.gate.token
        open_interview(page, server.address)
    page.keyboard.press("e")
    page.keyboard.type("Kept: ")
    page.keyboard.press("Escape")
    page.get_by_text("1 not kept yet").wait_for()
    with Server(dummy_room(study, following=True), port=port, token=token):
        kept(page)
        page.get_by_text("Kept: what do you do").wait_for()
    assert operations(study) == ["set_text"]
