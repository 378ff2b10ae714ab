"""Studies for the tests of reports, made of values alone: small, bare, and very large."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from exported_interviews import document

from transcribe.core.guide import STATUSES, GuideItem
from transcribe.export.interview import private_interview, public_interview
from transcribe.release.public import build_release
from transcribe.report.guide_rows import blocks
from transcribe.report.measure import portrait
from transcribe.report.values import Engine, Facts, Report, Review

TOPICS = "data models people tools money users errors plans".split()


def guide(questions: int) -> tuple[GuideItem, ...]:
    """Sections of nine questions."""
    items: list[GuideItem] = []
    for number in range(questions):
        section = f"s{number // 9}"
        if number % 9 == 0:
            about = TOPICS[(number // 9) % len(TOPICS)]
            items.append(GuideItem(id=section, kind="section", text=f"About {about}"))
        items.append(
            GuideItem(
                id=f"{section}/{number % 9 + 1}", kind="question", parent=section, depth=1,
                text=f"How do you work with {TOPICS[number % 8]}, and what is hard about it?",
                condition="if they have any" if number % 7 == 0 else None,
            )
        )  # fmt: skip
    return tuple(items)


def spoken(name: str, items: Sequence[GuideItem], *, turns: int = 40) -> dict[str, Any]:
    """A private transcript in which the guide is gone through, with everything that can occur."""
    chance = random.Random(name)
    texts = ["word " * chance.randint(3, 90) for _ in range(turns)]
    made = document([text.strip() for text in texts], guide=items, id=name, speakers=2)
    asked = [item.id for item in items if item.kind == "question"]
    for at, turn in enumerate(made["turns"]):
        for word in turn["words"]:
            word["probability"] = round(chance.betavariate(5, 1.6), 3)
        if asked:
            turn["guide"]["topic"] = asked[min(at * len(asked) // turns, len(asked) - 1)]
    made["coverage"] = [
        {"item": item, "status": chance.choice(STATUSES), "question_turns": [],
         "answer_turns": []}
        for item in asked
    ]  # fmt: skip
    return made


FACTS = Facts(
    review=Review(state="unsigned", open_names=2, words=900),
    mentions={"PERSON": {"auto": 5, "queued": 2}, "DATE": {"kept": 1}},
    engines=(Engine(stage="asr", name="engine", model="a-model", libraries=("lib 1.0",)),),
    made_on="2026-05-04",
)


def report(
    names: Sequence[str], *, questions: int = 0, tier: str = "private", **changes: Any
) -> Report:
    """A report of interviews that never were."""
    items = guide(questions)
    facts = changes.pop("facts", FACTS)
    interviews = []
    for name in names:
        made = spoken(name, items, **changes.pop("how", {}))
        if tier == "private":
            interviews.append(private_interview(made, items=items))
        else:
            release = build_release(made, public_id=name)
            interviews.append(public_interview(release, items=items))
    made_report = Report(
        title="A study", tier=tier, tool="transcribe 0",
        interviews=tuple(portrait(one, facts) for one in interviews),
        blocks=blocks(interviews),
    )  # fmt: skip
    return replace(made_report, **changes)
