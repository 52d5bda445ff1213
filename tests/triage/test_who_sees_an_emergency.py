"""An emergency is seen by everybody who looks after patients, whatever label it bears."""

from __future__ import annotations

from bedside.journal.hands import Outside
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.triage import actions
from bedside.triage.models import Screening

CHEST = "crushing chest pain spreading to my arm, I cannot breathe"


def test_the_desk_sees_an_emergency_that_is_confidential(town: Cast) -> None:
    found = actions.begin(CHEST, by=town.sam, patient=town.amara, label=Label.CONFIDENTIAL)

    assert found.is_emergency
    assert found in Screening.objects.visible_to(town.sam).emergencies_standing()


def test_the_desk_sees_no_confidential_screening_that_can_wait(town: Cast) -> None:
    found = actions.begin("a sore toe since May", by=town.sam, patient=town.amara, label=Label.CONFIDENTIAL)

    assert not found.is_emergency
    assert found not in Screening.objects.visible_to(town.sam)
    assert found in Screening.objects.visible_to(town.dr_osei)


def test_staff_see_a_guests_emergency_and_patients_do_not(town: Cast) -> None:
    assert town.amara.login is not None
    found = actions.begin(CHEST, by=Outside("guest", "abc"), guest="abc")

    assert found in Screening.objects.visible_to(town.sam)
    assert found not in Screening.objects.visible_to(town.amara.login)
    assert found not in Screening.objects.visible_to(town.ines)
