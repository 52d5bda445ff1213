from __future__ import annotations

import pytest

from bedside.directory.models import Service
from bedside.directory.search import search
from bedside.town.cast import Cast


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("my knee hurts", "joints"),
        ("My nee hurts when I climb stairs, both knees", "joints"),
        ("sholder pain after painting", "joints"),
        ("I need a blood test", "nurse"),
        ("blod test pls", "nurse"),
        ("can't sleep", "gp"),
        ("tummy ache since sunday", "gp"),
        ("morning after pill", "sexual-health"),
    ],
)
def test_a_service_is_found_in_the_patients_own_words(town: Cast, words: str, slug: str) -> None:
    found = search(words, Service.objects.all())

    assert found[0].service.slug == slug
    assert found[0].because


@pytest.mark.parametrize(
    ("words", "slug"), [("me duele la rodilla", "joints"), ("análisis de sangre", "nurse"), ("no puedo dormir", "gp")]
)
def test_and_in_spanish(town: Cast, words: str, slug: str) -> None:
    assert search(words, Service.objects.all(), "es")[0].service.slug == slug


def test_what_fits_nothing_finds_nothing(town: Cast) -> None:
    assert search("xyzzy plugh", Service.objects.all()) == []
    assert search("", Service.objects.all()) == []
    assert search("\x00 \u202e 💥" * 50, Service.objects.all()) == []
