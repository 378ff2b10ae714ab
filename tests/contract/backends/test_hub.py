"""``models fetch`` against a server on the loopback that speaks as the hub does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import Hub, serving
from model_folders import weights, write_whisper

from transcribe.backends import download, hub
from transcribe.backends.hub import PUBLISHED, Published, changed_files, fetch_model
from transcribe.errors import MissingPartError, UsageError


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    source = write_whisper(tmp_path / "published")
    (source / "model.bin").write_bytes(weights(variables=20_000))
    files = {path.name: path.read_bytes() for path in source.iterdir()}
    files["pytorch.onnx"] = b"not wanted"
    found = Hub(files=files)
    pinned = Published(
        repository="somebody/model",
        revision="0" * 40,
        licence="MIT",
        megabytes=1,
        sha256=hashlib.sha256(files["model.bin"]).hexdigest(),
    )
    monkeypatch.setitem(hub.PUBLISHED, "small", pinned)
    for name in ("HF_TOKEN", "HF_HUB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr(download, "PAUSE", 0.01)
    monkeypatch.setattr(download, "CHUNK", 10_000)
    with serving(found):
        monkeypatch.setenv("HF_ENDPOINT", found.address)
        yield found


def test_what_is_fetched_is_whole_pinned_and_written_down(server: Hub, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    found = fetch_model("small", tmp_path / "models", progress=lambda *facts: seen.append(facts))

    assert found.whole
    assert found.path == tmp_path / "models" / "small"
    assert not (found.path / "pytorch.onnx").exists()
    assert all("/" + "0" * 40 in path for path, *_ in server.asked)
    record = json.loads((found.path / "origin.json").read_text())
    assert (record["revision"], record["licence"]) == ("0" * 40, "MIT")
    assert changed_files(found.path) == ()
    whole = len(server.files["model.bin"])
    assert [done for name, done, of in seen if name == "model.bin"][-1] == whole
    with pytest.raises(UsageError, match="is there already"):
        fetch_model("small", tmp_path / "models")


def test_a_broken_connection_is_gone_on_with_at_once(server: Hub, tmp_path: Path) -> None:
    server.break_after = 100_000

    assert fetch_model("small", tmp_path / "models").whole
    starts = [wanted for path, wanted, _ in server.asked if path.endswith("model.bin")]
    assert starts == [None, "bytes=100000-"]


def test_a_fetch_that_ended_is_gone_on_with_the_next_time(
    server: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TRIES", 1)
    server.break_after = 100_000
    with pytest.raises(MissingPartError, match="broken off") as caught:
        fetch_model("small", tmp_path / "models")
    assert "what came is kept" in (caught.value.hint or "")
    assert not (tmp_path / "models" / "small").exists()

    assert fetch_model("small", tmp_path / "models").whole
    everything = sum(len(content) for name, content in server.files.items() if name[-1] != "x")
    descriptions = 2 * len(server.description())
    # Not a byte came twice.
    assert server.sent == everything + descriptions


def test_a_server_that_always_begins_anew_is_borne(
    server: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.break_after, server.ignores_range = 100_000, True

    assert fetch_model("small", tmp_path / "models").whole


def test_other_weights_than_those_pinned_are_thrown_away(server: Hub, tmp_path: Path) -> None:
    server.files["model.bin"] = server.files["model.bin"][:-1] + b"x"

    with pytest.raises(MissingPartError, match="checksum is not the published one"):
        fetch_model("small", tmp_path / "models")
    assert not [*(tmp_path / "models").rglob("model.bin*")]


def test_a_small_file_that_came_damaged_is_thrown_away(server: Hub, tmp_path: Path) -> None:
    described = server.description()
    server.files["config.json"] = server.files["config.json"][::-1]
    server.description = lambda: described  # type: ignore[method-assign]

    with pytest.raises(MissingPartError, match=r"config\.json came damaged"):
        fetch_model("small", tmp_path / "models")


def test_terms_to_accept_are_said_and_the_token_goes_to_the_hub_alone(
    server: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.gated = True
    with pytest.raises(MissingPartError, match="owner's leave") as caught:
        fetch_model("small", tmp_path / "models")
    assert "HF_TOKEN=" in (caught.value.hint or "")

    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    with serving(Hub(files=server.files)) as storage:
        server.elsewhere = storage.address
        assert fetch_model("small", tmp_path / "models").whole
    assert {token for *_, token in server.asked[1:]} == {"Bearer hf_secret"}
    assert storage.asked
    assert {token for *_, token in storage.asked} == {None}


def test_weights_that_are_gone_and_a_full_disk(
    server: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, server.files = server.files, {}
    with pytest.raises(MissingPartError, match="not whole"):
        fetch_model("small", tmp_path / "models")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    server.files = real
    monkeypatch.setattr(hub, "fetch_file", lambda *_, **__: full())
    with pytest.raises(UsageError, match="No space left"):
        fetch_model("small", tmp_path / "models")


def test_no_connection_and_a_forbidden_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PAUSE", 0.0)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(MissingPartError, match="no connection") as caught:
        fetch_model("small", tmp_path / "models")
    assert "transcribe models import FOLDER --name small" in (caught.value.hint or "")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(MissingPartError, match="HF_HUB_OFFLINE forbids it"):
        fetch_model("small", tmp_path / "models")


def test_every_publication_is_pinned() -> None:
    for one in PUBLISHED.values():
        assert len(one.revision) == 40
        assert one.token or len(one.sha256) == 64
