"""Guides of many kinds against the trees a careful person drew, and back from the clean form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.guide_documents import DOCUMENTS
from tests.guide_texts import TEXTS, drawn
from transcribe.core.guide import Guide, GuideItem
from transcribe.guides import read_guide, to_markdown

NAMES = [*TEXTS, *DOCUMENTS]


def read(folder: Path, name: str) -> Guide:
    if name in DOCUMENTS:
        pytest.importorskip("docx" if name.endswith("docx") else "reportlab")
    path = folder / name
    path.write_bytes(TEXTS[name].encode() if name in TEXTS else DOCUMENTS[name]())
    return read_guide(path)


def tree(guide: Guide) -> list[GuideItem]:
    return [replace(item, line=0, guessed="") for item in guide.items]


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_becomes_the_tree_a_careful_person_drew(
    tmp_path: Path, root: Path, name: str, update_golden: bool
) -> None:
    golden = root / "tests" / "golden" / "guides" / f"{name}.tree"
    found = drawn(read(tmp_path, name))
    if update_golden:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_its_clean_form_reads_back_to_the_same_tree(tmp_path: Path, name: str) -> None:
    guide = read(tmp_path, name)
    clean = tmp_path / "clean.md"
    clean.write_text(to_markdown(guide), encoding="utf-8")
    again = read_guide(clean)
    assert (again.title, tree(again)) == (guide.title, tree(guide))
    assert to_markdown(again) == clean.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(TEXTS))
def test_no_word_of_a_guide_is_lost(tmp_path: Path, name: str) -> None:
    guide = read(tmp_path, name)
    told = " ".join([guide.title, *(f"{item.label or ''} {item.text}" for item in guide.items)])
    source = TEXTS[name].replace("-\n", "").replace("<!-- internal comment -->", "")
    for mark in '*#>|_-–[]()"•=:,.':
        source, told = source.replace(mark, " "), told.replace(mark, " ")
    lost = set(source.split()) - set(told.split())
    numbers = {word for word in lost if len(word.strip(".")) <= 2 or word[0].isdigit()}
    headers = {"ID", "Question", "Probes", "x"}
    assert lost - numbers - headers <= {"III"}


def test_every_item_bears_the_line_it_stands_on(tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        lines = text.splitlines()
        for item in read(tmp_path, name).items:
            assert item.text.split()[0].strip("?.,:") in lines[item.line - 1], name
