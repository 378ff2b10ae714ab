"""The order in which devices are tried."""

from __future__ import annotations

import pytest

from transcribe.backends import device
from transcribe.backends.device import ladder
from transcribe.errors import UsageError


@pytest.fixture
def _gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "gpu_names", lambda: ("A GPU",))


@pytest.fixture
def _no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "gpu_names", tuple)


@pytest.mark.usefixtures("_gpu")
def test_auto_goes_down_to_the_cpu() -> None:
    assert ladder("auto", "auto") == (
        ("cuda", "float16"),
        ("cuda", "int8_float16"),
        ("cuda", "int8"),
        ("cpu", "int8"),
    )


@pytest.mark.usefixtures("_no_gpu")
def test_without_a_gpu_there_is_nothing_to_try() -> None:
    assert ladder("auto", "auto") == (("cpu", "int8"),)


@pytest.mark.usefixtures("_no_gpu")
def test_a_named_device_is_never_replaced() -> None:
    assert {place for place, _ in ladder("cuda", "auto")} == {"cuda"}
    assert ladder("cpu", "float32") == (("cpu", "float32"),)
    with pytest.raises(UsageError, match="no device is called 'gpu'"):
        ladder("gpu", "auto")
