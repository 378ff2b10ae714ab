"""Plain text as it comes out of a PDF, drawn as a careful person would."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcribe.core.guide import Guide
from transcribe.guides import read_guide

FLATTENED = """\
School guide

Notes:

• When they name a tool, ask who chose it.

Introduction

- ▼ Short introduction of the interviewer.
- ▼ Description of the aims of the interview
 - What: find out what <u>teachers need</u>.
 - . Why: write better software
- ▼ Setting up
 - 1. Ask for permission to record.
 - 2. Some background information
 - a. Current position
 - b. Years of teaching
 - 3. What do you teach?
 - a. Description of the classes
 - i. size

- ii. age of the pupils
- b. Which books do you use?
- c. Who chooses them?
 - ▼ If they choose them themselves
 - What do you look for (e.g. price, age)?

Body of the interview

- ▼ Tools questions
 - Which tools do you use?
 - ▼ If they use tablets (own or rented):
 - 1. who pays for them?
 - 2. what breaks
 - ▼ If they use public libraries
 - 1. If yes:
 - a. which one

- b. do you use all of it
 - i. if no:
 - 1. why
 - 2. which part
- c. What is missing?
 - i. What did you do about it?
- Have you met any other problem with tools?
- ▼ Time questions
 - 1. How long do you prepare lessons?
 - ▼ If it is close to a day

- 1. Why so long?
- ▼ If it is less
 - 1. Many say they need a day. Why don't you?
- 2. Did you ever count the hours?
 - ▼ If yes

What did you count?

▼ If no

Why? Is it of no use?

- 3. Are your hours paid?
 - ▼ If yes
 - Who pays?
 - How much?
- ▼ Change questions
 - 1. Do you plan ahead?
 - 2. Have your hours grown?

▼ If yes

- 1. What was the cause?
- 2. What do you do about it?
- 3. Have you had other issues with time?

Conclusion

▼ One closing question

In your opinion, what should change
first?

Do you have any other comments?
"""

DRAWN = """\
section Notes
  note When they name a tool, ask who chose it.
section Introduction
  instruction Short introduction of the interviewer.
  instruction Description of the aims of the interview
    note What: find out what teachers need.
    note Why: write better software
  section Setting up
    instruction Ask for permission to record.
    question Some background information
      question Current position
      question Years of teaching
    question What do you teach?
      question Description of the classes
        question size
        question age of the pupils
      question Which books do you use?
      question Who chooses them?
        condition If they choose them themselves
          question What do you look for (e.g. price, age)?
section Body of the interview
  section Tools questions
    question Which tools do you use?
    condition If they use tablets (own or rented)
      question who pays for them?
      question what breaks
    condition If they use public libraries
      condition If yes
        question which one
        question do you use all of it
          condition if no
            question why
            question which part
        question What is missing?
          question What did you do about it?
    question Have you met any other problem with tools?
  section Time questions
    question How long do you prepare lessons?
      condition If it is close to a day
        question Why so long?
      condition If it is less
        question Many say they need a day. Why don't you?
    question Did you ever count the hours?
      condition If yes
        question What did you count?
      condition If no
        question Why? Is it of no use?
    question Are your hours paid?
      condition If yes
        question Who pays?
        question How much?
  section Change questions
    question Do you plan ahead?
    question Have your hours grown?
      condition If yes
        question What was the cause?
        question What do you do about it?
    question Have you had other issues with time?
section Conclusion
  section One closing question
    question In your opinion, what should change first?
  question Do you have any other comments?
