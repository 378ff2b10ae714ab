"""Ctrl-C twice: nobody is waited for, nobody is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from interrupts import hear_interrupts

from transcribe.cli.interrupts import twice_ends_at_once

ROOT = Path(__file__).parents[3]

SLOW_TO_LEAVE = """
import subprocess, sys, time
from transcribe.cli.interrupts import twice_ends_at_once
with twice_ends_at_once():
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(900)"])
    print(helper.pid, flush=True)
    try:
        time.sleep(900)
    finally:
        time.sleep(900)
"""


def test_the_second_ends_a_command_that_is_slow_to_leave_and_all_it_started() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_TO_LEAVE],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_interrupts,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    helper = psutil.Process(int(process.stdout.readline()))
    process.send_signal(signal.SIGINT)
    assert process.stderr.readline() == "Stopping. Ctrl-C again stops at once.\n"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == "Stopped at once. What is finished is kept: run again to go on.\n"
    psutil.wait_procs([helper], timeout=30)
    assert not helper.is_running() or helper.status() == psutil.STATUS_ZOMBIE


def test_afterwards_ctrl_c_is_what_it_was() -> None:
    with twice_ends_at_once():
        inside = signal.set_wakeup_fd(-1)
        signal.set_wakeup_fd(inside)
    assert inside != -1
    assert signal.set_wakeup_fd(-1) == -1
    with pytest.raises(KeyError), twice_ends_at_once():
        raise KeyError
    assert signal.set_wakeup_fd(-1) == -1
