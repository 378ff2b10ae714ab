"""Artefacts are whole or not there; the private tree is private; one writer at a time."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from permissions import as_nobody

from transcribe.errors import LockedError, TranscribeError, UsageError
from transcribe.run.store import Workspace, json_bytes, read_json, write_atomic, write_json


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = Workspace(tmp_path / "out")
    found.create()
    return found


def test_an_artefact_comes_back(workspace: Workspace) -> None:
    made = workspace.put(
        "P07",
        "asr",
        "abc",
        output={"words": []},
        provenance={"fields": {}},
        files={"note.bin": lambda path: path.write_bytes(b"x") and None},
    )
    found = workspace.artefact("P07", "asr", "abc")
    assert found == made
    assert found is not None
    assert found.output == {"words": []}
    assert (found.path / "note.bin").read_bytes() == b"x"


def test_private_tree_is_for_its_owner_alone(workspace: Workspace) -> None:
    made = workspace.put("P07", "asr", "abc", output={}, provenance={})
    folders = [workspace.private, workspace.folder("P07"), made.path]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    files = [path for path in workspace.private.rglob("*") if path.is_file()]
    assert files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_failing_writer_leaves_nothing(workspace: Workspace) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        workspace.put("P07", "decode", "k", output={}, provenance={}, files={"a": fail})
    assert workspace.artefact("P07", "decode", "k") is None
    assert list((workspace.folder("P07") / "decode").iterdir()) == []


def test_a_partial_folder_is_no_artefact(workspace: Workspace) -> None:
    folder = workspace.folder("P07") / "asr" / "abc.partial"
    folder.mkdir(parents=True)
    write_json(folder / "provenance.json", {})
    assert workspace.artefacts("P07", "asr") == ()


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, {"a": 1})
    with pytest.raises(ValueError, match="JSON"):
        write_json(path, {"a": float("nan")})
    assert read_json(path) == {"a": 1}
    assert [name.name for name in tmp_path.iterdir()] == ["a.json"]


def test_damaged_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_atomic(path, b'{"name": "Maria Lop')
    with pytest.raises(TranscribeError, match=r"a\.json is damaged") as caught:
        read_json(path)
    assert "Maria" not in str(caught.value)


def test_a_second_process_is_locked_out(workspace: Workspace) -> None:
    code = (
        "import sys; from pathlib import Path; from transcribe.run.store import Workspace\n"
        "with Workspace(Path(sys.argv[1])).lock(): pass"
    )
    with workspace.lock():
        done = subprocess.run(
            [sys.executable, "-c", code, str(workspace.out)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert "LockedError" in done.stderr
    with workspace.lock():
        pass


def test_the_lock_error_says_what_to_do(workspace: Workspace) -> None:
    with workspace.lock(), pytest.raises(LockedError) as caught, workspace.lock():
        pass
    assert caught.value.exit_code == 5
    assert caught.value.hint


def test_a_read_only_folder_is_a_usage_error() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        assert as_nobody(lambda: Workspace(folder / "writable").create()) == ""
        folder.chmod(0o555)
        message = as_nobody(lambda: Workspace(folder / "out").create())
    assert "UsageError" in message
    assert "cannot write" in message


def test_an_output_folder_that_is_a_file_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("not a folder")
    with pytest.raises(UsageError, match="cannot write"):
        Workspace(tmp_path / "out").create()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)  # fmt: skip


@given(JSON)
@example([{"a": "},\n {", "b": 1}, {"a": "}", "b": None}])
@example(
    {"words": [{"start": 1e-05, "text": "é\u2028"}, {"start": 1e16, "text": ""}], "none": [{}]}
)
def test_json_is_as_the_standard_library_writes_it(data: object) -> None:
    expected = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    assert json_bytes(data).decode("utf-8") == expected


@pytest.mark.parametrize("data", [float("nan"), [1.0, float("inf")], {"a": [{"b": float("nan")}]}])
def test_what_is_no_number_is_never_written(data: object) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_bytes(data)
