"""How the review page looks and reads: to a screen reader, at twice the size, in set colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_page import findings_of_axe, open_interview
from studies import make_study

from transcribe.core.guide import QUESTION, SECTION, Guide, GuideItem
from transcribe.core.recording import Identifiers
from transcribe.review.serve import Server
from transcribe.run.store import Workspace

TEXTS = ["what do you do", "I mend pumps with Tamsin Okwuosa", "how so", "by hand. " * 60]
GUIDE = Guide(
    title="Guide",
    items=(
        GuideItem(id="work", kind=SECTION, text="Work"),
        GuideItem(id="work/1", kind=QUESTION, text="What do you do?", parent="work", depth=1),
        GuideItem(id="work/2", kind=QUESTION, text="How " + "so " * 30, parent="work", depth=1),
    ),
    file="guide.md",
    sha256="0" * 64,
)
Serve = Callable[..., Server]
DIALOGS = ("g", "w", "o", "v", "i", "?", "Control+g", "Control+Shift+S")
"""What opens each dialog, with a name chosen."""


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    names = {"P1": Identifiers(people=("Tamsin Okwuosa",))}
    return make_study(tmp_path, {"P1": TEXTS, "P2": ["hello"]}, identifiers=names)


def findings(page: Any) -> list[str]:
    return findings_of_axe(page, impacts=("moderate", "serious", "critical"))


def choose_the_name(page: Any) -> None:
    page.keyboard.press("Escape")
    page.locator("[data-turn=t0002] .word").first.click()
    page.keyboard.press("ArrowLeft")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_view_or_dialog(
    page: Any, serve: Serve, study: Workspace, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    address = serve(study, guide=GUIDE).address
    page.goto(address)
    page.get_by_role("link", name="P1", exact=True).wait_for()
    found = {"study": findings(page)}
    page.get_by_role("searchbox").fill("pumps")
    page.locator(".hits").wait_for()
    found["search"] = findings(page)
    open_interview(page, address)
    found["welcome"] = findings(page)
    choose_the_name(page)
    for key in DIALOGS:
        page.keyboard.press(key)
        page.get_by_role("dialog").wait_for()
        found[key] = findings(page)
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")
        choose_the_name(page)
    for key in ("c", "l", "d"):
        page.keyboard.press(key)
        found[key] = findings(page)
    page.keyboard.press("e")
    page.locator("textarea").wait_for()
    found["editing"] = findings(page)
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.locator(".turn.gone").wait_for()
    found["left out"] = findings(page)
    page.keyboard.press("p")
    page.locator("body.public-view").wait_for()
    found["public"] = findings(page)
    page.goto(address.split("?")[0] + "#/r/nobody")
    page.locator(".failed").wait_for()
    found["failed"] = findings(page)
    assert {view: several for view, several in found.items() if several} == {}


SIZES = [(1366, 768), (683, 384), (640, 400), (1920, 1080), (420, 800)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut_off_on_a_laptop_and_at_twice_the_size(
    page: Any, serve: Serve, study: Workspace, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    address = serve(study, guide=GUIDE).address
    page.goto(address)
    page.get_by_role("link", name="P1", exact=True).wait_for()
    fits(page, width)
    open_interview(page, address)
    fits(page, width)
    for place in (".bar", ".turns", ".panel"):
        box = page.locator(place).bounding_box()
        assert box["height"] > 30, place
        assert box["y"] + box["height"] <= height + 1, place
    # Words are read in a fair part of the screen.
    assert page.locator(".turns").bounding_box()["height"] > height * 0.35
    for button in page.locator(".bar button, .bar a, .tabs button").all():
        assert button.is_visible()
        button.click(trial=True)
    choose_the_name(page)
    for key in DIALOGS:
        page.keyboard.press(key)
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
        box = dialog.bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width, key
        assert box["y"] + box["height"] <= height, key
        assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth"), key
        for control in dialog.locator("button, input, select, textarea").all():
            control.scroll_into_view_if_needed()
            control.click(trial=True)
        page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        choose_the_name(page)


def fits(page: Any, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        """() => [...document.querySelectorAll("#page *")].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width && !one.closest(".scroll") && box.right > window.innerWidth + 1;
        }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert wide == []


def test_in_colours_that_the_system_sets_what_colours_told_is_told_by_lines(
    page: Any, serve: Serve, study: Workspace
) -> None:
    page.emulate_media(forced_colors="active")
    open_interview(page, serve(study, guide=GUIDE).address)
    outline = "one => getComputedStyle(one).outlineStyle"
    assert page.locator("mark").first.evaluate(outline) == "solid"
    assert page.locator(".turn.active").evaluate(outline) != "none"
    page.locator(".word").nth(1).evaluate("one => one.classList.add('spoken')")
    assert page.locator(".word.spoken").evaluate(outline) == "solid"
    assert findings(page) == []


def test_who_wants_no_motion_gets_none(page: Any, serve: Serve, study: Workspace) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_interview(page, serve(study).address)
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
        const style = getComputedStyle(one);
        return style.scrollBehavior === "smooth" || parseFloat(style.transitionDuration) > 0
            || style.animationName !== "none";
    }).length"""
    assert page.evaluate(moving) == 0
