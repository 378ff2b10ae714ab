"""Takes the pictures in ``docs/images`` from results of the shipped recordings.

Run after ``transcribe run recordings``: ``python scripts/screenshots.py`` for the review page,
``python scripts/screenshots.py report`` for the report. The results are in ``transcripts``, or
where ``TRANSCRIBE_OUT`` says.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
OUT = Path(os.environ.get("TRANSCRIBE_OUT", ROOT / "transcripts"))
CHROMIUM: dict[str, Any] = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu"],
}


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
                browser = playwright.chromium.launch(**CHROMIUM)
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


def report() -> None:
    """Make the report, and take a picture of its matrix and of its timelines."""
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "transcribe", "report", "--to", folder]
        subprocess.run([*command, "--out", str(OUT)], cwd=ROOT, check=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**CHROMIUM)
            page = browser.new_page(viewport={"width": 1280, "height": 960})
            page.goto((Path(folder) / "report.html").as_uri())
            page.screenshot(path=IMAGES / "report-coverage.png")
            page.locator("#timelines").screenshot(path=IMAGES / "report-timelines.png")
            browser.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["report"]:
        report()
    else:
        main()
