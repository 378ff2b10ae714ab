"""Colours and patterns: told apart by everybody, on paper too.

Colours are those of M. Okabe and K. Ito, "Color Universal Design" (2008), the light ones darkened
where they would not stand out from white; every kind has a pattern of its own beside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

SOLID, DIAGONAL, BACK, DOTS, CROSS, LEVEL, UPRIGHT = (
    "solid", "diagonal", "back", "dots", "cross", "level", "upright",
)  # fmt: skip

_MARKS = {
    DIAGONAL: '<path d="M-2 2 2-2M0 8 8 0M6 10 10 6" {stroke}/>',
    BACK: '<path d="M-2 6 2 10M0 0 8 8M6-2 10 2" {stroke}/>',
    DOTS: '<circle cx="2" cy="2" r="1.2" {fill}/><circle cx="6" cy="6" r="1.2" {fill}/>',
    CROSS: '<path d="M0 0 8 8M8 0 0 8" {stroke}/>',
    LEVEL: '<path d="M0 2H8M0 6H8" {stroke}/>',
    UPRIGHT: '<path d="M2 0V8M6 0V8" {stroke}/>',
}


@dataclass(frozen=True, slots=True)
class Ink:
    """A fill on a light and on a dark ground, and the pattern drawn into it."""

    light: str
    dark: str
    pattern: str = SOLID


INKS: Mapping[str, Ink] = {
    # voices
    "interviewer": Ink("#0072b2", "#56b4e9"),
    "interviewer-2": Ink("#56b4e9", "#9fd4f4", UPRIGHT),
    "interviewee": Ink("#d55e00", "#f0894a", DIAGONAL),
    "interviewee-2": Ink("#009e73", "#34c79d", DOTS),
    "interviewee-3": Ink("#b0588c", "#d98cb8", CROSS),
    "unknown": Ink("#767676", "#9a9a9a", LEVEL),
    # what became of a question
    "asked": Ink("#0072b2", "#56b4e9"),
    "paraphrased": Ink("#5aa6d1", "#2f7fae", DIAGONAL),
    "answered": Ink("#009e73", "#34c79d", DOTS),
    "not_applicable": Ink("#cacacf", "#55585f", LEVEL),
    "skipped": Ink("#ffffff", "#1b1d22"),
    # what became of a mention
    "auto": Ink("#0072b2", "#56b4e9"),
    "accepted": Ink("#009e73", "#34c79d", DIAGONAL),
    "rejected": Ink("#b58900", "#e0b53a", DOTS),
    "kept": Ink("#8a8a8a", "#8f939b", LEVEL),
    "queued": Ink("#d55e00", "#f0894a", CROSS),
    # sections of the guide, told apart by their number as well
    "section-0": Ink("#cfe3f1", "#1f4058"),
    "section-1": Ink("#f6e3bd", "#57451b"),
    "section-2": Ink("#cdebe0", "#1b4a3b"),
    "section-3": Ink("#efd6e4", "#502e42"),
    # the rest
    "silence": Ink("#bbbbc0", "#5d6169", BACK),
    "doubt": Ink("#b0588c", "#d98cb8"),
    "bar": Ink("#0072b2", "#56b4e9"),
}

SURFACES: Mapping[str, tuple[str, str]] = {
    "ink": ("#1c1e22", "#e9eaec"),
    "dim": ("#575b63", "#a9adb5"),
    "ground": ("#ffffff", "#16181c"),
    "raised": ("#f5f6f8", "#1f2227"),
    "rule": ("#d5d8dd", "#3a3e46"),
    "link": ("#005a8d", "#79c4f0"),
}
"""Colours of text, ground and lines, light and dark."""


def variables(which: int) -> str:
    """CSS custom properties, light (0) or dark (1)."""
    pairs = [(name, (ink.light, ink.dark)[which]) for name, ink in INKS.items()]
    pairs += [(name, both[which]) for name, both in SURFACES.items()]
    return "".join(f"--{name}:{value};" for name, value in pairs)


def patterns(colour: Callable[[str], str], prefix: str = "") -> str:
    """The patterns as SVG ``<defs>``.

    Parameters
    ----------
    colour
        Name of a colour to how it is written.
    """
    made = []
    for name, ink in INKS.items():
        if ink.pattern == SOLID:
            continue
        stroke = f'style="stroke:{colour("ground")};stroke-width:1.6;fill:none"'
        fill = f'style="fill:{colour("ground")}"'
        marks = _MARKS[ink.pattern].replace("{stroke}", stroke).replace("{fill}", fill)
        made.append(
            f'<pattern id="{prefix}{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" style="fill:{colour(name)}"/>{marks}</pattern>'
        )
    return f"<defs>{''.join(made)}</defs>"


def rules(colour: Callable[[str], str], prefix: str = "") -> str:
    """CSS of what is drawn."""
    made = []
    for name, ink in INKS.items():
        fill = colour(name) if ink.pattern == SOLID else f"url(#{prefix}{name})"
        made.append(f".k-{name}{{fill:{fill};stroke:{colour(name)};stroke-width:.6}}")
    made += [
        f".k-skipped{{stroke:{colour('dim')};stroke-dasharray:2 2}}",
        f".t{{fill:{colour('ink')};font-size:13px}}",
        f".t-dim{{fill:{colour('dim')};font-size:12px}}",
        f".t-small{{fill:{colour('ink')};font-size:10px}}",
        f".t-head{{fill:{colour('ink')};font-size:13px;font-weight:bold}}",
        f".rule{{stroke:{colour('rule')};stroke-width:1}}",
        f".plate{{fill:{colour('ground')};stroke:{colour('rule')};stroke-width:.6}}",
        f".edge{{fill:none;stroke:{colour('dim')};stroke-width:.8}}",
    ]
    return "".join(made)


def light(name: str) -> str:
    """A colour on white, as pictures for a paper have it."""
    return INKS[name].light if name in INKS else SURFACES[name][0]


def variable(name: str) -> str:
    """A colour of the page, which knows light and dark."""
    return f"var(--{name})"
