"""A language that nobody speaks, to see on the screen what was never handed to a translator.

Every English sentence is kept readable, but accented, two fifths longer, bracketed and marked as right-to-left: plain
letters are a forgotten sentence, a missing bracket is a sentence cut off, and a page that leans left is not mirrored.
"""

from __future__ import annotations

import re

from babel.messages import Catalog

CODE = "ar_XB"  # a made-up region of Arabic, as others name their pseudo-language too
LONGER_BY = 0.4
LONGEST_WORD = 12  # a line can break in what is added, as it can between words
RIGHT_TO_LEFT = "\u200f"

ACCENTED = str.maketrans(
    "AaBCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz",
    "ÅåßÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž",
)
# What a program or a browser reads, and a translator leaves as it is.
KEPT = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{[^{}]*\}|<[^>]+>|&#?\w+;|https?://\S+|\S+@\S+")


def pseudo(sentence: str) -> str:
    """The sentence as it would stand in the language that nobody speaks."""
    inside = sentence.strip()
    if not inside:
        return sentence
    before, _, after = sentence.partition(inside)
    added = round(len(KEPT.sub("", inside)) * LONGER_BY)
    more = " ".join("~" * min(LONGEST_WORD, added - at) for at in range(0, added, LONGEST_WORD))
    return f"{before}{RIGHT_TO_LEFT}[{_accented(inside)}{more}]{RIGHT_TO_LEFT}{after}"


def catalogue(english: Catalog) -> Catalog:
    """All of the English sentences in the language that nobody speaks, which counts as English does: one, or more."""
    made = Catalog(locale=None, charset="utf-8", fuzzy=False)
    for message in english:
        if message.id:
            many = isinstance(message.id, (list, tuple))
            spoken = tuple(map(pseudo, message.id)) if many else pseudo(str(message.id))
            made.add(message.id, spoken, context=message.context)
    return made


def _accented(text: str) -> str:
    kept, words = KEPT.findall(text), KEPT.split(text)
    return "".join(word.translate(ACCENTED) + keep for word, keep in zip(words, [*kept, ""], strict=True))
