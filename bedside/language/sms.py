"""How many parts a text message needs: 160 characters of the telephone alphabet, or 70 of any other."""

from __future__ import annotations

from dataclasses import dataclass

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_TWO = frozenset("\f^{}\\[~]|€")  # take two places


@dataclass(frozen=True)
class Sms:
    units: int  # septets, or 16-bit units where a character lies outside the telephone alphabet
    parts: int
    strange: tuple[str, ...]  # the characters that made every part shorter

    @property
    def fits_one(self) -> bool:
        return self.parts <= 1


def measure(text: str) -> Sms:
    strange = tuple(dict.fromkeys(letter for letter in text if letter not in GSM_7 and letter not in GSM_7_TWO))
    if strange:
        sizes, single, several = [2 if letter > "\uffff" else 1 for letter in text], 70, 67
    else:
        sizes, single, several = [2 if letter in GSM_7_TWO else 1 for letter in text], 160, 153
    units = sum(sizes)
    if units <= single:
        return Sms(units, 1 if units else 0, strange)
    parts, room = 1, several
    for size in sizes:  # a character of two units is never cut in half
        if size > room:
            parts, room = parts + 1, several
        room -= size
    return Sms(units, parts, strange)
