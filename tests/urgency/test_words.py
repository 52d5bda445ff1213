"""How words are cleaned and how phrases are looked for."""

from __future__ import annotations

import pytest

from bedside.urgency.lexicons import LANGUAGES, lexicon
from bedside.urgency.patterns import BadPattern, Book, Maker
from bedside.urgency.words import Token, clean, fold, keys, split_word, tokens


def found(pattern: str, text: str) -> bool:
    book = Book([Maker({"bad": "sore very_sore"}, lambda word: [word]).pattern("x", pattern)], ["not"])
    said = tokens(clean(text))
    return bool(book.find([_known(token) for token in said]))


def _known(token: Token) -> Token:
    token.keys = keys([token.text]) if token.kind == "word" else frozenset({token.text})
    return token


@pytest.mark.parametrize(
    ("pattern", "text", "there"),
    [
        ("chest pain", "chest pain", True),
        ("chest pain", "chest is pain", False),
        ("chest .. pain", "chest is a real pain", True),
        ("chest .. pain", "chest is a b c real pain", False),
        ("chest ... pain", "chest a b c d e pain", True),
        ("chest .. pain", "chest. pain", False),
        ("chest pain*", "chest pains", True),
        ("?bad chest", "chest", True),
        ("chest ?so pain", "chest pain", True),
        ("chest ?so pain", "chest so pain", True),
        ("chest|heart pain", "heart pain", True),
        ("chest ~ pain", "pain in my chest", True),
        ("chest ~ pain", "pain. chest", False),
        ("chest ~ pain", "pain a b c d e f g h i chest", False),
        ("chest ~~ pain", "pain a b c d e f g h i chest", True),
        ("throw_up|vomit now", "throw up now", True),
        ("<bad> throat", "very sore throat", True),
        ("<bad> throat", "sore throat", True),
        ("<bad> throat", "a throat", False),
    ],
)
def test_a_pattern_finds_what_it_says_and_nothing_else(pattern: str, text: str, there: bool) -> None:
    assert found(pattern, text) is there


@pytest.mark.parametrize("pattern", ["?only", "..", "<unknown> word"])
def test_a_pattern_that_says_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        found(pattern, "x")


@pytest.mark.parametrize(
    ("raw", "words"),
    [("can't", ["can", "not"]), ("won't", ["will", "not"]), ("isn't", ["is", "not"]), ("she's", ["she"]),
     ("I've", ["i", "have"]), ("j'ai", ["j", "ai"]), ("heeeelp", ["heelp"]), ("Élève", ["eleve"])],
)  # fmt: skip
def test_words_are_taken_apart_at_their_apostrophes(raw: str, words: list[str]) -> None:
    assert split_word(raw) == words


def test_letters_have_one_spelling() -> None:
    assert fold("BÓL Głowy") == "bol glowy"
    assert fold("إلى") == fold("الي") == fold("الى")
    assert clean("a\x00b\u200fc’d") == "abc'd"


def test_sentences_clauses_and_numbers_are_told_apart() -> None:
    said = tokens("Temp 38,5c, x-ray. Age ٣٨")

    assert [(each.text, each.kind) for each in said] == [
        ("temp", "word"), ("38.5", "number"), ("c", "word"), (",", "pause"), ("x", "word"), ("ray", "word"),
        (".", "stop"), ("age", "word"), ("38", "number"),
    ]  # fmt: skip
    assert [each.sentence for each in said] == [0, 0, 0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lexicon_can_be_made_ready(language: str) -> None:
    assert len(lexicon(language).book.patterns) > 800
    assert len(lexicon(language).stop) > 50
