"""What ships with the project agrees with itself: sound, truth, sidecars, guide, ignore rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from transcribe.core.guide import ASKABLE, QUESTION, SECTION, STATUSES, Guide, GuideItem
from transcribe.core.pii import ENTITY_TYPES
from transcribe.guides import read_guide

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = ROOT / "recordings"
GOLD = ROOT / "tests" / "golden" / "interviews"
STEMS = ("parcel-photos", "pump-failures")
LIMIT_BYTES = 2_000_000

sys.path.insert(0, str(ROOT / "scripts"))


def truth(stem: str) -> dict[str, Any]:
    return json.loads((GOLD / f"{stem}.gold.json").read_text("utf-8"))


def sidecar(stem: str) -> dict[str, Any]:
    return tomllib.loads((RECORDINGS / f"{stem}.toml").read_text("utf-8"))


def sound(stem: str) -> Path:
    return next(path for path in RECORDINGS.glob(f"{stem}.*") if path.suffix in {".opus", ".m4a"})


def guide() -> Guide:
    return read_guide(RECORDINGS / "guide.md")


def shared_guide() -> Path:
    shared = Path(os.environ.get("TRANSCRIBE_SHARED", ROOT.parent / "shared"))
    path = shared / "guides" / "interview-guide.txt"
    if not path.is_file():
        pytest.skip(f"the study's own guide is not here ({path.name}; set TRANSCRIBE_SHARED)")
    return path


@pytest.mark.parametrize("stem", STEMS)
class TestTruth:
    def test_mentions_are_spans_of_their_turn(self, stem: str) -> None:
        gold = truth(stem)
        assert len(gold["entities"]) >= 20
        for entity in gold["entities"]:
            text = gold["turns"][entity["turn"]]["text"]
            assert text[entity["start_char"] : entity["end_char"]] == entity["text"]
            assert entity["type"] in ENTITY_TYPES
        kinds = {entity["type"] for entity in gold["entities"]}
        assert kinds >= {"PERSON", "ORGANIZATION", "PRODUCT", "LOCATION", "DATE", "AGE"}
        assert kinds >= {"QUANTITY", "EMAIL", "PHONE", "JOB"}

    def test_no_mention_overlaps_another_or_is_left_out(self, stem: str) -> None:
        gold = truth(stem)
        taken: set[tuple[int, int]] = set()
        for entity in gold["entities"]:
            span = {(entity["turn"], at) for at in range(entity["start_char"], entity["end_char"])}
            assert not span & taken
            taken |= span
        names = {e["text"] for e in gold["entities"] if e["type"] in {"PERSON", "ORGANIZATION"}}
        for turn in gold["turns"]:
            for name in names:
                at = turn["text"].find(name)
                assert at < 0 or (turn["i"], at) in taken, f"turn {turn['i']}: unmarked name"

    def test_public_names_are_said_and_never_marked(self, stem: str) -> None:
        gold = truth(stem)
        said = " ".join(turn["text"] for turn in gold["turns"]).casefold()
        marked = {entity["text"].casefold() for entity in gold["entities"]}
        assert len(gold["public_names"]) >= 5
        for name in gold["public_names"]:
            assert name.casefold() in said
            assert name.casefold() not in marked

    def test_words_are_the_text_in_order_within_the_turn(self, stem: str) -> None:
        gold = truth(stem)
        for turn in gold["turns"]:
            words = turn["words"]
            assert " ".join(word["text"] for word in words) == turn["text"]
            starts = [word["start"] for word in words]
            assert starts == sorted(starts)
            assert all(word["start"] < word["end"] for word in words)
            assert turn["start"] <= words[0]["start"]
            assert words[-1]["end"] <= turn["end"] + 0.002

    def test_turns_follow_each_other_with_slight_overlaps_only(self, stem: str) -> None:
        gold = truth(stem)
        assert [turn["i"] for turn in gold["turns"]] == list(range(len(gold["turns"])))
        pairs = list(zip(gold["turns"], gold["turns"][1:], strict=False))
        assert all(after["start"] > before["end"] - 0.5 for before, after in pairs)
        assert any(after["start"] < before["end"] for before, after in pairs), "no overlap at all"
        assert all(before["start"] < after["start"] for before, after in pairs)

    def test_speakers_are_those_of_the_sidecar(self, stem: str) -> None:
        gold, interview = truth(stem), sidecar(stem)["interview"]
        roles = {speaker["label"]: speaker["role"] for speaker in gold["speakers"]}
        assert len(roles) == interview["speakers"]
        assert list(roles.values()).count("interviewer") == interview["interviewers"]
        assert {turn["speaker"] for turn in gold["turns"]} == set(roles)
        assert all(turn["role"] == roles[turn["speaker"]] for turn in gold["turns"])

    def test_every_item_named_is_one_of_the_guide(self, stem: str) -> None:
        gold = truth(stem)
        askable = {item.id for item in guide().items if item.kind in ASKABLE}
        for turn in gold["turns"]:
            named = {*turn["accept"], *turn["asks"], *turn["asks_optional"]} - {None}
            assert named <= askable
            assert turn["topic"] in turn["accept"]

    def test_coverage_lists_the_whole_guide_and_agrees_with_the_turns(self, stem: str) -> None:
        gold = truth(stem)
        assert list(gold["coverage"]) == [item.id for item in guide().askable]
        assert set(gold["coverage"].values()) == set(STATUSES)
        asked = {item for turn in gold["turns"] for item in turn["asks"]}
        said = {k for k, status in gold["coverage"].items() if status in {"asked", "paraphrased"}}
        assert asked == said

    def test_the_truth_is_that_of_the_text(self, stem: str) -> None:
        from interviews.script import read_script

        script = read_script(ROOT / "scripts" / "interviews" / f"{stem}.txt")
        gold = truth(stem)
        assert [turn.text for turn in script.turns] == [turn["text"] for turn in gold["turns"]]
        assert script.file == sound(stem).name


@pytest.mark.parametrize("stem", STEMS)
class TestSound:
    def test_is_small_and_as_long_as_the_truth_says(self, stem: str) -> None:
        import av

        path, gold = sound(stem), truth(stem)
        with av.open(str(path)) as container:
            decoded = sum(f.samples / f.sample_rate for f in container.decode(audio=0))
        assert path.stat().st_size < LIMIT_BYTES
        assert 240 <= gold["duration"] <= 390
        assert decoded == pytest.approx(gold["duration"], abs=0.1)
        assert gold["turns"][-1]["end"] < gold["duration"]


@pytest.mark.parametrize("stem", STEMS)
class TestSidecar:
    def test_listed_identifiers_are_said_and_most_mentions_are_listed(self, stem: str) -> None:
        gold = truth(stem)
        lists = sidecar(stem)["identifiers"]
        listed = [name.casefold() for names in lists.values() for name in names]
        said = " ".join(turn["text"] for turn in gold["turns"]).casefold()
        assert [name for name in listed if name not in said] == []
        names = {
            entity["text"].casefold()
            for entity in gold["entities"]
            if entity["type"] in {"PERSON", "ORGANIZATION", "PRODUCT", "LOCATION"}
        }
        known = {name for name in names if any(name in other for other in listed)}
        assert 0.6 * len(names) <= len(known) < len(names), "most, but not all, as people do"

    def test_consents_to_a_release_of_the_text(self, stem: str) -> None:
        consent = sidecar(stem)["consent"]
        assert {"record", "transcribe", "release_text"} <= set(consent["scopes"])
        assert consent["given"] < consent["deadline"]


class TestGuide:
    def test_has_every_question_of_the_study_guide_section_by_section(self) -> None:
        own, original = guide(), read_guide(shared_guide())
        assert questions_by_section(own) == questions_by_section(original)

    def test_is_in_words_of_our_own(self) -> None:
        original = read_guide(shared_guide())
        taken = {item.text.casefold() for item in original.items if len(item.text.split()) > 6}
        copied = [item.id for item in guide().items if item.text.casefold() in taken]
        assert copied == []

    def test_reads_without_a_guess(self) -> None:
        assert [item.id for item in guide().items if item.guessed] == []


def questions_by_section(of: Guide) -> list[int]:
    """Number of things to ask under each section that holds any, the conclusion's as one."""
    by_id = {item.id: item for item in of.items}
    counts: dict[str, int] = {}
    for item in of.items:
        if item.kind in ASKABLE:
            section = top_section(item, by_id)
            counts[section] = counts.get(section, 0) + 1
    return list(counts.values())


