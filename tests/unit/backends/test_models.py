"""Model folders: found, named, ranked and judged without loading anything."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from transcribe.backends import recognizers
from transcribe.backends.hub import PUBLISHED, import_model
from transcribe.backends.models import find_models, fingerprint, inspect, plain_name
from transcribe.backends.recognizers import BEST_FIRST, available, choose
from transcribe.errors import MissingPartError, UsageError


def weights(*, variables: int = 2) -> bytes:
    """A ``model.bin`` of CTranslate2's form with some small variables."""

    def text(value: str) -> bytes:
        return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"

    body = struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, variables)
    for number in range(variables):
        body += text(f"layer_{number}") + struct.pack("<BIBI", 1, 4, 0, 16) + bytes(16)
    return body + struct.pack("<I", 1) + text("alias") + text("layer_0")


def write_whisper(folder: Path, *, languages: int = 99, seed: int = 2) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(weights(variables=seed))
    (folder / "config.json").write_text(json.dumps({"lang_ids": list(range(languages))}))
    for part in ("tokenizer.json", "vocabulary.json", "preprocessor_config.json"):
        (folder / part).write_text("{}")
    return folder


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    for number, name in enumerate(
        ("tiny", "demo-whisper", "faster-whisper-small", "our-own", "large-v3")
    ):
        write_whisper(tmp_path / "models" / name, seed=number + 1)
    return tmp_path / "models"


def names(models: Path) -> list[str]:
    return [engine.model.split("@")[0] for engine in available(models)]


def test_best_first_with_the_stand_in_and_the_demonstration_last(models: Path) -> None:
    assert names(models) == ["large-v3", "small", "our-own", "tiny", "en-us", "demo-whisper"]


def test_auto_takes_the_best_and_never_the_demonstration(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert choose("auto", models, language=None).model.startswith("large-v3@")
    only_demo = tmp_path / "only-demo"
    write_whisper(only_demo / "demo-whisper")
    assert choose("auto", only_demo, language="en").name == "pocketsphinx"
    monkeypatch.setattr(recognizers, "find_spec", lambda name: name != "pocketsphinx")
    with pytest.raises(MissingPartError, match="no speech recognizer"):
        choose("auto", only_demo, language="en")
    assert choose("demo-whisper", only_demo, language="en").draft


def test_another_language_takes_what_knows_it(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError, match="only English") as caught:
        choose("auto", tmp_path / "models", language="fr")
    assert caught.value.exit_code == 6
    write_whisper(tmp_path / "models" / "medium.en", languages=1)
    write_whisper(tmp_path / "models" / "base", seed=4)

    assert choose("auto", tmp_path / "models", language="fr-CA").model.startswith("base@")
    assert choose("auto", tmp_path / "models", language="en").model.startswith("medium.en@")
    with pytest.raises(MissingPartError, match=r"medium\.en knows only English"):
        choose("medium.en", tmp_path / "models", language="fr")


def test_what_is_named_is_never_replaced(models: Path) -> None:
    assert choose("small", models, language="en").model.startswith("small@")
    assert choose("Systran/faster-whisper-small", models, language="en").name == "faster-whisper"
    assert choose("pocketsphinx", models, language="en").draft
    with pytest.raises(MissingPartError, match="'base' is not on this machine") as caught:
        choose("base", models, language="en")
    assert "transcribe models fetch base" in (caught.value.hint or "")


def test_the_name_of_an_engine_changes_with_its_weights(models: Path) -> None:
    before = fingerprint(models / "tiny")
    content = bytearray((models / "tiny" / "model.bin").read_bytes())
    content[-1] ^= 1
    (models / "tiny" / "model.bin").write_bytes(content)

    assert fingerprint(models / "tiny") != before
    assert len(before) == 12


@pytest.mark.parametrize("left", [0, 3, 20, 40, 60, 75, -1])
def test_weights_broken_off_anywhere_are_seen(tmp_path: Path, left: int) -> None:
    folder = write_whisper(tmp_path / "small")
    assert inspect(folder).whole
    (folder / "model.bin").write_bytes(weights()[:left])

    assert inspect(folder).lacks == ("model.bin is broken off or not in CTranslate2's form",)


def test_large_v3_wants_its_mel_bins(tmp_path: Path) -> None:
    folder = write_whisper(tmp_path / "faster-whisper-large-v3-turbo")
    (folder / "preprocessor_config.json").unlink()

    assert inspect(folder).lacks == ("preprocessor_config.json is missing",)


def test_whole_snapshots_of_the_hub_count_and_half_ones_do_not(tmp_path: Path) -> None:
    for name, part in (("small", None), ("base", "tokenizer.json")):
        repository = tmp_path / "cache" / f"models--Systran--faster-whisper-{name}"
        snapshot = write_whisper(repository / "snapshots" / "abc123")
        (repository / "refs").mkdir()
        (repository / "refs" / "main").write_text("abc123")
        if part:
            (snapshot / part).unlink()

    assert names(tmp_path / "models") == ["small", "en-us"]
    assert {m.name: m.whole for m in find_models(tmp_path)} | {} == {
        **{m.name: m.whole for m in find_models(tmp_path / "models")},
        "cache": False,
    }


def test_names_lose_their_publisher() -> None:
    assert plain_name("faster-distil-whisper-large-v3") == "distil-large-v3"
    assert plain_name("faster-whisper-tiny.en") == "tiny.en"
    assert plain_name("turbo") == "large-v3-turbo"
    assert set(PUBLISHED) - {"pyannote"} <= set(BEST_FIRST)


def test_import_copies_whole_models_only(tmp_path: Path) -> None:
    source = write_whisper(tmp_path / "usb" / "faster-whisper-small")
    models = tmp_path / "models"

    found = import_model(source, models)

    assert (found.name, found.path, found.whole) == ("small", models / "small", True)
    with pytest.raises(UsageError, match="is there already"):
        import_model(source, models)
    (source / "model.bin").unlink()
    with pytest.raises(MissingPartError, match=r"model\.bin is missing"):
        import_model(source, models, name="other")
    with pytest.raises(MissingPartError, match="no folder"):
        import_model(tmp_path / "gone", models)
    assert [path.name for path in models.iterdir()] == ["small"]
