"""pyannote.audio's pipeline from a folder on this machine, never from the hub.

The folder has the layout of speaker-diarization-community-1: ``config.yaml`` beside
``segmentation/``, ``embedding/`` and ``plda/``.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from transcribe.core.diarization import Diarization, SpeakerRegion
from transcribe.core.recording import Audio
from transcribe.errors import MissingPartError, StageError
from transcribe.stages.diarize import Diarizer
from transcribe.stages.engines import Engine, ProgressHook

HUB_NAMES = ("speaker-diarization-community-1", "speaker-diarization-3.1")
FAILURES = (
    ArithmeticError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    pickle.UnpicklingError,
)
"""What loading and running weights of strangers has been seen to raise; CUDA's lack of memory is a
RuntimeError."""

_STEPS = {
    "segmentation": (0.0, 0.45),
    "speaker_counting": (0.45, 0.46),
    "embeddings": (0.46, 0.95),
    "discrete_diarization": (0.95, 1.0),
}
"""Share of the whole at which each of the pipeline's steps begins and ends."""


def is_installed() -> bool:
    """Whether pyannote.audio can be imported."""
    try:
        return importlib.util.find_spec("pyannote.audio") is not None
    except ModuleNotFoundError:
        return False


def find_weights(models: Path) -> Path | None:
    """Folder of a whole pipeline: in ``models``, else in the hub's cache; None when there is none.

    Parameters
    ----------
    models
        Folder of weights; pipelines may lie up to two levels down.
    """
    for config in sorted([*models.glob("*/config.yaml"), *models.glob("*/*/config.yaml")]):
        if is_whole(config.parent):
            return config.parent
    for snapshot in _cached_snapshots():
        if is_whole(snapshot):
            return snapshot
    return None


def is_whole(folder: Path) -> bool:
    """Whether a folder holds a diarization pipeline and every part its ``config.yaml`` names."""
    config = folder / "config.yaml"
    try:
        text = config.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    if "SpeakerDiarization" not in text:
        return False
    named = re.findall(r"\$model/?([\w./-]*)", text)
    parts = [folder / name for name in named]
    return bool(parts) and all(_has_weights(part) for part in parts)


def revision(folder: Path) -> str:
    """Name and revision of the weights: a snapshot's commit, else sizes of the files."""
    if folder.parent.name == "snapshots":
        return f"{folder.parent.parent.name.split('--')[-1]}@{folder.name[:12]}"
    sizes = [
        f"{path.relative_to(folder).as_posix()}:{path.stat().st_size}"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".bin", ".npz", ".safetensors", ".yaml", ".ckpt")
    ]
    from transcribe.core.codec import digest

    return f"{folder.name}@{digest(sizes)[:12]}"


