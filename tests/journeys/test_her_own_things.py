from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking.actions import book
from bedside.booking.models import Appointment, Slot, Waiting
from bedside.booking.sessions import open_session
from bedside.cases.models import Case
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.inbox.models import Conversation
from bedside.jobs.worker import work_off
from bedside.journal.actions import record, record_many
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient
from bedside.records.models import PastVisit
from bedside.town.cast import Cast
from bedside.triage import actions as triage


@pytest.fixture(autouse=True)
def one_step(settings: Any) -> None:
    """Staff walk in without a second step, as in the demo."""
    settings.DEMO = True


@pytest.fixture
def nine(town: Cast) -> Slot:
    start = datetime.combine(now().date() + timedelta(days=4), datetime.min.time(), UTC) + timedelta(hours=9)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=start,
        ends_at=start + timedelta(minutes=20),
        slot_minutes=20,
        by=HOUSE,
    )
    return Slot.objects.get()


def test_home_says_what_is_next(town: Cast, client: Client, nine: Slot) -> None:
    client.force_login(town.amara.login)
    assert "Nothing is booked" in client.get("/home/").text

    book(nine, town.amara, town.knee_check, by=town.sam)

    assert "Dr Osei" in client.get("/home/").text


def test_she_sees_which_member_of_staff_opened_her_record(town: Cast, client: Client) -> None:
    client.force_login(town.sam)
    client.get(f"/desk/patients/{town.amara.pk}/")
    client.force_login(town.amara.login)

    page = client.get(f"/me/{town.amara.pk}/sights/")

    assert "Sam Reid" in page.text
    assert "Front desk" in page.text


def test_she_changes_how_she_wishes_to_hear_from_us(town: Cast, client: Client) -> None:
    client.force_login(town.amara.login)
    answer = client.post(
        f"/me/{town.amara.pk}/details/", {"preferred_name": "Ama", "phone": "07700 900155", "language": "es"}
    )
    assert answer.status_code == 302
    wished = {"wants_email": "on", "visits_by": "email", "visits_language": "pl", "quiet_from": "20:00"}
    answer = client.post(f"/me/{town.amara.pk}/reached/", wished | {"quiet_until": "09:00", "remind_before": ["24"]})
    assert answer.status_code == 302

    changed = Patient.objects.get(pk=town.amara.pk)
    assert (changed.called, changed.language, changed.wants_sms) == ("Ama", "es", False)
    assert changed.wishes == {"visits": {"by": "email", "language": "pl"}}
    assert (changed.quiet_from, changed.quiet_until, changed.remind_before) == ("20:00", "09:00", [24])


def test_a_carer_sees_the_child_she_cares_for_and_books_for_him(town: Cast, client: Client) -> None:
    client.force_login(town.teresa)

    assert "Tomás" in client.get("/home/").text
    assert client.get(f"/me/{town.ana.pk}/sights/").status_code == 404


def books_for_amara(town: Cast, client: Client, slot: Slot, words: str, kind: VisitType) -> Any:
    """From the desk: her words, the kind of visit, the questions, a time; the page at the end."""
    page = client.post(f"/find/?patient={town.amara.pk}", {"text": words, "for": str(town.amara.pk)})
    found = page.headers["Location"]
    client.post(found, {"visit_type": str(kind.pk)})
    questions = found.replace("/find/", "/screenings/")
    page = client.get(questions, follow=True)
    client.post(page.redirect_chain[-1][0], {"pregnant": "no"})
    page = client.post(questions, {"ticked": ["none"]}, follow=True)
    return client.post(page.redirect_chain[-1][0], {"slot": str(slot.pk)}, follow=True)


def test_sam_finds_a_caller_and_books_for_her(town: Cast, client: Client, nine: Slot) -> None:
    client.force_login(town.sam)
    page = client.post("/desk/search/", {"q": "okafor 9.3.1984"}, follow=True)
    assert "Okafor, Amara" in page.text
    assert page.request["QUERY_STRING"] == ""  # a name stands in no address

    assert "Okafor" in books_for_amara(town, client, nine, "my knee hurts", town.knee_check).text

    assert Appointment.objects.get().patient == town.amara


