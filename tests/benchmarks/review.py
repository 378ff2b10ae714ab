"""How the review page feels with three hours and 30,000 words: prints figures of Chromium.

Run: ``python tests/benchmarks/review.py``. Words are made up; no model runs.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from review_room import dummy_room
from studies import make_study

from transcribe.review.serve import Server

TURNS, WORDS = 1000, 30
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    rng = random.Random(1)
    texts = [" ".join(f"word{rng.randrange(900)}" for _ in range(WORDS)) for _ in range(TURNS)]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        study = make_study(Path(folder), {"LONG": texts})
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        with Server(dummy_room(study, following=True)) as server:
            page = browser.new_page()
            began = time.perf_counter()
            page.goto(server.address)
            page.get_by_role("link", name="LONG", exact=True).wait_for()
            report("study page, first time", began)
            for name in ("interview, first time", "interview, again"):
                began = time.perf_counter()
                page.goto(f"http://127.0.0.1:{server.port}/#/r/LONG")
                page.locator(".turn.active .word").first.wait_for()
                report(name, began)
                page.goto(f"http://127.0.0.1:{server.port}/#/")
                page.get_by_role("link", name="LONG", exact=True).wait_for()
            page.goto(f"http://127.0.0.1:{server.port}/#/r/LONG/t0500")
            page.locator("[data-turn=t0500].active").wait_for()
            page.keyboard.press("e")
            began = time.perf_counter()
            for _ in range(40):
                page.keyboard.press("x")
            print(f"a key, {(time.perf_counter() - began) / 40 * 1000:.0f} ms")
            began = time.perf_counter()
            page.keyboard.press("Escape")
            page.get_by_text("all kept").wait_for()
            report("an edit, until it is kept and shown", began)
            began = time.perf_counter()
            for _ in range(20):
                page.keyboard.press("j")
            print(f"next turn, {(time.perf_counter() - began) / 20 * 1000:.0f} ms")
        browser.close()


def report(name: str, began: float) -> None:
    """A line of the report."""
    print(f"{name}: {time.perf_counter() - began:.2f} s", flush=True)


if __name__ == "__main__":
    main()
