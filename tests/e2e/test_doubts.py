"""The doubt at hand on the review page: where it stands, why it waits, what would stand there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from browser_page import open_interview
from studies import make_study

from transcribe.core.recording import Identifiers
from transcribe.review.serve import Server
from transcribe.run.files import write_json
from transcribe.run.store import Workspace

TEXTS = ["what do you do", "I mend pumps with Tamsin Okwuosa and Zofia Brandt"]
Serve = Callable[..., Server]


def waiting_study(folder: Path) -> Workspace:
    """Two names in one turn, both waiting, each for a reason."""
    names = Identifiers(people=("Tamsin Okwuosa", "Zofia Brandt"))
    study = make_study(folder, {"P1": TEXTS}, identifiers={"P1": names})
    document = study.load_transcript("P1")
    for entity, why in zip(document["turns"][1]["entities"], ("reason A", "reason B"), strict=True):
        entity.update(decision="queued", reason=why)
    write_json(study.transcript_path("P1"), document)
    return study


def test_the_name_at_hand_is_the_only_one_marked_with_its_reason_and_replacement(
    page: Any, serve: Serve, tmp_path: Path
) -> None:
    study = waiting_study(tmp_path)
    first, second = study.load_transcript("P1")["turns"][1]["entities"]
    open_interview(page, serve(study).address)
    here, panel = page.locator("mark.here"), page.locator(".doubt.here")
    assert here.count() == 0
    seen = {}
    for _ in range(2):
        page.keyboard.press("n")
        panel.get_by_text("Why it waits").wait_for()
        assert here.count() == 1
        shape = here.evaluate("one => getComputedStyle(one).outlineStyle")
        weight = here.evaluate("one => getComputedStyle(one).fontWeight")
        assert (shape, weight) == ("solid", "700")
        assert page.locator(".word.spoken").count() == 0
        seen[here.inner_text()] = panel.inner_text()
    assert set(seen) == {"Tamsin Okwuosa", "Zofia Brandt"}
    for entity, name in ((first, "Tamsin Okwuosa"), (second, "Zofia Brandt")):
        assert entity["reason"] in seen[name]
        assert entity["surrogate"] in seen[name]
    # Each at its own time, not at the turn's.
    times = {text.splitlines()[-1] for text in page.locator(".doubt .at").all_inner_texts()}
    assert len(times) == 2
