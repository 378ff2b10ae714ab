"""Sound that is released, as somebody gets it: names are tones, speech is speech, tags are gone.

A piece of a recording that ships, with tags, a chapter and a cover that hold a name; its true text
lies beside it, so that nobody's mistake but that of the release can be found.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
import sounds
from finished_files import png
from integration_study import CommandLine, write_study

from transcribe.release.bleep import MARGIN, has_tags

SECONDS = 84.0
GOLD = json.loads(
    (Path(__file__).parents[1] / "golden/interviews/pump-failures.gold.json").read_text()
)
LISTED = ("Gordon Reeves", "Laura Bennett", "Silver Brook Water", "Blue Heron", "Granite Harbor",
          "Orchard Mutual", "Maple Hill University")  # fmt: skip
MODELS = {"TRANSCRIBE_MODELS": str(sounds.ROOT / "models")}
SIDECAR = """
[consent]
given = 2026-05-04
scopes = ["record", "transcribe", "release_text", "release_audio"]
[interview]
interviewers = 1
[identifiers]
people = ["Gordon Reeves", "Laura Bennett"]
organizations = ["Silver Brook Water", "Orchard Mutual", "Maple Hill University"]
products = ["Blue Heron"]
places = ["Granite Harbor"]
"""


def heard_names(text: str) -> set[str]:
    """Telling parts of the listed names in a transcript of a recognizer."""
    words = set("gordon reeves laura bennett heron granite orchard maple".split())
    return words & {word.strip(".,?!'s").casefold() for word in text.split()}


def tagged_flac(path: Path, source: Path) -> None:
    """A sound again, with comments, the name of a chapter and a cover with a name in each."""
    samples, rate = soundfile.read(source, dtype="int16")
    plain = io.BytesIO()
    soundfile.write(plain, samples, rate, format="FLAC", subtype="PCM_16")
    data = plain.getvalue()
    entries = [b"ARTIST=Gordon Reeves", b"CHAPTER001=00:00:01.000",
               b"CHAPTER001NAME=Gordon Reeves", b"COMMENT=at Silver Brook Water"]  # fmt: skip
    comments = struct.pack("<I", 4) + b"test" + struct.pack("<I", len(entries))
    comments += b"".join(struct.pack("<I", len(one)) + one for one in entries)
    image = png({"Comment": "Gordon Reeves"})
    head = struct.pack(">II", 3, 9) + b"image/png" + struct.pack(">I", 6) + b"Gordon"
    cover = head + struct.pack(">IIIII", 1, 1, 8, 0, len(image)) + image
    blocks = b""
    for kind, body in ((4, comments), (6, cover)):
        blocks += bytes([kind]) + len(body).to_bytes(3, "big") + body
    first = 8 + int.from_bytes(data[5:8], "big")
    rest = data[first:]
    while rest[0] & 0x7F != 0 and rest[0] != 0xFF:
        last = bool(rest[0] & 0x80)
        rest = rest[4 + int.from_bytes(rest[1:4], "big") :]
        if last:
            break
    path.write_bytes(data[:4] + bytes([0]) + data[5:first] + blocks[: -len(cover) - 4]
                     + bytes([0x86]) + len(cover).to_bytes(3, "big") + cover + rest)  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder = tmp_path_factory.mktemp("sound")
    recordings = write_study(folder)
    (recordings / "study.toml").write_text('title = "Pumps"\n[asr]\nmodel = "demo-whisper"\n')
    index = sorted(one.stem for one in sounds.RECORDINGS.glob("*.[om][p4]*")).index("pump-failures")
    sounds.speech(folder / "piece.wav", seconds=SECONDS, index=index)
    tagged_flac(recordings / "P07.flac", folder / "piece.wav")
    said = [turn for turn in GOLD["turns"] if turn["end"] < SECONDS]
    names = {"A": "Interviewer", "B": "Interviewee"}
    (recordings / "P07.txt").write_text(
        "\n\n".join(f"{names[turn['speaker']]}: {turn['text']}" for turn in said) + "\n"
    )
    (recordings / "P07.toml").write_text(SIDECAR)
    cli = CommandLine(folder)
    done = cli("run", "recordings", **MODELS)
    assert done.code == 0, done.err
    assert cli("decide", "P07", "--all", "accept", "--sign-off", "A. Nyone").code == 0
    return cli


@pytest.fixture(scope="module")
def released(study: CommandLine) -> Path:
    done = study("release", "P07", "--audio", "--bundle", "deposit", "--json", **MODELS)
    assert done.code == 0, done.out + done.err
    (one,) = done.json["released"]
    assert "a voice identifies" in one["sound"]
    (path,) = [Path(name) for name in one["files"] if name.endswith("audio.flac")]
    (twin,) = (study.folder / "deposit/transcripts").rglob("audio.flac")
    assert twin.read_bytes() == (study.folder / path).read_bytes()
    return study.folder / path


def spans(study: CommandLine, shown: str) -> Iterator[tuple[float, float]]:
    """What must be tones: the words as they were said, and as they were heard, 0.15 s about them.

    Where a word was truly said is known from how the recording was made.
    """
    for entity in GOLD["entities"]:
        turn = GOLD["turns"][entity["turn"]]
        if turn["end"] < SECONDS and entity["text"] not in shown:
            yield _span(turn, entity)
    private = json.loads((study.folder / "transcripts/private/P07/transcript.json").read_text())
    for turn in private["turns"]:
        for entity in turn["entities"]:
            if turn["text"][entity["start_char"] : entity["end_char"]] not in shown:
                start, end = _span(turn, entity)
                yield max(0.0, start - MARGIN), end + MARGIN


def _span(turn: dict[str, Any], entity: dict[str, Any]) -> tuple[float, float]:
    at, hit = 0, []
    for word in turn["words"]:
        start = turn["text"].index(word["text"].strip(), at)
        at = start + len(word["text"].strip())
        if start < entity["end_char"] and at > entity["start_char"]:
            hit.append(word)
    return hit[0]["start"], hit[-1]["end"]


def test_names_are_tones_and_speech_is_speech(study: CommandLine, released: Path) -> None:
    (decoded,) = (study.folder / "transcripts/private/P07/decode").rglob("audio.flac")
    before, rate = soundfile.read(decoded, dtype="int16")
    after, _ = soundfile.read(released, dtype="int16")
    assert abs(len(before) - len(after)) <= rate // 1000
    before = before[: len(after)]
    public = json.loads((released.parent / "transcript.json").read_text())
    found = list(spans(study, " ".join(turn["text"] for turn in public["turns"])))
    assert len(found) >= 20
    for start, end in found:
        first, last = int(start * rate), int(end * rate)
        piece, speech = after[first:last].astype(float), before[first:last].astype(float)
        power = np.abs(np.fft.rfft(piece * np.hanning(len(piece)))) ** 2
        pitch = np.fft.rfftfreq(len(piece), 1 / rate)
        tone = power[(pitch > 940) & (pitch < 1060)].sum()
        assert tone / power.sum() > 0.999, (start, end)
        assert abs(np.corrcoef(speech, piece)[0, 1]) < 0.1
        assert speech.std() > 100  # Something was said there.
    kept = before == after
    assert kept.mean() > 0.5
    told = sum(one["end"] - one["start"] for one in _words() if _whole(kept, one, rate))
    assert told > 0.5 * sum(one["end"] - one["start"] for one in _words())


def _words() -> list[dict[str, float]]:
    return [word for turn in GOLD["turns"] if turn["end"] < SECONDS for word in turn["words"]]


def _whole(kept: np.ndarray, word: dict[str, float], rate: int) -> bool:
    return bool(kept[int(word["start"] * rate) : int(word["end"] * rate)].all())


def test_no_tag_chapter_or_cover_is_left(study: CommandLine, released: Path) -> None:
    data = released.read_bytes()
    for word in ("gordon", "reeves", "silver", "pump", "chapter", "image/png"):
        assert word.encode() not in data.lower()
    assert not has_tags(data)
    with av.open(str(released)) as container:
        assert not {*container.metadata} - {"encoder"}
        assert [stream.type for stream in container.streams] == ["audio"]
        assert not container.streams[0].metadata
        assert not container.chapters()
    # The source has them, or nothing was tried.
    with av.open(str(study.folder / "recordings/P07.flac")) as container:
        assert "Gordon Reeves" in container.metadata.values()
        assert "video" in [stream.type for stream in container.streams]


def test_a_recognizer_hears_the_names_no_more(
    study: CommandLine, released: Path, tmp_path: Path
) -> None:
    recordings = write_study(tmp_path, guide=False)
    (recordings / "study.toml").write_text('title = "x"\n[asr]\nmodel = "demo-whisper"\n')
    for name, source in (("before", study.folder / "piece.wav"), ("after", released)):
        (recordings / f"{name}{source.suffix}").write_bytes(source.read_bytes())
        (recordings / f"{name}.toml").write_text(
            '[consent]\ngiven = 2026-05-04\nscopes = ["record", "transcribe"]\n'
        )
    cli = CommandLine(tmp_path)
    assert cli("run", "recordings", **MODELS).code == 0
    heard = {}
    for name in ("before", "after"):
        document = json.loads(
            (tmp_path / f"transcripts/private/{name}/transcript.json").read_text()
        )
        heard[name] = " ".join(turn["text"] for turn in document["turns"])
    assert len(heard_names(heard["before"])) >= 3
    assert not heard_names(heard["after"])
    assert len(heard["after"].split()) > 0.5 * len(heard["before"].split())


def test_without_its_scope_sound_stays_and_what_was_public_is_taken_back(
    study: CommandLine, released: Path
) -> None:
    sidecar = study.folder / "recordings/P07.toml"
    sidecar.write_text(SIDECAR.replace(', "release_audio"', ""))
    done = study("release", "P07", "--audio", "--json", **MODELS)
    assert not released.exists()
    assert not list((study.folder / "transcripts/public").rglob("*.flac"))
    assert all(not name.endswith(".flac") for one in done.json["released"] for name in one["files"])
