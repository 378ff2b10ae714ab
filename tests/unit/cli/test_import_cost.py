"""The command line starts without anything heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "numpy", "pydantic", "av", "faster_whisper", "presidio_analyzer", "spacy")


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, transcribe.cli.app; "
        f"print(','.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
