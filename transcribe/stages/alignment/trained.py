"""The decoder's weights; written by ``python -m scripts.alignment.train --write``."""

from __future__ import annotations

from transcribe.stages.alignment.weights import Weights

TRAINED = Weights(
    ask=(
        2.69,
        1.62,
        -0.01,
        4.27,
        -1.5,
        1.03,
        0.84,
        -3.69,
        2.33,
        4.63,
        -0.99,
        0.61,
        1.72,
        0.49,
        1.77,
        0.44,
        -0.48,
        -0.72,
        0.18,
        1.74,
    ),
    ask_bias=-2.58,
    null=(3.19, 1.79, -1.19, -0.31, -2.28),
    null_bias=-0.62,
    stay_null=0.74,
    leave_null=-2.14,
    jump=(-0.9, -2.39, -0.44, -0.18, 1.43, -0.0, -0.0),
)
