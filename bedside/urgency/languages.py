"""Which of our languages a sentence may be in, and whether a text is in none of them or in nothing at all."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from .lexicons import DATA, LANGUAGES, lexicon
from .words import Token, fold

_SURE = 0.9
_BESIDE = 0.6  # a language that sounds so nearly like the likeliest one is read too
_BESIDE_GIVEN = 0.3
_ENOUGH_WORDS = 4
_FEW_WORDS = 2
_MASHED = re.compile(r"(asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|zxcv|xcvb|cvbn|vbnm|lkjh|poiu|uiop)")
_NOT_ARABIC = re.compile("[پچژگٹڈڑںہھےۀێۆڵڕځډړږښګڼېۍکیە]")
_NO_VOWEL = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _foreign() -> dict[str, frozenset[str]]:
    """Small everyday words of languages that we do not have, to know them by."""
    data = tomllib.loads((DATA / "foreign.toml").read_text("utf-8"))
    return {language: frozenset(fold(word) for word in words.split()) for language, words in data["stop"].items()}


def spoken(tokens: Sequence[Token], given: str) -> tuple[str, ...]:
    """Our languages that one sentence may be in: those its small words speak for, or all where none do."""
    words = [token.text for token in tokens if token.kind == "word"]
    if any(_arabic(word) for word in words) and sum(not _arabic(word) for word in words) < 2:
        return ("ar",)
    latin = lexicon("ar").latin
    if latin and latin.speaks(tokens):
        return ("ar",)
    scores = {language: _score(words, language) for language in LANGUAGES}
    most = max(scores.values())
    if not most:
        return (given,) if given in LANGUAGES else LANGUAGES
    least = most * (_BESIDE_GIVEN if given in LANGUAGES else _BESIDE)
    near = [name for name, score in scores.items() if score >= (least if name == given else most * _BESIDE)]
    best = max(near, key=lambda name: scores[name])
    return tuple(name for name in near if name in (best, given) or _adds(words, name, best))


def _adds(words: Sequence[str], language: str, best: str) -> bool:
    """Whether a language may say more of a sentence than the likeliest one: "confusion" is French too, "he" is not."""
    one, other = lexicon(language), lexicon(best)
    small, smaller = (sum(word in book.stop for word in words) for book in (one, other))
    return small >= smaller or any(one.knows(word) and not other.knows(word) for word in words)


def _score(words: Sequence[str], language: str) -> int:
    """How much a sentence sounds like a language: its small words count three times its other words."""
    book = lexicon(language)
    return sum(3 if word in book.stop else book.knows(word) for word in words)


def trouble(tokens: Sequence[Token], text: str, given: str) -> str:
    """Why a text cannot be trusted to be read: "unreadable", "language", or nothing."""
    words = [token.text for token in tokens if token.kind == "word"]
    signs = [token for token in tokens if token.kind == "sign" and token.text in _plain_signs()]
    if not words:
        return "" if signs else "unreadable"
    if given and given not in LANGUAGES:
        return "language"
    ours = {word for word in words for language in LANGUAGES if lexicon(language).knows(word)}
    if _other_script(words):
        return "language"
    if not ours and not signs:
        mashed = sum(bool(_MASHED.search(word) or _NO_VOWEL.search(word) or _one_letter(word)) for word in words)
        return "unreadable" if mashed * 2 >= len(words) else _by_model(words)
    return "language" if _spoken_elsewhere(words, text) else ""


@cache
def _plain_signs() -> frozenset[str]:
    return frozenset(
        word for language in LANGUAGES for word in lexicon(language).known
        if len(word) == 1 and unicodedata.category(word)[0] == "S"
    )  # fmt: skip


def _arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def _one_letter(word: str) -> bool:
    return len(word) > 3 and len(set(word)) <= 2


def _other_script(words: Sequence[str]) -> bool:
    letters = [letter for word in words for letter in word]
    strange = sum(
        not (letter < "\u0250" or "\u0600" <= letter <= "\u06ff" or "\u1e00" <= letter <= "\u1eff")
        for letter in letters
    )
    return strange * 2 > len(letters)


def _spoken_elsewhere(words: Sequence[str], text: str) -> bool:
    """Whether a text is in a language we do not have: by letters, by small words, or by how little we know of it."""
    arabic = [word for word in words if _arabic(word)]
    if len(arabic) * 2 > len(words):
        return len(_NOT_ARABIC.findall(text)) * 3 >= len(arabic)
    ours, theirs = _own_words()
    most_ours = max(sum(word in stop for word in words) for stop in ours.values())
    most_theirs = max(sum(word in stop for word in words) for stop in theirs.values())
    if most_theirs >= 2 and most_theirs > most_ours:
        return True
    small = max(sum(word in lexicon(language).stop for word in words) for language in LANGUAGES)
    known = sum(any(lexicon(language).knows(word) for language in LANGUAGES) for word in words)
    return len(words) >= _ENOUGH_WORDS and known * 3 < len(words) and small * 5 < len(words)


@cache
def _own_words() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Small words by which one language is known: ours that no other has, and others' that none of ours has."""
    foreign = frozenset().union(*_foreign().values())
    own = frozenset().union(*(lexicon(language).stop for language in LANGUAGES))
    return (
        {language: lexicon(language).stop - foreign for language in LANGUAGES},
        {language: stop - own for language, stop in _foreign().items()},
    )


def _by_model(words: Sequence[str]) -> str:
    """What the language model says where our lists know nothing; a doubt about a text is a reason to ask a person."""
    language, share = _identifier().classify(" ".join(words))
    if language in LANGUAGES and (share >= _SURE or len(words) <= _FEW_WORDS):
        return ""
    return "language" if len(words) >= 3 or share >= _SURE else "unreadable"


def main_language(tokens: Sequence[Token], given: str) -> str:
    """The language that most of a text is in, as far as its small words tell."""
    words = [token.text for token in tokens if token.kind == "word"]
    votes = Counter({language: sum(word in lexicon(language).stop for word in words) for language in LANGUAGES})
    best, count = max(votes.items(), key=lambda vote: (vote[1], vote[0] == given))
    return best if count else given or "en"
