"""Fixtures of the command-line tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from integration_study import CommandLine


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)
