"""The page: whole, on its own, and readable in every case that occurs."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from exported_interviews import HOSTILE, document
from lxml import etree
from report_studies import FACTS, report

from transcribe.core.guide import STATUSES
from transcribe.export.interview import private_interview
from transcribe.report.guide_rows import blocks
from transcribe.report.measure import portrait
from transcribe.report.methods import methods
from transcribe.report.page import pictures, write_page
from transcribe.report.raster import to_png
from transcribe.report.values import Facts, Report, Review

VOID = frozenset("meta br hr img input link col".split())


class Page(HTMLParser):
    """Reads a page strictly: every element closed, ids once."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(content.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def hostile() -> Report:
    """Turns and a title that try to be markup."""
    found = private_interview(document(HOSTILE, speakers=5, id="<b>P&1"))
    bad = "<script>alert(1)</script>"
    return Report(
        title=bad, tier="private", tool="transcribe 0", interviews=(portrait(found, FACTS),),
        blocks=blocks([found]), missing=(f"{bad} (no transcript yet)",),
    )  # fmt: skip


def cases() -> dict[str, Report]:
    untimed = {"how": {"turns": 6}}
    bare = private_interview(document([]))
    untold = private_interview(document(["who are you", "nobody"], times="none"))
    return {
        "no times": Report(
            title="", tier="private", tool="t", interviews=(portrait(untold, Facts()),),
            blocks=blocks([untold]),
        ),
        "one": report(["P1"], questions=9),
        "one, public": report(["interview-01"], questions=9, tier="public"),
        "forty": report([f"P{n:02d}" for n in range(40)], questions=72),
        "no guide": report(["P1", "P2"], **untimed),
        "no guide, public": report(["P1", "P2"], tier="public", **untimed),
        "nothing said": Report(
            title="", tier="private", tool="t", interviews=(portrait(bare, Facts()),),
            blocks=blocks([bare]),
        ),
        "hostile": hostile(),
    }  # fmt: skip


CASES = cases()


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_whole_and_needs_nothing_beside_it(name: str) -> None:
    content = write_page(CASES[name])
    page = Page(content)
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    styled = re.findall(rb"url\(([^)]*)\)|@import", content)
    assert all(place.startswith(b"#") for place in styled)
    assert not re.search(rb"(?:https?:)?//[a-z]", re.sub(rb">[^<]*<", b"><", content))
    assert not any(key.startswith("on") for _, found in page.tags for key in found)
    heads = [tag for tag, _ in page.tags if tag in ("h1", "h2", "h3", "h4")]
    assert heads[0] == "h1"
    assert write_page(CASES[name]) == content


@pytest.mark.parametrize("name", CASES)
def test_every_picture_says_what_it_shows_and_has_a_table(name: str) -> None:
    page = Page(write_page(CASES[name]))
    for tag, found in page.tags:
        if tag == "svg":
            assert found.get("aria-hidden") or len(found["aria-label"] or "") > 10
        if tag == "th":
            assert found["scope"] in ("col", "row", "colgroup")
    drawn = pictures(CASES[name])
    assert all(one.caption.endswith((".", "so.")) for one in drawn)
    assert sum(tag == "table" for tag, _ in page.tags) >= len(drawn)
    assert sum(tag == "figcaption" for tag, _ in page.tags) == len(drawn)


@pytest.mark.parametrize("name", CASES)
def test_pictures_are_files_that_other_programs_read(name: str) -> None:
    for picture in pictures(CASES[name]):
        for drawing in picture.drawings:
            content = drawing.standalone()
            root = etree.fromstring(content)
            assert root.get("width", "").endswith("mm")
            assert b"var(" not in content
            assert set(re.findall(rb"url\(#([a-z0-9_-]+)\)", content)) <= {
                one.encode() for one in root.xpath("//*/@id")
            }
            boxes = root.xpath("//*[local-name()='rect'][@class]")
            for box in boxes:
                right = float(box.get("x")) + float(box.get("width"))
                assert -0.5 <= float(box.get("x")) <= right <= drawing.width + 24.5


def test_a_png_is_as_wide_as_on_paper_at_300_dpi() -> None:
    pytest.importorskip("resvg_py")
    from PIL import Image

    (talk,) = next(one for one in pictures(CASES["one"]) if one.key == "talk").drawings
    with Image.open(io.BytesIO(to_png(talk))) as image:
        assert image.width == round(180 / 25.4 * 300)
        assert image.info["dpi"][0] == pytest.approx(300, abs=0.1)
        ink = image.convert("L").point(lambda value: value < 128).getbbox()
        assert ink is not None
        # Letters are drawn: without a font, the names at the left would not be there.
        assert ink[0] < image.width * 0.16
    assert to_png(talk) == to_png(talk)


def test_every_state_of_a_question_is_told_without_colour() -> None:
    page = Page(write_page(CASES["forty"]))
    said = {found["title"] for tag, found in page.tags if tag == "td" and "title" in found}
    for words in ("asked in the guide's words", "asked in other words", "not asked",
                  "answered unasked, it seems", "did not apply, it seems"):  # fmt: skip
        assert any(words in (one or "") for one in said), words
    assert len(STATUSES) == 5


def test_a_cell_leads_to_its_passage() -> None:
    page = Page(write_page(CASES["one"]))
    cells = [link for link in page.links if re.fullmatch(r"#i1-p\d+", link)]
    assert len(cells) > 8
    public = Page(write_page(CASES["one, public"]))
    assert not any(link.startswith("#i") and "-p" in link for link in public.links)


def test_without_times_nothing_is_drawn_over_time_and_the_page_says_so() -> None:
    keys = [one.key for one in pictures(CASES["no times"])]
    assert keys == ["talk", "review"]
    text = Page(write_page(CASES["no times"])).text
    assert "These transcripts have no times" in text
    assert "Share of words (there are no times)" in text


def test_what_people_typed_stays_text() -> None:
    content = write_page(CASES["hostile"]).decode()
    assert "<script" not in content
    assert "alert(1)" in Page(content.encode()).text
    assert "\x1b" not in content


def test_the_public_page_has_no_text_and_no_probability() -> None:
    content = write_page(CASES["one, public"]).decode()
    assert "word word" not in content
    assert "2026-05-04" not in content
    assert "stays in the private tier" in content


def reviewed(**facts: Any) -> str:
    review = Review(state="signed", words=900, **facts)
    return " ".join(methods(report(["P1", "P2"], facts=replace(FACTS, review=review), signers=1)))


def test_methods_say_only_what_is_known() -> None:
    plain = " ".join(methods(CASES["one"]))
    assert "Not reviewed" in plain
    assert "engine, model a-model (lib 1.0)" in plain
    assert "2026-05-04" in plain
    said = reviewed(changed=90, edits=4)
    assert "2 of 2 interviews are signed off, by 1 person." in said
    assert "changed 180 of 1,800 words" in said
    assert "10.0 %" in said
    assert "changed" not in reviewed(changed=None)
