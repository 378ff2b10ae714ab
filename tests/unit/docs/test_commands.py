"""Every command on the pages and in README is run, or at least read by the real command line."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import doc_pages
import pytest
import typer
from conftest import ROOT
from typer.testing import CliRunner

from transcribe.cli.app import app
from transcribe.errors import TranscribeError

PAGES = (
    ROOT / "README.md",
    ROOT / "recordings" / "README.md",
    ROOT / "models" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)

NOT_RUN = (
    (r"transcribe models (fetch|import)", "uses the network, or weights that are not here"),
    (r"transcribe models verify", "weights that are not here"),
    (r"transcribe review", "serves a page until it is stopped; tests/e2e drives it"),
    (r"transcribe watch", "runs until it is stopped; tests/integration/test_watch.py runs it"),
    (r"transcribe run .*--engine ray", "needs Ray; tests/integration/test_crew.py runs it"),
    (r"transcribe release .*--audio|transcribe run .*--(model|diarizer)", "needs sound and models"),
    (r"transcribe evaluate", "needs a run over sound; tests/unit/evaluation"),
    (r"transcribe guide convert", "names files of the reader's own; tests/unit/cli/test_guide.py"),
)
"""Commands that are only read here, and why."""

ENDS = {"audit": (0, 4), "withdraw": (130,), "doctor": (0, 3, 4, 6)}
"""Exit codes of commands that say something by theirs; the others end with 0.

``audit`` says 4 where something is certain, ``withdraw`` is answered with no, ``doctor`` tells what
is missing on this machine.
"""


@dataclass(frozen=True)
class Command:
    """One line of a bash block."""

    block: doc_pages.Block
    line: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.line, comments=True)[1:]

    @property
    def not_run(self) -> str:
        whole = f"transcribe {' '.join(self.words)}"
        return self.block.not_run or next(
            (why for pattern, why in NOT_RUN if re.match(pattern, whole)), ""
        )


def commands(page: Path) -> list[Command]:
    """The commands of this tool in the bash blocks of a page."""
    return [
        Command(block, part.strip())
        for block in doc_pages.blocks(page, "bash")
        for line in block.code.replace("\\\n", " ").splitlines()
        for part in line.split("&&")
        if part.strip().startswith("transcribe ")
    ]


def _read(words: list[str]) -> Any:
    """Parse a command line as the real one does, and run nothing."""
    command, context = typer.main.get_command(app), None
    while True:
        context = command.make_context(words[0] if words else "", list(words), parent=context)
        if not hasattr(command, "commands"):
            return context
        _, command, words = command.resolve_command(context, [*_left(context)])
        assert command is not None


def _left(context: Any) -> list[str]:
    return [*getattr(context, "_protected_args", ()), *context.args]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_in_a_block_is_one(page: Path) -> None:
    for one in commands(page):
        try:
            _read(one.words)
        except Exception as error:
            pytest.fail(f"{one.block}: {one.line}: {getattr(error, 'message', error)}")


_SPAN = re.compile(r"(?<!`)`(transcribe [a-z][^`]*)`(?!`)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_in_a_sentence_is_one(page: Path) -> None:
    text = re.sub(r"^[ ]*```.*?^[ ]*```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for found in _SPAN.finditer(text):
        words = found[1].replace("\n", " ").split()[1:]
        command: Any = typer.main.get_command(app)
        while words and hasattr(command, "commands") and re.fullmatch(r"[a-z-]+", words[0]):
            name = words.pop(0)
            assert name in command.commands, f"{page.name}: {found[1]}"
            command = command.commands[name]
        known = {opt for one in command.params for opt in (*one.opts, *one.secondary_opts)}
        for word in words:
            option = re.match(r"--[a-z-]+", word)
            assert not option or option[0] in {*known, "--help"}, f"{page.name}: {found[1]}"


SIDECAR = """[consent]
given  = 2026-05-04
scopes = ["record", "transcribe", "quote", "release_text"]

[interview]
participant = "{name}"
language    = "en"

