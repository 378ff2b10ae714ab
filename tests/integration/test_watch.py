"""``watch`` takes up what arrives whole, and ``gc`` what older runs left behind."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import sounds
from integration_study import CONSENT, CommandLine, lines_until, stop, write_study


def watching(command: CommandLine, recordings: Path) -> subprocess.Popen[str]:
    return command.start(
        *("watch", recordings, "--every", 0.3, "--settle", 1.5, "--out", command.folder / "out")
    )


def test_what_arrives_is_taken_up_once_it_is_whole(tmp_path: Path) -> None:
    command, recordings = CommandLine(tmp_path), write_study(tmp_path)
    whole = sounds.speech(tmp_path / "source.wav", seconds=6.0).read_bytes()
    process = watching(command, recordings)
    lines_until(process, "no recordings in")
    arriving = recordings / "P01.wav"
    with arriving.open("wb") as stream:
        arriving.with_suffix(".toml").write_text(CONSENT)
        for part in range(6):
            stream.write(whole[part * len(whole) // 6 : (part + 1) * len(whole) // 6])
            stream.flush()
            time.sleep(0.8)
            assert not (tmp_path / "out" / "private" / "P01").exists(), "it is not whole yet"
    said = lines_until(process, "P01")
    assert "✓ P01 (0:06)" in said[-1]
    (recordings / "P02.wav").write_bytes(b"no sound at all")
    (recordings / "P02.toml").write_text(CONSENT)
    assert "✗ P02" in lines_until(process, "P02")[-1]
    (recordings / "P03.wav").write_bytes(whole)
    assert "consent" in lines_until(process, "P03")[-1]
    stop(process)

    again = watching(command, recordings)
    (recordings / "P03.toml").write_text(CONSENT)
    said = lines_until(again, "✓ P03")
    assert not any("✓ P01" in line for line in said), "what is done is not done again"
    stop(again)
    assert not command.socket_log.exists(), "a watch talks to nobody"

    guide = recordings / "guide.md"
    guide.write_text(guide.read_text() + "\n- What else should we have asked?\n")
    assert command("run", recordings, "--out", tmp_path / "out").code == 3
    shown = command("gc", "--out", tmp_path / "out", "--json")
    stages = {(each["recording"], each["stage"]) for each in shown.json["artefacts"]}
    assert {("P01", "align"), ("P03", "align")} <= stages
    assert not any(stage in ("decode", "asr") for _, stage in stages)
    assert command("gc", "--out", tmp_path / "out", "--delete").code == 0
    assert command("gc", "--out", tmp_path / "out", "--json").json["artefacts"] == []
    rerun = command("run", recordings, "--out", tmp_path / "out", "--json")
    redone = {
        each["id"]: each["ran"] for each in rerun.json["recordings"] if each["state"] == "done"
    }
    assert redone == {"P01": [], "P03": []}, "nothing was lost"
