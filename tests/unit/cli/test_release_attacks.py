"""Odd file names, markup, metadata, names inside names: nothing private gets out by them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commands import Commands
from markdown_it import MarkdownIt
from studies import make_study

from transcribe.core.recording import Identifiers

PERSON = Identifiers(people=("Zelda Quimby",))
ODD = [
    "Zelda Quimby", "zelda_quimby (final)", "-P07", "--all", "Interview of Zelda – 2.0",
    "зельда", "\u202eybmiuQ", "a'b \"c\"", "$(touch x); rm -rf", "x" * 180, "P07.v2", "[bold]P07",
]  # fmt: skip


@pytest.mark.parametrize("stem", ODD)
def test_names_of_files_stay_inside_and_commands_still_work(tmp_path: Path, stem: str) -> None:
    run = Commands(
        make_study(
            tmp_path,
            {stem: ["hello", "i am zelda"]},
            identifiers={stem: PERSON},
            participants={stem: "someone"},
        )
    )
    code, text = run("release")
    assert code == 4
    assert "nobody has signed it off" in text
    assert run("decide", "--all", "accept", "--sign-off", "Ann")[0] == 0
    code, text = run("release", "--bundle", str(tmp_path / "deposit"), "--zip")
    assert code == 0, text
    public = [*(tmp_path / "transcripts/public").rglob("*"), *(tmp_path / "deposit").rglob("*")]
    seen = "".join(str(path.relative_to(tmp_path)) for path in public)
    seen += "".join(path.read_text() for path in public if path.is_file())
    seen += (tmp_path / "deposit.zip").read_bytes().decode("latin-1")
    assert not re.search("zelda|quimby|ybmiuq|зельда|touch x", seen, re.IGNORECASE)
    assert stem not in seen


MARKUP = [
    "<script>alert(1)</script> <img src=x onerror=alert(1)>", "![a](http://x/y.png) [b](http://x)",
    "--> 00:00:00.000 --> 99:59:59.000", "<v Maria>hello</v><c.red>",
    "NOTE hidden\n\nSTYLE\n::cue{}",
    "# heading\n\n- list\n\n---", "`code` **bold** __b__ ~~x~~ | a | b |",
    "&lt;script&gt; &#60;b&#62;",
    "\x1b[31mred\x1b[0m \x00 \x07", "abc \u202edcba\u202c \u2066x\u2069", "one\u2028two\u2029three",
    "\\<b\\> \\[x\\](y)", "<!-- comment --> <![CDATA[x]]>", "[x]: http://x 'y'\n\n[x]",
]  # fmt: skip


@pytest.mark.parametrize("said", MARKUP)
def test_markup_in_what_was_said_stays_text(tmp_path: Path, said: str) -> None:
    run = Commands(make_study(tmp_path, {"P01": ["hello", said, "bye"]}))
    run("decide", "--all", "accept", "--sign-off", "Ann")
    code, text = run("release")
    assert code == 0, text
    files = {name.rsplit("/", 1)[1]: data.decode() for name, data in run.public.items()}
    turn = json.loads(files["transcript.json"])["turns"][1]["text"]
    assert not re.search("[\x00-\x08\x0b-\x1f\u2028\u2029\u202a-\u202e\u2066-\u2069]", turn)
    cues = files["transcript.vtt"]
    assert len(re.findall("^.*-->.*$", cues, re.MULTILINE)) == 3
    assert len(re.findall(r"<", cues)) == 3
    assert cues.count("\n\n") == 3
    shown = MarkdownIt().parse(files["transcript.md"])
    kinds = {token.type for token in shown} | {
        child.type for token in shown for child in token.children or ()
    }
    allowed = {"heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close",
               "text", "strong_open", "strong_close", "text_special", "softbreak"}  # fmt: skip
    assert kinds <= allowed
    assert files["transcript.txt"].count("\n\n") == 2


NESTED = Identifiers(
    people=("Ana", "Ana Maria Torres"), organizations=("Maria Torres Foundation", "Torres"),
    places=("Santa Ana",),
)  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["ask Ana Maria Torres", "the Maria Torres Foundation in Santa Ana", "Torres and Ana",
     "ana-maria torres' foundation", "SantaAna", "write to ana.torres@torres.org"],
)  # fmt: skip
def test_identifiers_within_identifiers_leave_nothing(tmp_path: Path, said: str) -> None:
    run = Commands(make_study(tmp_path, {"P01": ["hello", said]}, identifiers={"P01": NESTED}))
    run("decide", "--all", "accept", "--sign-off", "Ann")
    code, _ = run("release")
    seen = b"".join(run.public.values()).decode()
    assert code == 4 or not re.search(r"\bana\b|maria|torres|santaana", seen, re.IGNORECASE)


def test_which_name_still_stands_is_said_only_when_asked_and_never_in_json(tmp_path: Path) -> None:
    run = Commands(make_study(tmp_path, {"P01": ["hi", "all fine"]}, identifiers={"P01": PERSON}))
    sidecar = Path(run.workspace.memory()["recordings"]) / "P01.toml"
    run("decide", "P01", "--sign-off", "Ann")
    sidecar.write_text(sidecar.read_text().replace('"Zelda Quimby"', '"Zelda Quimby", "All Fine"'))
    code, text = run("release")
    assert code == 4
    assert "all fine" not in text.casefold()
    assert "--show-names" in text
    assert (
        "a known person is still in transcript.json, turn t0002: all fine"
        in run("release", "--show-names")[1]
    )
    assert "all fine" not in run("release", "--show-names", "--json")[1].casefold()


def test_somebody_whom_only_the_name_of_a_file_names_is_noticed(tmp_path: Path) -> None:
    texts = {"Quigley_2026-05": ["hello", "so quigley said"], "pump-notes": ["the pump notes"]}
    run = Commands(make_study(tmp_path, texts, participants={"pump-notes": "P2"}))
    run("decide", "--sign-off", "Ann")
    code, text = run("release")
    assert code == 4
    assert "a known person is still in transcript.json, turn t0002" in text
    assert "--accept t0002" in text
    # The way out that is named is one.
    assert run("decide", "Quigley_2026-05", "--accept", "t0002")[0] == 0
    run("decide", "--sign-off", "Ann")
    code, text = run("release")
    assert code == 0, text
    assert "quigley" not in b"".join(run.public.values()).decode().casefold()


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('title = "What Quimby said"', "the title in study.toml"),
        ('[release]\ncreators = ["Quimby, Zelda"]', "the creators in study.toml"),
        ('[release]\npublisher = "Zelda\\u200b Quim\\u00adby"', "the publisher in study.toml"),
        ('[release]\nlicense = "ask zelda-quimby"', "the licence in study.toml"),
    ],
)
def test_a_name_in_what_is_said_of_the_study_is_told_with_its_place(
    tmp_path: Path, line: str, place: str
) -> None:
    run = Commands(make_study(tmp_path, {"P01": ["hello", "fine"]}, identifiers={"P01": PERSON}))
    title = "" if line.startswith("title") else 'title = "t"\n'
    settings = Path(run.workspace.memory()["recordings"]) / "study.toml"
    settings.write_text(f"{title}{line}\n")
    run("decide", "--sign-off", "Ann")
    code, text = run("release", "--bundle", str(tmp_path / "deposit"))
    assert code == 4
    assert f"a known person is in {place}" in text
    assert "quimby" not in text.casefold()
    assert not (tmp_path / "deposit").exists()


@pytest.mark.parametrize("name", ["quimby-2026", "ZeldaQuimby2", "zelda_data", "files of P07"])
def test_the_name_of_a_bundle_is_looked_at_like_its_files(tmp_path: Path, name: str) -> None:
    run = Commands(make_study(tmp_path, {"P07": ["hello", "fine"]}, identifiers={"P07": PERSON}))
    run("decide", "--sign-off", "Ann")
    code, text = run("release", "--bundle", str(tmp_path / name), "--zip")
    assert code == 4
    assert "is in the bundle's own name" in text
    assert not (tmp_path / name).exists()
    assert not (tmp_path / f"{name}.zip").exists()


@pytest.mark.parametrize("public_id", ["interview_quimby", "ZeldaQuimby1", "by-zelda.2"])
def test_a_name_joined_into_a_public_id_is_found(tmp_path: Path, public_id: str) -> None:
    run = Commands(
        make_study(
            tmp_path,
            {"P07": ["hello", "fine"]},
            identifiers={"P07": PERSON},
            more=f'public_id = "{public_id}"',
        )
    )
    run("decide", "--sign-off", "Ann")
    code, text = run("release")
    assert code == 4
    assert "its public_id holds a listed identifier" in text


@pytest.mark.parametrize(
    ("public_id", "why"),
    [("ZQ", "initials"), ("interview-zq2", "initials"), ("int-ZQ-en", "initials"),
     ("aux", "no file name on every system"), ("COM1.v2", "no file name on every system"),
     ("talk.", "no file name on every system"), ("interview-en", "")],
)  # fmt: skip
def test_a_public_id_is_no_persons_initials_and_a_name_everywhere(
    tmp_path: Path, public_id: str, why: str
) -> None:
    run = Commands(make_study(tmp_path, {"P01": ["hello"]}, identifiers={"P01": PERSON}))
    sidecar = Path(run.workspace.memory()["recordings"]) / "P01.toml"
    sidecar.write_text(
        sidecar.read_text().replace("[interview]", f'[interview]\npublic_id = "{public_id}"')
    )
    run("decide", "--sign-off", "Ann", "P01")
    code, text = run("release")
    assert (code, why in text) == (4 if why else 0, True)


def test_what_a_linked_recording_leaves_behind_is_said(tmp_path: Path) -> None:
    run = Commands(make_study(tmp_path, {"P01": ["hello"], "P02": ["hello"]}))
    recordings = Path(run.workspace.memory()["recordings"])
    for name in ("P01", "P02"):
        known = json.loads((run.workspace.folder(name) / "recording.json").read_text())
        (tmp_path / f"{name} elsewhere").write_text("said")
        place = recordings / Path(known["path"]).name
        place.unlink(missing_ok=True)
        if name == "P01":
            place.symlink_to(tmp_path / f"{name} elsewhere")
        else:
            place.hardlink_to(tmp_path / f"{name} elsewhere")
    said = run("consent", "withdraw", "P01", "--yes")[1]
    assert f"what it leads to stays, {tmp_path / 'P01 elsewhere'}" in said.replace("\n", " ")
    assert "has another name on this disk" in run("consent", "withdraw", "P02", "--yes")[1]
