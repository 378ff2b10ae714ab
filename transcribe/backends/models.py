"""Folders of weights on this machine: what they are, and whether they are whole.

Read without loading a weight and without a network: the parts a model needs are looked for, and the
table of variables in ``model.bin`` is walked through, so that a broken-off download is seen.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcribe.backends.whisper_folder import looks_like_whisper, whisper_lacks

WHISPER, PYANNOTE, SENTENCES, UNKNOWN = "whisper", "pyannote", "sentences", "unknown"
NAMES = "names"

DEMO = "demo"
"""A model whose name starts so shows that the way works; it is not for real recordings."""

OWNERS = ("faster-whisper-", "faster-")
"""Put before the names of models where they are published."""

PYANNOTE_NAMES = ("speaker-diarization", "pyannote")
WHISPER_NAMES = ("tiny", "base", "small", "medium", "large", "distil-", "whisper", "demo-whisper")

EDGE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """One folder of weights.

    Attributes
    ----------
    name
        How a person names it: ``small``, ``large-v3-turbo``.
    kind
        ``whisper``, ``pyannote``, ``sentences``, ``names`` or ``unknown``.
    size
        Bytes on the disk.
    lacks
        What is missing or broken, one phrase each; empty when whole.
    cached
        True when it lies in the Hugging Face cache rather than in the models folder.
    """

    name: str
    path: Path
    kind: str
    size: int
    lacks: tuple[str, ...] = ()
    cached: bool = False

    @property
    def whole(self) -> bool:
        """Whether everything it needs is there."""
        return not self.lacks

    @property
    def demo(self) -> bool:
        """Whether it only shows that the way works."""
        return self.name.startswith(DEMO)


def find_models(models: Path) -> tuple[ModelFolder, ...]:
    """Every model in the models folder, then those in the Hugging Face cache, each by name."""
    found = []
    if models.is_dir():
        places = (*models.iterdir(), *models.glob("sentences/*"))
        found = [inspect(path) for path in sorted(places) if _may_be_model(path)]
    return (*found, *_cached_models())


def inspect(path: Path, *, name: str = "", cached: bool = False) -> ModelFolder:
    """Say what a folder holds; a repository of the hub's cache stands for its snapshot."""
    snapshot = _snapshot(path) if path.name.startswith("models--") else None
    if snapshot is not None:
        name = name or _cached_name(path)
        path = snapshot
    name = name or plain_name(path.name)
    kind = _kind(path, name)
    checks = {
        WHISPER: whisper_lacks,
        PYANNOTE: _pyannote_lacks,
        SENTENCES: _sentences_lack,
        NAMES: _names_lack,
    }
    lacks = checks[kind](path) if kind in checks else (_unknown(path),)
    if any(any(path.rglob(end)) for end in ("*.incomplete", "*.partial", "*.part")):
        lacks = (*lacks, "a download was broken off")
    return ModelFolder(
        name=name,
        path=path,
        kind=kind,
        size=sum(file.stat().st_size for file in path.rglob("*") if file.is_file()),
        lacks=tuple(lacks),
        cached=cached,
    )


def _unknown(path: Path) -> str:
    return "nothing this program knows" if any(path.iterdir()) else "the folder is empty"


def plain_name(name: str) -> str:
    """A model's name without its publisher's prefix: ``faster-whisper-small`` is ``small``."""
    for prefix in OWNERS:
        if name.startswith(prefix):
            return name.removeprefix(prefix).replace("distil-whisper-", "distil-")
    return "large-v3-turbo" if name == "turbo" else name


def fingerprint(path: Path) -> str:
    """Twelve hexadecimal digits that change with the weights of a Whisper folder.

    Taken of the settings, the tokenizer, and the size and both ends of ``model.bin``: reading three
    gigabytes for a name would cost more than the run.
    """
    digest = hashlib.sha256()
    for part in ("config.json", "preprocessor_config.json", "tokenizer.json"):
        file = path / part
        digest.update(file.read_bytes() if file.is_file() else b"-")
    with (path / "model.bin").open("rb") as weights:
        size = weights.seek(0, 2)
        digest.update(str(size).encode())
        for position in (0, max(0, size - EDGE_BYTES)):
            weights.seek(position)
            digest.update(weights.read(EDGE_BYTES))
    return digest.hexdigest()[:12]


def _may_be_model(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".") and path.name != "sentences"


def _kind(path: Path, name: str) -> str:
    """What a folder is, or, when parts are missing, what its names say it should be."""
    names = (name, plain_name(path.name))
    if (path / "config.yaml").is_file() or any(one.startswith(PYANNOTE_NAMES) for one in names):
        return PYANNOTE
    if (path / "meta.json").is_file() or name.startswith("ner-"):
        return NAMES
    if (path / "modules.json").is_file() or path.parent.name == SENTENCES:
        return SENTENCES
    if looks_like_whisper(path) or any(one.startswith(WHISPER_NAMES) for one in names):
        return WHISPER
    return UNKNOWN


def _pyannote_lacks(path: Path) -> tuple[str, ...]:
    from transcribe.backends import pyannote

    if not (path / "config.yaml").is_file():
        return ("config.yaml is missing",)
    return () if pyannote.is_whole(path) else ("some of its weights are missing",)


def _sentences_lack(path: Path) -> tuple[str, ...]:
    from transcribe.backends.sentence_models import lack

    wrong = lack(path)
    return (wrong,) if wrong else ()


def _names_lack(path: Path) -> tuple[str, ...]:
    spacy = any((folder / "config.cfg").is_file() for folder in (path, *path.glob("*")))
    ours = [path / "model.json", path / "weights.safetensors"]
    if spacy:
        return ()
    return tuple(f"{file.name} is missing" for file in ours if not file.is_file())


def hub_cache() -> Path:
    """Where Hugging Face keeps what was downloaded, by its own variables."""
    if "HF_HUB_CACHE" in os.environ:
        return Path(os.environ["HF_HUB_CACHE"])
    caches = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser()
    return Path(os.environ.get("HF_HOME", caches / "huggingface")).expanduser() / "hub"


def _cached_models() -> Iterator[ModelFolder]:
    """Whole Whisper models in CTranslate2's form in the Hugging Face cache."""
    cache = hub_cache()
    if not cache.is_dir():
        return
    for repository in sorted(cache.glob("models--*")):
        snapshot = _snapshot(repository)
        if snapshot is None or not (snapshot / "model.bin").exists():
            continue
        name = _cached_name(repository)
        found = inspect(snapshot, name=name, cached=True)
        if found.kind == WHISPER:
            yield found


def _cached_name(repository: Path) -> str:
    return plain_name(repository.name.split("--")[-1].removesuffix("-ct2"))


def _snapshot(repository: Path) -> Path | None:
    main = repository / "refs" / "main"
    if main.is_file():
        named = repository / "snapshots" / main.read_text().strip()
        if named.is_dir():
            return named
    snapshots: list[Any] = sorted(repository.glob("snapshots/*"))
    return snapshots[-1] if snapshots else None