[identifiers]
people = ["John Smith", "John Brown"]
"""

SAID = (
    "What is your role at the moment?",
    "I run the data team.",
    "What do you test before you ship a model?",
    "We compare it with the one that runs.",
    "Who does that?",
    "John checks it by hand.",
)


def transcript(turns: int, **others: str) -> str:
    """A conversation of so many turns; ``t42`` and the like say something else."""
    said = [others.get(f"t{at + 1}", SAID[at % len(SAID)]) for at in range(turns)]
    names = ("Interviewer", "Interviewee")
    return "\n\n".join(f"{names[at % 2]}: {text}" for at, text in enumerate(said)) + "\n"


TEXTS = {
    "pump-failures": transcript(6),
    "P01": transcript(6),
    "P02": transcript(12, t12="Well John checks it."),
    "P07": transcript(44, t42="Off the record, the pump was never tested."),
}


@pytest.fixture(scope="module")
def study(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small study of ready-made transcripts, really run; and files that the pages name."""
    folder = tmp_path_factory.mktemp("study")
    recordings = folder / "recordings"
    recordings.mkdir()
    (recordings / "study.toml").write_text('title = "A small study"\n')
    shutil.copy(root / "recordings" / "guide.md", recordings)
    for name, text in TEXTS.items():
        (recordings / f"{name}.toml").write_text(SIDECAR.format(name=name))
        (recordings / f"{name}.txt").write_text(text)
    (folder / "interviews").mkdir()
    (folder / "interviews" / "one.txt").write_text(TEXTS["P01"])
    (folder / "names.txt").write_text("John Smith\n")
    (folder / "K").write_text("a passphrase of some length\n")
    with contextlib.chdir(folder):
        shutil.make_archive("replication-package", "zip", "interviews")
        assert _run(["run", "recordings"]) == 0
    return folder


def _run(words: list[str], answer: str = "n\n") -> int:
    result = CliRunner().invoke(app, words, input=answer)
    if isinstance(result.exception, TranscribeError):
        print(result.output, result.exception, result.exception.hint)
        return result.exception.exit_code
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    print(result.output)
    return result.exit_code


SIGNED = (
    "decide P07 --accept t0042",
    *(f"decide {name} --all accept --sign-off A" for name in ("P01", "P02", "P07")),
    "decide pump-failures --all accept --sign-off A",
)
BEFORE: dict[str, list[str]] = {
    "export.md": [*SIGNED],
    "report.md": [*SIGNED],
    "release.md": [*SIGNED],
    "audit.md": ["decide P01 --all accept --sign-off A", "release P01"],
    "ethics-board.md": ["decide pump-failures --all accept --sign-off A"],
}
"""What a page takes for granted; most begin with a study that was run."""

RUN = [page for page in PAGES if any(not one.not_run for one in commands(page))]


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_do_what_they_are_shown_for(
    page: Path, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "study"
    shutil.copytree(study, folder)
    monkeypatch.setenv("TRANSCRIBE_PASSPHRASE", "a passphrase of some length")
    monkeypatch.chdir(folder)
    _run(["run", "recordings"])
    for line in BEFORE.get(page.name, ()):
        assert _run(shlex.split(line)) == 0, line
    for one in commands(page):
        if one.not_run:
            continue
        words = [_here(word, folder) for word in one.words]
        if words[0] == "archive" and "--restore" not in words:
            (folder / words[1]).unlink(missing_ok=True)
        if "--remove" in words:  # asks in a terminal, and there is none here
            words.append("--yes")
        name = next(word for word in reversed(words[:2]) if word in ENDS or word == words[0])
        assert _run(words) in ENDS.get(name, (0,)), f"{one.block}: {one.line}"


LEFT = [one for page in PAGES for one in commands(page) if one.not_run]


@pytest.mark.parametrize("one", LEFT, ids=lambda one: str(one.block))
def test_what_is_only_read_says_why(one: Command) -> None:
    pytest.skip(f"only read, not run ({one.not_run}): transcribe {shlex.join(one.words)}")


def _here(word: str, folder: Path) -> str:
    """A file that a page names and a reader has of their own, made when it is asked for."""
    if word == "P07-back.docx" and not (folder / word).exists():
        assert _run(["export", "P07", "--format", "docx", "--for-interviewee"]) == 0
        written = folder / "transcripts" / "export" / "private" / "P07.for-interviewee.docx"
        shutil.copy(written, folder / word)
    return word
