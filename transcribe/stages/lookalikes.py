"""Letters that look like others, so that a name is the same however its letters were typed."""

from __future__ import annotations

import unicodedata

_PAIRS = (
    # Cyrillic
    "аa вb еe ѐe ёe һh іi їi јj кk мm нh оo рp сc тt уy хx ѕs ԁd ԛq ԝw ӏl ґr гr "
    "АA ВB ЕE ЁE ЗZ ІI ЇI ЈJ КK МM НH ОO РP СC ТT УY ХX ЅS ԌG ԚQ ԜW "
    # Greek
    "αa εe ηn ιi κk νv οo ρp τt υu χx γy ωw ϲc ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX "
    # Armenian
    "հh օo ոn ցg սu քp "
    # Latin letters that no decomposition takes back to the plain ones
    "ıi ȷj ɑa ɡg øo ØO łl ŁL đd ĐD ħh ĦH ŧt ŦT ɩi ʟl ɴn ʀr ᴀa ʙb ᴄc ᴅd ᴇe ɢg ʜh ɪi ᴊj ᴋk ᴍm "
    "ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ʏy ᴢz"
)
LOOKALIKES = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
"""Letter to the plain Latin one it is drawn like (a choice from Unicode's confusables, UTS 39)."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
"""Characters without a form of their own, as a regular expression's class holds them."""

FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters to Unicode that show nothing."""


def is_invisible(char: str) -> bool:
    """Whether a character shows nothing: joiners, marks of direction, soft hyphens, fillers."""
    return unicodedata.category(char) in ("Cf", "Cc") or is_selector(char) or char in FILLERS


def is_selector(char: str) -> bool:
    """Whether a character only chooses how the one before it is drawn."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
