"""The report in Chromium: nothing cut off, read by everybody, nothing fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser_page import findings_of_axe
from report_studies import report

from transcribe.report.page import write_page


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    made = {
        "small": report(["P1", "P2"], questions=20),
        "large": report([f"P{n:02d}" for n in range(1, 41)], questions=72),
    }
    found = {}
    for name, one in made.items():
        found[name] = folder / f"{name}.html"
        found[name].write_bytes(write_page(one))
    return found


@pytest.mark.parametrize("name", ["small", "large"])
@pytest.mark.parametrize("width", [1366, 1920, 683])
def test_nothing_is_cut_off_and_nothing_fetched(
    page: Any, files: dict[str, Path], name: str, width: int
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(files[name].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert asked == [files[name].as_uri()]
    # The questions stay in view while the interviews are scrolled.
    matrix = page.locator(".matrix")
    before = page.locator("td a").first.bounding_box()["x"]
    matrix.evaluate("one => one.scrollLeft = 400")
    question = page.locator("th.question").nth(1).bounding_box()
    assert question["x"] >= matrix.bounding_box()["x"]
    if name == "large":
        assert page.locator("td a").first.bounding_box()["x"] < before


def test_a_cell_leads_to_the_words_said_there(page: Any, files: dict[str, Path]) -> None:
    page.goto(files["small"].as_uri())
    cell = page.locator(".matrix td a").nth(2)
    target = cell.get_attribute("href")
    cell.click()
    assert page.url.endswith(target)
    assert page.locator(target).evaluate(
        "one => { const at = one.getBoundingClientRect(); return at.top >= 0 && "
        "at.top < window.innerHeight }"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_axe(page: Any, files: dict[str, Path], scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(files["small"].as_uri())
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert findings_of_axe(page, impacts=("moderate", "serious", "critical")) == []


def test_it_prints_on_whole_pages(page: Any, files: dict[str, Path]) -> None:
    import pypdfium2

    page.goto(files["large"].as_uri())
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    sizes = [document[at].get_size() for at in range(len(document))]
    assert any(across > down for across, down in sizes)
    assert all(round(max(size)) == 842 and round(min(size)) == 595 for size in sizes)
    texts = [one.get_textpage().get_text_range() for one in document]
    # The words of the interviews are for the screen alone, or forty of them would be printed.
    assert not any("word word word" in text for text in texts)
    assert len(texts) < 16
    assert all(len(text) > 40 for text in texts)
