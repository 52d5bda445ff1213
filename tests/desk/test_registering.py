"""Somebody new at the desk: who looks like her is shown before a new person is made."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bedside.people.models import Patient
from bedside.town.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(town: Cast, settings: Any) -> Client:
    settings.DEMO = True  # staff come in without a second step
    client = Client()
    client.force_login(town.sam)
    return client


def hers(town: Cast, **other: str) -> dict[str, str]:
    """Amara as somebody might write her name down who hears it for the first time."""
    born = town.amara.birth_date
    assert born is not None
    day = {"birth_date-day": str(born.day), "birth_date-month": str(born.month), "birth_date-year": str(born.year)}
    return {"given_name": "Amarah", "family_name": town.amara.family_name, "sex": "unknown", **day, **other}


def test_who_is_here_already_is_shown_and_nobody_is_made(town: Cast, sam: Client) -> None:
    before = Patient.objects.count()

    page = sam.post("/desk/patients/new/", hers(town))

    assert town.amara.listed in page.text
    assert Patient.objects.count() == before


def test_a_name_that_is_heard_a_little_otherwise_is_shown_too(town: Cast, sam: Client) -> None:
    before = Patient.objects.count()

    page = sam.post("/desk/patients/new/", hers(town, family_name=town.amara.family_name.upper()[:4]))

    assert town.amara.listed in page.text
    assert Patient.objects.count() == before


def test_it_is_somebody_else_only_when_the_desk_says_so(town: Cast, sam: Client) -> None:
    sam.post("/desk/patients/new/", hers(town, new_person="1"))

    assert Patient.objects.filter(given_name="Amarah", family_name=town.amara.family_name).exists()


def test_whom_nobody_looks_like_is_made_at_once(town: Cast, sam: Client) -> None:
    sam.post("/desk/patients/new/", hers(town, family_name="Zzyzx"))

    assert Patient.objects.filter(family_name="Zzyzx").exists()
