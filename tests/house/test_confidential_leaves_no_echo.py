"""What is confidential is told to the patient and to those who treat her. Everybody else finds no trace of it.

The same pages, files and parts are read before and after; but for what is drawn by chance they may not differ.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from bedside.access.models import PATIENT_SIDE, Role, User
from bedside.booking import actions as booking
from bedside.booking import waiting
from bedside.booking.models import TAKEN, Appointment, Offer, Slot
from bedside.booking.sessions import open_session
from bedside.cases import actions as cases
from bedside.config.topics import allowed
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.live.models import Notice
from bedside.people.models import Label, Scope
from bedside.portal.sights import sights_of
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening

from .walking import knock

CANARY = "zaqcanary"
SHOWN = re.compile(r"<(?:[^>]*\s(href=\"[^\"]*\"))?[^>]*>")  # of a tag only where it leads is compared
OTHERS = (Role.CARER, Role.FRONT_DESK, Role.MANAGER, Role.ADMINISTRATOR)


@pytest.fixture
def logins(town: Cast) -> dict[Role, User]:
    return {
        Role.CARER: town.teresa,
        Role.FRONT_DESK: town.sam,
        Role.NURSE: town.nurse_lin,
        Role.CLINICIAN: town.dr_osei,
        Role.MANAGER: town.ines,
        Role.ADMINISTRATOR: town.alex,
    }


def times(town: Cast) -> list[Slot]:
    starts = now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=8)
    ends = starts + timedelta(hours=1)
    for member in (town.osei, town.lee):
        open_session(
            member,
            place=town.hillside,
            service=town.gp,
            starts_at=starts,
            ends_at=ends,
            slot_minutes=20,
            by=HOUSE,
        )
    return list(Slot.objects.order_by("starts_at", "staff_member"))


def pages_for(town: Cast, role: Role) -> list[str]:
    tomas = town.tomas.pk
    if role in PATIENT_SIDE:
        own = [f"/me/{tomas}/details/", f"/me/{tomas}/sights/"]
        return ["/home/", "/appointments/", "/messages/", "/messages/new/", "/find/", "/me/", *own]
    if role in (Role.MANAGER, Role.ADMINISTRATOR):
        return ["/house/", "/house/part/", "/health/"]
    day = f"{now() + timedelta(days=8):%Y-%m-%d}"
    lists = [f"/desk/{one}/?place={town.hillside.pk}&day={day}" for one in ("calendar", "day-list")]
    views = [f"/desk/inbox/?view={view}" for view in ("todo", "mine", "waiting", "closed")]
    search = ["/desk/search/ silva", f"/desk/search/ {CANARY}", f"/desk/patients/{tomas}/"]
    return ["/desk/", "/desk/part/", *lists, *views, *search, f"/find/?patient={tomas}"]


def read(client: Client, address: str) -> str:
    address, _, words = address.partition(" ")
    response = client.post(address, {"q": words}, follow=True) if words else client.get(address)
    assert response.status_code in {200, 302}, (address, response.status_code)
    text = response.content.decode()
    assert CANARY not in text.replace(f'value="{CANARY}"', ""), address
    return SHOWN.sub(r"\1 ", re.sub(r"[\d:.T+-]+", "", text) if address == "/health/" else text)


def say_in_confidence(town: Cast, slots: list[Slot]) -> tuple[Appointment, Screening]:
    """Every kind of record about Tomás that can be labelled, with the word in every field that takes words."""
    tomas, label = town.tomas, Label.CONFIDENTIAL
    screening = triage.begin(f"my knee hurts {CANARY}", by=HOUSE, patient=tomas, label=label)
    booked = booking.book(slots[0], tomas, town.gp_visit, by=HOUSE, reason=CANARY, label=label)
    waiting.wait_for(town.gp_visit, tomas, by=HOUSE, screening=screening, instead_of=booked, reason=CANARY)
    letter = inbox.write(tomas, CANARY, f"is this normal {CANARY}", by=HOUSE, label=label)
    case = cases.hear(letter)
    cases.answer(case, CANARY, by=town.nurse_lin, then="go_on")
    cases.open_case(cases.Kind.SCREENING, CANARY, by=HOUSE, patient=tomas, label=label, screening=screening)
    return booked, screening


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_of_anybody_else_changes(town: Cast, logins: dict[Role, User], role: Role) -> None:
    slots, client, addresses = times(town), knock(role, logins), pages_for(town, role)
    for address in addresses:  # once, so that the reader's own sights are there both times
        read(client, address)
    before = {address: read(client, address) for address in addresses}

    booked, screening = say_in_confidence(town, slots)

    for address in addresses:
        after = read(client, address)
        if "/calendar/" in address or "/day-list/" in address:  # there the time is seen to be taken, by nobody
            assert "Silva" not in after, address
        else:
            assert after == before[address], address
    for route in (f"/appointments/{booked.pk}/", f"/appointments/{booked.pk}/calendar/", f"/find/{screening.pk}/"):
        assert client.get(route).status_code in {403, 404}, route


def test_nothing_of_it_leaves_the_house(town: Cast) -> None:
    town.tomas.email, town.tomas.phone = "tomas@riverside.example", "07700 900199"
    say_in_confidence(town, times(town))

    assert not Message.objects.filter(patient=town.tomas).exclude(to="").exists()


def test_an_earlier_time_asked_for_a_confidential_visit_is_waited_for_in_confidence(town: Cast) -> None:
    booked = booking.book(times(town)[2], town.tomas, town.gp_visit, by=HOUSE, label=Label.CONFIDENTIAL)

    waits = waiting.wait_for(town.gp_visit, town.tomas, by=HOUSE, instead_of=booked)

    assert waits.label == Label.CONFIDENTIAL
    assert Offer(patient=town.tomas, label=waits.label).is_confidential


def test_a_no_does_not_tell_a_carer_of_a_hidden_visit(town: Cast) -> None:
    mine, same_time, *_rest = times(town)
    assert mine.starts_at == same_time.starts_at
    booking.book(mine, town.tomas, town.gp_visit, by=HOUSE, label=Label.CONFIDENTIAL)

    with pytest.raises(Refusal) as hidden:
        booking.book(same_time, town.tomas, town.gp_visit, by=town.sam)
    assert hidden.value.sentence == str(TAKEN)
    assert same_time not in booking_times(town)


def test_a_no_does_not_tell_a_carer_that_the_patient_waits_in_confidence(town: Cast) -> None:
    booked = booking.book(times(town)[0], town.tomas, town.gp_visit, by=HOUSE, label=Label.CONFIDENTIAL)
    waits = waiting.wait_for(town.gp_visit, town.tomas, by=HOUSE, instead_of=booked)

    assert waiting.wait_for(town.gp_visit, town.tomas, by=town.teresa) == waits


def test_a_carer_does_not_see_that_somebody_looked_at_something_confidential(
    town: Cast, logins: dict[Role, User]
) -> None:
    booked, _screening = say_in_confidence(town, times(town))
    before = sights_of(town.tomas, town.teresa)
    nurse = knock(Role.CLINICIAN, logins)
    booked.place_id = town.riverside.pk

    assert nurse.get(f"/desk/inbox/{case_of(town)}/").status_code == 200

    assert sights_of(town.tomas, town.teresa) == before
    assert len(sights_of(town.tomas, town.dr_osei)) > len(before)


def test_a_carers_open_screen_is_not_told_that_something_confidential_changed(town: Cast) -> None:
    hers = allowed(town.teresa, [f"patient:{town.tomas.pk}", f"patient:{town.tomas.pk}:confidential"])
    assert hers == [f"patient:{town.tomas.pk}"]
    Notice.objects.all().delete()

    say_in_confidence(town, times(town))

    assert not Notice.objects.filter(topic__in=hers).exists()
    assert allowed(town.dr_osei, [f"patient:{town.tomas.pk}:confidential"])


def test_what_was_said_when_a_sensitive_visit_was_asked_for_is_confidential_too(town: Cast) -> None:
    asked = triage.begin("my knee hurts", by=HOUSE, patient=town.amara)
    triage.answer(asked, by=HOUSE, ticked=[], answers={})
    sensitive, slot = town.gp_visit, times(town)[0]
    slot.service.is_sensitive = True
    if asked.lets_book:
        booking.book(slot, town.amara, sensitive, by=town.amara.login, screening=asked)
        assert Screening.objects.get(pk=asked.pk).label == Label.CONFIDENTIAL
    else:
        pytest.fail("an ordinary knee lets her book")


def test_only_a_carer_who_may_book_finds_times_for_the_patient(town: Cast, logins: dict[Role, User]) -> None:
    grant = town.teresa.grants.get()
    grant.may_appointments = False
    type(grant).objects.filter(pk=grant.pk).update(may_appointments=False)
    asked = triage.begin("my knee hurts", by=HOUSE, patient=town.tomas)
    triage.want(asked, town.gp_visit.pk, by=HOUSE)
    triage.answer(asked, by=HOUSE, pregnancy_asked=True, ticked=[], answers={})

    assert not town.tomas.__class__.objects.for_scope(town.teresa, Scope.APPOINTMENTS).exists()
    carer = knock(Role.CARER, logins)
    assert carer.get(f"/times/{asked.pk}/").status_code == 404
    assert carer.post(f"/times/{asked.pk}/waiting/").status_code == 404


def case_of(town: Cast) -> object:
    return cases.Case.objects.filter(patient=town.tomas, conversation__isnull=False).get().pk


def booking_times(town: Cast) -> list[Slot]:
    from bedside.booking.times import free_times

    return free_times(town.gp_visit, patient=town.tomas.pk)
