"""The decoder's weights; written by ``python -m scripts.alignment.train --write``."""

from __future__ import annotations

from transcribe.stages.alignment.weights import Weights

TRAINED = Weights(
    ask=(
        2.85,
        1.52,
        0.56,
        3.74,
        -1.15,
        0.77,
        0.22,
        2.58,
        4.25,
        -4.04,
        -0.88,
        0.71,
        -0.68,
        -0.86,
        -0.36,
        1.77,
        0.6,
        1.68,
        0.0,
    ),
    ask_bias=-1.62,
    null=(3.18, 1.77, -1.2, -0.3, -2.3),
    null_bias=-0.61,
    stay_null=0.74,
    leave_null=-2.14,
    jump=(-0.81, -2.44, -0.37, -0.16, 1.59, 0.1, 0.0),
)
"""For words of a real recognizer, or ready-made ones."""

DRAFT = Weights(
    ask=(
        2.67,
        1.34,
        0.56,
        4.24,
        -1.55,
        0.88,
        0.35,
        2.73,
        4.5,
        -4.04,
        -0.85,
        1.05,
        -0.52,
        -1.01,
        -0.32,
        1.61,
        0.84,
        1.38,
        1.38,
    ),
    ask_bias=-1.65,
    null=(3.05, 1.85, -1.14, -0.33, -2.29),
    null_bias=-0.56,
    stay_null=0.74,
    leave_null=-2.15,
    jump=(-0.81, -2.66, -0.58, -0.03, 1.71, 0.03, -0.0),
)
"""For the words of a draft recognizer: fitted on misheard words too."""
