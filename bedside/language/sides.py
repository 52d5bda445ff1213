"""Left and right, and the part of the body that each is said of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .denials import stem
from .figures import Placed
from .text import WORD

LEFT, RIGHT = "left", "right"

# After these a side is meant, whatever stands before: "there is right leg weakness", "the pain is left sided".
PARTS = (
    "sided?|abdom[ei]n\\w*|ankle|arm|armpit|axilla|breasts?|buttock|calf|cheek|chest|collarbone|ear|elbow|eye|eyelid|face|"
    "facial|femur|fingers?|flank|foot|feet|forearm|groin|hand|head|heel|hemi\\w+|hip|iliac|jaw|kidney|knee|leg|limb|"
    "loin|lung|neck|nostril|ovary|ribs?|shin|shoulder|sinus|sole|temple|testic\\w+|thigh|thumb|toe|tonsil|wrist|"
    "ventric\\w+|ureter\\w*|renal|inguinal"
)
FOLLOWS = rf"(?=(?:[- ](?:upper|lower|inner|outer|middle|big|little|index|ring|front|back))?[- ](?:{PARTS})s?(?!\w))"

# Left, then right. "You left", "right away" and "le droit de" are of no side.
SAID = {
    "en": (
        r"(?<!has )(?<!had )(?<!have )(?<!is )(?<!are )(?<!was )(?<!you )(?<!she )(?<!he )(?<!they )(?<!who )"
        r"left(?! over| alone| out| the | at | before| without)|lt|lhs|left" + FOLLOWS,
        r"(?<!all )(?<!just )(?<!is )right(?! (?:away|now|after|before|amount|dose|time|way|answer|at|down))|rt|rhs|"
        r"right" + FOLLOWS,
    ),
    "es": (r"izquierd[oa]s?|izdo?a?|izq", r"derech[oa]s?(?! a )|dcho|dcha"),
    "fr": (r"gauches?", r"droites?|(?<!tout )(?<!le )droits?(?! (?:à|de|d) )"),
    "pl": (
        r"lew(?:y|a|e|ej|ego|emu|ą|ym|ych|ymi)|lewostronn\w+",
        r"praw(?:y|a|e|ej|ego|emu|ą|ym|ych|ymi)|prawostronn\w+",
    ),
    "ar": (
        r"[وف]?(?:ب|ل)?(?:ال|لل)?(?:ايسر|يسري|يسار)",
        r"[وف]?(?:ب|ل)?(?:ال|لل)?(?:ايمن|يمني|يمين)",
    ),
}
SHORT = {LEFT: r"(?<![\w/.])\(?L\)?(?![\w/.-])(?=\s+[a-z])", RIGHT: r"(?<![\w/.])\(?R\)?(?![\w/.-])(?=\s+[a-z])"}
NEAR = 2  # words on either side: the part of the body stands beside it


@dataclass(frozen=True)
class Said:
    """A side as it is written first, and the words beside it wherever it stands."""

    said: str
    about: frozenset[str]


def sides(raw: str, language: str) -> dict[str, Said]:
    """Which of the two a text speaks of; none in a language that we do not know."""
    found = {}
    for side, pattern in zip((LEFT, RIGHT), SAID.get(language, ()), strict=False):
        placed = Placed.of(raw, language)
        text = placed.text.replace("'", " ").replace("’", " ")
        spans = [match.span() for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)]
        if language == "en":  # L knee: written large, as doctors do; not after a number, where it is a litre
            spans += [
                match.span()
                for match in re.finditer(SHORT[side], raw)
                if not re.search(r"\d\s?$", raw[: match.start()])
            ]
        if spans:
            first = min(spans)
            about = frozenset(word for span in spans for word in _beside(text, span, language))
            said = raw[placed.starts[first[0]] : placed.ends[first[1] - 1]]
            found[side] = Said(_around(raw, placed, text, first) or said, about)
    return found


def _beside(text: str, span: tuple[int, int], language: str) -> list[str]:
    before = WORD.findall(re.split(r"[.;:!?,،؛\n]", text[: span[0]])[-1])[-NEAR:]
    after = WORD.findall(re.split(r"[.;:!?,،؛\n]", text[span[1] :])[0])[:NEAR]
    return [stem(word, language) for word in [*before, *after] if len(word) > 2]


def _around(raw: str, placed: Placed, text: str, span: tuple[int, int]) -> str:
    """The side with the word beside it, as it is written: left knee, genou gauche."""
    before = re.search(r"[^\W\d_]+\s+$", text[: span[0]])
    after = re.match(r"\s+[^\W\d_]+", text[span[1] :])
    start = span[0] - len(before.group()) if before and not after else span[0]
    end = span[1] + (len(after.group()) if after else 0)
    return " ".join(raw[placed.starts[start] : placed.ends[end - 1]].split())
