from __future__ import annotations

import pytest

from bedside.access.models import HeldRole, Role, User
from bedside.exchange.actions import import_file
from bedside.people.models import Patient
from bedside.records.actions import changed_behind_our_back
from bedside.records.models import Letter, Parcel, PastVisit
from bedside.town.cast import Cast
from tests.exchange.conftest import Resource, Write, bundle, sent

__all__ = ["bundle", "sent"]

SECRET = {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "SEX"}]}


@pytest.fixture
def nora(town: Cast, bundle: Write, sent: dict[str, Resource]) -> User:
    """Nora, whose knee visit and its pain score came from elsewhere, with a login."""
    import_file(bundle(list(sent.values())))
    return _login()


def _login() -> User:
    user = User.objects.create_user("nora@town.example")
    HeldRole.objects.create(user=user, role=Role.PATIENT)
    Patient.objects.filter(family_name="Quist").update(login=user)
    return user


def test_a_patient_sees_her_own_parcels_and_no_others(town: Cast, nora: User) -> None:
    assert {parcel.type for parcel in Parcel.objects.visible_to(nora)} == {"Patient", "Encounter", "Observation"}
    assert town.amara.login
    assert not Parcel.objects.visible_to(town.amara.login).exists()


def test_a_carer_needs_the_results_of_that_patient(town: Cast, nora: User) -> None:
    assert not Parcel.objects.visible_to(town.teresa).exists()


def test_staff_who_look_after_patients_see_places_and_colleagues_too(town: Cast, nora: User) -> None:
    assert Parcel.objects.visible_to(town.sam).count() == 5
    assert not Parcel.objects.visible_to(town.ines).exists()


def test_what_belongs_to_a_confidential_visit_is_confidential_with_it(
    town: Cast, bundle: Write, sent: dict[str, Resource]
) -> None:
    sent["knee-visit"]["meta"] = SECRET
    import_file(bundle(list(sent.values())))

    assert {parcel.type for parcel in Parcel.objects.exclude(label="")} == {"Encounter", "Observation"}
    assert not PastVisit.objects.visible_to(town.sam).exists()
    assert PastVisit.objects.visible_to(town.dr_osei).exists()
    assert PastVisit.objects.visible_to(_login()).exists()
    assert not Parcel.objects.visible_to(town.sam).filter(type="Observation").exists()


def test_a_visit_that_becomes_confidential_later_takes_what_was_said_about_it_along(
    town: Cast, bundle: Write, sent: dict[str, Resource]
) -> None:
    import_file(bundle(list(sent.values())))
    sent["knee-visit"]["meta"] = SECRET
    import_file(bundle([sent["knee-visit"] | {"subject": {"reference": "Patient/nora"}}]))

    assert {parcel.type for parcel in Parcel.objects.exclude(label="")} == {"Encounter", "Observation"}
    assert not PastVisit.objects.visible_to(town.sam).exists()


def test_words_changed_behind_our_back_are_found(nora: User) -> None:
    assert list(changed_behind_our_back()) == []

    parcel = Parcel.objects.get(type="Observation")
    Letter.objects.filter(parcel=parcel).update(text=parcel.text.replace('"value":3', '"value":4'))

    assert list(changed_behind_our_back()) == [(parcel, "says something else than what was received")]
