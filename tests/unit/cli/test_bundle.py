"""``release --bundle``: what a repository is given, its versions, and what a withdrawal leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import Commands
from studies import make_study

from transcribe.core.recording import Identifiers

NAMES = Identifiers(people=("Maria Lopez",), organizations=("Brightwater Analytics",))
TEXTS = {
    "P01": ["who are you", "i am maria lopez", "hello maria", "ask lopes at brightwater"],
    "P02": ["and you", "Maria knows me", "fine", "lopes too"],
    "Salma Fennimore": ["hello", "nothing to hide", "really", "nothing"],
}
STUDY = """
title = "Talks about water"
[release]
creators = ["Nyman, Ada", "The water group"]
publisher = "A university library"
"""


def signed(folder: Path, study: str = STUDY, **more: Any) -> Commands:
    run = Commands(make_study(folder, TEXTS, identifiers={"P01": NAMES}, **more))
    recordings = Path(run.workspace.memory()["recordings"])
    (recordings / "study.toml").write_text(study)
    assert run("decide", "--all", "accept", "--sign-off", "Ann")[0] == 0
    return run


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def run(tmp_path: Path) -> Commands:
    return signed(tmp_path)


def test_a_bundle_holds_what_a_repository_wants_and_no_name(run: Commands, tmp_path: Path) -> None:
    target = tmp_path / "deposit"
    code, text = run("release", "--bundle", str(target))
    assert code == 0, text
    files = contents(target)
    assert {name for name in files if "/" not in name} == {
        "README.md", "CHANGES.md", "LICENSE", "CITATION.cff", "datacite.json", "protocol.json",
        "metrics.json", "ro-crate-metadata.json", "SHA256SUMS",
    }  # fmt: skip
    assert sum(name.startswith("transcripts/") for name in files) == 12
    for name, content in files.items():
        assert not re.search(r"maria|lope|bright|fennim|salma|P0\d", name + content.decode(), re.I)
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=target, check=False)
    assert done.returncode == 0
    listed = {line.split("  ")[1] for line in files["SHA256SUMS"].decode().splitlines()}
    assert listed == set(files) - {"SHA256SUMS"}


def test_catalogues_can_read_it(run: Commands, tmp_path: Path) -> None:
    schema45 = pytest.importorskip("datacite.schema45")
    rocrate = pytest.importorskip("rocrate.rocrate")
    target = tmp_path / "deposit"
    run("release", "--bundle", str(target))
    datacite = json.loads((target / "datacite.json").read_text())
    assert list(schema45.validator.iter_errors(datacite)) == []
    assert datacite["creators"][0]["familyName"] == "Nyman"
    citation = yaml.safe_load((target / "CITATION.cff").read_text())
    assert citation["authors"] == [
        {"family-names": "Nyman", "given-names": "Ada"},
        {"name": "The water group"},
    ]
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "dataset")
    crate = rocrate.ROCrate(target)
    assert crate.name == "Talks about water"
    here = {name for name in contents(target) if name not in ("SHA256SUMS",)}
    described = {entity.id for entity in crate.data_entities if not entity.id.endswith("/")}
    assert described == here - {"ro-crate-metadata.json"}


def test_protocol_and_metrics_are_counts(run: Commands, tmp_path: Path) -> None:
    target = tmp_path / "deposit"
    run("release", "--bundle", str(target))
    protocol = json.loads((target / "protocol.json").read_text())
    people = protocol["anonymization"]["mentions"]["PERSON"]
    assert people["replaced_without_asking"] == 3
    assert people["replaced_by_a_person"] == 2
    assert protocol["review"] == {"signed_off": 3, "signers": 1}
    metrics = json.loads((target / "metrics.json").read_text())
    assert metrics["all"]["interviews"] == 3
    assert metrics["all"]["turns"] == 12
    assert metrics["all"]["words"] == sum(one["words"] for one in metrics["interviews"])


def test_the_same_content_is_the_same_bytes_whatever_the_day(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    one, other = tmp_path / "deposit", tmp_path / "again" / "deposit"
    run("release", "--bundle", str(one), "--zip")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1850000000")
    code, text = run("release", "--bundle", str(other), "--zip")
    assert code == 0
    assert "to the byte" in text
    assert contents(one) == contents(other)
    assert b"2025-06-15" in contents(one)["CHANGES.md"]
    zips = [folder.with_name("deposit.zip").read_bytes() for folder in (one, other)]
    assert zips[0] == zips[1]
    with zipfile.ZipFile(tmp_path / "deposit.zip") as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        assert archive.read("deposit/README.md") == contents(one)["README.md"]


def test_others_cannot_write_into_a_bundle_whatever_the_umask(
    run: Commands, tmp_path: Path
) -> None:
    run("decide", "--all", "accept", "--sign-off", "Ann")
    before = os.umask(0)
    try:
        code, text = run("release", "--bundle", str(tmp_path / "deposit"), "--zip")
    finally:
        os.umask(before)
    assert code == 0, text
    made = [tmp_path / "deposit", tmp_path / "deposit.zip", *(tmp_path / "deposit").rglob("*")]
    made += (tmp_path / "transcripts/public").rglob("*")
    assert not [path for path in made if path.stat().st_mode & 0o022]


def test_versions_say_what_changed(run: Commands, tmp_path: Path) -> None:
    target = tmp_path / "deposit"
    run("release", "--bundle", str(target))
    assert b"First release: 3 interviews" in contents(target)["CHANGES.md"]
    run("decide", "--reject", "lopes", "--sign-off", "Ann")
    code, _ = run("release", "--bundle", str(target))
    assert code == 0
    changes = contents(target)["CHANGES.md"].decode()
    assert "## Version 2" in changes
    assert changes.count(": 1 of 4 turns changed") == 2
    assert changes.count(": unchanged") == 1
    assert changes.count("## Version 1") == 1


def test_a_withdrawn_interview_is_only_counted(run: Commands, tmp_path: Path) -> None:
    target = tmp_path / "deposit"
    run("release", "--bundle", str(target), "--zip")
    public = json.loads((run.workspace.folder("P01") / "released.json").read_text())["public_id"]
    code, text = run("consent", "withdraw", "P01", "--yes")
    assert code == 0
    assert not target.exists()
    assert not target.with_name("deposit.zip").exists()
    assert f"transcribe release --bundle {target}" in text
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Brightwater" not in everything
    code, text = run("release", "--bundle", str(target))
    assert code == 0, text
    files = contents(target)
    assert b"- 1 interview removed" in files["CHANGES.md"]
    assert public.encode() not in b"".join(files.values()) + "".join(files).encode()
    texts = b"".join(data for name, data in files.items() if name.endswith(".txt"))
    assert not re.search(rb"maria|lopes", texts, re.I), "others still say the name: it stays hidden"


def test_files_added_to_a_bundle_outlive_a_withdrawal_and_are_named(
    run: Commands, tmp_path: Path
) -> None:
    target = tmp_path / "deposit"
    run("release", "--bundle", str(target))
    (target / "transcripts" / "notes.txt").write_text("mine")
    _, text = run("consent", "withdraw", "P01", "--yes")
    assert contents(target) == {"transcripts/notes.txt": b"mine"}
    assert "added by hand" in text


@pytest.mark.parametrize("before", ["another public name", "consent taken back"])
def test_a_withdrawal_finds_bundles_by_whose_interview_is_inside(
    run: Commands, tmp_path: Path, before: str
) -> None:
    target = tmp_path / "deposit"
    run("release", "--bundle", str(target), "--zip")
    sidecar = Path(run.workspace.memory()["recordings"]) / "P01.toml"
    text = sidecar.read_text()
    if before == "another public name":
        sidecar.write_text(text.replace("[interview]", '[interview]\npublic_id = "later"'))
        assert "later" in run("release", "P01")[1]
    else:
        sidecar.write_text(text.replace('"release_text"', '"quote"'))
        assert f"it is still in {target}" in run("release", "P01")[1]
    assert target.exists()
    assert run("consent", "withdraw", "P01", "--yes")[0] == 0
    assert not target.exists()
    assert not target.with_name("deposit.zip").exists()


@pytest.mark.parametrize("at", ["_write_partial", "_swap"])
def test_a_kill_leaves_nothing_that_a_withdrawal_misses_or_that_blocks_the_next(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    from transcribe.release import deposit

    target = tmp_path / "deposit"
    run("release", "--bundle", str(target), "--zip")
    run("decide", "--reject", "lopes", "--sign-off", "Ann")
    real = getattr(deposit, at)

    def die(*arguments: object) -> None:
        if at == "_write_partial":
            real(*arguments)
        raise SystemExit(137)

    with monkeypatch.context() as patch:
        patch.setattr(deposit, at, die)
        run("release", "--bundle", str(target), "--zip")
    assert (tmp_path / ".deposit.partial").exists()
    code, text = run("release", "--bundle", str(target), "--zip")
    assert code == 0, text
    (tmp_path / ".deposit.old").mkdir()
    (tmp_path / ".deposit.old" / "a").write_text("lopes")
    (run.workspace.public / ".later.partial").mkdir()
    run("consent", "withdraw", "P01", "--yes")
    assert not [path for path in tmp_path.rglob(".*") if path.suffix in (".old", ".partial")]


def test_what_others_put_among_the_public_files_is_named(run: Commands) -> None:
    run("release")
    public = json.loads((run.workspace.folder("P01") / "released.json").read_text())["public_id"]
    (run.workspace.public / "notes.txt").write_text("Maria Lopez")
    (run.workspace.public / public / "raw.txt").write_text("Maria Lopez")
    assert "also holds what this tool did not write or look into: notes.txt" in run("release")[1]
    # What lies inside an interview's folder goes when that is written anew.
    assert not (run.workspace.public / public / "raw.txt").exists()
    assert run.json("release")["strangers"] == ["notes.txt"]


@pytest.mark.parametrize("spoil", ["foreign", "changed", "file", "link", "private", "around"])
def test_what_is_not_ours_is_never_overwritten(run: Commands, tmp_path: Path, spoil: str) -> None:
    target = tmp_path / "deposit"
    if spoil == "foreign":
        target.mkdir()
        (target / "thesis.txt").write_text("years of work")
    elif spoil == "changed":
        run("release", "--bundle", str(target))
        (target / "README.md").write_text("better words")
    elif spoil == "file":
        target.write_text("a file")
    elif spoil == "link":
        (tmp_path / "elsewhere").mkdir()
        target.symlink_to(tmp_path / "elsewhere")
    elif spoil == "private":
        target = run.workspace.private / "deposit"
    else:
        target = tmp_path
    before = contents(tmp_path)
    code, _ = run("release", "--bundle", str(target))
    assert code == 2
    left = {name: data for name, data in contents(tmp_path).items() if "/public/" not in name}
    assert {name: data for name, data in before.items() if "/public/" not in name}.keys() <= {*left}
    assert not any(name.startswith("elsewhere/") for name in left)


def test_a_kill_before_the_swap_leaves_the_old_bundle(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transcribe.release import deposit

    target = tmp_path / "deposit"
    run("release", "--bundle", str(target))
    before = contents(target)
    run("decide", "--reject", "lopes", "--sign-off", "Ann")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(deposit, "_swap", die)
    run("release", "--bundle", str(target))
    assert contents(target) == before


@pytest.mark.parametrize(
    ("study", "where"),
    [
        ('title = "Talks with Maria"', "the title"),
        ('title = "Talks at bright water"', "the title"),
        ('title = "T"\n[release]\ncreators = ["Lopez, M."]', "the creators"),
        ('title = "T"\n[release]\npublisher = "Brightwater Analytics"', "the publisher"),
        ('title = "T"\n[release]\nlicense = "Mar&#105;a licence"', "the licence"),
        ('title = "Salma Fennimore and others"', "the title"),
    ],
)
def test_names_in_what_is_said_of_a_study_stop_the_bundle(
    tmp_path: Path, study: str, where: str
) -> None:
    run = signed(tmp_path, study)
    code, text = run("release", "--bundle", str(tmp_path / "deposit"))
    assert code == 4
    assert where in text
    assert not (tmp_path / "deposit").exists()
    assert not re.search(r"is in [^\n]*: (maria|lopez)", text)
    assert run("release", "--bundle", str(tmp_path / "deposit"), "--show-names")[0] == 4


def test_a_name_that_is_one_of_our_own_words_stops_nothing(tmp_path: Path) -> None:
    names = Identifiers(products=("Interview", "Guide"), organizations=("Sha256sums",))
    run = Commands(make_study(tmp_path, {"P01": ["hello", "fine"]}, identifiers={"P01": names}))
    run("decide", "P01", "--sign-off", "Ann")
    code, text = run("release", "--bundle", str(tmp_path / "deposit"))
    assert code == 0, text


def test_a_bundle_waits_for_all_but_those_without_consent(tmp_path: Path) -> None:
    run = signed(tmp_path)
    target = tmp_path / "deposit"
    run("consent", "set", "P02", "--remove", "release_text")
    code, text = run("release", "--bundle", str(target))
    assert code == 4
    assert len(list(target.glob("transcripts/*"))) == 2
    path = Path(run.workspace.memory()["recordings"]) / "P01.toml"
    path.write_text(path.read_text().replace("other = []", 'other = ["to hide"]'))
    code, text = run("release", "--bundle", str(target))
    assert code == 4
    assert "Salma Fennimore is not ready for it" in text
    made = run.json("release", "--bundle", str(target))["bundle"]
    assert (made["written"], made["waiting_for"]) == ([], ["Salma Fennimore"])
    assert run("release", "P01", "--bundle", str(tmp_path / "one"))[0] == 0
