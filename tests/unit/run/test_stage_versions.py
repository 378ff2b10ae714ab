"""A stage whose code changed must say so: by its version, or by a person's look at this test.

The golden file keeps a digest of each stage's code, without comments and docstrings. When it
differs, raise the stage's version in ``transcribe/run/steps.py`` (or in the stage's own module) if
results can change, so that old artefacts become stale; then ``pytest --update-golden``.
"""

from __future__ import annotations

import ast
import hashlib
import json
from pathlib import Path

from transcribe.run.steps import STEPS

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "stage_versions.json"

CODE = {
    "decode": ["backends/audio.py", "backends/pyav.py", "backends/pcm.py", "backends/cutoff.py",
               "backends/ffmpeg.py", "backends/levels.py"],
    "asr": ["backends/sphinx*.py", "backends/whisper*.py", "backends/rescue*.py",
            "backends/vad.py", "backends/device.py", "stages/wording.py",
            "stages/inaudible.py"],
    "diarize": ["backends/embedded*.py", "backends/pyannote*.py", "backends/vad.py",
                "backends/channel*.py"],
    "read": ["readers/*.py"],
    "attribute": ["stages/ready.py", "stages/timing.py", "stages/attribute.py",
                  "stages/roles.py", "stages/naming.py", "stages/tokens.py",
                  "backends/sentences.py"],
    "link": ["stages/link.py", "backends/voices.py", "backends/embedded_voice.py"],
    "revise": ["stages/revise.py", "stages/editing.py", "stages/naming.py"],
    "align": ["stages/align.py", "stages/alignment/*.py", "backends/sentences.py"],
    "hold": ["stages/roundabout.py", "stages/roundabout.npz"],
    "detect": ["backends/pii/*.py", "stages/detect.py", "stages/variants.py", "stages/lexicon.py",
               "stages/mentions.py", "stages/tokens.py", "stages/writing.py", "stages/forms.py",
               "stages/likely.py", "stages/nicknames.py", "stages/lookalikes.py",
               "stages/spelling.py", "stages/full_names.py", "stages/hidden.py",
               "stages/spoken_numbers.py", "stages/uncover.py", "stages/writings.py"],
}  # fmt: skip


def code_digest(patterns: list[str], package: Path) -> str:
    """Digest of what the modules do, whatever they say about it."""
    paths = sorted({path for pattern in patterns for path in package.glob(pattern)})
    assert paths, patterns
    found = hashlib.sha256()
    for path in paths:
        if path.suffix != ".py":
            found.update(path.name.encode() + path.read_bytes())
            continue
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
                node
            ):
                node.body = node.body[1:]
        found.update(path.name.encode() + ast.dump(tree).encode())
    return found.hexdigest()[:16]


def test_changed_code_is_noticed(root: Path, *, update_golden: bool) -> None:
    assert set(CODE) == {step.name for step in STEPS}
    now = {
        step.name: {
            "version": step.version,
            "code": code_digest(CODE[step.name], root / "transcribe"),
        }
        for step in STEPS
    }
    if update_golden:
        GOLDEN.write_text(json.dumps(now, indent=2) + "\n")
    known = json.loads(GOLDEN.read_text())
    changed = [name for name in now if now[name] != known.get(name)]
    assert not changed, f"code of {changed} changed; see the docstring of this test"
