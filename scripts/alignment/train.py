"""Fit the decoder's weights and write them; print how well they do on interviews left out.

Run: ``python -m scripts.alignment.train [--write]`` from the project's folder. Needs the annotated
interviews of the development data (``../shared`` or ``TRANSCRIBE_SHARED``) and torch.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import fields, replace
from pathlib import Path

import torch

from scripts.alignment.annotated import (
    ROOT,
    Annotated,
    judged_topics,
    measure,
    real_interviews,
    reliability,
    shipped_interviews,
    with_errors,
    without_marks,
)
from scripts.alignment.chain import Prepared, fit, prepare, surprise
from transcribe.backends.sentences import available, open_similarity
from transcribe.core.guide import AlignedTurn
from transcribe.stages.align import aligned_turns
from transcribe.stages.alignment.decode import decode
from transcribe.stages.alignment.evidence import ASK_FEATURES
from transcribe.stages.alignment.weights import Weights

SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
OUT = ROOT / "transcribe" / "stages" / "alignment" / "trained.py"
PENALTY = 0.03
WORD_ERRORS = 0.25
LINE = 70
"""Longest tuple of weights that is written on one line."""
KINDS = {
    "TRAINED": ("For words of a real recognizer, or ready-made ones.", 2),
    "DRAFT": ("For the words of a draft recognizer: fitted on misheard words too.", 3),
}
"""Name of the weights to what they are for, and how many forms of an interview they see."""


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
            with_errors(interview, rate=WORD_ERRORS, seed=2),
            with_errors(interview, rate=WORD_ERRORS),
        ]
        variants[interview.name] = [prepare(form, similarity) for form in forms]
    fitted = {name: cross_validate(name, variants, options.penalty) for name in KINDS}
    if options.write:
        OUT.write_text(source(fitted), encoding="utf-8")


def cross_validate(kind: str, variants: dict[str, list[Prepared]], penalty: float) -> Weights:
    """Print how well weights of a kind do on each interview left out; fit them on all."""
    about, used = KINDS[kind]
    variants = {name: [prepared(form, kind) for form in forms] for name, forms in variants.items()}
    print(f"{kind}: {about}")
    print("left out                as is         without marks  25 % word errors   surprise")
    judged: list[tuple[float, bool]] = []
    for name, forms_of_one in variants.items():
        rest = [form for other, forms in variants.items() if other != name for form in forms[:used]]
        weights = fit(rest, penalty=penalty)
        for form in forms_of_one[:2]:
            judged += judged_topics(form.interview, course_of(form, weights))
        # The errors measured on are others than those fitted on.
        figures = [score(form, weights) for form in (*forms_of_one[:2], forms_of_one[3])]
        print(
            f"{name:<22}",
            "   ".join(f"{topic:.3f} {asks:.3f}" for topic, asks in figures),
            f"  {sum(surprise(form, weights) for form in forms_of_one[:2]) / 2:.1f}",
            flush=True,
        )
    bands, error = reliability(judged)
    print("topic right by score, left out, with and without marks:")
    print("".join(f"  to {upper:.1f}: {share:.2f} of {count}" for upper, count, share in bands))
    print(f"expected calibration error {error:.3f}")
    return fit([form for forms in variants.values() for form in forms[:used]], penalty=penalty)


def prepared(form: Prepared, kind: str) -> Prepared:
    """Evidence as a kind of weights sees it.

    The manner of asking helps where the words are misheard; where they are not, it takes two
    points of topic accuracy from interviews left out.
    """
    if kind == "DRAFT":
        return form
    ask = form.evidence.ask.copy()
    ask[:, :, ASK_FEATURES.index("manner")] = 0.0
    return replace(form, evidence=replace(form.evidence, ask=ask))


def score(interview: Prepared, weights: Weights) -> tuple[float, float]:
    """Topic accuracy and F1 of asks under some weights."""
    figures = measure(interview.interview, course_of(interview, weights))
    return figures.topic, figures.asks


def course_of(interview: Prepared, weights: Weights) -> tuple[AlignedTurn, ...]:
    """Topics, asks and scores under some weights."""
    course = decode(interview.evidence, interview.jumps.copy(), weights)
    return aligned_turns(interview.interview.transcript, interview.evidence, course)


def source(fitted: dict[str, Weights]) -> str:
    """The module that holds the weights, formatted as the rest of the project is."""
    lines = [
        '"""The decoder\'s weights; written by ``python -m scripts.alignment.train --write``."""',
        "",
        "from __future__ import annotations",
        "",
        "from transcribe.stages.alignment.weights import Weights",
    ]
    for kind, weights in fitted.items():
        lines += ["", f"{kind} = Weights("]
        for field in fields(weights):
            value = getattr(weights, field.name)
            if isinstance(value, tuple) and len(repr(value)) > LINE:
                values = [f"        {one!r}," for one in value]
                lines += [f"    {field.name}=(", *values, "    ),"]
            else:
                lines.append(f"    {field.name}={value!r},")
        lines += [")", f'"""{KINDS[kind][0]}"""']
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
