"""Every sentence reaches a translator, and comes back whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from hypothesis import given
from hypothesis import strategies as st

from bedside.config import messages, pseudo
from bedside.config.messages import PLACEHOLDER


def test_a_sentence_in_the_code_is_gathered() -> None:
    assert ("", "That is not possible") in {messages.key(message) for message in messages.gathered()}


def test_what_is_not_translated_is_said() -> None:
    spanish = Catalog(locale="es")
    spanish.add("Cancel this visit", "")
    spanish.add("Hello %(name)s", "Hola")
    spanish.add("Nobody says this", "Nadie dice esto")
    found = {("", "Cancel this visit"), ("", "Hello %(name)s"), ("", "Book a visit")}

    said = list(messages.faults(spanish, found))

    assert [fault.split(":")[0] for fault in said] == [
        "not gathered yet",
        "not translated",
        "its translation leaves out or adds one of %(name)s",
        "nobody says this any more",
    ]


def test_a_good_translation_is_passed_over_in_silence() -> None:
    spanish = Catalog(locale="es")
    spanish.add("Hello %(name)s", "Hola %(name)s")
    spanish.add(("one visit", "%(count)s visits"), ("una visita", "%(count)s visitas"))

    assert list(messages.faults(spanish, {("", "Hello %(name)s"), ("", "one visit")})) == []


@pytest.mark.parametrize(
    ("one", "many", "is_good"),
    [
        ("%(n)d hora", "%(n)d horas", True),
        ("una hora", "%(n)d horas", True),
        ("%(n)d hora", "horas", False),
        ("%(h)d hora", "%(n)d horas", False),
    ],
)
def test_a_gap_may_only_be_left_out_where_there_is_one(one: str, many: str, is_good: bool) -> None:
    spanish = Catalog(locale="es")
    spanish.add(("%(n)d hour", "%(n)d hours"), (one, many))

    assert (list(messages.faults(spanish, {("", "%(n)d hour")})) == []) is is_good


def test_a_line_can_break_in_the_pseudo_language() -> None:
    long = pseudo.pseudo("What you told us may be an emergency. Do not wait for a message, and do not wait for us.")

    assert max(len(word) for word in long.split()) < 25


def test_a_translation_is_marked_as_not_reviewed(tmp_path: Path) -> None:
    messages.update(tmp_path)

    assert messages.file_of("es", tmp_path).read_text().startswith(messages.UNREVIEWED)
    assert not messages.file_of("en", tmp_path).read_text().startswith("#")


@pytest.mark.parametrize("language", [*messages.LANGUAGES, pseudo.CODE])
def test_every_language_is_ready_to_use_after_set_up(language: str) -> None:
    messages.compile_all()

    with messages.file_of(language).with_suffix(".mo").open("rb") as ready:
        assert read_mo(ready) is not None


def test_updating_twice_changes_nothing(tmp_path: Path) -> None:
    messages.update(tmp_path)
    once = {file: file.read_text() for file in tmp_path.rglob("*.po")}

    messages.update(tmp_path)

    assert len(once) == len(messages.LANGUAGES)
    assert {file: file.read_text() for file in tmp_path.rglob("*.po")} == once


def test_the_pseudo_language_is_longer_marked_and_still_readable() -> None:
    assert pseudo.pseudo("Book a visit") == "\u200f[ßööķ å vîšîţ~~~~~]\u200f"


@pytest.mark.parametrize(
    "sentence", ["Hello %(name)s", "%(count)d visits", "<b>Now</b> &amp; then", "Write to {who}", "5%%"]
)
def test_the_pseudo_language_leaves_the_gaps_as_they_are(sentence: str) -> None:
    assert sorted(PLACEHOLDER.findall(pseudo.pseudo(sentence))) == sorted(PLACEHOLDER.findall(sentence))
    assert all(kept in pseudo.pseudo(sentence) for kept in pseudo.KEPT.findall(sentence))


@given(st.text())
def test_the_pseudo_language_keeps_the_space_around_a_sentence(sentence: str) -> None:
    made = pseudo.pseudo(sentence)

    assert made[: len(made) - len(made.lstrip())] == sentence[: len(sentence) - len(sentence.lstrip())]
    assert (made == sentence) == (not sentence.strip())


def test_the_pseudo_language_counts_as_english_does() -> None:
    english = Catalog(locale="en")
    english.add(("one visit", "%(count)s visits"))

    made = pseudo.catalogue(english).get("one visit")

    assert made is not None
    assert made.string == tuple(map(pseudo.pseudo, ("one visit", "%(count)s visits")))
