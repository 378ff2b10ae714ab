from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from transcribe.errors import TranscribeError, UsageError
from transcribe.run.archive import Secret, make_archive, read_key_file, restore_archive
from transcribe.run.tar import TarStream

SECRET = Secret(passphrase="correct horse battery")
NAME = b"Maria Lopez"


@pytest.fixture
def private(tmp_path: Path) -> Path:
    folder = tmp_path / "out" / "private"
    (folder / "P01" / "decode").mkdir(parents=True)
    (folder / "P01" / "decode" / "audio.flac").write_bytes(bytes(range(256)) * 3000)
    (folder / ("ü" * 60 + ".json")).write_bytes(NAME)
    (folder / "empty").touch()
    (folder / ".lock").touch()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_what_is_archived_comes_back(private: Path, tmp_path: Path) -> None:
    target = tmp_path / "study.zip"
    contents = make_archive({"private": private}, target, secret=SECRET)
    assert (contents.files, contents.size) == (3, 256 * 3000 + len(NAME))
    assert target.stat().st_mode & 0o777 == 0o600
    assert NAME not in target.read_bytes()
    assert zipfile.ZipFile(target).namelist() == ["README.txt", "key.age", "study.tar.age"]
    assert restore_archive(target, tmp_path / "back", secret=SECRET) == contents
    assert files(tmp_path / "back" / "private") == files(private)
    for path in (tmp_path / "back").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back", "out", "study.zip"]


def test_an_age_key_opens_it_as_well(private: Path, tmp_path: Path) -> None:
    import pyrage

    key, text = tmp_path / "key", str(pyrage.x25519.Identity.generate())
    key.write_text(f"# made by age-keygen\n{text}\n")
    secret = read_key_file(key)
    assert secret == Secret(identity=text)
    make_archive({"private": private}, tmp_path / "a.zip", secret=secret)
    restore_archive(tmp_path / "a.zip", tmp_path / "back", secret=secret)
    assert files(tmp_path / "back" / "private") == files(private)
    for other in (SECRET, Secret(identity=str(pyrage.x25519.Identity.generate()))):
        with pytest.raises(UsageError):
            restore_archive(tmp_path / "a.zip", tmp_path / "again", secret=other)


def test_a_key_file_may_hold_a_passphrase(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("  a long sentence of mine\n")
    assert read_key_file(tmp_path / "key") == Secret(passphrase="a long sentence of mine")
    (tmp_path / "key").write_text("\n")
    for path in (tmp_path / "key", tmp_path / "none"):
        with pytest.raises(UsageError, match="key file"):
            read_key_file(path)


def test_a_wrong_passphrase_writes_nothing(private: Path, tmp_path: Path) -> None:
    make_archive({"private": private}, tmp_path / "a.zip", secret=SECRET)
    with pytest.raises(UsageError, match="passphrase is wrong"):
        restore_archive(tmp_path / "a.zip", tmp_path / "b", secret=Secret(passphrase="no no no no"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "out"]


@pytest.mark.parametrize("where", [0.3, 0.6, 0.95, "cut"])
def test_damage_is_noticed_and_leaves_nothing(
    private: Path, tmp_path: Path, where: float | str
) -> None:
    path = tmp_path / "a.zip"
    make_archive({"private": private}, path, secret=SECRET)
    content = bytearray(path.read_bytes())
    if isinstance(where, str):
        content = content[: len(content) // 2]
    else:
        content[int(len(content) * where)] ^= 1
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is damaged"):
        restore_archive(path, tmp_path / "back", secret=SECRET)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "out"]


def test_an_archive_is_no_study(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("hello")
    with pytest.raises(UsageError, match="no archive of this tool"):
        restore_archive(tmp_path / "a.zip", tmp_path / "back", secret=SECRET)
    with pytest.raises(UsageError, match="there is no"):
        restore_archive(tmp_path / "b.zip", tmp_path / "back", secret=SECRET)


def test_nothing_is_overwritten(private: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    make_archive({"private": private}, target, secret=SECRET)
    with pytest.raises(UsageError, match="is there already"):
        make_archive({"private": private}, target, secret=SECRET)
    with pytest.raises(UsageError, match="holds a private folder already"):
        restore_archive(target, private.parent, secret=SECRET)
    with pytest.raises(UsageError, match="lies inside"):
        make_archive({"private": private}, private / "a.zip", secret=SECRET)
    with pytest.raises(UsageError, match="at least"):
        make_archive({"private": private}, tmp_path / "b.zip", secret=Secret(passphrase="short"))


def test_what_changes_meanwhile_stops_it(
    private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transcribe.run.archive._digests", lambda *_: {})
    with pytest.raises(TranscribeError, match="differs"):
        make_archive({"private": private}, tmp_path / "a.zip", secret=SECRET)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_stops_it_is_told_as_it_was_and_leaves_nothing(
    private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stop(_self: object, _size: int) -> bytes:
        raise error

    monkeypatch.setattr(TarStream, "read", stop)
    wanted = KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else UsageError
    target = tmp_path / "s.zip"
    with pytest.raises(wanted) as met:
        make_archive({"private": private}, target, secret=SECRET)
    assert isinstance(error, KeyboardInterrupt) or "No space left" in str(met.value)
    assert not [path for path in tmp_path.iterdir() if "s.zip" in path.name]
