"""From sound to a transcript in Python, with the engines that come inside Python packages."""

from __future__ import annotations

from pathlib import Path

import pytest
import sounds

import transcribe
from transcribe.errors import AudioError

SETTINGS = {"asr.model": "pocketsphinx", "diarization.backend": "embedded"}
SECONDS = 12.0


def test_stages_follow_one_another_on_sound(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("pocketsphinx", reason="the embedded engines are not installed")
    path = sounds.speech(tmp_path / "piece.wav", seconds=SECONDS)
    guide = transcribe.load_guide(root / "recordings" / "guide.md")
    with transcribe.Engines(settings=SETTINGS) as engines:
        audio = engines.decode(str(path))
        words = engines.recognize(audio, language="en")
        voices = engines.diarize(audio, speakers=(1, 2))
        transcript = engines.attribute(words, voices, duration=audio.duration, guide=guide)
        assert "open" in repr(engines)
    assert audio.duration == pytest.approx(SECONDS, abs=0.1)
    assert words.draft
    assert len(words.words) > 5
    assert 1 <= len(voices.speakers) <= 2
    assert sum(len(turn.words) for turn in transcript.turns) == len(words.words)
    assert transcript.draft == ("asr", "diarize")
    ends = [turn.end for turn in transcript.turns if turn.end is not None]
    assert max(ends) <= audio.duration + 0.1
    frames = transcribe.to_pandas(transcript, name="piece")
    assert len(frames.words) >= len(words.words)


def test_what_is_no_sound_is_an_error_of_the_tree(tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("no sound at all")
    with pytest.raises(AudioError):
        transcribe.decode(path)
