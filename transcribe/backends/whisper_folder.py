"""Whether a folder is a Whisper model that faster-whisper can open, and what it lacks if not."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from shlex import quote
from typing import Any

from transcribe.backends.weights import mel_bins, weights_are_whole

COMMON_BINS = 80
"""Of every Whisper before large-v3, which has 128."""

TORCH_FORM = "it is in PyTorch's form, not CTranslate2's"


def looks_like_whisper(path: Path) -> bool:
    """Whether a folder holds Whisper weights of any program."""
    return (path / "model.bin").exists() or bool(_other_form(path))


def conversion(path: Path) -> str:
    """The command that makes a usable folder of one in PyTorch's form; empty for any other."""
    if _other_form(path) != TORCH_FORM or (path / "model.bin").exists():
        return ""
    new = f"{str(path).rstrip('/')}-ct2"
    return (
        f"convert it: ct2-transformers-converter --model {quote(str(path))} "
        f"--output_dir {quote(new)} --quantization float16 "
        "--copy_files tokenizer.json preprocessor_config.json"
    )


def whisper_lacks(path: Path) -> tuple[str, ...]:
    """What keeps faster-whisper from opening a folder, one phrase each."""
    if not any(path.iterdir()):
        return ("the folder is empty",)
    other = _other_form(path)
    if other and not (path / "model.bin").exists():
        return (other,)
    names = ("model.bin", "config.json", "tokenizer.json")
    lacks = [lack for name in names if (lack := _part_lacks(path / name))]
    if not any(path.glob("vocabulary.*")):
        lacks.append("vocabulary.json is missing")
    weights = path / "model.bin"
    if weights.is_file() and not weights_are_whole(weights):
        lacks.append("model.bin is broken off or not in CTranslate2's form")
    elif weights.is_file():
        lacks += _mel_lacks(path, mel_bins(weights))
    return tuple(lacks)


def times_words(path: Path) -> bool:
    """Whether a folder says which of the model's heads tell when words are spoken."""
    return bool((_json(path / "config.json") or {}).get("alignment_heads"))


def _mel_lacks(path: Path, bins: int | None) -> list[str]:
    if bins is None:
        # Older forms do not say; from large-v3 on it is not the common number.
        named = "large-v3" in path.as_posix() or "turbo" in path.as_posix()
        lack = _part_lacks(path / "preprocessor_config.json") if named else ""
        return [lack] if lack else []
    lack = _part_lacks(path / "preprocessor_config.json")
    if lack:
        return [lack] if bins != COMMON_BINS else []
    given = (_json(path / "preprocessor_config.json") or {}).get("feature_size", COMMON_BINS)
    if given == bins:
        return []
    return [
        f"the model wants {bins} mel bins and preprocessor_config.json gives {given}: "
        "the two files are of different models"
    ]


def _part_lacks(file: Path) -> str:
    if file.is_symlink() and not file.exists():
        return f"{file.name} is a link to a file that is gone"
    if not file.is_file():
        return f"{file.name} is missing"
    if file.suffix == ".json" and _json(file) is None:
        return f"{file.name} is damaged"
    return ""


def _other_form(path: Path) -> str:
    """What to say about Whisper weights of another program; empty where there are none."""
    if any(path.glob("ggml-*.bin")) or any(path.glob("*.gguf")):
        return "it holds whisper.cpp's form of a model, which cannot be converted: get another"
    if any(path.glob("*.pt")) and not (path / "config.json").is_file():
        return "it holds OpenAI's form of a model, which cannot be converted here: get another"
    torch = [*path.glob("pytorch_model*.bin"), *path.glob("model*.safetensors")]
    if torch and (_json(path / "config.json") or {}).get("model_type") == "whisper":
        return TORCH_FORM
    return ""


def _json(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def english_only(path: Path) -> bool:
    """Whether a Whisper folder knows one language only, by its own list of language tokens."""
    config = _json(path / "config.json") or {}
    return path.name.endswith(".en") or len(config.get("lang_ids") or ()) == 1


@lru_cache(maxsize=16)
def languages_of(path: Path) -> tuple[str, ...]:
    """ISO 639-1 codes that a Whisper folder knows; empty where it does not say."""
    if english_only(path):
        return ("en",)
    try:
        tokens = _vocabulary(path)
        numbers = (_json(path / "config.json") or {}).get("lang_ids") or ()
        return tuple(tokens[number].strip("<|>") for number in numbers)
    except (OSError, ValueError, IndexError, StopIteration):
        return ()


def _vocabulary(path: Path) -> list[str]:
    file = next(path.glob("vocabulary.*"))
    text = file.read_text(encoding="utf-8")
    return list(json.loads(text)) if file.suffix == ".json" else text.splitlines()
