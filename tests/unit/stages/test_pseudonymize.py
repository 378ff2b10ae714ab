from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from studies import dummy_transcript, listed_entities

from transcribe.core.pii import ACCEPTED, AUTO, QUEUED, REJECTED, Entity, EntitySet
from transcribe.core.recording import Identifiers
from transcribe.stages.propagate import entity_id
from transcribe.stages.pseudonymize import (
    Decisions,
    Mention,
    Pseudonymized,
    pseudonymize,
)
from transcribe.stages.surrogates import PseudonymTable

SECRET = "5a" * 32
UNDECIDED, EMPTY = Decisions(), PseudonymTable(secret=SECRET)
NAMES = Identifiers(people=("Maria Lopez", "Rob Keller"), organizations=("Brightwater Analytics",))
TEXTS = {
    "P01": ["hello", "i am maria lopez of bright water analytics", "hi maria", "and lopes too"],
    "P02": ["who", "Rob Keller told Lopez about Brightwater", "ok", "keller left"],
}


def settle(
    texts: dict[str, list[str]] = TEXTS,
    *,
    identifiers: Identifiers = NAMES,
    decisions: Decisions = UNDECIDED,
    table: PseudonymTable = EMPTY,
    policies: dict[str, str] | None = None,
    extra: dict[str, list[Entity]] | None = None,
) -> Pseudonymized:
    transcripts = {name: dummy_transcript(turns) for name, turns in texts.items()}
    found = {name: listed_entities(one, identifiers) for name, one in transcripts.items()}
    for name, entities in (extra or {}).items():
        found[name] = EntitySet(entities=(*found[name].entities, *entities))
    return pseudonymize(
        transcripts, found, decisions=decisions, table=table, policies=policies or {}
    )


def surrogates(result: Pseudonymized, recording: str) -> dict[str, tuple[str, str]]:
    settled = result.recordings[recording]
    return {
        one.text: (settled.surrogates[one.id], one.decision) for one in settled.entities.entities
    }


def mention(text: str, word: str, *, turn: str, decision: str, kind: str = "PERSON") -> Entity:
    start = text.index(word)
    return Entity(
        id=entity_id(turn, start), turn=turn, start_char=start, end_char=start + len(word),
        type=kind, text=word, score=0.5, recognizers=("cue",), decision=decision,
    )  # fmt: skip


def test_one_person_has_one_number_in_the_whole_study() -> None:
    result = settle()
    first, second = surrogates(result, "P01"), surrogates(result, "P02")
    assert first["maria lopez"][0] == first["maria"][0] == second["Lopez"][0]
    assert second["Rob Keller"][0] == second["keller"][0] != second["Lopez"][0]
    assert first["bright water analytics"][0] == second["Brightwater"][0]
    assert re.fullmatch(r"\[Person \d+\]", first["maria"][0])
    assert first["lopes"] == (first["maria"][0], QUEUED)


def test_numbers_stay_when_recordings_come_and_go() -> None:
    before = settle()
    more = {**TEXTS, "P03": ["x", "anna novak and maria lopez"]}
    names = Identifiers(people=(*NAMES.people, "Anna Novak"), organizations=NAMES.organizations)
    after = settle(more, identifiers=names, table=before.table)
    assert surrogates(after, "P01") == surrogates(before, "P01")
    less = settle({"P02": TEXTS["P02"]}, table=after.table)
    assert surrogates(less, "P02") == surrogates(before, "P02")


def test_numbers_depend_on_the_secret_alone() -> None:
    def numbers(secret: str) -> dict[str, int]:
        return settle(table=PseudonymTable(secret=secret)).table.numbers

    assert len({tuple(sorted(numbers(f"{n:02x}" * 32).items())) for n in range(12)}) > 3
    assert numbers(SECRET) == numbers(SECRET)


