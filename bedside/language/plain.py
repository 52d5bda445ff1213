"""Hard words in a text, and an everyday word that can stand in the place of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from . import forms
from .text import LINK, TOKEN, WORD, Text

WORDS = Path(__file__).parent / "words"
MOST = 200  # hard words told about one text
HAS_BEEN = re.compile(
    r"\b(?:be|been|being|is|are|was|were|am|has|have|had|get|gets|got|having|'s|'ve|'re)(?: \w+ly)? $", re.I
)

# Parts from which medicine makes its words; a word made of two of them can be said plainly without being in the list.
ROOTS = {
    "aden": "gland", "adenoid": "adenoids", "angi": "blood vessel", "append": "appendix", "appendic": "appendix",
    "arteri": "artery", "arthr": "joint", "blephar": "eyelid", "bronch": "airways", "cardi": "heart",
    "cholecyst": "gallbladder", "col": "bowel", "cyst": "bladder", "dermat": "skin", "diverticul": "gut wall",
    "duoden": "gut", "encephal": "brain", "endocard": "lining of the heart", "enter": "gut", "esophag": "food pipe",
    "fasci": "tissue under the skin", "gastr": "stomach", "gingiv": "gums", "gloss": "tongue", "hepat": "liver",
    "hyster": "womb", "ile": "gut", "kerat": "front of the eye", "lapar": "belly", "laryng": "voice box",
    "lymphaden": "lymph glands", "mast": "breast", "mening": "lining of the brain", "myel": "spinal cord",
    "my": "muscle", "myos": "muscle", "myocard": "heart muscle", "nephr": "kidney", "neur": "nerve",
    "oesophag": "food pipe", "oophor": "ovary", "orch": "testicle", "oste": "bone", "ot": "ear",
    "pancreat": "pancreas", "pericard": "lining of the heart", "periton": "lining of the belly", "phleb": "vein",
    "pneumon": "lung", "proct": "back passage", "prostat": "prostate", "pyel": "kidney", "rhin": "nose",
    "salping": "tube to the womb", "splen": "spleen", "spondyl": "spine", "stomat": "mouth", "tendin": "tendon",
    "tendon": "tendon", "thorac": "chest", "thyroid": "thyroid", "trache": "windpipe", "urethr": "bladder tube",
    "uve": "inside of the eye", "vagin": "vagina", "vascul": "blood vessel",
}  # fmt: skip
ENDINGS = {
    "itis": "swelling of the {}", "ectomy": "surgery to remove the {}", "otomy": "a cut into the {}",
    "oscopy": "a look inside the {}", "oplasty": "surgery to repair the {}", "ostomy": "an opening into the {}",
    "opathy": "{} disease", "algia": "{} pain", "omegaly": "a swollen {}", "orrhaphy": "stitching of the {}",
    "ologist": "{} doctor", "ology": "{} medicine", "ectomies": "surgery to remove the {}", "ologists": "{} doctors",
}  # fmt: skip
MADE = re.compile(
    f"({'|'.join(sorted(ROOTS, key=len, reverse=True))})({'|'.join(sorted(ENDINGS, key=len, reverse=True))})"
)
KNOWN = frozenset({"arthritis", "otitis", "colitis"})  # short or everyday; the list decides about these

Say = str | dict[str, str]  # one word, or two where a past form may be told apart only from what stands before it


@lru_cache(maxsize=4)
def glossary(language: str) -> dict[str, Say]:
    """Every form of every hard word of a language, in small letters, with what to say."""
    file = WORDS / f"{language}.txt"
    if language not in ("en", "es"):
        return {}
    known: dict[str, Say] = {}
    add = _add_english if language == "en" else _add_spanish
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, heads, say = (part.strip() for part in line.split(" | "))
            for head in heads.split(","):
                add(known, kind, head.strip().lower(), say)
    return known


def hard_words(text: Text, language: str) -> list[dict[str, str]]:
    """Each hard word once, as written, in the order of reading: {"word", "say"}."""
    found: dict[str, dict[str, str]] = {}
    for word, say in _found(text.text, language):
        if word.lower() not in found:
            found[word.lower()] = {"word": word, "say": say}
            if len(found) == MOST:
                break
    return list(found.values())


def _found(text: str, language: str) -> Iterator[tuple[str, str]]:
    known = glossary(language)
    if not known:
        return
    hidden: Callable[[re.Match[str]], str] = lambda found: "\0" * len(found.group())  # noqa: E731
    shown = LINK.sub(hidden, TOKEN.sub(hidden, text))
    words = list(WORD.finditer(shown))
    longest = _longest(language)
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + size - 1].end()
            if size > 1 and "\n\n" in shown[start:end]:
                continue
            key = _key(shown[start:end])
            say = known.get(key) or (_made(key) if size == 1 and language == "en" else None)
            if say:
                yield " ".join(text[start:end].split()), _chosen(say, shown[max(0, start - 25) : start])
                at += size
                break
        else:
            at += 1


def _key(written: str) -> str:
    return " ".join(written.lower().replace("’", "'").split())


@lru_cache(maxsize=4)
def _longest(language: str) -> int:
    return max(key.count(" ") + 1 for key in glossary(language))


def _chosen(say: Say, before: str) -> str:
    if isinstance(say, str):
        return say
    return say[forms.PARTICIPLE if HAS_BEEN.search(before) else forms.PAST]


def _made(word: str) -> str | None:
    found = MADE.fullmatch(word)
    if not found or word in KNOWN or len(word) < 7:
        return None
    return ENDINGS[found[2]].format(ROOTS[found[1]])


def _add_english(known: dict[str, Say], kind: str, head: str, say: str) -> None:
    if kind == "v":
        hard, plain = forms.of_verb(head), forms.of_verb(forms.bare(say))
        for tag, form in hard.items():
            if tag == forms.PARTICIPLE and form == hard[forms.PAST]:
                both = {tag: plain[tag] for tag in (forms.PAST, forms.PARTICIPLE)}
                known.setdefault(form, both if len(set(both.values())) == 2 else plain[tag])
            elif tag != forms.PAST or form != hard[forms.PARTICIPLE]:
                known.setdefault(form, plain[tag])
        return
    known[head] = forms.bare(say)
    if kind == "n":
        known.setdefault(forms.with_s(head), forms.plural(say))


def _add_spanish(known: dict[str, Say], kind: str, head: str, say: str) -> None:
    known[head] = forms.bare(say)
    if kind == "v":
        for form in forms.of_spanish_verb(head):
            known.setdefault(form, forms.bare(say))
    if kind == "n":
        first, _, rest = head.partition(" ")
        several = forms.bare(say)
        if not say.endswith("+") and ("*" in say or " " not in say):
            words = say.split()
            at = next((i for i, word in enumerate(words) if "*" in word), 0)
            words[at] = forms.spanish_plural(words[at].replace("*", ""))
            several = " ".join(words)
        if not rest:
            known.setdefault(forms.spanish_plural(first), several)
        elif rest.count(" ") == 0:  # intervención quirúrgica, intervenciones quirúrgicas
            known.setdefault(f"{forms.spanish_plural(first)} {forms.spanish_plural(rest)}", several)
