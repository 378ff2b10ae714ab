"""How the review page feels with forty interviews, and with three hours and 30,000 words.

Run: ``python tests/benchmarks/review.py``; one part: ``… review.py study`` or ``… review.py long``.
Prints figures of the server and of Chromium. Words are made up, the sound is a shipped recording
again and again; no model runs.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import sounds
from review_room import dummy_room
from studies import make_study

from transcribe.backends.peaks import read_peaks
from transcribe.cli.following import Following
from transcribe.core.recording import Identifiers
from transcribe.review.room import Room
from transcribe.review.serve import Server
from transcribe.run.store import Workspace
from transcribe.run.study import StudySettings, refresh

INTERVIEWS, TURNS_AN_HOUR, WORDS = 40, 333, 30
HOURS = 3
DOUBTFUL = 0.05
"""Share of words heard badly; six times as many in every seventh turn."""
PEOPLE = tuple(f"{first} {last}" for first in ("Ada", "Bo", "Cy") for last in ("Okwu", "Quill"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--mute-audio"]
WATCH = """
    window.keys = [], window.usable = 0, window.playing = 0;
    requestAnimationFrame(function look() {
        if (document.querySelector(".turn.active .word"))
            requestAnimationFrame(() => window.usable = performance.now());
        else requestAnimationFrame(look);
    });
    const soon = new MessageChannel(), waiting = [];
    soon.port1.onmessage = () => window.keys.push(performance.now() - waiting.shift());
    addEventListener("keydown", (event) => requestAnimationFrame(() => {
        waiting.push(event.timeStamp);
        soon.port2.postMessage(0);
    }), true);
    addEventListener("playing", () => window.playing = performance.now(), true);
    addEventListener("click", (event) => window.clicked = event.timeStamp, true);
    window.countFrames = (seconds) => new Promise((done) => {
        const found = [], began = performance.now();
        let before = began;
        const step = (now) => {
            found.push(now - before);
            before = now;
            if (now - began < seconds * 1000) requestAnimationFrame(step);
            else done(found.slice(2));
        };
        requestAnimationFrame(step);
    });
    const make = document.createElement.bind(document);
    document.createElement = (...wanted) => {
        const made = make(...wanted);
        if (made.tagName === "AUDIO")
            made.addEventListener("playing", () => window.playing = performance.now());
        return made;
    };
