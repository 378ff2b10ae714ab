"""Who speaks and what about, changed on the review page: here, from here on, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_page import kept, open_interview
from studies import make_study

from transcribe.core.guide import QUESTION, SECTION, Guide, GuideItem
from transcribe.review.serve import Server
from transcribe.run.reviewlog import read_log
from transcribe.run.store import Workspace

TEXTS = ["what do you do", "I mend pumps", "how so", "by hand", "thank you", "goodbye"]
GUIDE = Guide(
    title="Guide",
    items=(
        GuideItem(id="work", kind=SECTION, text="Work"),
        GuideItem(id="work/1", kind=QUESTION, text="What do you do?", parent="work", depth=1),
        GuideItem(id="work/2", kind=QUESTION, text="How do you do it?", parent="work", depth=1),
    ),
    file="guide.md",
    sha256="0" * 64,
)
Serve = Callable[..., Server]


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    return make_study(tmp_path, {"P1": TEXTS})


def names(page: Any) -> list[str]:
    kept(page)
    return [name.removesuffix(" 1") for name in page.locator(".turn .name").all_inner_texts()]


def facts(workspace: Workspace) -> dict[str, Any]:
    return read_log(workspace.review_log("P1")).records[-1].facts


@pytest.mark.parametrize(
    ("reach", "changed"),
    [("this turn", [3]), ("from here on", [3, 5]), ("everywhere it is", [1, 3, 5])],
)
def test_a_speaker_is_changed_as_far_as_was_chosen(
    page: Any, serve: Serve, study: Workspace, reach: str, changed: list[int]
) -> None:
    open_interview(page, serve(study).address)
    before = names(page)
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("w")
    dialog = page.get_by_role("dialog", name="Who says this?")
    # By keyboard: the speaker it is now has the focus, how far is one step back.
    page.keyboard.press("Shift+Tab")
    far = dialog.get_by_role("combobox", name="How far")
    assert far.evaluate("one => one === document.activeElement")
    page.keyboard.type(reach)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    after = names(page)
    assert [at for at, name in enumerate(after) if name != before[at]] == changed
    page.keyboard.press("Control+z")
    page.get_by_text("Undone.").wait_for()
    assert names(page) == before


def test_a_role_and_a_new_speaker(page: Any, serve: Serve, study: Workspace) -> None:
    open_interview(page, serve(study).address)
    page.keyboard.press("w")
    page.get_by_role("button", name="unknown", exact=True).click()
    kept(page)
    page.locator("[data-turn=t0001] .who").get_by_text("who is this?").wait_for()
    assert page.locator("[data-turn=t0003].unknown").count() == 1
    page.keyboard.press("n")
    page.locator(".doubt.role.here").wait_for()
    page.get_by_role("button", name="Asks: an interviewer").click()
    page.locator(".doubt.role").wait_for(state="detached")
    kept(page)
    assert page.locator("[data-turn=t0003].interviewer").count() == 1
    page.keyboard.press("w")
    page.get_by_role("button", name="another interviewee").click()
    page.locator("[data-turn=t0001].interviewee").wait_for()
    kept(page)
    assert page.locator("[data-turn=t0003].interviewer").count() == 1
    # The keys of the others stay theirs.
    page.keyboard.press("w")
    page.get_by_role("button", name="Interviewer 1 1").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.locator("[data-turn=t0001].interviewer").wait_for()


def test_a_question_is_found_by_its_words_and_ticked_as_asked(
    page: Any, serve: Serve, study: Workspace
) -> None:
    open_interview(page, serve(study, guide=GUIDE).address)
    press = page.keyboard.press
    press("g")
    page.get_by_role("dialog", name="What is this turn about?").wait_for()
    assert page.locator(".tree .group").inner_text() == "Work"
    page.keyboard.type("zebra")
    page.get_by_text("No question has these words.").wait_for()
    for _ in "zebra":
        press("Backspace")
    page.keyboard.type("do it")
    page.get_by_role("checkbox").check()
    page.get_by_role("searchbox").focus()
    press("Enter")
    page.locator("[data-turn=t0001] .about.asks").wait_for()
    kept(page)
    said = facts(study)
    assert (said["topic"], said["asks"]) == ("work/2", ["work/2"])
    press("g")
    page.get_by_role("button", name="About no question").click()
    page.locator("[data-turn=t0001] .about").get_by_text("no question").wait_for()
    assert facts(study)["no_topic"] is True


def test_selected_turns_are_never_released_together(
    page: Any, serve: Serve, study: Workspace
) -> None:
    open_interview(page, serve(study).address)
    page.locator("[data-turn=t0002] .said").scroll_into_view_if_needed()
    first = page.locator("[data-turn=t0002] .said").bounding_box()
    last = page.locator("[data-turn=t0004] .said").bounding_box()
    page.mouse.move(first["x"] + 2, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(last["x"] + 40, last["y"] + 8, steps=5)
    page.mouse.up()
    page.keyboard.press("f")
    page.locator("[data-turn=t0004].gone").wait_for()
    gone = page.locator(".turn.gone").evaluate_all("all => all.map((one) => one.dataset.turn)")
    assert gone == ["t0002", "t0003", "t0004"]
    kept(page)
    page.locator("[data-turn=t0003] .said").click(position={"x": 2, "y": 8})
    page.keyboard.press("f")
    page.locator(".turn.gone").first.wait_for(state="detached")
    assert page.locator(".turn.gone").count() == 0