def test_whoever_books_a_confidential_visit_for_her_is_told_that_it_is_booked(town: Cast, client: Client) -> None:
    start = datetime.combine(now().date() + timedelta(days=4), datetime.min.time(), UTC) + timedelta(hours=9)
    end = start + timedelta(minutes=20)
    open_session(
        town.lin, place=town.riverside, service=town.private, starts_at=start, ends_at=end, slot_minutes=20, by=HOUSE
    )
    client.force_login(town.sam)

    page = books_for_amara(town, client, Slot.objects.get(), "sexual health", town.private_visit)

    assert page.status_code == 200
    assert "The visit is booked" in page.text
    assert "Okafor" not in page.text
    assert Appointment.objects.get().is_confidential


def test_where_no_time_is_soon_enough_she_joins_the_list_and_somebody_looks_for_one(
    town: Cast, client: Client, nine: Slot
) -> None:
    for soon_enough in (False, True):
        Slot.objects.update(is_closed=not soon_enough)
        asked = triage.begin("my knee hurts", by=town.amara.login, patient=town.amara, wanted=town.knee_check.pk)
        triage.answer(asked, by=town.amara.login, ticked=[], answers={})
        client.force_login(town.amara.login)
        assert ("no free time as soon as" in client.get(f"/times/{asked.pk}/").text) is not soon_enough
        assert not Case.objects.filter(screening=asked).exists()

        client.post(f"/times/{asked.pk}/waiting/")
        work_off()

        assert Case.objects.filter(screening=asked).exists() is not soon_enough
        Waiting.objects.update(ended_at=now())


def test_she_may_keep_a_message_from_the_front_desk_and_her_carer_may_not(town: Cast, client: Client) -> None:
    letter = {"subject": "Something private", "words": "May I ask the nurse?", "private": "on"}
    client.force_login(town.amara.login)
    client.post("/messages/new/", letter)
    client.force_login(town.teresa)
    assert 'name="private"' not in client.get("/messages/new/").text
    client.post("/messages/new/", letter)

    hers, his = Conversation.objects.order_by("last_at")
    assert (hers.label, his.label) == ("confidential", "")
    assert list(Conversation.objects.visible_to(town.sam)) == [his]
    assert hers in Conversation.objects.visible_to(town.nurse_lin)


def test_a_private_visit_is_a_block_without_a_name_on_the_desk(town: Cast, client: Client, nine: Slot) -> None:
    book(nine, town.amara, town.knee_check, by=town.nurse_lin, label="confidential")
    client.force_login(town.sam)

    for address in ("/desk/calendar/", "/desk/day-list/"):
        page = client.get(address, {"day": nine.starts_at.date().isoformat(), "place": str(town.riverside.pk)})
        assert "Private" in page.text
        assert "Okafor" not in page.text
    assert "Joint check" not in client.get(f"/desk/patients/{town.amara.pk}/").text


def test_visits_that_another_clinic_told_us_of_are_listed(town: Cast, client: Client) -> None:
    told = PastVisit(patient=town.amara, status="finished", what="Check-up", day="2020-05-17")
    record_many("visit.told", [told], by=HOUSE, at=now())
    client.force_login(town.amara.login)

    assert "Check-up" in client.get("/appointments/").text


def test_the_desk_registers_nobody_twice_without_being_asked(town: Cast, client: Client) -> None:
    client.force_login(town.sam)
    same = {
        "given_name": "Amara",
        "family_name": "Okafor",
        "birth_date-day": "9",
        "birth_date-month": "3",
        "birth_date-year": "1984",
        "sex": "female",
    }

    page = client.post("/desk/patients/new/", same)
    assert "Is it one of these?" in page.text

    client.post("/desk/patients/new/", same | {"new_person": "yes"})
    assert Patient.objects.filter(family_name="Okafor").count() == 2


def test_a_part_is_asked_for_where_there_is_none_and_the_whole_page_comes(town: Cast, client: Client) -> None:
    client.force_login(town.amara.login)

    assert client.get("/appointments/", headers={"HX-Request": "true"}).status_code == 200


def test_a_carer_without_messages_does_not_turn_them_elsewhere(town: Cast, client: Client) -> None:
    grant = town.tomas.grants.get()
    grant.may_messages = False
    record("grant.changed", grant, by=HOUSE)
    client.force_login(town.teresa)

    assert client.get(f"/me/{town.tomas.pk}/details/").status_code == 404
