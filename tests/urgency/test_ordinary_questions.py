"""What a front desk is asked each day is no emergency, and the same words said of oneself still are."""

from __future__ import annotations

import pytest

from bedside.urgency.engine import assess
from bedside.urgency.levels import EMERGENCY


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Are my tablets ready?"),
        ("en", "Will mum's tablets be ready tonight?"),
        ("en", "Could you tell me if my pills are ready"),
        ("en", "have you got my tablets ready"),
        ("es", "¿Están listas mis pastillas?"),
        ("es", "quería saber si mis pastillas ya están listas"),
        ("fr", "Mes comprimés sont-ils prêts ?"),
        ("pl", "Czy moje tabletki są gotowe?"),
        ("ar", "هل حبوبي جاهزة؟"),
    ],
)
def test_whether_medicines_are_ready_is_asked_and_not_said(language: str, question: str) -> None:
    assert assess(text=question, language=language).level not in EMERGENCY


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Here are my pills ready for tonight"),
        ("en", "I've counted my tablets, they are ready"),
        ("en", "the tablets are ready and so am I"),
        ("en", "Are my tablets ready? I am saving them all up until there is enough"),
        ("en", "are my pills ready? I want to take them all tonight and not wake up"),
        ("es", "tengo las pastillas listas"),
        ("es", "¿están mis pastillas listas? son suficientes para morir"),
        ("fr", "les cachets sont prêts pour ce soir"),
        ("pl", "mam przygotowane tabletki"),
        ("ar", "جهزت الحبوب الليلة"),
    ],
)
def test_medicines_that_lie_ready_are_an_emergency(language: str, words: str) -> None:
    assert assess(text=words, language=language).level in EMERGENCY
