"""French, Polish and Arabic: what was planted in pairs of notes and plain words. The figures stand in the rule card."""

from __future__ import annotations

import re

import pytest

from bedside.language.faithful import Kind, compare

from .planted.measure import figures, found, planted

TONGUES = ["fr", "pl", "ar"]
ENGLISH = "Amoxicillin 500 mg three times a day for 7 days. Do not drive. Left ear sore."


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("part", ["first", "second"])
def test_every_planted_change_is_found(language: str, part: str) -> None:
    counted = figures(language, part)

    assert {kind: good for kind, (good, _) in counted.items() if kind != "same"} == {
        kind: every for kind, (_, every) in counted.items() if kind != "same"
    }
    passed, every = counted["same"]
    assert passed >= every - 1  # needless questions cost a press; a change that is let pass costs a patient


@pytest.mark.parametrize("language", TONGUES)
def test_every_figure_that_is_made_one_more_is_found(language: str) -> None:
    missed = []
    for _, kind, notes, words in planted(language):
        for figure in re.finditer(r"\d+", words) if kind == "same" and not found(language, notes, words) else ():
            changed = words[: figure.start()] + str(int(figure.group()) + 1) + words[figure.end() :]
            if not any(one.kind == Kind.NUMBER for one in found(language, notes, changed)):
                missed.append(changed)

    assert missed == []


@pytest.mark.parametrize(
    ("language", "same", "other"),
    [
        (
            "fr",
            "Prenez de l’amoxicilline 500 mg trois fois par jour pendant 7 jours. Ne conduisez pas. "
            "Votre oreille gauche fait mal.",
            "Prenez de l’amoxicilline 50 mg trois fois par jour pendant 7 jours. Conduisez. "
            "Votre oreille droite fait mal.",
        ),
        (
            "pl",
            "Bierz amoksycylinę 500 mg trzy razy dziennie przez 7 dni. Nie prowadź auta. Boli lewe ucho.",
            "Bierz amoksycylinę 50 mg trzy razy dziennie przez 7 dni. Prowadź auto. Boli prawe ucho.",
        ),
        (
            "ar",
            "تناول أموكسيسيلين 500 ملغ ثلاث مرات يوميًا لمدة 7 أيام. لا تقد السيارة. أذنك اليسرى تؤلمك.",
            "تناول أموكسيسيلين 50 ملغ ثلاث مرات يوميًا لمدة 7 أيام. قد السيارة. أذنك اليمنى تؤلمك.",
        ),
    ],
)
def test_english_notes_are_compared_with_each_of_our_languages(language: str, same: str, other: str) -> None:
    assert compare(ENGLISH, same, plain_language=language) == []
    found = compare(ENGLISH, other, plain_language=language)
    assert {one.kind for one in found} == {Kind.NUMBER, Kind.NEGATION, Kind.SIDE}


def test_what_is_told_stands_as_it_was_written() -> None:
    told = [(one.original, one.plain) for one in found("ar", "تناول ٢٫٥ ملغ يوميًا.", "تناول ٢٥ ملغ يوميًا.")]
    assert told == [("٢٫٥ ملغ", "٢٥ ملغ")]
