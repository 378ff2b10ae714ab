"""The trained numbers of the decoder, written by ``scripts/train_alignment.py``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of the evidence (in the order of its feature names) and of the transitions."""

    ask: tuple[float, ...]
    ask_bias: float
    null: tuple[float, ...]
    null_bias: float
    stay_null: float
    leave_null: float
    back_from_null: float
    jump: tuple[float, ...]


TRAINED = Weights(
    ask=(3.45, 4.50, 2.28, 6.07, -1.27, 0.56, -1.41, -3.54, 3.84),
    ask_bias=-3.60,
    null=(5.16, 1.08, -1.96, 0.13),
    null_bias=-1.87,
    stay_null=0.32,
    leave_null=-2.55,
    back_from_null=-1.0,
    jump=(-0.24, -2.42, -2.05, -0.65, 1.29, 0.46, 0.0),
)
