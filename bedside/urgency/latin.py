"""Arabic as it is typed in Latin letters and digits: 3andi waja3 is read as the words of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .words import Token, fold

_ENOUGH = 3
_ONE_SOUND = (("kh", "5"), ("gh", "8"), ("sh", "x"), ("ch", "x"), ("th", "t"), ("dh", "d"), ("9", "2"), ("q", "2"),
              ("j", "g"), ("p", "b"), ("v", "f"))  # fmt: skip


def bones(word: str) -> str:
    """What all spellings of a word have in common: its consonants and digits, each once where it is doubled."""
    for said, sound in _ONE_SOUND:
        word = word.replace(said, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouy']", "", word))


class Latin:
    """A lexicon's Latin spellings: by bones where there are enough of them to tell, else by the letter."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self._exact = {word: tuple(fold(each) for each in meant.split()) for word, meant in said.items()}
        self._bones = {bones(word): meant for word, meant in self._exact.items() if len(bones(word)) >= _ENOUGH}
        letters = {part for word in said for part in re.findall("[a-z]{3,}", word)}
        self._pieces = frozenset(letters | set(said))

    def knows(self, word: str) -> bool:
        """Whether a piece of a word, as it is taken apart at its digits, is one of ours."""
        return word in self._pieces

    def speaks(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence is plainly Arabic in Latin letters: digits stand for letters in words that are known."""
        groups = list(self._groups(tokens))
        known = [group for group in groups if self._of(group)]
        words = sum(group[0].kind == "word" or len(group) > 1 for group in groups)
        return any(len(group) > 1 for group in known) and len(known) * 3 >= words

    def meant(self, word: str) -> tuple[str, ...]:
        """The Arabic words that a Latin one stands for, or none."""
        return self._exact.get(word) or self._bones.get(bones(word), ())

    def written(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """The tokens with every Latin word that is known put into Arabic."""
        for group in self._groups(tokens):
            if meant := self._of(group):
                yield from (replace(group[0], text=word, kind="word", end=group[-1].end) for word in meant)
            else:
                yield from group

    def _of(self, group: Sequence[Token]) -> tuple[str, ...]:
        said = "".join(token.text for token in group)
        return self.meant(said) if any(token.kind == "word" for token in group) else ()

    def _groups(self, tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
        """Letters and digits that touch were one word."""
        place = 0
        while place < len(tokens):
            end = place + 1
            while end < len(tokens) and self._joins(tokens[end - 1], tokens[end]):
                end += 1
            yield tokens[place:end]
            place = end

    @staticmethod
    def _joins(one: Token, two: Token) -> bool:
        latin = all(token.kind == "number" or token.text.isascii() for token in (one, two))
        return latin and one.end == two.start and {one.kind, two.kind} == {"word", "number"}
