"""The review page without a mouse: words chosen and played, keys of one's own, what comes next."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_page import kept, open_interview, until
from studies import make_study

from transcribe.core.recording import Identifiers
from transcribe.review.serve import Server
from transcribe.run.files import write_json
from transcribe.run.reviewlog import read_log
from transcribe.run.store import Workspace

TEXTS = ["what do you do", "I mend pumps with Tamsin Okwuosa", "how \U0001f600 so", "by hand"]
Serve = Callable[..., Server]


@pytest.fixture
def study(tmp_path: Path) -> Workspace:
    names = {"P1": Identifiers(people=("Tamsin Okwuosa",))}
    return make_study(tmp_path, {"P1": TEXTS}, identifiers=names)


def chosen(page: Any) -> str:
    return str(page.evaluate("String(window.getSelection())"))


def facts(workspace: Workspace, op: str) -> list[dict[str, Any]]:
    records = read_log(workspace.review_log("P1")).records
    return [record.facts for record in records if record.op == op]


def test_arrows_choose_words_and_letters_act_on_them(
    page: Any, serve: Serve, study: Workspace
) -> None:
    open_interview(page, serve(study).address)
    press = page.keyboard.press
    for key, words in (
        ("ArrowRight", "what"),
        ("ArrowRight", "do"),
        ("Shift+ArrowRight", "do you"),
        ("Shift+ArrowRight", "do you do"),
        ("Shift+ArrowLeft", "do you"),
        ("ArrowLeft", "what"),
        ("ArrowLeft", "what"),
        ("Shift+ArrowLeft", "what"),
        ("ArrowRight", "do"),
        ("Shift+ArrowLeft", "what do"),
        ("Shift+ArrowRight", "do"),
    ):
        press(key)
        assert (key, chosen(page)) == (key, words)
    press("q")
    page.get_by_role("button", name="Notes (1)").wait_for()
    press("j")
    assert chosen(page) == ""
    press("j")
    press("ArrowLeft")
    assert chosen(page) == "so"
    press("q")
    page.get_by_role("button", name="Notes (2)").wait_for()
    press("Control+Enter")
    page.locator("[data-turn='t0003.2']").wait_for()
    quotes = [
        quote["before"][quote["start_char"] : quote["end_char"]] for quote in facts(study, "quote")
    ]
    assert quotes == ["do", "so"]
    assert facts(study, "split")[0]["char"] == len("how \U0001f600 ")


def test_a_chosen_word_is_edited_where_it_stands(page: Any, serve: Serve, study: Workspace) -> None:
    open_interview(page, serve(study).address)
    press = page.keyboard.press
    for _ in range(3):
        press("ArrowRight")
    press("e")
    page.keyboard.type("all of ")
    press("Escape")
    page.get_by_text("what do all of you do").wait_for()
    kept(page)
    assert facts(study, "set_text")[0]["text"] == "what do all of you do"


def test_a_name_is_left_here_alone_by_keyboard(page: Any, serve: Serve, study: Workspace) -> None:
    open_interview(page, serve(study).address)
    press = page.keyboard.press
    press("v")
    page.get_by_text("Choose a marked name").wait_for()
    press("j")
    press("ArrowLeft")
    assert chosen(page) == "Okwuosa"
    press("v")
    dialog = page.get_by_role("dialog", name="Tamsin Okwuosa")
    dialog.wait_for()
    for _ in range(3):
        press("Tab")
    press("Enter")
    page.locator("mark.rejected").wait_for()
    (said,) = facts(study, "decide_mention")
    assert (said["normalized"], said["accept"]) == ("tamsin okwuosa", False)


def test_a_missed_name_is_added_by_keyboard(page: Any, serve: Serve, study: Workspace) -> None:
    open_interview(page, serve(study).address)
    press = page.keyboard.press
    press("j")
    for _ in range(3):
        press("ArrowRight")
    assert chosen(page) == "pumps"
    press("i")
    page.get_by_role("dialog", name="Never show").wait_for()
    for _ in range(2):
        press("Tab")
    press("Enter")
    records = read_log(study.study_log).records
    for _ in range(100):
        if records:
            break
        page.wait_for_timeout(50)
        records = read_log(study.study_log).records
    assert records[0].facts["normalized"] == "pumps"
    assert records[0].facts["type"] == "PRODUCT"


def test_a_pedal_is_given_an_action_and_keeps_it(page: Any, serve: Serve, study: Workspace) -> None:
    address = serve(study).address
    open_interview(page, address)
    press = page.keyboard.press
    press("?")
    page.get_by_role("button", name="Add a key for: Next turn").click()
    press("Tab")
    page.get_by_text("Tab is needed as it is").wait_for()
    page.get_by_role("button", name="Add a key for: Next turn").click()
    press("F10")
    page.get_by_text("F10: Next turn.").wait_for()
    page.get_by_role("button", name="Add a key for: Turn before").click()
    press("b")
    page.get_by_text("B: Turn before.").wait_for()
    # A key that meant something else means one thing only.
    page.get_by_role("button", name="Add a key for: Turn before").click()
    press("F8")
    page.get_by_text("F8: Turn before.").wait_for()
    press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    press("F10")
    page.locator("[data-turn=t0002].active").wait_for()
    press("b")
    page.locator("[data-turn=t0001].active").wait_for()
    page.reload()
    page.locator("[data-turn=t0001].active").wait_for()
    # It works while typing as well, as no letter does.
    press("e")
    page.keyboard.type("b")
    press("F10")
    page.locator("[data-turn=t0002].active textarea").wait_for()
    assert page.locator("textarea").input_value() == TEXTS[1]
    press("F8")
    page.locator("[data-turn=t0001].active textarea").wait_for()
    assert page.locator("textarea").input_value() == "b" + TEXTS[0]
    press("Escape")
    press("?")
    page.get_by_role("button", name="Take F10 away from: Next turn").click()
    page.get_by_role("button", name="Take F10 away").wait_for(state="detached")
    press("Escape")
    press("F10")
    press("j")
    page.locator("[data-turn=t0002].active").wait_for()


def test_escape_while_a_pedal_is_waited_for_changes_nothing(
    page: Any, serve: Serve, study: Workspace
) -> None:
    open_interview(page, serve(study).address)
    page.keyboard.press("?")
    page.get_by_role("button", name="Add a key for: Next turn").click()
    page.get_by_text("Press the key, or step on the pedal").wait_for()
    page.keyboard.press("Escape")
    until(page, "!document.body.innerText.includes('Press the key')")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    assert page.get_by_role("button", name=re.compile("^Take ")).count() == 0
    assert not (study.private / "preferences.json").exists()


def test_the_page_tells_a_newcomer_what_to_do_until_they_know(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    study = make_study(tmp_path, {"P1": TEXTS, "P2": ["hello", "so"]})
    address = serve(study).address
    page.goto(address)
    page.get_by_role("link", name="Review P1").click()
    page.get_by_role("region", name="How a review goes").wait_for()
    page.get_by_role("button", name="Got it").click()
    page.get_by_role("region", name="How a review goes").wait_for(state="detached")
    page.get_by_text("No doubt left. A part without doubts").wait_for()
    page.reload()
    page.locator(".turn.active").wait_for()
    assert page.get_by_role("region", name="How a review goes").count() == 0
    page.get_by_label("Doubts, guide and notes").get_by_role("button", name="Sign off").click()
    page.get_by_role("textbox", name="Your name").wait_for()
    page.keyboard.type("R. Eader")
    page.keyboard.press("Enter")
    page.get_by_text("No doubt left, and signed by R. Eader").wait_for()
    page.get_by_role("link", name="Back to the study").click()
    page.get_by_role("link", name="Review P2").wait_for()


def test_signing_leads_to_what_has_to_be_decided_first(
    page: Any, serve: Serve, study: Workspace
) -> None:
    document = study.load_transcript("P1")
    document["turns"][1]["entities"][0]["decision"] = "queued"
    write_json(study.transcript_path("P1"), document)
    open_interview(page, serve(study).address)
    page.keyboard.press("Control+Shift+S")
    page.get_by_role("dialog", name="Not yet").wait_for()
    page.get_by_text("1 name that may identify somebody").wait_for()
    page.keyboard.press("Enter")
    page.locator("[data-turn=t0002].active").wait_for()
    page.locator(".doubt.here").wait_for()
    page.keyboard.press("a")
    page.get_by_text("That was the last doubt").wait_for()
    page.keyboard.press("Control+Shift+S")
    page.get_by_role("textbox", name="Your name").wait_for()


def test_the_key_that_ends_a_note_does_nothing_else(
    page: Any, serve: Serve, study: Workspace
) -> None:
    open_interview(page, serve(study).address)
    press = page.keyboard.press
    for _ in range(2):
        press("ArrowRight")
    press("o")
    page.keyboard.type("ask again")
    press("Control+Enter")
    page.get_by_role("button", name="Notes (1)").wait_for()
    kept(page)
    records = read_log(study.review_log("P1")).records
    assert [record.op for record in records] == ["note"]


def test_a_note_is_kept_however_its_dialog_is_closed_and_can_be_removed(
    page: Any, serve: Serve, study: Workspace
) -> None:
    open_interview(page, serve(study).address)
    page.keyboard.press("o")
    page.keyboard.type("ask again")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Notes (1)").click()
    page.get_by_text("ask again").wait_for()
    page.get_by_role("link", name="Back to the study").click()
    page.get_by_role("heading", name="Notes and quotes (1)").wait_for()
    page.get_by_role("link", name="P1 0:00 Interviewer 1").click()
    page.get_by_role("button", name="Notes (1)").click()
    page.get_by_role("button", name="Remove this note").click()
    page.get_by_role("button", name="Notes (0)").wait_for()
