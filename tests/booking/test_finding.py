"""What is found for a wish, by whom, where and how: through the pages, with real times of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.booking import actions
from bedside.booking.finding import find
from bedside.booking.models import Slot, Status
from bedside.booking.sessions import open_session
from bedside.booking.wishes import Wishes, nearness, own_of, seen_by
from bedside.directory.models import Place
from bedside.hours.clock import stopped_at
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Book:
    """Dr Osei (a man, English and French) has times on Wednesday at Riverside, which has no steps; Dr Lee (a woman,
    English and Spanish) on Friday at Hillside, which has six; both as GPs."""

    town: Cast


@pytest.fixture
def book(town: Cast):
    with stopped_at(MONDAY):
        for who, where, days in ((town.osei, town.riverside, 2), (town.lee, town.hillside, 4)):
            start = MONDAY + timedelta(days=days)
            open_session(
                who,
                place=where,
                service=town.gp,
                starts_at=start,
                ends_at=start + timedelta(hours=1),
                slot_minutes=20,
                by=HOUSE,
            )
        yield Book(town)


def asks(client: Client, text: str = "I feel tired") -> Screening:
    client.post("/find/", {"text": text})
    return Screening.objects.order_by("-decided_at", "-id")[0]


def test_how_soon_is_told_of_the_times_that_meet_the_wishes(book: Book) -> None:
    assert find("tired").found[0].soonest == MONDAY + timedelta(days=2)
    assert find("tired", Wishes(language="es")).found[0].soonest == MONDAY + timedelta(days=4)
    assert find("tired", Wishes(step_free=True)).found[0].soonest == MONDAY + timedelta(days=2)
    assert find("tired", Wishes(mode="phone")).found[0].soonest is None


def test_only_who_meets_every_wish_is_shown(book: Book) -> None:
    women = find("tired", Wishes(clinician="female")).found[0]
    assert [str(one) for one in women.clinicians] == ["Dr Lee"]

    there = find("tired", Wishes(clinician="female", place=str(book.town.hillside.pk))).found[0]
    assert there.places == [book.town.hillside]

    none = find("tired", Wishes(clinician="male", place=str(book.town.hillside.pk)))
    assert none.found == []
    assert book.town.gp in none.left_out


def test_the_kind_of_visit_that_her_words_name_comes_first(book: Book) -> None:
    nurse = next(one for one in find("I need jabs for Kenya").found if one.service == book.town.nurse)

    assert nurse.visit_types[0].name == "Travel jabs"


def test_where_nothing_fits_the_words_all_is_shown_and_who_helps(book: Book) -> None:
    finding = find("xyzzy")

    assert not finding.fits
    assert "front desk" in finding.note
    assert len(finding.found) == 4


def test_the_soonest_or_the_nearest_comes_first_when_she_says_so(book: Book) -> None:
    assert find("my knee hurts").found[0].service == book.town.joints
    assert find("my knee hurts", Wishes(order="soonest")).found[0].service == book.town.gp

    near = find("tired", Wishes(order="near", postcode="rv7 1aa")).found[0]
    assert near.places[0] == book.town.hillside


def test_a_place_that_shares_more_of_her_postcode_is_nearer() -> None:
    assert nearness(Place(postcode="RV1 4ML"), "rv1 2qs") > nearness(Place(postcode="RV7 2CH"), "rv1 2qs")
    assert nearness(Place(), "RV1 2QS") == 0


def test_her_own_clinician_is_whom_she_has_seen_most_and_comes_first(book: Book) -> None:
    slot = Slot.objects.get(staff_member=book.town.lee, starts_at=MONDAY + timedelta(days=4))
    seen_visit(book, slot)

    seen = seen_by(book.town.amara, book.town.amara.login)
    first = find("tired", seen=seen).found[0]

    assert own_of(seen, [book.town.osei, book.town.lee]) == book.town.lee
    assert first.own == book.town.lee
    assert first.clinicians[0] == book.town.lee
    assert find("tired", Wishes(clinician="own"), seen).found[0].clinicians == [book.town.lee]


def test_a_visit_kept_in_confidence_makes_nobody_her_own_clinician_in_front_of_others(book: Book) -> None:
    slot = Slot.objects.get(staff_member=book.town.lee, starts_at=MONDAY + timedelta(days=4))
    seen_visit(book, slot, label=Label.CONFIDENTIAL)

    assert seen_by(book.town.amara, book.town.amara.login)
    assert not seen_by(book.town.amara, book.town.sam)
    assert not seen_by(book.town.amara, None)


def seen_visit(book: Book, slot: Slot, label: str = Label.NONE) -> None:
    amara = book.town.amara
    screening = triage.answer(triage.begin("tired", by=HOUSE, patient=amara), by=HOUSE)
    booked = actions.book(slot, amara, book.town.gp_visit, by=HOUSE, screening=screening)
    for status in (Status.ARRIVED, Status.FULFILLED):
        booked.become(status)
        booked.label = label
        record(f"appointment.{status}", booked, by=HOUSE)


def test_wishes_stand_in_no_address_and_stay_with_what_she_asked_for(book: Book, client: Client) -> None:
    client.force_login(book.town.amara.login)
    screening = asks(client)
    answer = client.post(f"/find/{screening.pk}/wishes/", {"language": "es", "clinician": "any"})

    assert answer["Location"] == f"/find/{screening.pk}/"
    assert "You chose: Spanish." in client.get(answer["Location"]).text
    assert "Dr Osei" not in client.get(answer["Location"]).text
    assert "Dr Osei" in client.get(f"/find/{asks(client).pk}/").text


def test_show_everything_forgets_the_wishes(book: Book, client: Client) -> None:
    client.force_login(book.town.amara.login)
    screening = asks(client)
    client.post(f"/find/{screening.pk}/wishes/", {"language": "es"})
    client.post(f"/find/{screening.pk}/wishes/", {"language": "es", "none": "yes"})

    assert "Dr Osei" in client.get(f"/find/{screening.pk}/").text


def test_what_is_not_offered_cannot_be_wished_for(book: Book, client: Client) -> None:
    client.force_login(book.town.amara.login)
    screening = asks(client)
    client.post(f"/find/{screening.pk}/wishes/", {"language": "tlh", "place": "x", "clinician": "own", "mode": "x"})

    assert "Dr Osei" in client.get(f"/find/{screening.pk}/").text


def test_why_it_was_found_is_said_in_her_own_words(book: Book, client: Client) -> None:
    client.force_login(book.town.amara.login)

    assert "You wrote “pink eye”: eye problems." in client.get(f"/find/{asks(client, 'pink eye').pk}/").text


def test_the_times_keep_to_the_wishes_and_say_so_where_none_is_left(book: Book, client: Client) -> None:
    client.force_login(book.town.amara.login)
    screening = asks(client)
    triage.want(screening, book.town.gp_visit.pk, by=HOUSE)
    triage.answer(screening, by=HOUSE)
    times = f"/times/{screening.pk}/"
    assert "Dr Osei, Riverside" in client.get(times).text

    client.post(f"/find/{screening.pk}/wishes/", {"clinician": "female", "times": "yes"})
    assert "Dr Osei, Riverside" not in client.get(times).text
    assert "Dr Lee, Hillside" in client.get(times).text

    client.post(f"/find/{screening.pk}/wishes/", {"language": "es", "step_free": "on", "times": "yes"})
    assert "No free time fits what you chose." in client.get(times).text
    assert "There is no free time as soon as you need one." not in client.get(times).text


def test_before_an_emergency_no_wish_is_taken(book: Book, client: Client) -> None:
    client.force_login(book.town.amara.login)
    screening = asks(client, "my chest feels crushed and I am sweating")

    answer = client.post(f"/find/{screening.pk}/wishes/", {"language": "es"})
    assert answer["Location"] == f"/emergency/{screening.pk}/"
