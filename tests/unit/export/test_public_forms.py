from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from transcribe.core.pii import PublicTurn, Release
from transcribe.export import json as json_form
from transcribe.export import markdown, text, vtt


def release(*turns: tuple[str, float | None]) -> Release:
    return Release(
        public_id="interview-01", language="en", guide_file="guide.md", guide_sha256="00",
        speakers=(("interviewee", "Interviewee"),),
        turns=tuple(
            PublicTurn(
                id=f"t{index + 1:04d}", role="interviewee", name="Interviewee", start=start,
                end=None if start is None else start + 1.5, text=said, topic="data/1", asks=(),
            )
            for index, (said, start) in enumerate(turns)
        ),
        coverage=(("data/1", "not_applicable", (), ("t0001",)),),
    )  # fmt: skip


def test_text_is_one_paragraph_a_turn() -> None:
    assert text.to_bytes(release(("a b", 0.0), ("c", 2.0))) == (
        b"Interviewee: a b\n\nInterviewee: c\n"
    )


def test_vtt_has_voices_and_hours() -> None:
    content = vtt.to_bytes(release(("hi", 3599.9996))).decode()
    assert content == ("WEBVTT\n\nt0001\n01:00:00.000 --> 01:00:01.500\n<v Interviewee>hi\n")


def test_vtt_says_what_has_no_time() -> None:
    content = vtt.to_bytes(release(("hi", None), ("there", 1.0))).decode()
    assert "NOTE 1 turns have no times" in content
    assert content.count("-->") == 1


def test_markdown_stands_under_the_guide() -> None:
    content = markdown.to_bytes(release(("hi", 61.0))).decode()
    assert "## data/1\n\n**Interviewee** (1:01): hi" in content
    assert "- not applicable: data/1" in content


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=80))
def test_no_text_is_taken_for_markup(said: str) -> None:
    said = " ".join(said.split())
    made = release((said, 0.0), ("end", 5.0))
    cues = vtt.to_bytes(made).decode()
    assert cues.count("-->") == 1 + bool(said)
    assert len(re.findall("<", cues)) == 1 + bool(said)
    assert "<" not in markdown.to_bytes(made).decode()
    assert json.loads(json_form.to_bytes(made))["turns"][0]["text"] == said
