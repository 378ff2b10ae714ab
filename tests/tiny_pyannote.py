"""A whole pyannote pipeline with small random weights, in the layout of community-1.

The architectures, files and configuration are those of the published pipeline; only the weights
mean nothing. What is proven with it is loading and running, never who spoke.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

CONFIG = """\
dependencies:
  pyannote.audio: 4.0.0
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    segmentation: $model/segmentation
    segmentation_batch_size: 8
    embedding: $model/embedding
    embedding_batch_size: 8
    embedding_exclude_overlap: true
    plda: $model/plda
params:
  clustering:
    threshold: 0.6
    Fa: 0.07
    Fb: 0.8
  segmentation:
    min_duration_off: 0.0
"""


def models_with_pipeline(folder: Path) -> Path:
    """A folder of models that holds a pipeline, with its telemetry off."""
    os.environ["PYANNOTE_METRICS_ENABLED"] = "0"
    write_pipeline(folder / "speaker-diarization-community-1")
    return folder


def write_pipeline(folder: Path) -> Path:
    """Write the pipeline and give its folder back."""
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.embedding import WeSpeakerResNet34
    from pyannote.audio.models.segmentation import PyanNet

    torch.manual_seed(0)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(CONFIG)
    segmentation = PyanNet(
        lstm={"hidden_size": 16, "num_layers": 1}, linear={"hidden_size": 16, "num_layers": 1}
    )
    segmentation.specifications = Specifications(
        problem=Problem.MONO_LABEL_CLASSIFICATION,
        resolution=Resolution.FRAME,
        duration=5.0,
        classes=["speaker#1", "speaker#2", "speaker#3"],
        powerset_max_classes=2,
        permutation_invariant=True,
    )
    segmentation.build()
    with torch.no_grad():
        # Louder differences between classes, or one class wins everywhere.
        segmentation.classifier.weight.mul_(40.0)
    _save(segmentation, folder / "segmentation")
    embedding = WeSpeakerResNet34()
    embedding.specifications = Specifications(
        problem=Problem.REPRESENTATION, resolution=Resolution.CHUNK, duration=5.0
    )
    embedding.build()
    _save(embedding, folder / "embedding")
    _save_plda(folder / "plda")
    return folder


def _save(model: Any, folder: Path) -> None:
    import pyannote.audio
    import torch

    folder.mkdir()
    kind = type(model)
    checkpoint = {
        "state_dict": model.state_dict(),
        "hyper_parameters": dict(model.hparams),
        "pytorch-lightning_version": "2.5.0",
        "pyannote.audio": {
            "versions": {"torch": "2.8.0", "pyannote.audio": pyannote.audio.__version__},
            "architecture": {"module": kind.__module__, "class": kind.__name__},
            "specifications": model.specifications,
        },
    }
    torch.save(checkpoint, folder / "pytorch_model.bin")


def _save_plda(folder: Path, *, width: int = 256, kept: int = 128) -> None:
    rng = np.random.default_rng(0)
    folder.mkdir()
    np.savez(
        folder / "xvec_transform.npz",
        mean1=np.zeros(width),
        mean2=np.zeros(kept),
        lda=rng.standard_normal((width, kept)) / np.sqrt(width),
    )
    np.savez(
        folder / "plda.npz",
        mu=np.zeros(kept),
        tr=np.eye(kept),
        psi=np.linspace(2.0, 0.1, kept),
    )
