"""Broken files of every kind: a result or a clear error, never a traceback, a hang or a leak.

Each reader gets files that a person could have, mutated in ways that disks, mail programs, editors
and half-done copies mutate files. ``TRANSCRIBE_FUZZ=5000 pytest tests/fuzz`` looks longer.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import guide_documents
import pytest
import sounds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transcribe.errors import TranscribeError

EXAMPLES = int(os.environ.get("TRANSCRIBE_FUZZ", "40"))
LONGEST = 20.0
"""Seconds after which a reader counts as hanging; it takes a fraction of one on a good file."""

SECRET = "Zerlinda Quastenholm"
"""Stands in every file; an error message must not quote it."""

fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="TRANSCRIBE_FUZZ" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@st.composite
def mutations(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """A few changes to the bytes of a file, at places given as shares of its length."""
    steps = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["cut", "drop", "flip", "insert", "repeat", "zero", "encode"]),
                st.floats(0, 1),
                st.floats(0, 1),
                st.binary(min_size=1, max_size=8),
            ),
            min_size=1,
            max_size=4,
        )
    )

    def mutate(data: bytes) -> bytes:
        for kind, where, much, extra in steps:
            at, span = int(where * len(data)), int(much * len(data) * 0.2)
            if kind == "cut":
                data = data[:at]
            elif kind == "drop":
                data = data[:at] + data[at + span :]
            elif kind == "flip":
                data = data[:at] + extra + data[at + len(extra) :]
            elif kind == "insert":
                data = data[:at] + extra + data[at:]
            elif kind == "repeat":
                data = data[: at + span] + data[at:]
            elif kind == "zero":
                data = data[:at] + bytes(span) + data[at + span :]
            else:
                text = data.decode("utf-8", "replace")
                data = text.encode("utf-16" if much < 0.5 else "latin-1", "replace")
        return data

    return mutate


def check(read: Callable[[Path], object], data: bytes, name: str) -> None:
    """The reader takes the file or says clearly what is wrong, in time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        started = time.monotonic()
        problem = problem_of(read, path)
        assert time.monotonic() - started < LONGEST
    if problem is not None:
        said = f"{problem} {problem.hint or ''}"
        assert problem.exit_code in (2, 3, 4), said
        assert "Quastenholm" not in said
        assert problem.__cause__ is None, "a cause would be printed with its input"


def problem_of(read: Callable[[Path], object], path: Path) -> TranscribeError | None:
    """What the reader says is wrong; anything else that it raises fails the test."""
    try:
        read(path)
    except TranscribeError as error:
        return error
    return None


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# -- guides --------------------------------------------------------------------------------------

GUIDE = f"""# Questions for {SECRET}

## Data
1. How do you collect data?
   a. If they buy it: from whom?
- What did {SECRET} say?

| nr | question |
|---|---|
| 1 | How many people? |
"""

GUIDES: dict[str, Callable[[], bytes]] = {
    "guide.md": GUIDE.encode,
    "guide.txt": lambda: GUIDE.replace("#", "").encode(),
    "guide.tsv": lambda: f"id\tsection\tquestion\nq1\tData\tWho is {SECRET}?\n".encode() * 3,
    "guide.docx": cache(guide_documents.word_styles),
    "guide.pdf": cache(guide_documents.pdf_in_one_size),
}


@pytest.mark.parametrize("name", GUIDES)
def test_guides(name: str) -> None:
    from transcribe.guides import read_guide

    good = GUIDES[name]()

    @fuzzed
    @given(mutations())
    def mutated(mutate: Callable[[bytes], bytes]) -> None:
        check(read_guide, mutate(good), name)

    mutated()


# -- ready-made transcripts ------------------------------------------------------------------------


def transcript_docx() -> bytes:
    document = docx.Document()
    for text in (f"Interviewer 1: Good morning, {SECRET}.", "Interviewee: Good morning."):
        document.add_paragraph(text)
    return saved(document)


