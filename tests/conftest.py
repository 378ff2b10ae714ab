"""What all tests share: where development data lies, and how golden files are renewed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "proof" in config.getoption("-m"):
        return
    unasked = pytest.mark.skip(reason="takes an hour; figures of the last time in docs/scaling.md")
    for item in items:
        if item.get_closest_marker("proof"):
            item.add_marker(unasked)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Development data that is no part of the project."""
    if not SHARED.is_dir():
        pytest.skip(f"development data is not here ({SHARED}); set TRANSCRIBE_SHARED")
    return SHARED


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("TRANSCRIBE_") and name != "TRANSCRIBE_SHARED":
            monkeypatch.delenv(name)
    # Engines set it for their process, which here is that of all tests.
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
