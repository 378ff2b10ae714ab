"""Names of accounts: ``@jweber81``, "my handle is j weber eighty one"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.backends.pii.line import Line
from transcribe.backends.pii.lists import public_forms
from transcribe.stages.detect import Candidate
from transcribe.stages.lexicon import zipf

_WRITTEN = re.compile(r"(?<![\w@./])@(?P<name>[^\W\d_][\w.]{1,29}\b)")
_NETWORK = (
    "twitter|instagram|insta|facebook|github|gitlab|skype|discord|telegram|mastodon|bluesky|tiktok|"
    "linkedin|slack|reddit|youtube|snapchat|signal|threads|orcid"
)
_ACCOUNT = (
    r"(?:handle|user ?name|screen ?name|account name|login name|nick ?name|nick|alias|pseudo|"
    r"identifiant|nom d utilisateur)"
)
_SAID = re.compile(
    rf"\b(?:{_ACCOUNT}(?: (?:there|here|(?:on|sur) (?:{_NETWORK})))?|"
    rf"(?:my|mon|his|her) (?:{_NETWORK})(?: (?:handle|name|account|id))?) (?:is|s|was|est) "
    rf"|\b(?:on|sur) (?:{_NETWORK}) (?:i m|i am|as|under|je suis|sous le nom de) "
    rf"|\b(?:find|follow|reach|message|add|contact) (?:me|him|her|us) "
    rf"(?:there |(?:on|at) (?:{_NETWORK}) )(?:as|at|under) "
)
_MOST = 5
"""Words of a spoken name at most."""
_STOP = frozenset(
    "on and or but if so there the a an that which with for in to of is was it i you we he she "
    "they not no at my your just still very too now then sur et ou mais si dans de la le les un "
    "une".split()
)
_EVERYDAY = 4.5
"""Zipf frequency from which on a lone word after a cue is talk: "my handle is broken"."""


def find_handles(line: Line) -> Iterator[Candidate]:
    """Candidates of type OTHER: written ones, and what a person says an account is called."""
    for match in _WRITTEN.finditer(line.text):
        name = match["name"].casefold()
        within = line.touched(*match.span("name"))
        if not within or name in public_forms():
            continue
        # In talk of code "@property" is no account.
        plain = name.isalpha() and zipf(name) >= 3
        yield line.candidate(
            within[0], within[-1],
            kind="OTHER", recognizer="handle", sure=not plain,
            reason="name of an account", score=0.5 if plain else 0.9, rank=3,
        )  # fmt: skip
    for match in _SAID.finditer(line.folded):
        first = line.index_at(match.end())
        if first is not None and (last := _end(line, first)) is not None:
            yield line.candidate(
                first, last,
                kind="OTHER", recognizer="handle", sure=False,
                reason="said to be the name of an account", score=0.6, rank=2,
            )  # fmt: skip


def _end(line: Line, first: int) -> int | None:
    """Index of the last word of a spoken name; None where it reads as talk."""
    last = first - 1
    for index in range(first, min(first + _MOST, len(line.tokens))):
        if line.tokens[index].fold in _STOP or (index > first and not line.adjacent(index)):
            break
        last = index
    words = [line.tokens[index].fold for index in range(first, last + 1)]
    if any(word.isdigit() or len(word) == 1 or zipf(word) < _EVERYDAY - 1.5 for word in words):
        return last
    return None
