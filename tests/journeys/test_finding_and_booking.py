from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking.actions import book, cancel
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast
from bedside.triage.models import Screening


@pytest.fixture
def friday(town: Cast) -> list[Slot]:
    """Three free times with Dr Osei, four days from now at nine."""
    start = datetime.combine(now().date() + timedelta(days=4), datetime.min.time(), UTC) + timedelta(hours=9)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        slot_minutes=20,
        by=HOUSE,
    )
    return list(Slot.objects.order_by("starts_at"))


def answer_no_to_everything(client: Client, page: str) -> str:
    """From the first safety question to wherever it leads; the address of that."""
    answer = client.get(page, follow=True)
    for _ in range(4):
        here = answer.redirect_chain[-1][0] if answer.redirect_chain else page
        if here.endswith("/person/"):
            answer = client.post(here, {"pregnant": "no", "years": "42", "sex": "female"}, follow=True)
        elif "/screenings/" in here and not here.endswith("/talk/"):
            answer = client.post(here, {"ticked": ["none"]}, follow=True)
        else:
            return here
    return here


def test_amara_finds_the_joint_clinic_answers_the_questions_and_books(
    town: Cast, client: Client, friday: list[Slot]
) -> None:
    client.force_login(town.amara.login)
    found = client.post("/find/", {"text": "my knee hurts"}, follow=True)
    assert "Joint and muscle clinic" in found.text
    assert "Dr Osei" in found.text
    assert "9am" not in found.text

    screening = Screening.objects.get()
    client.post(f"/find/{screening.pk}/", {"visit_type": str(town.knee_check.pk)})
    times = answer_no_to_everything(client, f"/screenings/{screening.pk}/")
    assert times == f"/times/{screening.pk}/"
    assert "9am" in client.get(times).text

    booked = client.post(times, {"slot": str(friday[0].pk)}, follow=True)
    assert "Booked" in booked.text
    assert Appointment.objects.get().patient == town.amara


def test_an_emergency_in_her_words_shows_no_service_and_no_time(town: Cast, client: Client, friday: list[Slot]) -> None:
    client.force_login(town.amara.login)
    page = client.post("/find/", {"text": "my chest feels crushed and I am sweating"}, follow=True)

    assert "Call 999" in page.text
    assert page.redirect_chain[-1][0].startswith("/emergency/")
    screening = Screening.objects.get()
    for address in (f"/find/{screening.pk}/", f"/screenings/{screening.pk}/", f"/times/{screening.pk}/"):
        page = client.get(address, follow=True)
        assert page.redirect_chain[-1][0] == f"/emergency/{screening.pk}/", address
        assert not re.search(r"\b9am\b", page.text)  # as a word: by chance a secret of the page may hold it


def test_an_emergency_that_was_ticked_shows_no_time_either(town: Cast, client: Client, friday: list[Slot]) -> None:
    client.force_login(town.omar.login)
    client.post("/find/", {"text": "my knee hurts"})
    screening = Screening.objects.get()
    client.post(f"/find/{screening.pk}/", {"visit_type": str(town.knee_check.pk)})
    page = client.get(f"/screenings/{screening.pk}/", follow=True)
    assert page.status_code == 200

    from bedside.urgency.screen import screening as page_of

    most_urgent = next(item for item in page_of("adult").items if any(rule.level == "E0" for rule in item.rules))
    details = client.post(f"/screenings/{screening.pk}/", {"ticked": [most_urgent.id]}, follow=True)
    rule = next(rule for rule in most_urgent.rules if rule.level == "E0")
    page = client.post(details.redirect_chain[-1][0], {rule.id: "yes"}, follow=True)

    assert "Call 999" in page.text
    assert client.get(f"/times/{screening.pk}/", follow=True).redirect_chain[-1][0].startswith("/emergency/")


def test_the_second_of_two_who_want_one_time_is_offered_others(town: Cast, client: Client, friday: list[Slot]) -> None:
    client.force_login(town.amara.login)
    client.post("/find/", {"text": "my knee hurts"})
    screening = Screening.objects.get()
    client.post(f"/find/{screening.pk}/", {"visit_type": str(town.knee_check.pk)})
    times = answer_no_to_everything(client, f"/screenings/{screening.pk}/")

    book(friday[0], town.lina, town.knee_check, by=town.sam)
    refused = client.post(times, {"slot": str(friday[0].pk)})

    assert refused.status_code == 409
    assert "just been taken" in refused.text
    assert "9:20am" in refused.text
    assert Appointment.objects.count() == 1


def test_a_guest_keeps_her_answers_when_she_signs_in_to_book(town: Cast, client: Client, friday: list[Slot]) -> None:
    client.post("/find/", {"text": "my knee hurts"})
    screening = Screening.objects.get()
    client.post(f"/find/{screening.pk}/", {"visit_type": str(town.knee_check.pk)})
    times = answer_no_to_everything(client, f"/screenings/{screening.pk}/")
    kept = client.post(times, {"slot": str(friday[0].pk)})
    assert kept.headers["Location"] == f"{times}guest/"
    turned = client.post(f"{times}guest/sign-in/")  # she has a login after all
    assert turned.headers["Location"].startswith("/sign-in/")

    client.force_login(town.amara.login)
    client.post(times, {"slot": str(friday[0].pk)})

    booked = Appointment.objects.get()
    assert (booked.patient, booked.screening_id) == (town.amara, screening.pk)


def test_no_page_lists_times_while_an_earlier_emergency_stands(
    town: Cast, client: Client, friday: list[Slot], settings: Any
) -> None:
    settings.DEMO = True  # where staff go without a second step
    client.force_login(town.amara.login)

    booked = book(friday[0], town.amara, town.knee_check, by=town.sam)
    client.post("/find/", {"text": "my knee hurts"})
    screening = Screening.objects.get()
    client.post(f"/find/{screening.pk}/", {"visit_type": str(town.knee_check.pk)})
    times = answer_no_to_everything(client, f"/screenings/{screening.pk}/")
    client.post("/find/", {"text": "crushing chest pain and sweating"})
    emergency = Screening.objects.get(level="E0")

    for person in (town.amara.login, town.sam):
        client.force_login(person)
        for address in (times, f"/find/{screening.pk}/", f"/appointments/{booked.pk}/move/"):
            page = client.get(address, follow=True)
            assert page.redirect_chain[-1][0] == f"/emergency/{emergency.pk}/", address
            assert "9:20am" not in page.text
    cancel(booked, by=town.amara.login, because="going to hospital")  # what is hers she may always give back
