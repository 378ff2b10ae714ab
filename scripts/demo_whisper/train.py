"""Train the network; may be broken off and called again.

    python -m scripts.demo_whisper.train FOLDER --minutes 60 [--anneal 20] [--start WEIGHTS]
    python -m scripts.demo_whisper.train FOLDER --by 18:30 [--anneal 20]

Goes on from ``FOLDER/state.pt``, which is written every few minutes and holds the optimizers too;
without one it starts from ``WEIGHTS`` or from nothing. The rate stays high until the last
``--anneal`` minutes, in which it falls to zero; what that gives is written to
``FOLDER/annealed.pt``, and ``state.pt`` stays as it was before, for a later call to go on from.
Minutes are of computing, so that a training which is stopped for a while loses nothing; with
``--by`` they are of the clock (UTC) instead. A mean of the weights over the last few hundred steps
is kept beside them, which is nearly as good as an annealed state at any time. SIGTERM ends the
training as the clock would. ``--only-decoder`` leaves the encoder as it is, once it tells phones
apart: a step then costs half. ``FOLDER/curve.jsonl`` gets a line every fifty steps.

Computes in bfloat16 with float32 masters. Where a machine is shared, one thread is best: a second
mostly waits for the first (and wastes less while it waits with ``OMP_WAIT_POLICY=passive``).
Matrices are turned by Muon (Jordan et al. 2024, in torch since 2.9), the rest by AdamW.
"""

from __future__ import annotations

import argparse
import copy
import datetime
import json
import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from scripts.demo_whisper.network import Network, read_weights
from scripts.demo_whisper.windows import Batch, Windows

RATE, MUON_SHARE = 1e-3, 2.0
WARM_STEPS = 40
WEIGHTS = {"token": 1.0, "phone": 0.4, "astray": 0.25}
SAVE_EVERY, LOG_EVERY = 120.0, 50
MEAN_OVER = 200
"""Steps after which a state counts for a third in the mean of the weights."""


class Stream(torch.utils.data.IterableDataset[Batch]):
    """Batches made in a process of their own."""

    def __init__(self, folder: Path, sizes: tuple[float, ...]) -> None:
        self.folder = folder
        self.sizes = sizes

    def __iter__(self) -> Any:
        torch.set_num_threads(1)
        seed = time.time_ns() % 2**31
        return Windows(self.folder, seed=seed, sizes=self.sizes).batches()


@dataclass(slots=True)
class Run:
    """A network while it learns: masters in float32, a working copy in bfloat16."""

    network: Network
    rate: float
    step: int = 0
    recent: list[tuple[float, ...]] = field(default_factory=list)
    working: Network = field(init=False)
    mean: Network = field(init=False)
    optimizers: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.working = copy.deepcopy(self.network).bfloat16()
        self.mean = copy.deepcopy(self.network)
        matrices, others = [], []
        for name, parameter in self.network.named_parameters():
            if not parameter.requires_grad:
                continue
            hidden = ".layers." in name and parameter.ndim == 2
            (matrices if hidden else others).append(parameter)
        self.optimizers = [
            torch.optim.Muon(
                matrices, lr=self.rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"
            ),
            torch.optim.AdamW(others, lr=self.rate, betas=(0.9, 0.98), weight_decay=0.01),
        ]

    def learn(self, batch: Batch, *, share: float) -> None:
        """One step, at a share of the full rate."""
        masters, workers = list(self.network.parameters()), list(self.working.parameters())
        with torch.no_grad():
            torch._foreach_copy_(workers, masters)
        losses = self.working.losses(batch)
        weighted: Tensor = sum(
            weight * loss for weight, loss in zip(WEIGHTS.values(), losses, strict=True)
        )
        weighted.backward()
        for master, worker in zip(masters, workers, strict=True):
            master.grad = None if worker.grad is None else worker.grad.float()
            worker.grad = None
        torch.nn.utils.clip_grad_norm_(masters, 1.0)
        self.step += 1
        for optimizer, more in zip(self.optimizers, (MUON_SHARE, 1.0), strict=True):
            for group in optimizer.param_groups:
                group["lr"] = self.rate * share * more
            optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.mean.parameters()), masters, 1 / MEAN_OVER)
        self.recent.append(tuple(loss.item() for loss in losses))

    def save(self, path: Path, **more: Any) -> None:
        """Write everything to go on from, whole or not at all."""
        state = {
            "network": self.network.state_dict(),
            "mean": self.mean.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "step": self.step,
            **more,
        }
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        os.replace(partial, path)


