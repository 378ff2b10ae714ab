"""What a scan takes, refuses, and says."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from transcribe.errors import ConsentError, SidecarError, StudyError, TranscribeError, UsageError
from transcribe.run.intake import Intake, scan

CONSENT = '[consent]\ngiven = 2026-05-04\nscopes = ["record", "transcribe"]\n'


def put(folder: Path, name: str, sidecar: str | None = CONSENT, content: bytes = b"x") -> Path:
    path = folder / name
    path.write_bytes(content)
    if sidecar is not None:
        path.with_suffix(".toml").write_text(sidecar)
    return path


def problem(found: Intake, name: str) -> TranscribeError:
    assert name in found.problems, found
    return found.problems[name]


def test_a_folder_with_consent_is_taken(tmp_path: Path) -> None:
    put(tmp_path, "P07.m4a")
    (tmp_path / "study.toml").write_text('title = "A study"\nlanguages = ["en", "fr"]\n')
    found = scan([tmp_path])
    assert [recording.id for recording in found.recordings] == ["P07"]
    assert found.recordings[0].interview.participant == "P07"
    assert found.settings["languages"] == ("en", "fr")
    assert not found.problems


@pytest.mark.parametrize(
    "stem", ["new\nline", "tab\tname", "x\x1b[31mred", "\u202egpj", "bad\udcff"]
)
def test_a_name_that_no_terminal_can_show_is_refused(tmp_path: Path, stem: str) -> None:
    put(tmp_path, f"{stem}.wav")
    put(tmp_path, "P07.wav")
    found = scan([tmp_path])
    assert "cannot be shown" in problem(found, stem).message
    assert [recording.id for recording in found.recordings] == ["P07"]


def test_a_hidden_recording_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    put(tmp_path, "P07.wav")
    put(tmp_path, "..P02.wav")
    put(tmp_path, ".P03.txt")
    for name in ("._P07.wav", ".DS_Store", ".gitignore", "~$P07.docx"):
        put(tmp_path, name, sidecar=None)
    found = scan([tmp_path])
    assert [recording.id for recording in found.recordings] == ["P07"]
    assert len(found.notices) == 2
    assert all("begins with a dot" in notice for notice in found.notices)


def test_no_sidecar_is_no_consent(tmp_path: Path) -> None:
    put(tmp_path, "P07.wav", sidecar=None)
    error = problem(scan([tmp_path]), "P07")
    assert isinstance(error, ConsentError)
    assert "P07.toml" in error.message
    assert "consent set P07" in (error.hint or "")


@pytest.mark.parametrize(
    ("sidecar", "word"),
    [
        ("[interview]\nspeakers = 2\n", "given is missing"),
        ('[consent]\ngiven = 2026-05-04\nscopes = ["record"]\n', "transcribe"),
        ('[consent]\nscopes = ["record", "transcribe"]\n', "given is missing"),
    ],
)
def test_consent_without_what_is_needed(tmp_path: Path, sidecar: str, word: str) -> None:
    put(tmp_path, "P07.wav", sidecar=sidecar)
    error = problem(scan([tmp_path]), "P07")
    assert isinstance(error, ConsentError)
    assert word in error.message


@pytest.mark.parametrize(
    ("sidecar", "word"),
    [
        (CONSENT + "[interview]\nspeekers = 2\n", "did you mean 'speakers'"),
        (CONSENT + "[identifers]\npeople = []\n", "did you mean 'identifiers'"),
        (CONSENT + "[identifiers]\npersons = []\n", "did you mean 'people'"),
        (CONSENT + "[identifiers]\nlocations = []\n", "did you mean 'places'"),
        (CONSENT + '[interview]\nspeakers = "two"\n', "interview.speakers"),
        (CONSENT.replace("transcribe", "transcrib"), "consent.scopes"),
        ("[consent\n", "not valid TOML"),
        (CONSENT + '[interview]\npublic_id = "../../etc"\n', "public_id"),
    ],
)
def test_a_wrong_sidecar_names_the_key(tmp_path: Path, sidecar: str, word: str) -> None:
    put(tmp_path, "P07.wav", sidecar=sidecar)
    put(tmp_path, "P08.wav")
    found = scan([tmp_path])
    error = problem(found, "P07")
    assert isinstance(error, SidecarError)
    assert word in error.message
    assert [recording.id for recording in found.recordings] == ["P08"]


def test_a_sidecar_error_never_quotes_an_identifier(tmp_path: Path) -> None:
    put(tmp_path, "P07.wav", sidecar=CONSENT + '[identifiers]\npeople = "Maria Lopez"\n')
    assert "Maria" not in str(problem(scan([tmp_path]), "P07"))


def test_two_recordings_with_one_stem_are_both_refused(tmp_path: Path) -> None:
    put(tmp_path, "P07.wav")
    put(tmp_path, "P07.mp3")
    assert "P07.mp3, P07.wav" in problem(scan([tmp_path]), "P07").message


@pytest.mark.parametrize(
    ("first", "second"),
    [("P07.wav", "p07.wav"), ("Zoë.wav", unicodedata.normalize("NFD", "Zoë.wav"))],
)
def test_names_that_are_one_on_other_file_systems_are_refused(
    tmp_path: Path, first: str, second: str
) -> None:
    put(tmp_path, first)
    put(tmp_path, second)
    found = scan([tmp_path])
    assert not found.recordings
    assert len(found.problems) == 1


def test_audio_with_a_transcript_beside_it_is_one_recording(tmp_path: Path) -> None:
    put(tmp_path, "P07.wav")
    put(tmp_path, "P07.vtt", sidecar=None)
    (recording,) = scan([tmp_path]).recordings
    assert recording.path.endswith("P07.wav")
    assert (recording.words_path or "").endswith("P07.vtt")


def test_only_a_file_with_a_sidecar_is_a_transcript_and_never_the_guide(tmp_path: Path) -> None:
    put(tmp_path, "P07.txt")
    put(tmp_path, "notes.txt", sidecar=None)
    put(tmp_path, "guide.md", sidecar=None)
    put(tmp_path, "README.md", sidecar=None)
    assert [recording.id for recording in scan([tmp_path]).recordings] == ["P07"]


def test_a_sidecar_alone_is_mentioned(tmp_path: Path) -> None:
    put(tmp_path, "P07.wav")
    (tmp_path / "P08.toml").write_text(CONSENT)
    assert scan([tmp_path]).alone == ("P08",)


def test_single_files_and_bounds_of_speakers(tmp_path: Path) -> None:
    path = put(tmp_path, "P07.wav", sidecar=CONSENT + "[interview]\nspeakers = [4, 2]\n")
    put(tmp_path, "P08.wav")
    (recording,) = scan([path]).recordings
    assert recording.interview.speakers == (2, 4)


@pytest.mark.parametrize(
    ("study", "word"),
    [
        ('guide = "g.md"\n', "lacks 'title'"),
        ('title = "A"\n[asr]\nmodle = "small"\n', "did you mean 'model'"),
        ('title = "A"\nfillers = "perhaps"\n', "fillers"),
        ('title = "A"\n[anonymization]\nPERSN = "label"\n', "did you mean 'PERSON'"),
        ('titel = "A"\n', "did you mean 'title'"),
        ('title = "A"\n[anonymization]\nPERSON = "year"\n', "'label', 'keep' or 'remove'"),
        ('title = "A"\n[anonymization]\nDATE = "band"\n', "'label', 'keep', 'year' or 'remove'"),
    ],
)
def test_a_bad_study_file_is_a_usage_error(tmp_path: Path, study: str, word: str) -> None:
    put(tmp_path, "P07.wav")
    (tmp_path / "study.toml").write_text(study)
    with pytest.raises(StudyError, match=word) as caught:
        scan([tmp_path])
    assert caught.value.exit_code == 2


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no recordings"):
        scan([tmp_path])
    with pytest.raises(UsageError, match="there is no"):
        scan([tmp_path / "nowhere"])
