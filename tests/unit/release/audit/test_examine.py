"""What an audit says without any list: people, contact data, labels; and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from finished_files import audit

from transcribe.core.guide import STATUSES
from transcribe.release.audit import CERTAIN, LIKELY, POSSIBLE, Finding


def found(tmp_path: Path, text: str, *, name: str = "a.txt") -> tuple[Finding, ...]:
    # The folder's name is looked at too, and the one that pytest gives is cut anywhere.
    folder = tmp_path / "interviews"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return audit(folder, known=()).findings


@pytest.mark.parametrize(
    ("text", "kind", "confidence"),
    [
        ("my colleague Dr. Paula Whitmore said so", "PERSON", CERTAIN),
        ("so my name is Keiran and I ask", "PERSON", CERTAIN),
        ("write to j.smith@veltrona.com please", "EMAIL", CERTAIN),
        ("it is paula dot whitmore at veltrona dot com", "EMAIL", CERTAIN),
        ("call me at 514 555 0199 please", "PHONE", CERTAIN),
        ("Thank you, Paula.", "PERSON", LIKELY),
        ("I work at Veltrona Systems now", "ORGANIZATION", LIKELY),
        ("it lies in /Users/pwhitmore/data there", "PERSON", LIKELY),
        ("it was in March 2019 then", "DATE", POSSIBLE),
        ("well they call me doctor okonkwo at work", "PERSON", LIKELY),
    ],
)
def test_kinds(tmp_path: Path, text: str, kind: str, confidence: str) -> None:
    assert (kind, confidence) in {
        (one.kind, one.confidence) for one in found(tmp_path, f"Interviewee: We know {text}.")
    }


def test_public_names_are_left_alone(tmp_path: Path) -> None:
    text = "Interviewee: We use Python, AWS, TensorFlow and Kaggle, and a Kalman filter."
    assert found(tmp_path, text) == ()


def test_digests_are_nobodys_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("made from 6290df027f8b and d90e83af2c4d, for 4417 1234 5678\n")
    found = [one.text for one in audit(tmp_path).findings if one.kind in ("ID_NUMBER", "PHONE")]
    assert found == ["4417 1234 5678"]


def test_speakers_called_by_name(tmp_path: Path) -> None:
    text = "Paula Whitmore: So, hello.\n\nPedro: Yes.\n\nPaula Whitmore: Go.\n\nPedro: I go.\n"
    some = {(one.text, one.confidence) for one in found(tmp_path, text)}
    assert ("Paula Whitmore", CERTAIN) in some
    assert "Pedro" in {text for text, _ in some}
    roles = "Interviewer 2: So.\n\nInterviewee: Yes.\n\nP07: Yes.\n\nSPEAKER_01: No.\n"
    assert found(tmp_path, roles) == ()


def test_a_name_that_is_found_is_looked_for_everywhere(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Interviewee: then whitmore said no\n")
    found(tmp_path, "Interviewee: We asked my colleague Paula Whitmore then.")
    other = [one for one in audit(tmp_path, known=()).findings if one.place.file.endswith("b.txt")]
    assert [(one.text, one.confidence) for one in other] == [("whitmore", LIKELY)]


def test_places(tmp_path: Path) -> None:
    text = "Interviewee: one\n\nInterviewer: two\nand j.smith@veltrona.com\n"
    place = found(tmp_path, text)[0].place
    assert (place.line, place.column, place.unit) == (4, 5, "turn 2")
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>so j.smith@veltrona.com\n"
    (tmp_path / "interviews" / "a.txt").unlink()
    mails = [one for one in found(tmp_path, vtt, name="a.vtt") if one.kind == "EMAIL"]
    assert (mails[0].place.line, mails[0].place.column) == (4, 11)
    assert vtt.split("\n")[3][10:].startswith("j.smith")


def test_the_same_files_give_the_same_report(tmp_path: Path) -> None:
    found(tmp_path, "Interviewee: We asked Paula Whitmore and John of Veltrona Systems.")
    assert audit(tmp_path) == audit(tmp_path)


def test_names_of_files_without_a_list(tmp_path: Path) -> None:
    for name in ("interview_Paula_Whitmore.txt", "P07_final.txt", "Interview_QB.txt", "MLSS.md"):
        (tmp_path / name).write_text("x")
    some = {one.place.file.rsplit("/", 1)[-1]: one.confidence
            for one in audit(tmp_path, known=()).findings}  # fmt: skip
    assert some == {"interview_Paula_Whitmore.txt": CERTAIN, "Interview_QB.txt": POSSIBLE}


def test_our_own_list_of_questions_has_no_speakers(tmp_path: Path) -> None:
    lines = "".join(f"- {status}: section/one\n" for status in (*STATUSES, *STATUSES))
    text = f"**Interviewee** (0:01): yes\n\n## Coverage of the guide\n\n{lines}"
    assert found(tmp_path, text, name="transcript.md") == ()