"""
"""A key is painted at the first message after the frame that follows it."""


def texts(rng: random.Random, turns: int) -> list[str]:
    """Turns of made-up words, a name in every fifth."""
    found = []
    for _ in range(turns):
        words = [f"word{rng.randrange(900)}" for _ in range(WORDS)]
        if rng.random() < 0.2:
            words[5:7] = rng.choice(PEOPLE).split()
        found.append(" ".join(words))
    return found


def doubting(workspace: Workspace, rng: random.Random) -> None:
    """Have some words of every recording heard badly."""
    for name in workspace.ids():
        made = workspace.current_artefact(name, "attribute")
        assert made is not None
        output = made.output
        for turn in output["turns"]:
            share = DOUBTFUL * (6 if rng.random() < 0.15 else 1)
            for word in turn["words"]:
                if rng.random() < share:
                    word["probability"] = 0.3
        workspace.put(name, "attribute", "k", output=output, provenance=made.provenance)
    refresh(workspace, settings=StudySettings())


def room_of(workspace: Workspace) -> Room:
    """As the command makes it, but for the stages that open models."""
    following, hands = Following(workspace), dummy_room(workspace).hands
    hands = replace(
        hands,
        update=lambda recording: hands.refresh(),
        progress=following.progress,
        guide=following.guide,
        public=following.public,
        peaks=read_peaks,
    )
    return Room(workspace, title="Study", hands=hands)


def study_page(folder: Path, rng: random.Random) -> None:
    """The study page with forty interviews of an hour."""
    said = {f"P{place:02d}": texts(rng, TURNS_AN_HOUR) for place in range(INTERVIEWS)}
    workspace = make_study(folder, said, identifiers={"P00": Identifiers(people=PEOPLE)})
    for name in ("first time ever", "next start"):
        room = room_of(workspace)
        report(f"study of {INTERVIEWS} one-hour interviews, {name}", room.overview)
        report("  again", room.overview)
    turn = room.desk("P07").changes(0)["turns"][0]
    from transcribe.review.operations import PARSER

    edit = {"op": "set_text", "turn": turn["id"], "before": turn["text"], "text": "so"}
    room.perform("P07", PARSER.validate_python(edit))
    report("  after an edit in one", room.overview)
    report("search over all text, first", lambda: room.search("word77"))
    report("  again", lambda: room.search("word78"))
    room.follower.stop()


def long_interview(folder: Path, rng: random.Random, playwright: Any) -> None:
    """An interview of three hours and 30,000 words in Chromium."""
    turns = 1000
    seconds = HOURS * 3600 / turns
    said = {"LONG": texts(rng, turns)}
    names = {"LONG": Identifiers(people=PEOPLE)}
    workspace = make_study(folder, said, identifiers=names, seconds=seconds)
    doubting(workspace, rng)
    workspace.put("LONG", "decode", "k", output={}, provenance={}, files={"audio.flac": hours})
    workspace.set_current("LONG", {**workspace.current("LONG"), "decode": "k"})
    room = room_of(workspace)
    report("peaks of three hours, once", lambda: room.peaks("LONG"))
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    with Server(room) as server:
        room.begin()
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.add_init_script(WATCH)
        page.goto(server.address)
        page.get_by_role("link", name="LONG", exact=True).wait_for()
        opening(page, server.port)
        typing(page, "typing")
        playing(page)
        typing(page, "typing while it plays")
        scrolling(page)
    browser.close()


def opening(page: Any, port: int) -> None:
    """From the begin of loading until the words are painted, and the waveform."""
    for name in ("first time", "again", "once more"):
        page.goto("about:blank")
        page.goto(f"http://127.0.0.1:{port}/#/r/LONG")
        page.locator(".wave > div").first.wait_for(state="attached")
        usable, wave = page.evaluate("[window.usable, performance.now()]")
        print(
            f"interview, {name}: words painted and usable after {usable / 1000:.2f} s, "
            f"waveform after {wave / 1000:.2f} s",
            flush=True,
        )


def typing(page: Any, name: str) -> None:
    """Keys at the pace of a fast typist, each until it is painted."""
    page.locator("[data-turn=t0500]").scroll_into_view_if_needed()
    page.locator("[data-turn=t0500] .said").dblclick()
    page.locator("textarea").wait_for()
    page.evaluate("window.keys.length = 0")
    page.keyboard.type("so this is what somebody said and it is typed anew " * 3, delay=60)
    told(f"{name}, a key until it is painted", page.evaluate("window.keys"))
    page.keyboard.press("Escape")
    page.get_by_text("all kept").wait_for()


def playing(page: Any) -> None:
    """From a click on a word to its sound."""
    found = []
    for turn in ("t0100", "t0900", "t0400", "t0700", "t0200"):
        row = page.locator(f"[data-turn={turn}]")
        while not row.locator(".said > .word").count():
            row.scroll_into_view_if_needed()
            page.wait_for_timeout(100)
        page.evaluate("window.playing = 0")
        row.locator(".said > .word").first.click()
        while not page.evaluate("window.playing"):
            page.wait_for_timeout(20)
        found.append(page.evaluate("window.playing - window.clicked"))
        page.keyboard.press("F8")
        page.wait_for_timeout(200)
    told("a click on a word until it is heard", found)
    page.keyboard.press("F8")


def scrolling(page: Any) -> None:
    """Frames while the transcript is scrolled by the wheel, a screen in a fifth of a second."""
    for name in ("while it plays", "quiet"):
        box = page.locator(".turns").bounding_box()
        page.mouse.move(box["x"] + 100, box["y"] + 100)
        counting = page.evaluate_handle("({found: window.countFrames(6)})")
        for _ in range(100):
            page.mouse.wheel(0, 120)
            page.wait_for_timeout(30)
        told(f"scrolling, {name}, a frame", page.evaluate("(one) => one.found", counting))
        page.keyboard.press("F8")


def hours(path: Path) -> None:
    """A shipped recording again and again, as the decoder leaves it."""
    import soundfile

    with tempfile.TemporaryDirectory() as folder:
        samples, rate = soundfile.read(
            sounds.speech(Path(folder) / "one.wav", seconds=300), dtype="int16"
        )
    with soundfile.SoundFile(path, "w", rate, 1, format="FLAC", subtype="PCM_16") as out:
        for _ in range(HOURS * 3600 // 300):
            out.write(samples)


def report(name: str, run: Callable[[], object]) -> None:
    """Do it and print how long it took."""
    began = time.perf_counter()
    run()
    print(f"{name}: {time.perf_counter() - began:.2f} s", flush=True)


def told(name: str, milliseconds: list[float]) -> None:
    """Median, 95th percentile and worst."""
    ordered = sorted(milliseconds)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name}: median {median(ordered):.0f} ms, p95 {high:.0f} ms, worst {ordered[-1]:.0f} ms "
        f"({len(ordered)})",
        flush=True,
    )


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    rng, wanted = random.Random(1), sys.argv[1:] or ["study", "long"]
    with tempfile.TemporaryDirectory() as folder:
        if "study" in wanted:
            study_page(Path(folder) / "study", rng)
        if "long" in wanted:
            with sync_playwright() as playwright:
                long_interview(Path(folder) / "long", rng, playwright)


if __name__ == "__main__":
    main()