def main() -> None:
    """Train for some minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--by", type=datetime.time.fromisoformat)
    parser.add_argument("--anneal", type=float, default=0.0)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--only-decoder", action="store_true")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--sizes", type=float, nargs=2, default=(0.3, 0.7))
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    run, spent = _open(chosen)
    stream = torch.utils.data.DataLoader(
        Stream(chosen.folder, tuple(chosen.sizes)), batch_size=None, num_workers=1
    )
    began = saved = time.process_time()
    first = run.step
    high = True
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: ended.append(number))
    for batch in stream:
        now = time.process_time()
        left = chosen.minutes - (now - began) / 60 if chosen.by is None else _until(chosen.by)
        left = 0.0 if ended else left
        if now - saved > SAVE_EVERY or (high and left < chosen.anneal):
            name = "state.pt" if high else "annealed.pt"
            run.save(chosen.folder / name, seconds=spent + now - began)
            saved = now
            high = left >= chosen.anneal
        if left <= 0:
            break
        warm = min(1.0, (run.step - first + 1) / WARM_STEPS)
        run.learn(batch, share=warm * (min(1.0, left / chosen.anneal) if chosen.anneal else 1.0))
        if run.step % LOG_EVERY == 0:
            _log(run, chosen.folder / "curve.jsonl", seconds=spent + now - began)
    path = chosen.folder / ("annealed.pt" if chosen.anneal else "state.pt")
    run.save(path, seconds=spent + time.process_time() - began)


def _until(moment: datetime.time) -> float:
    """Minutes until a time of the day, negative for half a day after it."""
    now = datetime.datetime.now(datetime.UTC)
    left = (moment.hour - now.hour) * 60 + moment.minute - now.minute - now.second / 60
    return (left + 720) % 1440 - 720


def new_network(folder: Path) -> Network:
    """A network for the tokenizer of a folder."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return Network(
        tokens=tokenizer.get_vocab_size(),
        end=tokenizer.token_to_id("<|endoftext|>"),
        start=tokenizer.token_to_id("<|startoftranscript|>"),
    )


def _open(chosen: argparse.Namespace) -> tuple[Run, float]:
    """The run as it stood, and the seconds spent on it."""
    network = new_network(chosen.folder)
    path = chosen.folder / "state.pt"
    state: dict[str, Any] = {}
    if path.exists() or chosen.start:
        state = read_weights(network, path if path.exists() else chosen.start)
    if chosen.only_decoder:
        network.whisper.model.encoder.requires_grad_(False)
        network.phones.requires_grad_(False)
    run = Run(network, chosen.rate)
    if not path.exists():
        return run, 0.0
    run.step = state["step"]
    run.mean.load_state_dict(state.get("mean", state["network"]))
    for optimizer, kept in zip(run.optimizers, state["optimizers"], strict=True):
        if len(kept["state"]) == len(optimizer.param_groups[0]["params"]):
            optimizer.load_state_dict(kept)
    return run, float(state.get("seconds", 0.0))


def _log(run: Run, path: Path, *, seconds: float) -> None:
    means = [round(sum(losses) / len(run.recent), 3) for losses in zip(*run.recent, strict=True)]
    run.recent.clear()
    line = {"step": run.step, "minutes": round(seconds / 60, 1)}
    line |= dict(zip(WEIGHTS, means, strict=True))
    line |= {"rate": run.optimizers[0].param_groups[0]["lr"]}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    print(line, flush=True)


if __name__ == "__main__":
    main()
