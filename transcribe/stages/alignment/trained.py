"""The decoder's weights; written by ``python -m scripts.alignment.train --write``."""

from __future__ import annotations

from transcribe.stages.alignment.weights import Weights

TRAINED = Weights(
    ask=(
        2.32,
        1.14,
        0.81,
        2.67,
        -1.85,
        0.67,
        0.39,
        1.77,
        4.03,
        -3.51,
        -0.76,
        0.57,
        -0.4,
        -0.37,
        1.49,
        0.75,
        1.56,
        2.13,
        0.0,
    ),
    ask_bias=-2.08,
    on=(1.45, 2.7, 1.88),
    null=(3.05, 1.92, -1.18, -0.39, -2.36),
    null_bias=-0.37,
    stay_null=0.83,
    leave_null=-2.08,
    jump=(-1.13, -2.46, -0.18, -0.06, 1.64, -0.08, -0.0),
)
"""For words of a real recognizer, or ready-made ones."""

DRAFT = Weights(
    ask=(
        2.08,
        0.98,
        0.78,
        3.15,
        -2.28,
        0.68,
        0.64,
        1.88,
        4.36,
        -3.62,
        -0.78,
        0.99,
        -0.41,
        -0.27,
        1.44,
        0.89,
        1.31,
        1.73,
        1.31,
    ),
    ask_bias=-2.0,
    on=(0.45, 2.59, 2.06),
    null=(2.98, 1.95, -1.13, -0.35, -2.36),
    null_bias=-0.37,
    stay_null=0.82,
    leave_null=-2.11,
    jump=(-1.12, -2.76, -0.34, 0.0, 1.74, -0.14, 0.0),
)
"""For the words of a draft recognizer: fitted on misheard words too."""
