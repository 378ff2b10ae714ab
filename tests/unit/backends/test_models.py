"""Model folders: found, named, ranked and judged without loading anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from model_folders import weights, write_whisper

from transcribe.backends import recognizers
from transcribe.backends.hub import PUBLISHED, import_model
from transcribe.backends.models import find_models, fingerprint, inspect, plain_name
from transcribe.backends.recognizers import BEST_FIRST, available, choose
from transcribe.backends.whisper_folder import languages_of
from transcribe.errors import MissingPartError, UsageError


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


def lacks_of(folder: Path) -> str:
    return "; ".join(inspect(folder).lacks)


def test_folders_that_are_no_model_are_named_for_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    assert lacks_of(tmp_path / "small") == "the folder is empty"
    (tmp_path / "whisper-base").mkdir()
    (tmp_path / "whisper-base" / "config.json").write_text('{"model_type": "whisper"}')
    (tmp_path / "whisper-base" / "model.safetensors").write_bytes(b"x")
    assert "PyTorch's form" in lacks_of(tmp_path / "whisper-base")
    (tmp_path / "our-finetuned").mkdir()
    (tmp_path / "our-finetuned" / "ggml-small.bin").write_bytes(b"x")
    assert "whisper.cpp's form" in lacks_of(tmp_path / "our-finetuned")
    with pytest.raises(MissingPartError, match="the folder is empty"):
        choose(str(tmp_path / "small"), tmp_path, language=None)
    with pytest.raises(MissingPartError, match="PyTorch's form") as caught:
        import_model(tmp_path / "whisper-base", tmp_path / "models")
    assert "ct2-transformers-converter --model" in (caught.value.hint or "")


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    folder = write_whisper(tmp_path / "small")
    (folder / "config.json").write_text('{"lang_ids": [')
    assert lacks_of(folder) == "config.json is damaged"


def test_the_hubs_cache_may_be_given_as_it_lies(tmp_path: Path) -> None:
    """Its snapshots are links to blobs; copied without the blobs, they lead nowhere."""
    source = write_whisper(tmp_path / "source")
    repository = tmp_path / "models--Systran--faster-whisper-small"
    snapshot = repository / "snapshots" / "abc123"
    snapshot.mkdir(parents=True)
    (repository / "blobs").mkdir()
    for number, file in enumerate(sorted(source.iterdir())):
        blob = repository / "blobs" / f"{number:064d}"
        file.rename(blob)
        (snapshot / file.name).symlink_to(blob)

    found = import_model(repository, tmp_path / "models")

    assert (found.name, found.whole) == ("small", True)
    assert not (found.path / "model.bin").is_symlink()
    for blob in (repository / "blobs").iterdir():
        blob.unlink()
    assert "model.bin is a link to a file that is gone" in lacks_of(repository)


def test_mel_bins_are_read_from_the_weights(tmp_path: Path) -> None:
    folder = write_whisper(tmp_path / "our-own")
    (folder / "model.bin").write_bytes(weights(mels=128))
    assert lacks_of(folder).startswith("the model wants 128 mel bins and preprocessor_config.json")
    (folder / "preprocessor_config.json").write_text('{"feature_size": 128}')
    assert inspect(folder).whole
    (folder / "preprocessor_config.json").unlink()
    assert lacks_of(folder) == "preprocessor_config.json is missing"
    (folder / "model.bin").write_bytes(weights(mels=80))
    assert inspect(folder).whole


def test_languages_are_read_from_the_folder(tmp_path: Path) -> None:
    folder = write_whisper(tmp_path / "our-own", languages=2)
    (folder / "vocabulary.json").write_text('["<|en|>", "<|fr|>", "a"]')
    assert languages_of(folder) == ("en", "fr")
    assert languages_of(write_whisper(tmp_path / "medium.en", languages=1)) == ("en",)
