"""Whether plain words still say what the notes say: the same numbers, the same "not", the same medicines and people.

It finds; it never decides. Whoever signs reads each difference and mends it or says why it is right. What cannot be
compared (nothing written, a language we do not read) is a difference too, so that silence is never a pass.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from .amounts import Amount, amounts
from .denials import Denial, Denials, denials
from .names import drugs_in, people_in, same_medicine, same_name
from .sides import LEFT, RIGHT, sides
from .text import WORD, clean
from .units import DOSES

ELIDED = re.compile(r"(?<!\w)([ldnsjmtc]|qu)['’](?=\w)", re.I)
READ = ("en", "es", "fr", "pl", "ar")


class Kind(StrEnum):
    NUMBER = "number"
    NEGATION = "negation"
    NAME = "name"
    SIDE = "side"
    UNREAD = "unread"  # nothing to compare, or a language whose words we do not know


class How(StrEnum):
    MISSING = "missing"  # the notes say it, the plain words do not
    ADDED = "added"  # only the plain words say it
    CHANGED = "changed"


@dataclass(frozen=True)
class Finding:
    """One difference: what the notes say and what the plain words say, as they are written there."""

    kind: Kind
    how: How
    original: str = ""
    plain: str = ""

    @property
    def key(self) -> str:
        """What tells this difference from every other, so that a confirmation is for it and nothing else."""
        return f"{self.kind}:{self.how}:{' '.join(self.original.split())}>{' '.join(self.plain.split())}"


def compare(
    original: str,
    plain: str,
    *,
    language: str = "en",
    plain_language: str = "",
    names: Iterable[str] = (),
    reader: Iterable[str] = (),
    also: str = "",
) -> list[Finding]:
    """Every difference, numbers first. `names` must be in both; the `reader` herself is "you" and need not be.

    `also` is what stands beside the plain words (who calls, by when): it may say what the notes say, and adds nothing.
    """
    spoken = plain_language or language
    notes, words = clean(original), clean(plain)
    if not re.search(r"\w", notes) or not re.search(r"\w", words):
        return [Finding(Kind.UNREAD, How.MISSING if re.search(r"\w", notes) else How.ADDED)]
    found = []
    for one in dict.fromkeys((language, spoken)):
        if one not in READ:
            found.append(Finding(Kind.UNREAD, How.CHANGED, one))
    given = frozenset(word.lower() for name in names for word in WORD.findall(name))
    away = frozenset(word.lower() for name in reader for word in WORD.findall(name))
    theirs, ours = _Side(notes, language, given), _Side(words, spoken, given)
    beside = _Side(clean(also), spoken, given)
    found += _numbers(theirs, ours, beside)
    found += _negations(theirs.denials, ours.denials, beside.denials)
    found += _sides(notes, language, words, spoken)
    found += _names(theirs, ours, beside, away)
    return list(dict.fromkeys(found))


class _Side:
    """One of the two texts, taken apart."""

    def __init__(self, text: str, language: str, names: frozenset[str]) -> None:
        if language == "fr":  # l'aspirine
            text = ELIDED.sub(r"\1 ", text)
        self.text, self.language = text, language
        self.amounts = amounts(text, language)
        self.drugs = {
            word.lower(): word for word in drugs_in(text, [one.start for one in self.amounts if one.unit == "mg"])
        }
        self.denials: Denials = denials(text, language, names | frozenset(self.drugs))
        known = people_in(text, language, names | frozenset(self.drugs)) if language in READ else []
        given = [word for word in WORD.findall(text) if word.lower() in names]
        self.people = {word.lower(): word for word in [*known, *given]}
        self.sentences = [match.start() for match in re.finditer(r"(?<=[.;!?])\s|\n", text)]

    def medicine_of(self, amount: Amount) -> str:
        """The medicine a dose belongs to: the last one named before it in its sentence, else the first after it."""
        if amount.unit not in DOSES or not self.drugs:
            return ""
        start = max((at for at in self.sentences if at <= amount.start), default=0)
        end = min((at for at in self.sentences if at >= amount.end), default=len(self.text))
        before = [word for word in WORD.findall(self.text[start : amount.start]) if word.lower() in self.drugs]
        after = [word for word in WORD.findall(self.text[amount.end : end]) if word.lower() in self.drugs]
        return same_medicine(before[-1] if before else after[0]) if before or after else ""

    def sentence_of(self, amount: Amount) -> int:
        return sum(at <= amount.start for at in self.sentences)


def _numbers(theirs: _Side, ours: _Side, beside: _Side) -> list[Finding]:
    found = _with_another_medicine(theirs, ours)
    missing = _not_in(theirs, ours.amounts + beside.amounts)
    added = _not_in(ours, theirs.amounts)
    for one in list(missing):
        twin = min((other for other in added if _akin(one, other)), key=lambda other: _far(one, other), default=None)
        if twin:
            missing.remove(one)
            added.remove(twin)
            found.append(Finding(Kind.NUMBER, How.CHANGED, one.said, twin.said))
    found += [Finding(Kind.NUMBER, How.MISSING, one.said) for one in missing if not one.soft]
    return found + [Finding(Kind.NUMBER, How.ADDED, "", one.said) for one in added if not one.soft]


def _not_in(side: _Side, others: list[Amount]) -> list[Amount]:
    """Each amount that the other text says less often than one sentence of this one does."""
    have = [one.key for one in others]
    wanted: dict[tuple[str, str, str], tuple[int, Amount]] = {}
    for (_, key), times in Counter((side.sentence_of(one), one.key) for one in side.amounts).items():
        one = next(one for one in side.amounts if one.key == key)
        wanted[key] = (max(times, wanted.get(key, (0, one))[0]), one)
    left = []
    for key, (times, one) in wanted.items():
        there = sum(_same(key, other) for other in have)
        if there < times and not (there and one.unit == "often"):
            left.append(one)
    return left


def _same(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    if one == other:
        return True
    # The year of a date need not be said twice.
    return one[1] == other[1] == "date" and (one[0].endswith(f"-{other[0]}") or other[0].endswith(f"-{one[0]}"))


def _akin(one: Amount, other: Amount) -> bool:
    """Whether one may have become the other: the same kind of thing, or the same figures."""
    family = one.unit == other.unit or {one.unit, other.unit} <= {"date", "weekday"}
    digits = [re.sub(r"\D|^0+|0+$", "", number.said.replace(".", "")) for number in (one, other)]
    return family or one.value == other.value or (digits[0] == digits[1] != "")


def _far(one: Amount, other: Amount) -> tuple[bool, int]:
    return one.unit != other.unit, abs(one.start - other.start)


def _with_another_medicine(theirs: _Side, ours: _Side) -> list[Finding]:
    """Doses that are in both texts, beside another medicine in each."""
    found = []
    here: dict[tuple[str, str, str], set[str]] = {}
    for one in ours.amounts:
        here.setdefault(one.key, set()).add(ours.medicine_of(one))
    for one in theirs.amounts:
        medicine, others = theirs.medicine_of(one), here.get(one.key, set())
        if medicine and others and "" not in others and medicine not in others:
            told = {same_medicine(word): word for side in (theirs, ours) for word in side.drugs.values()}
            other = told.get(sorted(others)[0], "")
            found.append(Finding(Kind.NUMBER, How.CHANGED, f"{told[medicine]} {one.said}", f"{other} {one.said}"))
    return found


def _negations(theirs: Denials, ours: Denials, beside: Denials) -> list[Finding]:
    """Each denial of the notes finds the words that say it: about the same thing if it can, else any that is left."""
    here = [*ours.all, *beside.all]
    found, used = [], set[int]()
    turned = {word: clause for word, clause in ours.elsewhere.items() if word not in theirs.elsewhere}
    loose: list[Denial] = []
    denied = (_named(theirs.all), _named(here))
    for same_kind in (True, False):
        left = list(theirs.all) if same_kind else loose
        loose = []
        for one in left:
            share = [
                at
                for at, other in enumerate(here)
                if (one.kind == other.kind if same_kind else at not in used)
                and _may_be(one, other, denied)
                and one.about & other.about
            ]
            if not share:
                loose.append(one)
                continue
            used |= set(share)
            about = frozenset().union(*(here[at].about for at in share))
            if no_longer := sorted(word for word in one.about - about if word in turned):
                found.append(Finding(Kind.NEGATION, How.CHANGED, one.said, turned[no_longer[0]]))
    for one in loose:
        free = [at for at, other in enumerate(here) if at not in used and _may_be(one, other, denied)]
        if free and not one.about & turned.keys():
            used.add(free[0])
        else:
            found += [] if one.soft else [Finding(Kind.NEGATION, How.MISSING, one.said)]
    extra = [one for at, one in enumerate(ours.all) if at not in used and not one.soft]
    return found + [Finding(Kind.NEGATION, How.ADDED, "", one.said) for one in extra]


def _named(said: Iterable[Denial]) -> frozenset[str]:
    return frozenset().union(*(one.names for one in said))


def _may_be(one: Denial, other: Denial, denied: tuple[frozenset[str], frozenset[str]]) -> bool:
    """Whether both may say the same: about the same medicines, if both name any, and each of them denied in both."""
    if not (one.names and other.names):
        return True
    return bool(one.names & other.names) and other.names <= denied[0] and one.names <= denied[1]


def _sides(notes: str, language: str, words: str, spoken: str) -> list[Finding]:
    """Left and right: each said in both, and of the same part of the body where that can be told."""
    theirs, ours = sides(notes, language), sides(words, spoken)
    found = []
    for side, other in ((LEFT, RIGHT), (RIGHT, LEFT)):
        if side in theirs and side not in ours:
            turned = other in ours and other not in theirs
            found.append(Finding(Kind.SIDE, How.CHANGED, theirs[side].said, ours[other].said) if turned else
                         Finding(Kind.SIDE, How.MISSING, theirs[side].said))  # fmt: skip
        elif side in ours and side not in theirs and not (other in theirs and other not in ours):
            found.append(Finding(Kind.SIDE, How.ADDED, "", ours[side].said))
        elif side in theirs and other in ours and side in ours and other in theirs:
            swapped = (theirs[side].about - theirs[other].about) & (ours[other].about - ours[side].about)
            found += [Finding(Kind.SIDE, How.CHANGED, theirs[side].said, ours[other].said)] if swapped else []
    return found


def _inflected(theirs: _Side, ours: _Side) -> str:
    return "pl" if "pl" in (theirs.language, ours.language) else ""


def _names(theirs: _Side, ours: _Side, beside: _Side, reader: frozenset[str]) -> list[Finding]:
    found = []
    for said, here, more, key in (
        (theirs.drugs, ours.drugs, beside.drugs, same_medicine),
        (theirs.people, ours.people, beside.people, partial(same_name, language=_inflected(theirs, ours))),
    ):
        known = {key(word) for word in here} | {key(word) for word in more}
        notes = {key(word) for word in said}
        text = {key(word) for word in WORD.findall(f"{ours.text} {beside.text}")}
        original = {key(word) for word in WORD.findall(theirs.text)}
        missing = [word for low, word in said.items() if key(low) not in known | text and low not in reader]
        added = [word for low, word in here.items() if key(low) not in notes | original and low not in reader]
        for word in list(missing):
            if close := difflib.get_close_matches(word, added, n=1, cutoff=0.6):
                missing.remove(word)
                added.remove(close[0])
                found.append(Finding(Kind.NAME, How.CHANGED, word, close[0]))
        found += [Finding(Kind.NAME, How.MISSING, word) for word in missing]
        found += [Finding(Kind.NAME, How.ADDED, "", word) for word in added]
    return found
