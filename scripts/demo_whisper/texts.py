"""The sentences the model learns from: a list from elsewhere, if there is one, and talk of our own.

    python -m scripts.demo_whisper.texts FOLDER [--sentences FILE]

Writes ``FOLDER/sentences.json``: a list of strings in which every 97th is held out. ``FILE`` holds
such a list; it comes first, so that what it holds out stays held out. Sentences of the shipped
interviews of four words or more are left out, and so is a sentence that is held out elsewhere in
the list. The same word lists give the same sentences.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TALK = Path(__file__).with_name("talk.txt")
HELD_OUT_EVERY = 97
OWN, LOOSE = 26_000, 12_000
SHORT = 4
_SLOT = re.compile(r"\{([A-Z0-9]+)\}")
_EITHER = re.compile(r"\(([^()]*\|[^()]*)\)")

Slots = dict[str, list[str]]


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sentences", type=Path)
    chosen = parser.parse_args()
    given = json.loads(chosen.sentences.read_text("utf-8")) if chosen.sentences else []
    talk = list(talk_of_our_own(OWN))
    chosen.folder.mkdir(parents=True, exist_ok=True)
    loose = list(loose_words(LOOSE))
    sentences = without_leaks([*given, *talk, *loose], shipped_sentences())
    path = chosen.folder / "sentences.json"
    path.write_text(json.dumps(sentences, ensure_ascii=False, indent=0), "utf-8")
    used = sum(bool(sentence) for sentence in sentences)
    print(f"{len(given)} given, {len(talk)} of our own, {len(loose)} of loose words")
    print(f"{used} left, in {path}")


def is_held_out(index: int) -> bool:
    """Whether a sentence is for measuring only."""
    return index % HELD_OUT_EVERY == 0


def without_leaks(sentences: list[str], shipped: Iterable[str]) -> list[str]:
    """Empty what must not be learnt: places in the list stay, so that what is held out stays."""
    forbidden = {_bare(text) for text in shipped if len(_bare(text).split()) >= SHORT}
    forbidden |= {
        _bare(text)
        for index, text in enumerate(sentences)
        if is_held_out(index) and len(_bare(text).split()) >= SHORT
    }
    seen: dict[str, int] = {}
    kept = []
    for index, text in enumerate(sentences):
        bare = _bare(text)
        seen[bare] = seen.get(bare, 0) + 1
        # A backchannel may come often, but not a thousand times.
        leaks = (not is_held_out(index) and bare in forbidden) or seen[bare] > 40
        kept.append("" if leaks else text)
    return kept


def shipped_sentences() -> list[str]:
    """What is said in the recordings that ship."""
    return [
        sentence
        for path in sorted((ROOT / "tests" / "golden" / "interviews").glob("*.gold.json"))
        for turn in json.loads(path.read_text("utf-8"))["turns"]
        for sentence in re.split(r"(?<=[.?!])\s+", turn["text"])
    ]


def talk_of_our_own(count: int) -> Iterable[str]:
    """Sentences made from the patterns of ``talk.txt``."""
    draw = random.Random("demo-whisper")
    slots, patterns = _read(TALK.read_text("utf-8"))
    slots |= _word_lists()
    for number in range(count):
        # Every pattern in turn, so that each is seen equally often.
        yield _tidy(_fill(patterns[number % len(patterns)], slots, draw))


def loose_words(count: int) -> Iterable[str]:
    """Words as often as they are in English but in no order, so that none can be guessed."""
    from wordfreq import top_n_list, word_frequency

    draw = random.Random("demo-whisper: loose words")
    words = [word for word in top_n_list("en", 9_000) if re.fullmatch(r"[a-z]+", word)]
    # The square root lets rare words come more often than they do.
    weights = [word_frequency(word, "en") ** 0.5 for word in words]
    for _ in range(count):
        drawn = draw.choices(words, weights, k=draw.randint(3, 14))
        commas = ["," if draw.random() < 0.08 else "" for _ in drawn[1:]] + [draw.choice("..?")]
        yield _tidy(" ".join(word + mark for word, mark in zip(drawn, commas, strict=True)))


def _read(text: str) -> tuple[Slots, list[str]]:
    slots: Slots = {}
    patterns = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if match := re.match(r"([A-Z0-9]+) = (.+)", line):
            slots[match[1]] = [choice.strip() for choice in match[2].split(" | ")]
        else:
            patterns.append(line.strip())
    return slots, patterns


def _word_lists() -> Slots:
    """Names and words of the libraries the program already has."""
    from faker.providers.address.en_US import Provider as Places
    from faker.providers.person.en_GB import Provider as British
    from faker.providers.person.en_US import Provider as American
    from wordfreq import top_n_list

    cities = [f"{prefix} {last}" for prefix in Places.city_prefixes for last in ("City", "Hill")]
    firsts = sorted({*list(American.first_names)[:500], *list(British.first_names)[:300]})
    lasts = sorted({*list(American.last_names)[:700], *list(British.last_names)[:300]})
    cities += [last + ending for last in lasts[::3] for ending in ("ton", "ville", "port")][:300]
    words = [word for word in top_n_list("en", 9_000) if re.fullmatch(r"[a-z]{3,}", word)]
    return {"FIRST": firsts, "LAST": lasts, "CITY": cities, "WORD": words[100:]}


def _fill(pattern: str, slots: Slots, draw: random.Random) -> str:
    while match := _SLOT.search(pattern) or _EITHER.search(pattern):
        inside = match[1]
        choices = slots[inside] if match.re is _SLOT else inside.split("|")
        pattern = pattern[: match.start()] + draw.choice(choices) + pattern[match.end() :]
    return pattern


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" ([.,?!])", r"\1", text)
    text = re.sub(r"\ba (?=[aeio])", "an ", text)
    return re.sub(r"(^|[.?!] )([a-z])", lambda match: match[1] + match[2].upper(), text)


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower()).split())


if __name__ == "__main__":
    main()
