"""The doubt at hand on the review page: where it stands, why it waits, what would stand there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from browser_page import open_interview
from studies import make_study

from transcribe.core.guide import QUESTION, Guide, GuideItem
from transcribe.core.recording import Identifiers
from transcribe.review.serve import Server
from transcribe.run.files import write_json
from transcribe.run.store import Workspace

TEXTS = ["what do you do", "I mend pumps with Tamsin Okwuosa and Zofia Brandt"]
Serve = Callable[..., Server]


def waiting_study(folder: Path) -> Workspace:
    """Two names in one turn, both waiting, each for a reason."""
    names = Identifiers(people=("Tamsin Okwuosa", "Zofia Brandt"))
    study = make_study(folder, {"P1": TEXTS}, identifiers={"P1": names})
    document = study.load_transcript("P1")
    for entity, why in zip(document["turns"][1]["entities"], ("reason A", "reason B"), strict=True):
        entity.update(decision="queued", reason=why)
    write_json(study.transcript_path("P1"), document)
    return study


def test_the_name_at_hand_is_the_only_one_marked_with_its_reason_and_replacement(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    study = waiting_study(tmp_path)
    first, second = study.load_transcript("P1")["turns"][1]["entities"]
    open_interview(page, serve(study).address)
    here, panel = page.locator("mark.here"), page.locator(".doubt.here")
    assert here.count() == 0
    seen = {}
    for _ in range(2):
        page.keyboard.press("n")
        panel.get_by_text("Why it waits").wait_for()
        assert here.count() == 1
        shape = here.evaluate("one => getComputedStyle(one).outlineStyle")
        weight = here.evaluate("one => getComputedStyle(one).fontWeight")
        assert (shape, weight) == ("solid", "700")
        assert page.locator(".word.spoken").count() == 0
        seen[here.inner_text()] = panel.inner_text()
    assert set(seen) == {"Tamsin Okwuosa", "Zofia Brandt"}
    for entity, name in ((first, "Tamsin Okwuosa"), (second, "Zofia Brandt")):
        assert entity["reason"] in seen[name]
        assert entity["surrogate"] in seen[name]
    # Each at its own time, not at the turn's.
    times = {text.splitlines()[-1] for text in page.locator(".doubt .at").all_inner_texts()}
    assert len(times) == 2


def test_marks_at_a_chosen_word_are_no_part_of_the_name(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    study = make_study(tmp_path, {"P1": ["ask Zofia, please", "yes"]})
    open_interview(page, serve(study).address)
    for key in ("ArrowRight", "ArrowRight", "i"):
        page.keyboard.press(key)
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Zofia").first.wait_for()
    assert "Zofia," not in dialog.inner_text()


def test_what_was_said_of_a_page_goes_with_it(page: Any, serve: Serve, tmp_path: Path) -> None:
    open_interview(page, serve(make_study(tmp_path, {"P1": TEXTS})).address)
    page.keyboard.press("s")
    page.locator("#said").get_by_text("Press N").wait_for()
    page.get_by_role("link", name="Back to the study").click()
    page.get_by_role("link", name="P1", exact=True).wait_for()
    assert page.locator("#said").is_hidden()


def test_the_public_view_of_a_passage_left_out_shows_no_question_and_no_strike(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    guide = Guide(title="", items=(GuideItem(id="q", kind=QUESTION, text="What?"),), sha256="0")
    study = make_study(tmp_path, {"P1": TEXTS})
    open_interview(page, serve(study, guide=guide).address)
    turn = page.locator("[data-turn='t0001']")
    turn.locator(".about").wait_for()
    page.keyboard.press("f")
    page.locator("[data-turn='t0001'].gone").wait_for()
    page.keyboard.press("p")
    page.locator("body.public-view").wait_for()
    assert turn.locator(".about").count() == 0
    line = turn.locator(".said").evaluate("one => getComputedStyle(one).textDecorationLine")
    assert line == "none"
    assert page.locator("[data-turn='t0002'] .about").count() == 1
