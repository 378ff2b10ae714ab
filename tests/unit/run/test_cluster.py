"""Where a Ray cluster may take recordings, by what Ray says of its nodes."""

from __future__ import annotations

import psutil
import pytest

from transcribe.cli.crew import refuse_elsewhere
from transcribe.config import resolve
from transcribe.errors import UsageError
from transcribe.run.cluster import _keep_here

AWAY = "192.0.2.77"


def node(address: str, *, alive: bool = True) -> dict[str, object]:
    return {"NodeManagerAddress": address, "Alive": alive}


def own_address() -> str:
    addresses = [one.address for group in psutil.net_if_addrs().values() for one in group]
    return next(one for one in addresses if "." in one)


def test_a_cluster_of_this_machine_keeps_to_the_loopback() -> None:
    _keep_here([node("127.0.0.1")], address="", elsewhere=False)
    with pytest.raises(UsageError, match="this machine's own addresses"):
        _keep_here([node(AWAY)], address="", elsewhere=True)


def test_nodes_on_other_machines_need_leave_whatever_the_address() -> None:
    nodes = [node(own_address()), node(AWAY)]
    with pytest.raises(UsageError, match=AWAY) as caught:
        _keep_here(nodes, address="127.0.0.1:6379", elsewhere=False)
    assert 'own = ["127.0.0.1:6379"]' in (caught.value.hint or "")
    _keep_here(nodes, address="127.0.0.1:6379", elsewhere=True)
    _keep_here([nodes[0], node(AWAY, alive=False)], address="127.0.0.1:6379", elsewhere=False)


@pytest.mark.parametrize(
    ("address", "own", "refused"),
    [
        ("10.3.0.7:6379", (), True),
        ("10.3.0.7:6379", ("10.3.*",), False),
        ("10.4.0.7:6379", ("10.3.*",), True),
        ("ray://gpu.example:10001", ("ray://gpu.example:10001",), False),
        ("ray://gpu.example.org:10001", ("ray://gpu.example:10001",), True),
        ("ray://127.0.0.1:10001", (), False),
        ("auto", (), True),
    ],
)
def test_an_address_needs_consent_unless_it_is_declared(
    address: str, own: tuple[str, ...], refused: bool, dummy_job: object
) -> None:
    flags = {"engine": "ray", "cluster.address": address, "cluster.own": own}
    _, problems = refuse_elsewhere([dummy_job], resolve(flags=flags))  # type: ignore[list-item]
    assert bool(problems) == refused


@pytest.fixture
def dummy_job() -> object:
    from transcribe.core.recording import Consent, Interview, Recording
    from transcribe.run.job import Job

    consent, interview = Consent(scopes=("record",)), Interview(participant="P01")
    recording = Recording(id="P01", path="P01.wav", consent=consent, interview=interview)
    return Job(recording=recording, settings=resolve(), source="")
