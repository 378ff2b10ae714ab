"""``transcribe models``: the weights on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from transcribe.cli.options import DEFAULT_OUT, JsonOption, OutOption

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

    from transcribe.backends.fit import Machine
    from transcribe.backends.models import ModelFolder

models_app = typer.Typer(
    help="Weights of recognizers and diarizers. Only fetch uses the network.",
    no_args_is_help=True,
)

ModelsOption = Annotated[
    Path | None,
    typer.Option("--models", help="The models folder; default: the setting models."),
]


def models_folder(wanted: Path | None, out: Path) -> Path:
    """The models folder: as asked for, else by the settings of the study run last."""
    if wanted is not None:
        return wanted
    from transcribe.run.intake import load_settings
    from transcribe.run.store import Workspace

    return load_settings(Path(Workspace(out).memory().get("recordings", "recordings"))).models


@models_app.command("list", short_help="Show what is here, and what could be fetched.")
def list_models(
    models: ModelsOption = None, out: OutOption = DEFAULT_OUT, json: JsonOption = False
) -> None:
    """Show what is here, its size, and whether it is whole; and what could be fetched."""
    from transcribe.backends.fit import this_machine
    from transcribe.backends.hub import PUBLISHED
    from transcribe.backends.models import find_models
    from transcribe.cli.terminal import console, print_json

    folder = models_folder(models, out)
    found, machine = find_models(folder), this_machine()
    if json:
        here = [{**_facts(model), "fits": _fits(model, machine)} for model in found]
        publications = [_publication(name, machine) for name in PUBLISHED]
        print_json(
            {
                "folder": str(folder),
                "models": here,
                "can_fetch": list(PUBLISHED),
                "published": publications,
                "memory_mb": machine.memory,
                "gpu_memory_mb": machine.gpu,
            }
        )
        return
    out_console = console()
    if found:
        out_console.print(_table(found, machine))
    else:
        out_console.print(f"No weights in {folder} or in the Hugging Face cache.", markup=False)
    missing = [name for name in PUBLISHED if name not in {model.name for model in found}]
    if missing:
        out_console.print(_to_fetch(missing, machine))
    gpu = f", a GPU with {machine.gpu / 1000:.0f} GB" if machine.gpu else ", no GPU"
    out_console.print(
        f"This machine: {machine.memory / 1000:.0f} GB of memory{gpu}.", style="dim", markup=False
    )


@models_app.command(short_help="Check that weights are whole and unchanged.")
def verify(
    name: Annotated[str | None, typer.Argument(help="One model; default: all.")] = None,
    models: ModelsOption = None,
    out: OutOption = DEFAULT_OUT,
    json: JsonOption = False,
) -> None:
    """Check that weights are whole and unchanged, and open each recognizer's once."""
    from transcribe.backends.models import find_models, plain_name
    from transcribe.cli.terminal import console, print_json
    from transcribe.errors import MissingPartError

    folder = models_folder(models, out)
    found = [m for m in find_models(folder) if name is None or m.name == plain_name(name)]
    if name is not None and not found:
        raise MissingPartError(
            f"the model {name!r} is not on this machine", hint=f"transcribe models fetch {name}"
        )
    faults = {model.path: _faults(model, folder) for model in found}
    if json:
        print_json([{**_facts(model), "faults": faults[model.path]} for model in found])
    else:
        for model in found:
            wrong = "; ".join(faults[model.path])
            mark = f"✗ {model.name}: {wrong}" if wrong else f"✓ {model.name}"
            console().print(mark, style="red" if wrong else "", markup=False)
        if not found:
            console().print(f"No weights in {folder}.", markup=False)
    if any(faults.values()):
        raise typer.Exit(MissingPartError.exit_code)


