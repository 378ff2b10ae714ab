"""A listed name is replaced where it hides, not only refused by the gate."""

from __future__ import annotations

import pytest

from transcribe.stages.hidden import hidden_matches
from transcribe.stages.mentions import KnownName
from transcribe.stages.variants import KnownNames

LISTED = KnownNames([KnownName(type="PERSON", text="Tomás Kerrigan")])


@pytest.mark.parametrize(
    "hiding",
    [
        "Ker<b>rig</b>an",
        "&#75;errig&#97;n",
        "&amp;#75;errigan",
        "Tom%C3%A1s%20Kerrigan",
        "Tom%25C3%25A1s%2520Kerrigan",
        "S2VycmlnYW4gVG9tw6Fz",
        "4b6572726967616e",
        "**Ker**rigan",
    ],
)
def test_the_whole_hiding_place_is_found(hiding: str) -> None:
    text = f"so ask {hiding} there"
    found = {text[one.start : one.end] for one in hidden_matches(text, LISTED)}
    assert hiding.strip("*") in {one.strip("*") for one in found}


def test_a_plain_text_has_nothing_to_uncover() -> None:
    assert not list(hidden_matches("so ask Kerrigan there", LISTED))
