"""What the decoder weighs evidence and transitions by."""

from __future__ import annotations

from dataclasses import dataclass

BACK_FROM_NULL = -1.0
"""Set, not fitted: coming back from off-guide talk to the item before it, unasked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of the evidence (in the order of its feature names) and of the transitions."""

    ask: tuple[float, ...]
    ask_bias: float
    on: tuple[float, ...]
    null: tuple[float, ...]
    null_bias: float
    stay_null: float
    leave_null: float
    jump: tuple[float, ...]