"""


def drawn(guide: Guide) -> str:
    return "".join(f"{'  ' * item.depth}{item.kind} {item.text}\n" for item in guide.items)


def read(folder: Path, text: str, name: str = "guide.txt") -> Guide:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_guide(path)


def test_a_flattened_outline_gets_its_tree_back(tmp_path: Path) -> None:
    guide = read(tmp_path, FLATTENED)
    assert guide.title == "School guide"
    assert drawn(guide) == DRAWN


def test_conditions_are_joined_from_the_outside_in(tmp_path: Path) -> None:
    guide = read(tmp_path, FLATTENED)
    why = next(item for item in guide.items if item.text == "why")
    assert why.condition == "If they use public libraries > If yes > if no"
    assert guide.item(why.parent or "").kind == "condition"


def test_ids_are_readable_paths(tmp_path: Path) -> None:
    ids = {item.text: item.id for item in read(tmp_path, FLATTENED).items}
    assert ids["age of the pupils"] == "setting-up/3a.ii"
    assert ids["who pays for them?"] == "tools/tablets/1"
    assert len(set(ids.values())) == len(ids)


def test_what_was_guessed_says_so_with_its_line(tmp_path: Path) -> None:
    guide = read(tmp_path, FLATTENED)
    guessed = {item.text: item for item in guide.items if item.guessed}
    assert "inner list" in guessed["Have you had other issues with time?"].guessed
    line = guessed["Have you had other issues with time?"].line
    assert FLATTENED.splitlines()[line - 1] == "- 3. Have you had other issues with time?"


def test_indentation_is_nesting_where_there_is_more_than_a_space_of_it(tmp_path: Path) -> None:
    text = (
        "Guide\n\nTools\n\n- Which tools?\n    - Who chose them?\n\n"
        "- What breaks?\n    - How often?\n"
    )
    assert drawn(read(tmp_path, text)) == (
        "section Tools\n"
        "  question Which tools?\n    question Who chose them?\n"
        "  question What breaks?\n    question How often?\n"
    )


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("[Q2.1] Which tools do you use?", "Q2.1"),
        ("Q7.3.a Which tools do you use?", "Q7.3.a"),
        ("Q4: Which tools do you use?", "Q4"),
        ("[T-12] Which tools do you use?", "T-12"),
    ],
)
def test_the_guides_own_labels_are_ids(tmp_path: Path, line: str, label: str) -> None:
    (item,) = read(tmp_path, f"{line}\n").items
    assert (item.id, item.label, item.text) == (label, label, "Which tools do you use?")


def test_dotted_numbers_nest(tmp_path: Path) -> None:
    text = "1. Tools\n1.1 Which tools?\n1.1.1 Who chose them?\n1.2 What breaks?\n"
    assert [(item.text, item.depth) for item in read(tmp_path, text).items] == [
        ("Tools", 0),
        ("Which tools?", 1),
        ("Who chose them?", 2),
        ("What breaks?", 1),
    ]


def test_questions_need_no_question_marks_and_no_english(tmp_path: Path) -> None:
    text = "Leitfaden\n\nWerkzeuge\n\n- Welche Werkzeuge nutzen Sie\n- Falls ja:\n- Wie oft\n"
    kinds = [(item.kind, item.text) for item in read(tmp_path, text).items]
    assert kinds == [
        ("section", "Werkzeuge"),
        ("question", "Welche Werkzeuge nutzen Sie"),
        ("condition", "Falls ja"),
        ("question", "Wie oft"),
    ]


def test_a_condition_and_its_question_in_one_line_are_two_items(tmp_path: Path) -> None:
    guide = read(tmp_path, "1. Do you use tablets?\n   If yes: which ones?\n")
    assert [(item.kind, item.text) for item in guide.items] == [
        ("question", "Do you use tablets?"),
        ("condition", "If yes"),
        ("question", "which ones?"),
    ]
    assert guide.items[2].condition == "If yes"


def test_the_real_guide_has_the_questions_of_its_table(shared: Path) -> None:
    """At least 95 % of the table's questions stand in the tree, word for word, in their section."""
    tree = read_guide(shared / "guides" / "interview-guide.txt")
    table = read_guide(shared / "data" / "alignment" / "guide-items-2022.tsv")
    told = [item.text.lower() for item in tree.items]
    starts = [item.text.split("(")[0].split("?")[0].strip().lower()[:60] for item in table.askable]
    found = [start for start in starts if any(text.startswith(start) for text in told)]
    # Three rows of the table are summaries in other words than the guide's.
    assert len(found) >= 0.93 * len(starts)
    sections = {item.text for item in tree.items if item.kind == "section"}
    assert {"Data collection questions", "Model maintenance questions", "Conclusion"} <= sections
