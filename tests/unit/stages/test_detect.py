from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from studies import dummy_turn

from transcribe.core.pii import AUTO, ENTITY_TYPES, QUEUED, entity_type
from transcribe.stages.detect import Candidate, settle_turn

TEXT = "my name is maria lopez from bright water and i live in brantford"


def candidate(start: int, end: int, **changes: object) -> Candidate:
    values: dict[str, object] = {
        "start": start, "end": end, "type": "PERSON", "score": 0.5, "recognizer": "cue",
        "sure": False, "reason": "",
    }  # fmt: skip
    return Candidate(**{**values, **changes})  # type: ignore[arg-type]


CANDIDATES = st.builds(
    candidate,
    st.integers(-3, len(TEXT) + 3),
    st.integers(-3, len(TEXT) + 3),
    type=st.sampled_from(ENTITY_TYPES),
    sure=st.booleans(),
    rank=st.integers(0, 4),
    extends=st.booleans(),
)


@given(st.lists(CANDIDATES, max_size=12))
def test_entities_lie_in_the_text_and_never_overlap(candidates: list[Candidate]) -> None:
    last = 0
    for entity in settle_turn(dummy_turn(0, TEXT), candidates):
        assert last <= entity.start_char < entity.end_char <= len(TEXT)
        assert entity.text == TEXT[entity.start_char : entity.end_char]
        last = entity.end_char


@given(st.lists(CANDIDATES, max_size=8).flatmap(lambda some: st.tuples(
    st.just(some), st.permutations(some))))  # fmt: skip
def test_order_of_candidates_does_not_matter(
    orders: tuple[list[Candidate], list[Candidate]],
) -> None:
    turn = dummy_turn(0, TEXT)
    assert settle_turn(turn, orders[0]) == settle_turn(turn, orders[1])


@given(st.lists(CANDIDATES, max_size=8), st.integers(0, 60), st.integers(1, 12))
def test_every_letter_of_a_listed_name_is_covered(
    candidates: list[Candidate], start: int, length: int
) -> None:
    end = min(len(TEXT), start + length)
    mine = candidate(start, end, rank=3, sure=True, recognizer="identifiers")
    if start >= end:
        return
    entities = settle_turn(dummy_turn(0, TEXT), [*candidates, mine])
    covered = {at for one in entities for at in range(one.start_char, one.end_char)}
    assert covered >= set(range(start, end))


def test_a_sure_candidate_makes_the_same_span_sure() -> None:
    entities = settle_turn(
        dummy_turn(0, TEXT), [candidate(11, 16, rank=2), candidate(11, 16, rank=1, sure=True)]
    )
    assert [entity.decision for entity in entities] == [AUTO]


def test_a_run_of_capitals_lends_its_length() -> None:
    entities = settle_turn(
        dummy_turn(0, TEXT), [candidate(11, 16, sure=True), candidate(11, 22, rank=0, extends=True)]
    )
    assert [(one.text, one.decision) for one in entities] == [("maria lopez", AUTO)]


def test_what_stands_beside_a_listed_part_of_a_name_is_asked_about() -> None:
    text = "so Ana Lopez, or Dr Ana Lopez Garcia"
    listed = [
        candidate(at, at + 5, rank=3, sure=True, recognizer="identifiers", identity="maria lopez")
        for at in (7, 24)
    ]
    found = settle_turn(
        dummy_turn(0, text), [*listed, candidate(3, 12, sure=True, rank=2), candidate(20, 36)]
    )
    assert [(one.text, one.decision, one.identity) for one in found] == [
        ("Ana", QUEUED, ""), ("Lopez", AUTO, "maria lopez"),
        ("Ana", QUEUED, ""), ("Lopez", AUTO, "maria lopez"), ("Garcia", QUEUED, ""),
    ]  # fmt: skip


def test_unsure_candidates_wait() -> None:
    assert settle_turn(dummy_turn(0, TEXT), [candidate(0, 2)])[0].decision == QUEUED


def test_labels_of_other_tools_are_mapped() -> None:
    assert entity_type("GPE") == "LOCATION"
    assert entity_type("street_address") == "ADDRESS"
    assert entity_type("never heard of") == "OTHER"