def top_section(item: GuideItem, by_id: dict[str, GuideItem]) -> str:
    """The nearest section, or the section around it where that holds a single question."""
    while item.kind != SECTION and item.parent is not None:
        item = by_id[item.parent]
    alone = sum(other.parent == item.id for other in by_id.values()) == 1
    children = [other for other in by_id.values() if other.parent == item.id]
    if alone and children[0].kind == QUESTION and item.parent in by_id:
        parent = by_id[item.parent]
        siblings = [other for other in by_id.values() if other.parent == parent.id]
        if any(other.kind == QUESTION for other in siblings):
            return parent.id
    return item.id


class TestIgnoreRules:
    @pytest.fixture(autouse=True)
    def _in_a_checkout(self) -> None:
        if not (ROOT / ".git").exists():
            pytest.skip("not a git checkout: nothing for the ignore rules to work on")

    def test_own_recordings_are_ignored_and_shipped_ones_are_not(self) -> None:
        private = ["P07.m4a", "P07.toml", "P07.gold.json", "pump-failures.wav", "guide.docx",
                   "private/P08.opus", "pump-failures.toml.bak", "notes.md"]  # fmt: skip
        shipped = ["README.md", "guide.md", "study.toml", *(sound(stem).name for stem in STEMS)]
        shipped += [f"{stem}.toml" for stem in STEMS]
        asked = [f"recordings/{name}" for name in [*private, *shipped]]
        done = subprocess.run(
            ["git", "check-ignore", "--no-index", *asked],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stdout.split() == [f"recordings/{name}" for name in private]
