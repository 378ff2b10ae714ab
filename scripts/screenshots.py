"""Takes the pictures of the review page in ``docs/images`` from results of the shipped recordings.

Run after ``transcribe run recordings``: ``python scripts/screenshots.py``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    """Open the page, and take a picture of the study and of its first interview."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    command = [sys.executable, "-u", "-m", "transcribe", "review", "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+", process.stdout.readline())
            if address is None:
                raise SystemExit("no address was printed: run transcribe run recordings first")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.goto(address.group())
                first = page.locator(".list a").first
                first.wait_for()
                page.screenshot(path=IMAGES / "review-study.png")
                first.click()
                page.locator(".turn.active").wait_for()
                page.keyboard.press("n")
                page.wait_for_timeout(1500)
                page.screenshot(path=IMAGES / "review-interview.png")
                browser.close()
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
