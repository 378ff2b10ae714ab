"""What hides a name from an audit hides it from the gate no more than from the audit."""

from __future__ import annotations

import pytest

from transcribe.core.pii import PublicTurn, Release
from transcribe.release.gate import FORMATS
from transcribe.release.scan import survivors
from transcribe.stages.mentions import KnownName
from transcribe.stages.variants import KnownNames

LISTED = KnownNames([KnownName(type="PERSON", text="Tomás Kerrigan")])


@pytest.mark.parametrize(
    "text",
    [
        "[Kerrigan] laughs",
        "ask <b>Ker</b>rigan",
        "ask **Ker**rigan",
        "ask K&#101;rrigan",
        "ask K%65rrigan",
        "ask Kеrrigаn",
        "ask Ｋｅｒｒｉｇａｎ",
        "ask ⓀⒺⓇⓇⒾⒼⒶⓃ",
        "ask Ker\u200brigan",
        "ask Kerri- gan",
        "K\\u0065rrigan",
    ],
)
def test_in_every_form(text: str) -> None:
    turn = PublicTurn(
        id="t0001", role="interviewee", name="Interviewee", start=0.0, end=1.0, text=text,
        topic=None, asks=(),
    )  # fmt: skip
    release = Release(
        public_id="interview-01", language="en", guide_file=None, guide_sha256=None,
        speakers=(("interviewee", "Interviewee"),), turns=(turn,), coverage=(),
    )  # fmt: skip
    files = {name: write(release) for name, write in FORMATS.items()}
    assert {one.file for one in survivors(files, listed=LISTED)} == set(FORMATS)


def test_our_own_labels_are_nobodys_names() -> None:
    listed = KnownNames([KnownName(type="PERSON", text="Left Person")])
    files = {"transcript.md": b"**Interviewee**: we met [Person 2] [Age] [passage left out]"}
    assert not list(survivors(files, listed=listed))