class PyannoteDiarizer:
    """pyannote's pipeline; meets `transcribe.stages.diarize.Diarizer`.

    The pipeline is loaded at the first recording. When it cannot be loaded or fails, on the GPU
    it is tried again on the CPU, and then the stand-in takes the recording and a notice says so.

    Parameters
    ----------
    weights
        Folder of the pipeline.
    device
        ``auto`` (a GPU when there is one), ``cpu`` or ``cuda``.
    stand_in
        Engine of the embedded diarizer, or None when its parts are missing.
    """

    def __init__(
        self, engine: Engine, weights: Path, *, device: str, stand_in: Engine | None
    ) -> None:
        self.engine = engine
        self._weights = weights
        self._device = device
        self._stand_in = stand_in
        self._pipeline: Any = None
        self._used = "cpu"
        self._other: Diarizer | None = None

    def diarize(
        self, audio: Audio, *, speakers: tuple[int, int] | None, progress: ProgressHook
    ) -> Diarization:
        """Find every speaker's regions; see the Protocol."""
        try:
            return self._run(audio, speakers=speakers, progress=progress)
        except FAILURES as error:
            failure = type(error).__name__
        if self._used != "cpu":
            try:
                self._pipeline, self._device = None, "cpu"
                return self._run(audio, speakers=speakers, progress=progress)
            except FAILURES as error:
                failure = type(error).__name__
        self._pipeline = None
        return self._fall_back(audio, speakers=speakers, progress=progress, failure=failure)

    def close(self) -> None:
        """Let go of the pipeline, and of the stand-in."""
        self._pipeline = None
        if self._other is not None:
            self._other.close()
            self._other = None

    def _run(
        self, audio: Audio, *, speakers: tuple[int, int] | None, progress: ProgressHook
    ) -> Diarization:
        import torch

        if self._pipeline is None:
            self._pipeline, self._used = load_pipeline(self._weights, device=self._device)
        counts = {} if speakers is None else {"min_speakers": speakers[0]}
        if speakers is not None:
            counts["max_speakers"] = speakers[1]
        if speakers is not None and speakers[0] == speakers[1]:
            counts = {"num_speakers": speakers[0]}
        waveform = torch.as_tensor(audio.samples, dtype=torch.float32)[None]
        file = {"waveform": waveform, "sample_rate": audio.sample_rate}
        with torch.inference_mode():
            output = self._pipeline(file, hook=_hook(progress), **counts)
        names: dict[str, str] = {}
        regions = tuple(_regions(output.speaker_diarization, names))
        exclusive = tuple(_regions(output.exclusive_speaker_diarization, names))
        progress(1.0)
        return Diarization(
            regions=regions,
            exclusive=exclusive,
            backend=self.engine.name,
            model=self.engine.model,
            device=self._used,
        )

    def _fall_back(
        self,
        audio: Audio,
        *,
        speakers: tuple[int, int] | None,
        progress: ProgressHook,
        failure: str,
    ) -> Diarization:
        from dataclasses import replace

        if self._stand_in is None:
            raise StageError(
                f"pyannote failed ({failure}), and the embedded diarizer is not installed",
                stage="diarize",
                hint="in the project's folder: pip install -e '.[embedded]'",
            )
        if self._other is None:
            from transcribe.backends.embedded import EmbeddedDiarizer

            self._other = EmbeddedDiarizer(self._stand_in)
        found = self._other.diarize(audio, speakers=speakers, progress=progress)
        notice = f"pyannote failed ({failure}); the embedded diarizer took this recording"
        return replace(found, notices=(*found.notices, notice))


def load_pipeline(weights: Path, *, device: str) -> tuple[Any, str]:
    """Load a pipeline from its folder, and the device it was put on.

    Raises
    ------
    MissingPartError
        When the folder is not whole: a mistyped path would otherwise be looked for on the hub.
    """
    if not is_whole(weights):
        raise MissingPartError(
            f"{weights.name} is no whole pyannote pipeline",
            stage="diarize",
            hint="transcribe models fetch pyannote",
        )
    os.environ["PYANNOTE_METRICS_ENABLED"] = "0"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from pyannote.audio import Pipeline

    pipeline = Pipeline.from_pretrained(weights)
    if pipeline is None:
        raise RuntimeError("the pipeline could not be built")
    used = "cuda" if device in ("auto", "cuda") and torch.cuda.is_available() else "cpu"
    pipeline.to(torch.device(used))
    return pipeline, used


def _regions(annotation: Any, names: dict[str, str]) -> Iterator[SpeakerRegion]:
    """Regions of an annotation, speakers renamed in order of first speaking."""
    for segment, _, label in annotation.itertracks(yield_label=True):
        name = names.setdefault(str(label), f"SPEAKER_{len(names):02d}")
        yield SpeakerRegion(
            start=round(float(segment.start), 3), end=round(float(segment.end), 3), speaker=name
        )


def _hook(progress: ProgressHook) -> Any:
    """Make the pipeline's hook out of ours."""

    def report(step: str, _artifact: Any, *, completed: int = 1, total: int = 1, **_: Any) -> None:
        begin, end = _STEPS.get(step, (1.0, 1.0))
        progress(begin + (end - begin) * min(1.0, (completed or 0) / max(total or 1, 1)))

    return report


def _cached_snapshots() -> Iterator[Path]:
    """Snapshots of the pipeline in the hub's cache, newest name last."""
    home = Path(os.environ.get("HF_HOME", Path.home() / ".cache" / "huggingface"))
    cache = Path(os.environ.get("HF_HUB_CACHE", home / "hub"))
    for name in HUB_NAMES:
        yield from sorted((cache / f"models--pyannote--{name}" / "snapshots").glob("*"))


def _has_weights(part: Path) -> bool:
    if part.is_file():
        return True
    suffixes = (".bin", ".npz", ".safetensors", ".ckpt")
    return part.is_dir() and any(path.suffix in suffixes for path in part.iterdir())
