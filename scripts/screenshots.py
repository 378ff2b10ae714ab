"""Takes the pictures in ``docs/images`` from results of the shipped recordings.

Run after ``transcribe run recordings``: ``python scripts/screenshots.py`` for the review page,
``python scripts/screenshots.py report`` for the report. The results are in ``transcripts``, or
where ``TRANSCRIBE_OUT`` says.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
OUT = Path(os.environ.get("TRANSCRIBE_OUT", ROOT / "transcripts"))
INTERVIEW = "pump-failures"
CHROMIUM: dict[str, Any] = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu"],
}


def main() -> None:
    """Open the page, and take pictures of the study, of an interview and of its dialogs."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        # Pictures change nothing: neither the results nor a person's own settings.
        out = Path(folder) / "transcripts"
        shutil.copytree(OUT, out)
        command = [sys.executable, "-u", "-m", "transcribe", "review", "--no-browser"]
        # Where results lie by themselves, so that no command in a picture names a folder.
        home = {**os.environ, "XDG_CONFIG_HOME": folder}
        home.pop("TRANSCRIBE_OUT", None)
        with subprocess.Popen(
            command, cwd=folder, env=home, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout is not None
                address = re.search(r"http://\S+", process.stdout.readline())
                if address is None:
                    raise SystemExit("no address was printed: run transcribe run recordings first")
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(**CHROMIUM)
                    page = browser.new_page(viewport={"width": 1280, "height": 800})
                    take_pictures(page, address.group())
                    browser.close()
            finally:
                process.terminate()


def take_pictures(page: Any, address: str) -> None:
    """The study, an interview with a doubt, its dialogs, and what the public will read."""
    page.goto(address)
    page.get_by_role("link", name=INTERVIEW, exact=True).wait_for()
    shoot(page, "study")
    page.get_by_role("link", name=INTERVIEW, exact=True).click()
    page.locator(".turn.active").wait_for()
    page.locator(".lane-names span").first.wait_for()
    page.get_by_role("button", name="Got it").click()
    page.keyboard.press("n")
    page.locator(".doubt.here").wait_for()
    shoot(page, "interview")
    for key, name in (("Control+Shift+S", "sign"), ("?", "keys"), ("g", "guide"), ("w", "speaker")):
        page.keyboard.press(key)
        page.get_by_role("dialog").wait_for()
        shoot(page, name, page.get_by_role("dialog"))
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="detached")
    page.keyboard.press("c")
    page.keyboard.press("p")
    page.locator("body.public-view").wait_for()
    shoot(page, "public")


def shoot(page: Any, name: str, part: Any = None) -> None:
    """Take a picture, with few colours so that it is small, once nothing moves any more."""
    from PIL import Image

    page.wait_for_timeout(700)
    path = IMAGES / f"review-{name}.png"
    (part or page).screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


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
