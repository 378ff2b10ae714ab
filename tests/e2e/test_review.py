"""A whole review with the real command: by keyboard, through a kill, to a release."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from integration_study import run_text
from review_command import reviewing

from transcribe.run.store import Workspace

SAID = """Interviewer: What is your role in the company?

Interviewee: I clean up data for the team.

Interviewer: And which tools do you use?

Interviewee: Mostly Python, my boss Tamsin Okwuosa likes it.

Interviewee: Between us, off the record, the budget is gone.
"""


@pytest.mark.slow
def test_from_the_first_doubt_through_a_kill_to_a_release(page: Any, tmp_path: Path) -> None:
    cli = run_text(tmp_path, SAID)
    page.set_default_timeout(120_000)
    press = page.keyboard.press

    with reviewing(cli) as (process, address):
        page.goto(address)
        page.get_by_role("link", name="P1", exact=True).focus()
        press("Enter")
        page.locator(".turn.active").wait_for()
        press("n")
        page.locator(".doubt.here").wait_for()
        press("k")
        press("e")
        press("End")
        page.keyboard.type(" Every day.")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        press("Escape")
        page.get_by_text("1 not kept yet").wait_for()

    with reviewing(cli) as (process, again):
        assert again == address
        page.get_by_text("not kept yet").wait_for(state="detached")
        for _ in range(12):
            left = page.locator(".doubt:not(.stale)").count()
            if not left:
                break
            press("n")
            kind = page.locator(".doubt.here").get_attribute("class") or ""
            press("a" if "identifier" in kind or "passage" in kind else "s")
            page.locator(".doubt:not(.stale)").nth(left - 1).wait_for(state="detached")
        page.get_by_text("no doubt left").first.wait_for()
        press("p")
        page.locator("body.public-view").wait_for()
        page.get_by_text("[passage left out]").first.wait_for()
        assert page.get_by_text("Okwuosa").count() == 0
        press("p")
        press("Control+Shift+S")
        page.get_by_role("textbox", name="Your name").wait_for()
        page.keyboard.type("R. Eader")
        press("Tab")
        press("Enter")
        page.get_by_text("signed by R. Eader", exact=True).wait_for()

    done = cli("release", "P1")
    assert done.code == 0, done.out + done.err
    (text,) = Workspace(tmp_path / "transcripts").public.rglob("transcript.txt")
    public = text.read_text()
    assert "Every day." in public
    assert "Okwuosa" not in public
    assert "budget" not in public
