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
    ),
    ask_bias=-1.62,
    null=(3.18, 1.77, -1.2, -0.3, -2.3),
    null_bias=-0.61,
    stay_null=0.74,
    leave_null=-2.14,
    jump=(-0.81, -2.44, -0.37, -0.16, 1.59, 0.1, 0.0),
)
