"""A second reader: how alarming words sound as a whole, learned from the development messages; no rule of its own.

It has two uses. Loose sayings alone make no emergency where nothing in a text sounds alarming: then a person looks. And
what sounds very alarming but fits no rule is an emergency too. Weights are small whole numbers, so a score is the same
on every machine. `scripts/urgency-reader` makes them; docs/rules/urgency.md says what was measured.
"""

from __future__ import annotations

import logging
import math
import re
import tomllib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from .words import Token, fold

log = logging.getLogger(__name__)

DATA = Path(__file__).parent / "second_reader"
BITS = 17
PIECES = (3, 4, 5)  # letters of a word that are looked at together
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+|[?!]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Sound:
    """How alarming a text sounds: as a whole, its most alarming part, and that part's words; which reader says so."""

    whole: float
    most: float
    words: int
    loudest: str
    calm: bool  # nothing in it is alarming: loose sayings are not enough
    loud: bool  # so alarming that a person must look
    very_loud: bool  # so alarming that it is an emergency
    version: int


@dataclass(frozen=True)
class Second:
    """The weights, and where their limits lie."""

    version: int
    scale: float
    bias: float
    limits: dict[str, float]
    weights: memoryview

    def score(self, seen: frozenset[int]) -> float:
        """How alarming what was seen is; 0 is undecided."""
        total = sum(self.weights[each] for each in seen)
        return round(total * self.scale / math.sqrt(len(seen) or 1) + self.bias, 2)


def features(text: str) -> frozenset[int]:
    """What is looked at: the words of a cleaned text, each two that follow each other, and the pieces of each."""
    words = [word[:LONGEST_WORD] for word in _WORD.findall(_DIGITS.sub("0", fold(text)))]
    pairs = (_number(f"b{one} {two}") for one, two in pairwise(words))
    return frozenset(pairs).union(*map(_pieces, words))


@lru_cache(maxsize=30_000)
def _pieces(word: str) -> frozenset[int]:
    held = f"^{word}$"
    pieces = {held[at : at + size] for size in PIECES for at in range(len(held) - size + 1)}
    return frozenset(map(_number, {"w" + word, *pieces}))


def _number(piece: str) -> int:
    return zlib.crc32(piece.encode()) & ((1 << BITS) - 1)


def sound_of(text: str, tokens: Sequence[Token]) -> Sound | None:
    """How alarming a cleaned text sounds, or nothing where the reader cannot be had: then the rules stand alone."""
    reader = second()
    if reader is None:
        return None
    whole = reader.score(features(text))
    parts = [(reader.score(features(part)), part) for part in _sentences(text, tokens)] or [(whole, text)]
    loudest = max(parts, key=lambda part: part[0])
    most, words, limits = max(whole, loudest[0]), sum(token.kind == "word" for token in tokens), reader.limits
    return Sound(
        whole=whole,
        most=most,
        words=words,
        loudest=loudest[1],
        calm=words >= limits["fewest_words"] and most < limits["calm"],
        loud=words >= limits["fewest_words"] and whole >= limits["loud"],
        very_loud=words >= limits["fewest_words"] and whole >= limits["very_loud"],
        version=reader.version,
    )


def quiet(words: str) -> bool:
    """Whether the words just around a plain saying sound calm by themselves."""
    reader = second()
    return reader is not None and len(words.split()) >= 2 and reader.score(features(words)) < reader.limits["quiet"]


def _sentences(text: str, tokens: Iterable[Token]) -> list[str]:
    """The sentences of two words and more, as they stand in the text."""
    spans: dict[int, tuple[int, int]] = {}
    for token in tokens:
        first, _ = spans.get(token.sentence, (token.start, 0))
        spans[token.sentence] = (first, token.end)
    return [part for first, last in spans.values() if len((part := text[first:last]).split()) >= 2]


def load(folder: Path) -> Second:
    """Read the weights of a folder; a ValueError or an OSError says that they are not what they should be."""
    told = tomllib.loads((folder / "reader.toml").read_text("utf-8"))
    packed = (folder / "weights.bin").read_bytes()
    if sha256(packed).hexdigest() != told["weights"]:
        raise ValueError("The weights are not those that reader.toml describes.")
    weights = memoryview(zlib.decompress(packed)).cast("b")
    if len(weights) != 1 << BITS:
        raise ValueError("There are too many weights, or too few.")
    return Second(told["version"], told["scale"], told["bias"], told["limits"], weights)


@cache
def second() -> Second | None:
    """The reader that stands in this house; without it the rules stand alone, which only calls more for a person."""
    try:
        return load(DATA)
    except (OSError, ValueError, KeyError, zlib.error) as error:
        log.error("the second reader could not be loaded: %s", type(error).__name__)
        return None
