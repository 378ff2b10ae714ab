"""What stands in the way of a release, told on the review page before anybody runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from browser_page import open_interview
from commands import Commands
from studies import make_study

from transcribe.cli.following import Following
from transcribe.review.serve import Server
from transcribe.run.files import write_json
from transcribe.run.store import Workspace

TEXTS = {
    "P1": ["hi", "I am a data engineer"],
    "P2": ["hi", "I am a nurse"],
    "P3": ["hi", "I am a nurse"],
}
Serve = Callable[..., Server]


def signed_study(folder: Path) -> Workspace:
    run = Commands(make_study(folder, TEXTS))
    run("decide", "--all", "accept", "--sign-off", "Ann Reader")
    return run.workspace


def test_a_signed_study_with_rare_words_is_not_promised_a_release(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    study = signed_study(tmp_path)
    following = Following(study)
    server = serve(study, standing=following.standing(), blockers=following.blockers)
    page.goto(server.address)
    box = page.locator(".next.standing")
    box.get_by_text("would not let out P1, P2, P3").wait_for()
    told = box.inner_text()
    assert "data engineer" in told
    assert "transcribe release --generalize" in told
    assert "nothing stands in the way" not in told
    open_interview(page, server.address)
    page.get_by_role("button", name="What stands in the way?").click()
    dialog = page.get_by_role("dialog", name="Sign off")
    dialog.get_by_text("data engineer").first.wait_for()
    told = dialog.inner_text()
    assert "Signed by Ann Reader" in told
    assert "Nothing else stands in the way" not in told
    assert "--accept-rarity" in told


def test_a_recording_without_words_says_so_and_invites_nobody_to_sign(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    study = make_study(tmp_path, {"P1": []})
    document = study.load_transcript("P1")
    write_json(study.transcript_path("P1"), {**document, "notices": ["no speech was found"]})
    page.goto(f"{serve(study).address}")
    page.get_by_role("link", name="P1", exact=True).click()
    page.get_by_text("No words were recognized in this recording. No speech was found.").wait_for()
    page.get_by_text("nothing to review or to sign").wait_for()
    assert page.locator("button.main").count() == 0


def test_on_a_narrow_screen_no_column_is_out_of_sight(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    name = "A rather long name of an interview"
    page.goto(serve(make_study(tmp_path, {name: ["hi", "there"]})).address)
    page.get_by_role("link", name=name, exact=True).wait_for()
    box = page.get_by_role("region", name="Interviews")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth")
    state = page.get_by_role("cell", name="not signed").bounding_box()
    assert state is not None
    assert state["x"] + state["width"] <= 400
