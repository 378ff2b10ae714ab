"""The page with real sound and real recognized words: heard, corrected, exported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from browser_page import followed, kept, until
from integration_study import CommandLine, run_study
from review_command import reviewing

from transcribe.run.store import Workspace

pytestmark = pytest.mark.slow
# The player is no part of the document: what the page makes is noted as it is made.
NOTE_PLAYERS = """
    window.players = [];
    const make = document.createElement.bind(document);
    document.createElement = (...wanted) => {
        const made = make(...wanted);
        if (made.tagName === "AUDIO") window.players.push(made);
        return made;
    };
"""
SPOKEN = """() => {
    const word = document.querySelector(".word.spoken");
    return [window.players.at(-1).currentTime, word && Number(word.dataset.start),
            document.querySelectorAll(".word.spoken").length];
}"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Half a minute of a shipped recording, run with the engines that are here."""
    return run_study(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def address(study: CommandLine) -> Iterator[str]:
    with reviewing(study) as (_, found):
        yield found


@pytest.fixture
def heard(page: Any, address: str) -> Any:
    """The interview's page, its sound ready to play."""
    page.add_init_script(NOTE_PLAYERS)
    page.goto(address)
    page.get_by_role("link", name="P07", exact=True).click()
    words(page).first.wait_for()
    until(page, "() => window.players.at(-1)?.readyState >= 1")
    return page


def words(page: Any) -> Any:
    """Words that are no part of a name: a click on a name asks about it too."""
    return page.locator(".said > .word")


def player(page: Any, what: str) -> Any:
    return page.evaluate(f"() => window.players.at(-1).{what}")


def workspace_of(study: CommandLine) -> Workspace:
    return Workspace(study.folder / "transcripts")


def test_sound_is_served_in_parts_and_each_part_is_right(heard: Any, study: CommandLine) -> None:
    found = workspace_of(study).current_artefact("P07", "decode")
    assert found is not None
    whole = (found.path / "audio.flac").read_bytes()
    part = """async (range) => {
        const answer = await fetch("/api/recordings/P07/audio", {headers: {Range: range}});
        return [answer.status, answer.headers.get("content-range"),
                answer.headers.get("content-type"),
                [...new Uint8Array(await answer.arrayBuffer())]];
    }"""
    size = len(whole)
    for range_, low, high in (
        ("bytes=0-99", 0, 100),
        (f"bytes={size // 2}-{size // 2 + 4095}", size // 2, size // 2 + 4096),
        (f"bytes={size - 10}-", size - 10, size),
        ("bytes=-7", size - 7, size),
    ):
        status, told, kind, content = heard.evaluate(part, range_)
        assert (status, told, kind) == (206, f"bytes {low}-{high - 1}/{size}", "audio/flac")
        assert bytes(content) == whole[low:high]
    assert heard.evaluate(part, f"bytes={size}-")[0] == 416


def test_a_click_on_a_word_plays_there_and_the_spoken_word_is_marked(heard: Any) -> None:
    chosen = words(heard).nth(words(heard).count() // 2)
    start = float(chosen.get_attribute("data-start"))
    chosen.scroll_into_view_if_needed()
    chosen.click()
    until(heard, f"() => window.players.at(-1).currentTime >= {start} + 0.3")
    assert player(heard, "paused") is False
    assert player(heard, "currentTime") < start + 8
    starts = [float(one) for one in heard.evaluate(
        "() => [...document.querySelectorAll('.word')].map((word) => word.dataset.start)"
    )]  # fmt: skip
    for _ in range(10):
        now, marked, count = heard.evaluate(SPOKEN)
        assert count == 1
        # A frame may pass between what is heard and what is drawn.
        due = max(one for one in starts if one <= now + 0.02)
        before = max((one for one in starts if one < due), default=due)
        assert marked in (before, due)
        heard.wait_for_timeout(150)
    first, last = player(heard, "currentTime"), heard.evaluate(SPOKEN)[1]
    until(heard, f"() => window.players.at(-1).currentTime > {first} + 1.5")
    assert heard.evaluate(SPOKEN)[1] > last


def test_speed_keeps_the_pitch_and_going_on_rewinds(heard: Any) -> None:
    press = heard.keyboard.press
    words(heard).nth(20).click()
    until(heard, "() => !window.players.at(-1).paused")
    for _ in range(3):
        press("Alt+]")
    assert player(heard, "playbackRate") == 1.75
    assert player(heard, "preservesPitch") is True
    until(heard, "() => window.players.at(-1).currentTime > 12")
    press("Alt+[")
    assert player(heard, "playbackRate") == 1.5
    press("Space")
    until(heard, "() => window.players.at(-1).paused")
    stopped = player(heard, "currentTime")
    press("Space")
    assert stopped - 1.2 <= player(heard, "currentTime") < stopped
    until(heard, f"() => window.players.at(-1).currentTime > {stopped}")


def test_playing_and_jumping_while_typing(heard: Any, study: CommandLine) -> None:
    press = heard.keyboard.press
    words(heard).nth(12).click()
    press("F8")
    until(heard, "() => window.players.at(-1).paused")
    press("e")
    editor = heard.locator("textarea")
    editor.wait_for()
    text = editor.input_value()
    at = player(heard, "currentTime")
    press("Alt+l")
    assert player(heard, "currentTime") == pytest.approx(at + 3, abs=0.01)
    press("F7")
    assert player(heard, "currentTime") == pytest.approx(at, abs=0.01)
    press("F9")
    press("Alt+j")
    press("Control+Space")
    until(heard, f"() => window.players.at(-1).currentTime > {at}")
    heard.keyboard.type("so ")
    assert player(heard, "paused") is False
    press("Control+Space")
    until(heard, "() => window.players.at(-1).paused")
    assert editor.input_value() == f"so {text}"
    press("Escape")
    row = heard.locator(".turn", has_text=f"so {text}"[:40])
    row.first.wait_for()
    # What was typed may have been sent in pieces: as many steps back.
    for _ in range(5):
        kept(heard)
        if row.count() == 0:
            break
        press("Control+z")
    assert row.count() == 0


def test_what_is_cut_joined_renamed_and_written_anew_keeps_its_times(
    heard: Any, study: CommandLine
) -> None:
    workspace = workspace_of(study)
    before = workspace.load_transcript("P07")["turns"]
    # The first is joined with the second below.
    longest = max(before[2:], key=lambda turn: len(turn["words"]))
    cut = len(longest["words"]) // 2
    word = longest["words"][cut]
    press = heard.keyboard.press

    row = heard.locator(f"[data-turn='{longest['id']}']")
    row.scroll_into_view_if_needed()
    row.locator(".word").nth(cut).dblclick()
    heard.locator("textarea").wait_for()
    press("Control+Home")
    for _ in range(len("".join(one["text"] for one in longest["words"][:cut]).strip()) + 1):
        press("ArrowRight")
    press("Control+Enter")
    second = heard.locator(f"[data-turn='{longest['id']}.2']")
    second.wait_for()
    assert float(second.locator(".word").first.get_attribute("data-start")) == word["start"]

    second.locator(".name").click()
    heard.get_by_role("textbox", name="Shown name").fill("The Neighbour")
    heard.get_by_role("button", name="Show this name").click()
    heard.get_by_text("The Neighbour").first.wait_for()

    second.locator(".word").first.click()
    press("e")
    press("Control+End")
    heard.keyboard.type(" Tschüss & <gone>")
    press("Escape")
    words(heard).first.click()
    press("m")
    heard.locator(".turn").nth(len(before) - 1).wait_for()
    heard.locator(".turn").nth(len(before)).wait_for(state="detached")
    followed(heard)

    assert study("export", "P07", "--format", "srt,docx").code == 0
    folder = study.folder / "transcripts/export/private"
    (srt,), (document,) = folder.rglob("*.srt"), folder.rglob("*.docx")
    starts = cues(srt.read_text(encoding="utf-8"))
    at = min(starts, key=lambda start: abs(start - word["start"]))
    assert abs(at - word["start"]) < 0.002
    assert "The Neighbour" in starts[at]
    assert word["text"].strip() in starts[at]
    # Players take < for the start of a tag.
    assert "Tschüss & ‹gone>" in " ".join(" ".join(starts.values()).split())
    written = "".join(docx.Document(str(document)).element.body.itertext())
    assert "The Neighbour" in written
    assert "Tschüss & <gone>" in written

    after = timed(workspace.load_transcript("P07")["turns"])
    assert timed(before) <= after


def timed(turns: list[dict[str, Any]]) -> set[tuple[float, float, str]]:
    return {
        (word["start"], word["end"], word["text"].strip())
        for turn in turns
        for word in turn["words"]
    }


def cues(srt: str) -> dict[float, str]:
    """Start in seconds, to what is shown."""
    found = re.findall(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> .*\n((?:.+\n?)+)", srt)
    return {
        int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000: text
        for hours, minutes, seconds, thousandths, text in found
    }
