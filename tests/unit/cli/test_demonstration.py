"""A demonstration model is called one wherever a draft is spoken of."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from transcribe.cli.status import known_limits
from transcribe.cli.summary import draft_lines


@pytest.mark.parametrize(("model", "named"), [("demo-whisper@1a", True), ("en-us@5.1", False)])
def test_summary_and_status_name_it(model: str, *, named: bool) -> None:
    engine = {"name": "faster-whisper", "model": model, "advice": "transcribe models fetch small"}
    artefact = SimpleNamespace(provenance={"engine": engine})
    jobs: Any = [SimpleNamespace(artefacts={"asr": artefact})]
    stage = {"stage": "asr", "engine": "faster-whisper", "model": model}

    line, *_ = draft_lines({"asr"}, jobs)

    assert ("demonstration" in line) == named
    assert "transcribe models fetch small" in line
    assert ("demonstration" in known_limits([{"stages": [stage]}]).get("asr", "")) == named