@settings(deadline=None, max_examples=25)
@given(st.permutations(sorted(TEXTS)), st.randoms(use_true_random=False))
def test_replacement_does_not_depend_on_order(order: list[str], random: object) -> None:
    transcripts = {name: dummy_transcript(TEXTS[name]) for name in order}
    found = {}
    for name in order:
        entities = list(listed_entities(transcripts[name], NAMES).entities)
        random.shuffle(entities)  # type: ignore[attr-defined]
        found[name] = EntitySet(entities=tuple(entities))
    result = pseudonymize(
        transcripts, found, decisions=Decisions(), table=PseudonymTable(secret=SECRET), policies={}
    )
    for name in TEXTS:
        assert surrogates(result, name) == surrogates(settle(), name)


def test_withdrawn_numbers_are_never_given_again() -> None:
    retired = tuple(f"PERSON\t{number}" for number in range(1, 9))
    table = settle(table=PseudonymTable(secret=SECRET, retired=retired)).table
    people = {number for key, number in table.numbers.items() if key.startswith("PERSON")}
    assert people.isdisjoint(range(1, 9))


def test_a_name_decided_once_is_decided_everywhere() -> None:
    texts = {"P01": ["x", "ask Quentin please"], "P02": ["y", "well Quentin knows"]}
    extra = {"P01": [mention(texts["P01"][1], "Quentin", turn="t0002", decision=QUEUED)]}
    nothing = Identifiers()
    waiting = settle(texts, identifiers=nothing, extra=extra)
    assert surrogates(waiting, "P02")["Quentin"][1] == QUEUED
    for accept, decision in ((True, ACCEPTED), (False, REJECTED)):
        decisions = Decisions(names={("PERSON", "quentin"): accept})
        decided = settle(texts, identifiers=nothing, extra=extra, decisions=decisions)
        assert surrogates(decided, "P01")["Quentin"][1] == decision
        if accept:
            assert surrogates(decided, "P02")["Quentin"][1] == decision
        else:
            assert surrogates(decided, "P02").get("Quentin", ("", REJECTED))[1] == REJECTED


def test_a_person_word_on_one_place_wins_over_the_name() -> None:
    place = Mention(recording="P01", turn="t0003", start_char=3, end_char=8, normalized="maria")
    decisions = Decisions(names={("PERSON", "maria"): True}, mentions={place: False})
    result = settle(decisions=decisions)
    by_turn = {one.turn: one.decision for one in result.recordings["P01"].entities.entities}
    assert by_turn["t0003"] == REJECTED
    assert by_turn["t0002"] == AUTO


def test_no_part_of_a_name_stays_beside_a_shorter_mention() -> None:
    texts = {"P01": ["x", "Ana Quintero came"], "P02": ["y", "then Quintero and Ana Quintero left"]}
    short = texts["P02"][1]
    extra = {
        "P01": [mention(texts["P01"][1], "Ana Quintero", turn="t0002", decision=AUTO)],
        "P02": [
            Entity(id="e2-23", turn="t0002", start_char=22, end_char=30, type="PERSON",
                   text=short[22:30], score=0.5, recognizers=("cue",), decision=AUTO)
        ],
    }  # fmt: skip
    result = settle(texts, identifiers=Identifiers(), extra=extra)
    assert "Ana Quintero" in surrogates(result, "P02")


def test_policies() -> None:
    texts = {"P01": ["x", "in March 2019 i was thirty four with eight people at 12 Elm Street"]}
    text = texts["P01"][1]
    extra = {
        "P01": [
            mention(text, "March 2019", turn="t0002", decision=AUTO, kind="DATE"),
            mention(text, "thirty four", turn="t0002", decision=AUTO, kind="AGE"),
            mention(text, "eight people", turn="t0002", decision=AUTO, kind="QUANTITY"),
            mention(text, "12 Elm Street", turn="t0002", decision=AUTO, kind="ADDRESS"),
        ]
    }
    usual = surrogates(settle(texts, extra=extra), "P01")
    assert usual["March 2019"][0] == "2019"
    assert usual["thirty four"][0] == "[30-39]"
    assert usual["eight people"][0] == "[6-10 people]"
    chosen = {"DATE": "label", "AGE": "keep", "ADDRESS": "remove"}
    other = surrogates(settle(texts, extra=extra, policies=chosen), "P01")
    assert re.fullmatch(r"\[Date \d+\]", other["March 2019"][0])
    assert other["thirty four"][0] == "thirty four"
    assert other["12 Elm Street"][0] == ""