@models_app.command("import", short_help="Copy weights into the models folder.")
def import_folder(
    folder: Annotated[Path, typer.Argument(help="Folder with the weights (model.bin, …).")],
    name: Annotated[str, typer.Option("--name", help="Its name here; default: the folder's.")] = "",
    models: ModelsOption = None,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Copy weights into the models folder, for machines without a network."""
    from transcribe.backends.hub import import_model
    from transcribe.cli.terminal import console

    model = import_model(folder, models_folder(models, out), name=name)
    console().print(f"✓ {model.name} is in {model.path}", markup=False)


@models_app.command(short_help="Fetch weights: the only command that uses the network.")
def fetch(
    name: Annotated[str, typer.Argument(help="small, large-v3-turbo, pyannote, …: see list.")],
    models: ModelsOption = None,
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Fetch weights from the Hugging Face hub: the only command that uses the network."""
    from transcribe.backends.hub import PUBLISHED, fetch_model
    from transcribe.backends.models import plain_name
    from transcribe.cli.terminal import console

    published = PUBLISHED.get(plain_name(name))
    errors = console(stderr=True)
    if published is not None:
        errors.print(
            f"Fetching {published.repository} at {published.revision[:12]} (about "
            f"{published.megabytes} MB, licence {published.licence}) from huggingface.co",
            markup=False,
        )
    with download_bar(errors) as progress:
        model = fetch_model(name, models_folder(models, out), progress=progress)
    console().print(f"✓ {model.name} is in {model.path}", markup=False)


def _facts(model: ModelFolder) -> dict[str, Any]:
    return {
        "name": model.name,
        "kind": model.kind,
        "path": str(model.path),
        "bytes": model.size,
        "whole": model.whole,
        "lacks": list(model.lacks),
        "demo": model.demo,
        "cached": model.cached,
    }


@contextmanager
def download_bar(out: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Draw how far each file is; nothing where there is no terminal."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=out, disable=not out.is_terminal
    ) as bars:
        known: dict[str, TaskID] = {}

        def progress(name: str, here: int, everything: int) -> None:
            if name not in known:
                known[name] = bars.add_task(name, total=everything or None)
            bars.update(known[name], completed=here)

        yield progress


def _publication(name: str, machine: Machine) -> dict[str, Any]:
    from transcribe.backends.hub import PUBLISHED

    one = PUBLISHED[name]
    return {
        "name": name,
        "repository": one.repository,
        "revision": one.revision,
        "licence": one.licence,
        "megabytes": one.megabytes,
        "account": one.token,
        "fits": _fits_published(name, machine),
    }


def _fits_published(name: str, machine: Machine) -> str:
    from transcribe.backends.fit import fits
    from transcribe.backends.hub import PUBLISHED

    return "CPU" if PUBLISHED[name].token else fits(PUBLISHED[name].megabytes, machine)


def _fits(model: ModelFolder, machine: Machine) -> str:
    """Where weights fit; empty for those so small that they always do."""
    from transcribe.backends.fit import fits
    from transcribe.backends.models import WHISPER

    return fits(model.size // 1_000_000, machine) if model.kind == WHISPER else ""


def _to_fetch(names: list[str], machine: Machine) -> Any:
    from rich.table import Table

    from transcribe.backends.hub import PUBLISHED

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for title in ("transcribe models fetch …", "size", "licence", "fits this machine"):
        table.add_column(title, justify="right" if title == "size" else "left")
    for name in names:
        one = PUBLISHED[name]
        table.add_row(
            name,
            f"{one.megabytes} MB",
            one.licence + (" (needs an account once)" if one.token else ""),
            _fits_published(name, machine),
        )
    return table


def _table(found: tuple[ModelFolder, ...], machine: Machine) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for title in ("name", "kind", "size", "fits", "state", "folder"):
        table.add_column(title, justify="right" if title == "size" else "left")
    for model in found:
        state = "whole" if model.whole else "; ".join(model.lacks)
        if model.whole and model.demo:
            state = "whole; a demonstration, not for real recordings"
        table.add_row(
            Text(model.name, style="bold"),
            model.kind,
            f"{model.size / 1e6:.0f} MB",
            _fits(model, machine),
            Text(state, style="" if model.whole else "red"),
            Text(str(model.path)),
        )
    return table


def _faults(model: ModelFolder, models: Path) -> list[str]:
    from transcribe.backends.hub import changed_files

    if model.lacks:
        return list(model.lacks)
    changed = changed_files(model.path) or ()
    return [f"{name} is not as it was brought here" for name in changed] or _trial(model, models)


def _trial(model: ModelFolder, models: Path) -> list[str]:
    """Faults that show only on opening; the other kinds are opened by their own programs."""
    from transcribe.backends.models import WHISPER
    from transcribe.backends.recognizers import choose, open_recognizer
    from transcribe.errors import TranscribeError

    if model.kind != WHISPER:
        return []
    try:
        engine = choose(str(model.path), models, language=None)
        open_recognizer(engine, models, device="cpu").close()
    except TranscribeError as error:
        return [error.message]
    return []
