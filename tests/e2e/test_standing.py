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
