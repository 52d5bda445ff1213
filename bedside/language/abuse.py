"""Whether a message abuses those who read it: threats, stalking, harassment, hate, gross insults and insults.

Rules and word lists in five languages, all read together, for nobody says in which she writes. Swearing at a wait is no
abuse; nor is what somebody else said, what she says of herself, or what she says she would never do. It only suggests.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .obscured import Read, read

WORDS = Path(__file__).parent / "words" / "abuse"
LANGUAGES = ("en", "es", "fr", "pl", "ar")
KINDS = {
    "threat": "A threat",
    "stalking": "Following or watching somebody",
    "sexual": "Sexual harassment",
    "hate": "Contempt for who somebody is",
    "gross": "A gross insult",
    "insult": "An insult",
}
SURE = {"threat": 0.97, "stalking": 0.93, "sexual": 0.93, "hate": 0.95, "gross": 0.92, "insult": 0.85}
REPORTED, NOTHING = 0.2, 0.02
SWEARING = re.compile(
    r"\b(?:fuck\w*|shit\w*|damn|bloody|hell|crap|wtf|put[ao]s?|mierda|joder|merde|putain|bordel|kurwa|cholera|gown\w+)\b"
    r"|زفت|اللعنه"
)
CLAUSE = re.compile(r"[.!?;\n]+|(?<!\w)(?:but|pero|mais|ale|لكن|ولكن)(?!\w)")
QUOTES = re.compile(r"[\"“”«»„][^\"“”«»„]{1,200}[\"“”«»„]|(?<!\w)['‘][^'’\n]{2,200}['’](?!\w)")
BRACES = re.compile(r"\{([a-z]+)\}")
NEAR = 60  # letters before a word that say who says it


@dataclass(frozen=True)
class Hit:
    kind: str
    severity: int
    said: str
    reported: bool  # of somebody else, of herself, or denied


@dataclass(frozen=True)
class Judgement:
    hits: tuple[Hit, ...]
    swears: bool
    self_harm: bool

    @property
    def abuse(self) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.hits if not hit.reported)

    @property
    def severity(self) -> int:
        return max((hit.severity for hit in self.abuse), default=0)

    @property
    def score(self) -> float:
        """How sure the rules are, between 0 and 1; it is no measured probability."""
        if self.abuse:
            several = len({hit.kind for hit in self.abuse}) - 1
            return min(0.99, max(SURE[hit.kind] for hit in self.abuse) + 0.02 * several)
        return REPORTED if self.hits else NOTHING + 0.08 * self.swears


@dataclass(frozen=True)
class Rules:
    kinds: tuple[tuple[str, int, re.Pattern[str]], ...]
    self_harm: re.Pattern[str]
    guards: dict[str, re.Pattern[str]]


def judge(written: str) -> Judgement:
    """What stands in a message, the gravest first."""
    found = read(written)
    quoted = [match.span() for match in QUOTES.finditer(written)]
    hits: list[Hit] = []
    taken: list[tuple[int, int]] = []
    rules = [_rules(language) for language in LANGUAGES]
    for kind in KINDS:
        for language in rules:
            for named, severity, pattern in language.kinds:
                if named != kind:
                    continue
                for match in pattern.finditer(found.text):
                    start, end = match.span()
                    if any(start < ends and end > begins for begins, ends in taken):
                        continue
                    if not (said := found.quote(written, start, end)):
                        continue
                    taken.append((start, end))
                    hits.append(Hit(kind, severity, said, _is_reported(found, start, end, kind, quoted, rules)))
    return Judgement(
        tuple(sorted(hits, key=lambda hit: (hit.reported, -hit.severity))),
        bool(SWEARING.search(found.text)),
        any(language.self_harm.search(found.text) for language in rules),
    )


def _is_reported(
    found: Read, start: int, end: int, kind: str, quoted: list[tuple[int, int]], rules: list[Rules]
) -> bool:
    """Whether what was found is told of somebody else, said of herself, or said not to be so."""
    clause = found.text[:start]
    cuts = [cut.end() for cut in CLAUSE.finditer(clause)]
    before = clause[cuts[-1] if cuts else 0 :][-NEAR:]
    sentence = re.split(r"[.!?\n]", clause)[-1]
    begins, ends = found.spans[start][0], found.spans[end - 1][1]
    inside = any(opens <= begins and ends <= closes for opens, closes in quoted)
    after = found.text[end : end + NEAR]
    for language in rules:
        guards = language.guards
        told = guards["quoting"].search(before)
        if told or (inside and guards["quoting"].search(sentence + " " + after)):
            return True
        if kind in ("insult", "gross") and _of_herself(guards, before, found.text[start:end]):
            return True
        if guards["sorry"].search(before) and kind != "threat":
            return True
        if kind in ("insult", "gross") and (never := list(guards["never"].finditer(before))):
            close = before[never[-1].end() :]
            if len(close.split()) <= 2 and "," not in close:
                return True
    return False


def _of_herself(guards: dict[str, re.Pattern[str]], before: str, said: str) -> bool:
    for name in ("self", "others"):
        for match in guards[name].finditer(before):
            if len(before[match.end() :].split()) <= 3 and not re.match(r"\W*(?:you|u|tu|ty|vous|usted)\b", said):
                return True
        if guards[name].match(said.lstrip(" .,!?")):
            return True
    return False


@cache
def _rules(language: str) -> Rules:
    book = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = {}
    for name, part in book["parts"].items():
        parts[name] = _filled(part, parts)
    kinds = tuple((kind, int(book[kind]["severity"]), _one_of(book[kind]["patterns"], parts)) for kind in KINDS)
    guards = {name: _one_of(listed, parts) for name, listed in book["guards"].items()}
    return Rules(kinds, _one_of(book["self_harm"]["patterns"], parts), guards)


def _one_of(patterns: list[str], parts: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?<!\\w)(?:{_gaps(_filled(one, parts))})(?!\\w)" for one in patterns))


def _filled(pattern: str, parts: dict[str, str]) -> str:
    return BRACES.sub(lambda found: parts[found[1]], pattern)


def _gaps(pattern: str) -> str:
    """A space stands for any gap between two words; inside a class of letters, or made optional, it stays one."""
    outside = re.split(r"(\(\?<[!=][^)]*\)|\[[^\]]*\]|\(\?:'\| \)\?| [*?])", pattern)
    return "".join(part if at % 2 else part.replace(" ", r"[\s,'\-]{1,3}") for at, part in enumerate(outside))