TRANSCRIPTS: dict[str, Callable[[], bytes]] = {
    "P01.txt": f"Interviewer: Hello {SECRET}.\n\nInterviewee: Hello.\n".encode,
    "P01.vtt": (
        f"WEBVTT\n\nNOTE {SECRET}\n\n1\n00:00:01.000 --> 00:00:02.000\n<v {SECRET}>Hello.</v>\n\n"
        "2\n00:00:02.000 --> 00:00:04.500\n<v Anna>Hello there.</v>\n"
    ).encode,
    "P01.srt": (
        f"1\n00:00:01,000 --> 00:00:02,000\n{SECRET}: Hello.\n\n"
        "2\n00:00:02,000 --> 00:00:04,500\nAnna: Hello there.\n"
    ).encode,
    "P01.docx": cache(transcript_docx),
    "P01.json": lambda: json.dumps(
        {
            "schema": 1,
            "language": "en",
            "speakers": [{"label": "A", "role": "interviewer", "name": SECRET}],
            "turns": [{"id": "t1", "speaker": "A", "start": 0.5, "end": 2, "text": f"Hi {SECRET}"}],
        }
    ).encode(),
}


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_ready_made_transcripts(name: str) -> None:
    from transcribe.readers import read_transcript

    good = TRANSCRIPTS[name]()

    @fuzzed
    @given(mutations())
    def mutated(mutate: Callable[[bytes], bytes]) -> None:
        check(read_transcript, mutate(good), name)

    mutated()


# -- sidecars, settings and logs -------------------------------------------------------------------

SIDECAR = f"""[consent]
given = 2026-05-04
scopes = ["record", "transcribe"]
[interview]
participant = "P07"
speakers = [2, 4]
[identifiers]
people = ["{SECRET}"]
"""


@fuzzed
@given(mutations())
def test_sidecars(mutate: Callable[[bytes], bytes]) -> None:
    from transcribe.run.intake import read_sidecar

    check(lambda path: read_sidecar(path, recording="P07"), mutate(SIDECAR.encode()), "P07.toml")


@fuzzed
@given(mutations())
def test_study_files(mutate: Callable[[bytes], bytes]) -> None:
    from transcribe.run.intake import load_settings

    study = f'title = "{SECRET}"\nguide = "guide.md"\n[asr]\nmodel = "auto"\n[release]\nk = 3\n'
    # The title is the study's own; it may stand in a message.
    check(lambda path: load_settings(path.parent), mutate(study.encode()), "study.toml")


@fuzzed
@given(mutations())
def test_review_logs(mutate: Callable[[bytes], bytes]) -> None:
    from transcribe.run.editlog import edits_of
    from transcribe.run.reviewlog import read_log, standing

    lines = [
        {"id": "a", "at": "2026", "op": "set_text", "artefact": "x", "turn": "t0001",
         "before": SECRET, "text": "Hello"},
        {"id": "b", "at": "2026", "op": "split", "artefact": "x", "turn": "t0001", "at_char": 3},
        {"id": "c", "at": "2026", "op": "undo", "artefact": "x", "of": "a"},
    ]  # fmt: skip
    log = "".join(json.dumps(line) + "\n" for line in lines).encode()

    def read(path: Path) -> None:
        edits_of(standing(read_log(path).records))

    check(read, mutate(log), "review.jsonl")


# -- sound ---------------------------------------------------------------------------------------


@cache
def sound(suffix: str) -> bytes:
    """A second of speech in a container."""
    import av
    import soundfile

    with tempfile.TemporaryDirectory() as folder:
        wav = sounds.speech(Path(folder) / "a.wav", seconds=1.0)
        if suffix == ".wav":
            return wav.read_bytes()
        if suffix == ".flac":
            samples, rate = soundfile.read(wav)
            soundfile.write(Path(folder) / "a.flac", samples, rate)
            return (Path(folder) / "a.flac").read_bytes()
        target = Path(folder) / f"a{suffix}"
        codec = {".mp3": "libmp3lame", ".m4a": "aac", ".opus": "libopus"}[suffix]
        with av.open(str(wav)) as source, av.open(str(target), "w") as container:
            stream = container.add_stream(codec, rate=48_000 if suffix == ".opus" else 16_000)
            for frame in source.decode(audio=0):
                frame.pts = None
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return target.read_bytes()


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".m4a", ".opus"])
def test_sound(suffix: str) -> None:
    from transcribe.backends.audio import open_decoder

    good = sound(suffix)

    @fuzzed
    @given(mutations())
    def mutated(mutate: Callable[[bytes], bytes]) -> None:
        check(open_decoder().decode, mutate(good), f"P01{suffix}")

    mutated()
