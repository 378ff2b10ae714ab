"""A run beside an open review: nothing a person did is lost, and what no longer fits is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser_page import followed
from integration_study import run_text
from review_command import reviewing

from transcribe.run.reviewlog import read_log
from transcribe.run.store import Workspace

SAID = """Interviewer: What is your role in the company?

Interviewee: I clean up data for the team.

Interviewer: And which tools do you use?

Interviewee: Mostly Python, every day.
"""


@pytest.mark.slow
def test_a_run_beside_an_open_page_keeps_edits_and_shows_those_that_no_longer_fit(
    page: Any, tmp_path: Path
) -> None:
    cli = run_text(tmp_path, SAID)
    workspace = Workspace(tmp_path / "transcripts")
    page.set_default_timeout(90_000)

    with reviewing(cli) as (_, address):
        page.goto(address)
        page.get_by_role("link", name="P1", exact=True).click()
        page.locator(".turn.active").wait_for()
        edit(page, "t0002", " Tidily.")
        edit(page, "t0004", " And nights.")
        followed(page)
        # Somebody mends the source of one turn, and runs again while the page is open.
        (tmp_path / "recordings" / "P1.txt").write_text(SAID.replace("every day", "most days"))
        run = cli.start("run", "recordings", PYTHONUNBUFFERED="1")
        edit(page, "t0003", " Tell me.")
        out, err = run.communicate(timeout=300)
        assert run.returncode == 0, out + err
        page.get_by_text("A stale edit").wait_for()
        assert "And nights." in page.locator(".stale blockquote").inner_text()
        page.get_by_text("Mostly Python, most days.").first.wait_for()
        for turn, words in (("t0002", "Tidily."), ("t0003", "Tell me.")):
            page.locator(f"[data-turn={turn}] .said").get_by_text(words).first.wait_for()
        followed(page)

    assert cli("run", "recordings").code == 0
    said = [turn["text"] for turn in workspace.load_transcript("P1")["turns"]]
    assert said[1:] == [
        "I clean up data for the team. Tidily.",
        "And which tools do you use? Tell me.",
        "Mostly Python, most days.",
    ]
    records = read_log(workspace.review_log("P1"))
    assert (records.torn, {record.op for record in records.records}) == (0, {"set_text"})


def edit(page: Any, turn: str, more: str) -> None:
    page.locator(f"[data-turn={turn}] .said").click(position={"x": 5, "y": 5})
    page.keyboard.press("e")
    page.keyboard.press("Control+End")
    page.keyboard.type(more)
    page.keyboard.press("Escape")
    page.locator(f"[data-turn={turn}] .said").get_by_text(more.strip()).wait_for()
