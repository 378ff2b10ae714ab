"""Interviews for the tests of exports: a plain one with a guide, and a hostile one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from transcribe.core.guide import GuideItem
from transcribe.export.interview import Interview, private_interview, public_interview
from transcribe.release.public import build_release

GUIDE = (
    GuideItem(id="data", kind="section", text="Data"),
    GuideItem(id="data/1", kind="question", text="Where does it come from?", parent="data",
              depth=1, number="1"),
    GuideItem(id="data/2", kind="question", text="Who cleans <it> & why?", parent="data",
              depth=1, number="2", condition="if there is any"),
    GuideItem(id="end", kind="question", text="Who cleans <it> & why?"),
)  # fmt: skip

HOSTILE = (
    "<script>alert('x')</script> & <b>bold</b> {\\an8} --> ]]> &amp; \x1b[31mred\x00",
    '=HYPERLINK("http://x","y") @SUM(1) +1 -2',
    "שלום עולם, זה טקסט בעברית עם מספר 42",
    "مرحبا، هذا نص عربي",
    "line one\nInterviewer 1: a line that is none\n\n00:00:01.000 --> 00:00:02.000",
    "word " * 20_000,
    "#00:00:07-1# [00:00:09.9] #1 [2] 😀 e\u0301 𝔘 \ufffe end",
    "-",
)


def document(
    texts: Sequence[str],
    *,
    times: str = "words",
    speakers: int = 2,
    guide: Sequence[GuideItem] = (),
    names: Sequence[str] = (),
    **changes: Any,
) -> dict[str, Any]:
    """A private ``transcript.json``.

    Parameters
    ----------
    times
        ``words``, or ``none``.
    names
        Words that are replaced by ``[Person N]``.
    """
    roles = ["interviewer", *["interviewee"] * (speakers - 1)]
    titles = ["Interviewer", *(f"Interviewee {n}" for n in range(1, speakers))]
    if speakers == 2:
        titles[1] = "Interviewee"
    items = [item.id for item in guide if item.kind == "question"]
    turns = []
    for at, text in enumerate(texts):
        who = at % speakers
        words = [
            {"start": at * 60 + n * 0.5, "end": at * 60 + n * 0.5 + 0.4, "text": f" {word}",
             "probability": 0.9}
            for n, word in enumerate(text.split()[:100])
        ] if times == "words" else []  # fmt: skip
        topic = items[min(at // 2, len(items) - 1)] if items else None
        entities = []
        for number, name in enumerate(names, start=1):
            start = text.find(name)
            if start >= 0:
                entities.append(
                    {"id": f"e{at}-{number}", "start_char": start, "end_char": start + len(name),
                     "type": "PERSON", "score": 0.9, "recognizers": ["x"],
                     "surrogate": f"[Person {number}]", "decision": "accepted"}
                )  # fmt: skip
        turns.append(
            {
                "id": f"t{at + 1:04d}", "speaker": f"SPEAKER_{who:02d}", "role": roles[who],
                "name": titles[who], "start": words[0]["start"] if words else None,
                "end": words[-1]["end"] if words else None, "text": text, "words": words,
                "guide": {"topic": topic, "asks": [topic] if topic and at % 2 == 0 else [],
                          "score": 0.5},
                "entities": entities,
            }
        )  # fmt: skip
    return {
        "schema": 1, "id": "P1", "language": "en", "draft": [], "notices": [],
        "duration": 60.0 * len(texts) if times == "words" else None,
        "guide": {"file": "guide.md", "sha256": "00"} if guide else None,
        "speakers": [
            {"label": f"SPEAKER_{n:02d}", "role": roles[n], "name": titles[n]}
            for n in range(speakers)
        ],
        "turns": turns,
        "coverage": [
            {"item": item, "status": "asked", "question_turns": ["t0001"], "answer_turns": []}
            for item in items
        ],
        **changes,
    }  # fmt: skip


def private(texts: Sequence[str], **how: Any) -> Interview:
    pseudonyms = how.pop("pseudonyms", "keep")
    made = document(texts, **how)
    return private_interview(made, items=how.get("guide", ()), pseudonyms=pseudonyms)


def public(texts: Sequence[str], **how: Any) -> Interview:
    release = build_release(document(texts, **how), public_id="interview-01")
    return public_interview(release, items=how.get("guide", ()))


PLAIN = (
    "Where does the data come from, Maria Lopez?",
    "It comes from " + " ".join(f"pump{n}" for n in range(60)) + " and Maria Lopez cleans it.",
    "Who cleans it?",
    "We do.",
    "Anything else?",
    "No, thank you.",
)

UNHEARD = ("So it was [inaudible] then?", "[inaudible]", "Yes, and [inaudible].")


def every() -> dict[str, Interview]:
    """Interviews by what is odd about them, each in both tiers."""
    found = {}
    for tier, make in (("private", private), ("public", public)):
        found[f"{tier} plain"] = make(PLAIN, guide=GUIDE, names=("Maria Lopez",))
        found[f"{tier} hostile"] = make(HOSTILE, speakers=5)
        found[f"{tier} unheard"] = make(UNHEARD)
        found[f"{tier} without times"] = make(HOSTILE, times="none", speakers=5, guide=GUIDE)
    return found
