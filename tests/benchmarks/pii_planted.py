"""Real interviews, hand-anonymized, with identifiers of our own invention put back into them.

The nearest there is to real leaks: the placeholders (Company 1, City X) get names, and sentences
with introductions, vocatives, colleagues, employers, products, cities and quasi-identifiers are
put between real ones, beside as many public names that must stay. Names are of the part of the
lists that the small recognizer never saw, one in five of no list; no sentence here is one that it
was trained on. Seeded.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scripts.ner.fillers import Fillers

SEED = 4242

DIRECT = (
    "So, {person} speaking here, I will be your interviewer together with {given}.",
    "I'm {given}, I will be asking most of the questions today.",
    "And my name is {given}, I work with {given} in the same lab.",
    "Yeah. Hi, uh, {person} here.",
    "All right, thank you so much, {given}.",
    "Okay. Bye, {given}. Bye-bye.",
    "Yeah, thanks {given}, that helps.",
    "Uh, {given}, do you have another question on that part?",
    "No, go ahead, {given}.",
    "That was mostly the work of {given}, a friend of mine.",
    "So I remember that {given} was complaining about it the whole week.",
    "Then {given} from the data side had to clean all of it again.",
    "We had {person} as a lead back then.",
    "I will forward you to {person}, he would know.",
    "I report to {person}.",
    "She, I mean {given}, is the one doing the annotations.",
    "So, uh, I currently work as a data scientist with {org}.",
    "I have been working for {org}, it's a consulting company.",
    "Yeah, so here at {org} we have a lot of legacy code.",
    "Previously, I was at {org}, where I did the forecasting.",
    "The customer there was {org}, and their data was awful.",
    "{org} was paying for the whole thing, so we could not say no.",
    "We also have a contract with {org} for the sensors.",
    "So what {org} does is sell parts to the car makers.",
    "It's something that we see a lot at {org}, actually.",
    "I finished my degree at {university} and then I came here.",
    "We are a group of researchers from {university}.",
    "So the app, it is named {product}, and the farmers use it.",
    "Inside the company people know it as {product}.",
    "We had an older version of {product} that crashed every day.",
    "So I stay in {place} now, with my family.",
    "The factory is in {place}, so we have to drive there.",
    "We collected the pictures around {place}.",
    "The head office is in {place}, and the developers are in {place}.",
    "you can write me at {email}",
    "my number is {phone}",
    "her family name is spelled {spelled}",
)
QUASI = (
    ("I have about {} of experience.", "{number} years", "QUANTITY"),
    ("We are a team of {} right now.", "{number} people", "QUANTITY"),
    ("It has been {} since I joined.", "{number} months", "QUANTITY"),
    ("I started there in {}.", "20{decade}", "DATE"),
    ("It was released in {}.", "March 20{decade}", "DATE"),
    ("My role there is {}.", "head of data science", "JOB"),
    ("I was the {} of that one.", "CTO", "JOB"),
    ("In the company there are like {}.", "{number}0 employees", "QUANTITY"),
)
PUBLIC = (
    "DeepAR", "LangChain", "Hugging Face", "Weights and Biases", "Postman", "Qdrant", "Pinecone",
    "Ollama", "Mistral", "Llama", "Claude", "Gemini", "Cursor", "Zapier", "Airtable", "dbt",
    "Fivetran", "Starburst", "ClickHouse", "DuckDB", "Vespa", "Milvus", "Faiss", "Kedro",
    "ZenML", "Metaflow", "Flyte", "LightGBM", "CatBoost", "Prophet", "Tableau", "Power BI",
    "Nielsen heuristics", "Delphi method", "Likert scale", "Gantt chart", "Pareto", "Occam",
    "Moore's law", "Conway's law", "Fibonacci", "Newton", "Hawthorne effect", "Simpson paradox",
    "Bonferroni", "Benjamini Hochberg", "Nash", "Zipf", "Gini", "Brier score", "Platt scaling",
    "Otsu", "Sobel", "Canny", "Hough", "Viterbi", "Dijkstra", "Bloom filter", "Huffman",
    "Chebyshev", "Cholesky", "Gram Schmidt", "Nesterov", "Xavier initialization", "Glorot",
    "Boltzmann machine", "Hopfield", "Hebbian", "Siamese network", "Q-learning", "Sarsa",
    "Common Crawl", "Open Images", "LibriSpeech", "Wikipedia", "Freebase", "ShapeNet",
    "Pascal VOC", "Penn Treebank", "Enron emails", "Netflix prize", "Boston housing", "Cora",
    "CelebA", "SVHN", "Vietnamese", "Norwegian", "Brazilian", "Swahili", "Moroccan", "Iranian",
    "Danish", "Tunisian", "Kenyan", "Egyptian", "iPhone", "Galaxy", "Xbox", "PlayStation",
    "Chromebook", "Kindle", "Roomba", "Walmart", "Costco", "Toyota", "Volkswagen", "Siemens",
    "Bosch", "Philips", "Fitbit", "GoPro", "Canon", "Nikon", "Zebra", "Honeywell", "Nokia",
    "Bloomberg", "Reuters", "Facebook", "Twitter", "Stripe", "Shopify", "Visa", "Mastercard",
)  # fmt: skip
AROUND_PUBLIC = (
    "We looked into {} for that.",
    "For instance with {} it was not possible.",
    "So it's like {} in a way.",
    "I read about {} and tried it.",
    "You know, {} and things like that.",
    "It was compared with {} before.",
    "Some people prefer {}, I don't.",
)
SLOT = re.compile(r"\{(\w+)\}")
KINDS = {
    "given": "PERSON", "person": "PERSON", "org": "ORGANIZATION", "university": "UNIVERSITY",
    "product": "PRODUCT", "place": "LOCATION", "email": "EMAIL", "phone": "PHONE",
    "spelled": "OTHER",
}  # fmt: skip
DIGITS = "zero one two three four five six seven eight nine".split()


@dataclass(frozen=True)
class Planted:
    """Turns with what was put into them, as (turn, start, end, type)."""

    texts: tuple[str, ...]
    gold: tuple[tuple[int, int, int, str], ...]
    public: tuple[str, ...] = field(default=())


class Planter:
    """Puts identifiers into one interview.

    Parameters
    ----------
    heard
        As a recognizer without capitals writes: lower case, no marks, names misspelled.
    slips
        As a recognizer with capitals writes: names misspelled, split, and half of them lower case.
    """

    def __init__(self, seed: int, *, heard: bool, slips: bool = False) -> None:
        self.chance = random.Random(seed)
        self.fillers = Fillers(self.chance, reserved=True)
        self.heard, self.slips = heard, slips
        self.cast = [self.fillers.given() for _ in range(5)]

    def plant(self, texts: tuple[str, ...], *, share: float = 1.0) -> Planted:
        """All sentences, in random turns; ``share`` of them."""
        chosen = [one for one in DIRECT if self.chance.random() < share]
        items = [("direct", one) for one in chosen]
        items += [("quasi", one) for one in QUASI if self.chance.random() < share]
        public = tuple(self.chance.sample(PUBLIC, int(40 * share)))
        items += [("public", name) for name in public]
        long = [index for index, text in enumerate(texts) if len(text.split()) >= 12]
        added: dict[int, list[tuple[str, list[tuple[int, int, str]]]]] = {}
        for kind, item in items:
            added.setdefault(self.chance.choice(long), []).append(self._sentence(kind, item))
        named, gold, out = self._placeholders(texts), [], []
        for index, (text, spans) in enumerate(named):
            pieces = [(text, spans), *added.get(index, [])]
            joined = ""
            for part, names in pieces:
                shift = len(joined) + (1 if joined else 0)
                joined += (" " if joined else "") + part
                gold += [(index, a + shift, b + shift, kind) for a, b, kind in names]
            out.append(self._written(joined))
        return Planted(tuple(out), tuple(gold), public)

    def _written(self, text: str) -> str:
        if not self.heard:
            return text
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
        return re.sub(r"[^\w\s']", " ", lower)

    def _sentence(self, kind: str, item: object) -> tuple[str, list[tuple[int, int, str]]]:
        if kind == "public":
            return self.chance.choice(AROUND_PUBLIC).format(item), []
        if kind == "quasi":
            template, form, label = item  # type: ignore[misc]
            said = form.format(number=self.chance.randint(2, 9), decade=self.chance.randint(11, 22))
            start = template.index("{}")
            return template.format(said), [(start, start + len(said), label)]
        text, last, names = "", 0, []
        for slot in SLOT.finditer(str(item)):
            text += str(item)[last : slot.start()]
            name = self._name(slot.group(1))
            names.append((len(text), len(text) + len(name), KINDS[slot.group(1)]))
            text += name
            last = slot.end()
        return text + str(item)[last:], names

    def _name(self, slot: str) -> str:
        if slot == "given":
            name = self._misheard(self.chance.choice(self.cast))
            return name.lower() if self.slips and self.chance.random() < 0.5 else name
        if slot == "email":
            given, family = self.fillers.given().lower(), self.fillers.family().lower()
            return f"{given} dot {family} at gmail dot com"
        if slot == "phone":
            return " ".join(self.chance.choice(DIGITS) for _ in range(7))
        if slot == "spelled":
            return " ".join(re.sub(r"\W", "", self.fillers.family()).upper()[:8])
        words = str(getattr(self.fillers, slot)()).split()
        name = " ".join(self._misheard(word) for word in words)
        return name.lower() if self.slips and self.chance.random() < 0.5 else name

    def _misheard(self, name: str) -> str:
        """A letter doubled, dropped or swapped, or the word cut in two; one name in three."""
        if (
            not (self.heard or self.slips)
            or len(name) < 5
            or not name.isalpha()
            or self.chance.random() > 0.35
        ):
            return name
        at = self.chance.randint(1, len(name) - 3)
        return self.chance.choice(
            (
                name[:at] + name[at] + name[at:], name[:at] + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
                f"{name[:3]} {name[3:]}" if len(name) > 6 else name[:-1] + "h",
            )
        )  # fmt: skip

    def _placeholders(
        self, texts: tuple[str, ...]
    ) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
        """``Company 1``, ``City X``, ``name is X`` with a name each, the same all through."""
        given: dict[str, tuple[str, str]] = {}
        makers = {"company": "org", "city": "place", "country": "place", "product": "product",
                  "school": "university", "copmany": "org"}  # fmt: skip
        pattern = re.compile(
            r"\b(company|copmany|school|city|country|product) ?([0-9XY])\b|(?<=my name is )X\b",
            re.IGNORECASE,
        )
        for text in texts:
            out, last, names = "", 0, []
            for found in pattern.finditer(text):
                slot = makers.get((found.group(1) or "").lower(), "person")
                name, kind = given.setdefault(
                    found.group().lower(), (str(getattr(self.fillers, slot)()), KINDS[slot])
                )
                out += text[last : found.start()]
                names.append((len(out), len(out) + len(name), kind))
                out += name
                last = found.end()
            yield out + text[last:], names
