"""Which GPUs there are, what keeps them from being used, and the order in which they are tried."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from transcribe.backends import checkup, device, fit, gpu
from transcribe.backends.device import ladder
from transcribe.backends.gpu import Gpu, look_for_gpus
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


class Driver:
    """As much of ``libcuda.so.1`` as is asked."""

    def __init__(self, *cards: tuple[str, int], version: int = 12_040, begins: int = 0) -> None:
        self.cards, self.version, self.begins = cards, version, begins

    def cuInit(self, _flags: int) -> int:
        return self.begins

    def cuDeviceGetCount(self, count: Any) -> int:
        count._obj.value = len(self.cards)
        return 0

    def cuDriverGetVersion(self, version: Any) -> int:
        version._obj.value = self.version
        return 0

    def cuDeviceGet(self, device: Any, number: int) -> int:
        device._obj.value = number
        return 0

    def cuDeviceGetName(self, name: Any, _size: int, device: Any) -> int:
        name.value = self.cards[device.value][0].encode()
        return 0

    def cuDeviceTotalMem_v2(self, size: Any, device: Any) -> int:
        size._obj.value = self.cards[device.value][1]
        return 0


def install(monkeypatch: pytest.MonkeyPatch, driver: Driver | None) -> None:
    def opened(name: str, **_: Any) -> Any:
        if driver is None or name != "libcuda.so.1":
            raise OSError(name)
        return driver

    fake = SimpleNamespace(**{**vars(ctypes), "CDLL": opened})
    monkeypatch.setattr(gpu, "ctypes", fake)


def test_gpus_are_told_with_their_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Driver(("A100", 40_000_000_000), ("T4", 16_000_000_000)))

    assert look_for_gpus().found == (
        Gpu(name="A100", memory=40_000),
        Gpu(name="T4", memory=16_000),
    )
    assert device.gpu_names() == ("A100", "T4")
    assert fit.this_machine().gpu == 40_000
    assert fit.fits(3_090, fit.Machine(memory=64_000, gpu=40_000)) == "GPU and CPU"
    assert fit.fits(3_090, fit.Machine(memory=4_000, gpu=16_000)) == "GPU"


@pytest.mark.parametrize(
    ("driver", "says", "mends"),
    [
        (Driver(("K80", 12), version=11_040), "too old: it knows CUDA 11.4", "driver 525"),
        (Driver(begins=803), "updated while it was in use", "restart"),
        (Driver(begins=999), "does not start", "driver 525"),
    ],
)
def test_every_lack_is_a_sentence_and_what_mends_it(
    monkeypatch: pytest.MonkeyPatch, driver: Driver, says: str, mends: str
) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    install(monkeypatch, driver)

    finding = checkup._gpu()

    assert says in finding.detail
    assert mends in finding.mend
    assert finding.state == "lack"
    assert device.gpu_names() == ()


def test_hidden_gpus_a_missing_driver_and_a_container(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    install(monkeypatch, Driver(begins=100))
    assert checkup._gpu().mend == "unset CUDA_VISIBLE_DEVICES"
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES")
    assert checkup._gpu().mend == ""

    install(monkeypatch, None)
    monkeypatch.setattr(gpu, "PCI", tmp_path)
    monkeypatch.setattr(gpu, "DRIVER_FILES", tmp_path / "no")
    assert checkup._gpu().detail == "none that CUDA can use; the CPU does the work"
    card = tmp_path / "0000:01:00.0"
    card.mkdir()
    (card / "vendor").write_text("0x10de\n")
    (card / "class").write_text("0x030000\n")
    assert "no driver for it" in checkup._gpu().detail
    (tmp_path / "version").write_text("NVRM")
    monkeypatch.setattr(gpu, "DRIVER_FILES", tmp_path / "version")
    assert "docker run --gpus all" in checkup._gpu().mend


def test_a_gpu_without_cublas_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, Driver(("T4", 16_000_000_000)))
    monkeypatch.setattr(checkup, "preload_cublas", lambda: False)
    assert "pip install -e '.[gpu]'" in checkup._gpu().mend
    monkeypatch.setattr(checkup, "preload_cublas", lambda: True)
    assert (checkup._gpu().state, checkup._gpu().detail) == ("ok", "T4 (16 GB)")


def test_cublas_of_the_extra_is_loaded_before_it_is_asked_for(tmp_path: Path) -> None:
    """The package has no file of its own, only a folder: any library stands for its two here."""
    libraries = sorted(Path("/lib").glob("*-linux-gnu/libm.so.6"))
    if not libraries:
        pytest.skip("no system library to stand for cuBLAS")
    folder = tmp_path / "nvidia" / "cublas" / "lib"
    folder.mkdir(parents=True)
    for name in ("libcublasLt.so.12", "libcublas.so.12"):
        shutil.copy(libraries[0], folder / name)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r});"
        "from transcribe.backends.device import preload_cublas; print(preload_cublas());"
        "print(sum('libcublas' in line for line in open('/proc/self/maps')) > 1)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["True", "True"]
