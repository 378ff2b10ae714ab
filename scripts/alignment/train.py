"""Fit the decoder's weights and write them; print how well they do on interviews left out.

Run: ``python -m scripts.alignment.train [--write]`` from the project's folder. Needs the annotated
interviews of the development data (``../shared`` or ``TRANSCRIBE_SHARED``) and torch.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import fields
from pathlib import Path

import torch

from scripts.alignment.annotated import (
    ROOT,
    Annotated,
    measure,
    real_interviews,
    shipped_interviews,
    with_errors,
    without_marks,
)
from scripts.alignment.chain import Prepared, fit, prepare
from transcribe.backends.sentences import available, open_similarity
from transcribe.stages.align import aligned_turns
from transcribe.stages.alignment.decode import decode
from transcribe.stages.alignment.weights import Weights

SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
OUT = ROOT / "transcribe" / "stages" / "alignment" / "trained.py"
PENALTY = 0.03
WORD_ERRORS = 0.25


def main() -> None:
    """Cross-validate, fit on everything, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {OUT.relative_to(ROOT)}")
    parser.add_argument("--penalty", type=float, default=PENALTY)
    options = parser.parse_args()
    torch.set_num_threads(1)
    models = ROOT / "models"
    engine = next(one for one in available(models) if one.name == "minilm")
    similarity = open_similarity(engine, models)
    interviews = [*real_interviews(SHARED), *shipped_interviews()]
    variants: dict[str, list[Prepared]] = {}
    for interview in interviews:
        forms: list[Annotated] = [
            interview,
            without_marks(interview),
            with_errors(interview, rate=WORD_ERRORS),
        ]
        variants[interview.name] = [prepare(form, similarity) for form in forms]
    print("left out                as is         without marks  25 % word errors   (topic, asks)")
    for name, forms_of_one in variants.items():
        rest = [form for other, forms in variants.items() if other != name for form in forms[:2]]
        weights = fit(rest, penalty=options.penalty)
        figures = [score(form, weights) for form in forms_of_one]
        print(
            f"{name:<22}",
            "   ".join(f"{topic:.3f} {asks:.3f}" for topic, asks in figures),
            flush=True,
        )
    weights = fit(
        [form for forms in variants.values() for form in forms[:2]], penalty=options.penalty
    )
    print(weights)
    if options.write:
        OUT.write_text(source(weights), encoding="utf-8")


def score(interview: Prepared, weights: Weights) -> tuple[float, float]:
    """Topic accuracy and F1 of asks under some weights."""
    course = decode(interview.evidence, interview.jumps.copy(), weights)
    turns = aligned_turns(interview.interview.transcript, interview.evidence, course)
    figures = measure(interview.interview, turns)
    return figures.topic, figures.asks


def source(weights: Weights) -> str:
    """The module that holds the weights."""
    lines = [
        '"""The decoder\'s weights; written by ``python -m scripts.alignment.train --write``."""',
        "",
        "from __future__ import annotations",
        "",
        "from transcribe.stages.alignment.weights import Weights",
        "",
        "TRAINED = Weights(",
        *(f"    {field.name}={getattr(weights, field.name)!r}," for field in fields(weights)),
        ")",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
