"""What ``import transcribe`` offers is pinned, and importing it costs nothing."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
import typing
from pathlib import Path

import pytest

import transcribe

NAMES = """
AlignedItem AlignedTurn AsrResult Audio Diarization Engines Entity EntitySet Frames Guide
GuideAlignment GuideItem Identifiers RecordingStatus Speaker SpeakerRegion Study StudyRecording
TranscribeError Transcript Turn Word __version__ align assign_roles attribute decode detect diarize
load_alignment load_entities load_guide load_transcript open_study recognize to_pandas
""".split()


def test_the_names_are_these() -> None:
    assert sorted(transcribe.__all__) == sorted(NAMES)


def test_type_checkers_see_the_names_that_are_looked_up_late() -> None:
    source = Path(transcribe.__file__).read_text(encoding="utf-8")
    declared = source.partition("if TYPE_CHECKING:\n")[2].partition("_HOMES = ")[0]
    seen = {line.rpartition(" as ")[2] for line in declared.splitlines() if " as " in line}
    assert seen == set(transcribe.__all__) - {"__version__"}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__version__"])
def test_every_name_is_there_documented_and_typed(name: str) -> None:
    value = getattr(transcribe, name)
    assert inspect.getdoc(value)
    assert name in dir(transcribe)
    members = [value] if inspect.isfunction(value) else _methods(value)
    for member in members:
        assert inspect.getdoc(member), member
        signature = inspect.signature(member)
        assert signature.return_annotation is not inspect.Signature.empty, member
        for parameter in signature.parameters.values():
            assert parameter.name == "self" or parameter.annotation is not parameter.empty, member


def _methods(value: type) -> list[typing.Any]:
    if not value.__module__.startswith("transcribe.interface"):
        return []
    return [
        member
        for name, member in vars(value).items()
        if inspect.isfunction(member) and not name.startswith("_")
    ]


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'transcribes'"):
        _ = transcribe.transcribes  # type: ignore[attr-defined]


def test_importing_loads_nothing_else() -> None:
    code = "import sys, transcribe; print(*(n for n in sys.modules if n.partition('.')[0] in {!r}))"
    watched = ("transcribe", "numpy", "pandas", "torch", "pydantic", "typer", "rich")
    done = subprocess.run(
        [sys.executable, "-c", code.format(watched)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["transcribe"]


def test_examples_in_the_docstring_are_true() -> None:
    assert doctest.testmod(transcribe).failed == 0


def test_the_package_is_marked_as_typed() -> None:
    assert (Path(transcribe.__file__).parent / "py.typed").is_file()
