"""What a text says not to be, not to do, or to stop, and what each of these words is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from . import units
from .names import same_medicine
from .plain import glossary
from .text import WORD, medicines

NOT, STOP = "not", "stop"

SAYS = {
    ("en", NOT): r"(?:do|does|did|is|are|was|were|has|have|had|could|would|should|must|need|might|may)n't|"
    r"can(?:not|'t)|won't|not|no(?! ?\.? ?\d)|never|none|nothing|nobody|neither|nor|without|negative|"
    r"den(?:y|ies|ied|ying)|absen(?:t|ce)|nil|unable|unlikely|abnormal\w*|avoid\w*|rul(?:e|ed|ing)s? out|"
    r"exclud(?:e|ed|es)|unless|free of|contra-?indicat\w+|refus(?:e|ed|es)|declin(?:e|ed|es)|non(?=-)",
    ("en", STOP): r"stop(?:s|ped|ping)?|discontinu\w+|ceas(?:e|ed|es|ing)|no longer|no more|withh(?:old|olds|eld)|"
    r"c(?:o|a)m(?:e|ing) off|quit",
    (
        "es",
        NOT,
    ): r"no|nunca|jamás|sin|ning[uú]n\w*|nada|nadie|tampoco|ni|nieg\w+|negó|negativ[oa]s?|ausen\w+|"
    r"descart\w+|evit\w+|a menos que|anormal\w*|incapaz|contraindicad\w+|rechaz\w+",
    ("es", STOP): r"dej(?:e|en|ar|a|ó|ado|amos) de|suspend\w*|suspens\w+|interrump\w+|pare|parar|ya no|retir\w+",
}
# Words that only set a bound to a number, and "not only": they deny nothing.
NO_DENIAL = {
    "en": r"\b(?:no|not) (?:more|less|fewer|longer|later|earlier) than(?= ?\d| [a-z]+ )|\bnot only\b",
    "es": r"\bno (?:más|menos|mas) de\b|\bno s[oó]lo\b|\bno solamente\b",
}
STARTS = {  # words with which something new begins, though the sentence goes on
    "en": "you|he|she|they|we|take|keep|start|continue|use|call|come|do|stop|please|if|no|not|never|avoid|"
    "denies|without",
    "es": "usted|tome|siga|empiece|use|llame|venga|si|no|nunca|evite|niega|sin|deje|suspenda",
}
ENDS = {
    "en": rf"[.;:!?\n]|,? (?:but|so|because|although|then) |,? and (?=(?:{STARTS['en']}|have|has|is|are)\b)|"
    rf", (?=(?:{STARTS['en']})\b)",
    "es": rf"[.;:!?\n]|,? (?:pero|así que|porque|aunque|entonces) |,? y (?=(?:{STARTS['es']}|tiene|está|es)\b)|"
    rf", (?=(?:{STARTS['es']})\b)",
}
SMALL_WORDS = {
    "en": "the and any for with from that this these those them they you your yours her his him she was were are "
    "been being has have had does did will would should could can may might must about into onto over under "
    "than then there their need needs needed take takes taken taking took use uses used using get gets got "
    "feel feels see sees seen find found show shows shown sign signs evidence history present know known seem "
    "seems some much very more most also only its patient reports reported today currently time again anymore "
    "longer other when who what which please make made give",
    "es": "los las una uno unos unas para con por que del este esta estos estas ella ellos usted sus ser está están "
    "han hay tiene tener tenga toma tome tomar usa use usar siente muestra signos antecedentes presenta "
    "refiere paciente hoy muy más también solo otra otro cuando quien como nos les",
}


ENDING = re.compile(r"(?<=\w\w\w)(?:ness|less|ingly|edly|ing|ies|ied|ed|es|en|s|y|e|o|a)$")


@dataclass(frozen=True)
class Denial:
    """One word that denies: the clause it stands in, the words it is about, and the medicines among them."""

    kind: str
    said: str
    about: frozenset[str]
    names: frozenset[str]
    start: int


@dataclass(frozen=True)
class Denials:
    """All of a text's, in the order of reading, and each word of a clause where nothing is denied, with that clause."""

    all: tuple[Denial, ...]
    elsewhere: dict[str, str]


def denials(raw: str, language: str, names: frozenset[str] = frozenset()) -> Denials:
    """Read a text clause by clause. A language other than English and Spanish has none that we know."""
    if language not in ENDS:
        return Denials((), {})
    text = raw.replace("’", "'").lower()
    text = re.sub(NO_DENIAL[language], lambda match: " " * len(match.group()), text)
    found: list[Denial] = []
    elsewhere: dict[str, str] = {}
    for start, end in _clauses(text, language):
        clause = text[start:end]
        words, told = _about(clause, language), _names(clause, names)
        here = [
            Denial(kind, _short(raw[start:end]), words, told, start + match.start())
            for kind, match in _said(clause, language)
        ]
        found += here
        if not here:
            elsewhere |= dict.fromkeys(words, _short(raw[start:end]))
    return Denials(tuple(found), elsewhere)


def _short(clause: str) -> str:
    return " ".join(clause.split()).strip(",.;:!? ")[:90]


def _said(clause: str, language: str) -> list[tuple[str, re.Match[str]]]:
    """The words that deny in a clause. In Spanish "no … ningún" denies once; "do not stop" is two things."""
    stops = [(STOP, match) for match in _pattern(language, STOP).finditer(clause)]
    taken = {at for _, match in stops for at in range(*match.span())}
    nots = [(NOT, match) for match in _pattern(language, NOT).finditer(clause) if match.start() not in taken]
    if language == "es":
        nots = nots[:1]
    return sorted([*stops, *nots], key=lambda pair: pair[1].start())


@lru_cache(maxsize=8)
def _pattern(language: str, kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?:{SAYS[language, kind]})(?![\w])")


def _clauses(text: str, language: str) -> list[tuple[int, int]]:
    edges = [0, *(end for match in re.finditer(ENDS[language], text) for end in match.span()), len(text)]
    # A point between figures ends nothing: 2.5 mg.
    kept = [at for at in edges if not (0 < at < len(text) and re.fullmatch(r"\d[.:]\d", _around(text, at)))]
    return [(a, b) for a, b in pairwise(kept) if text[a:b].strip()]


def _around(text: str, at: int) -> str:
    point = at if text[at] in ".:" else at - 1
    return text[max(0, point - 1) : point + 2]


@lru_cache(maxsize=4)
def _ignored(language: str) -> frozenset[str]:
    return frozenset(SMALL_WORDS[language].split()) | frozenset(units.number_words(language)) | frozenset(units.UNITS)


def _about(clause: str, language: str) -> frozenset[str]:
    """The words a clause is about, in their everyday form, without their endings."""
    denying = "|".join(SAYS[language, kind] for kind in (NOT, STOP))
    left = re.sub(rf"(?<![\w'-])(?:{denying})(?!\w)", " ", clause)
    ignored, known = _ignored(language), glossary(language)
    found: set[str] = set()
    for word in WORD.findall(left):
        plain = known.get(word, word)
        for one in WORD.findall(plain if isinstance(plain, str) else " ".join(plain.values())):
            if len(one) > 2 and one not in ignored:
                found.add(stem(one))
    return frozenset(found)


def stem(word: str) -> str:
    """A word without the endings that its place in a sentence gives it; short, so that all its forms meet."""
    while found := ENDING.search(word):
        word = word[: found.start()]
    return word


def _names(clause: str, names: frozenset[str]) -> frozenset[str]:
    return frozenset(same_medicine(word) for word in WORD.findall(clause) if word in medicines() or word in names)
