"""Booking without an account: what works, and what an attacker tries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking.actions import book, cancel, forget_guests, let_go_of_holds
from bedside.booking.actions.guests import MOST_CODES, book_as_guest, prove
from bedside.booking.models import Appointment, GuestAsk, GuestCount, Hold, Slot
from bedside.booking.sessions import open_session
from bedside.booking.visit_links import key_of
from bedside.directory.models import Service
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Delivered, Message
from bedside.jobs.models import Job, State
from bedside.jobs.tasks import find
from bedside.journal.hands import HOUSE, Outside
from bedside.journal.models import Refusal
from bedside.people.actions import change_details, note_death, register
from bedside.people.models import Patient
from bedside.people.names import perhaps_the_same
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
GRACE = {"given_name": "Grace", "family_name": "Hopper", "phone": "07700 900123"}
BORN = {"birth_date-day": "9", "birth_date-month": "12", "birth_date-year": "1984"}


@dataclass
class Guest:
    """Somebody in a browser of her own, who has no account."""

    town: Cast
    client: Client = field(default_factory=Client)

    def asks(self, text: str = "my knee hurts", years: str = "41", sex: str = "female") -> str:
        """Through the printed link and the safety questions to the free times; their address."""
        page = self.client.post(f"/book/{self.town.joints.slug}/", {"text": text}, follow=True)
        for _ in range(4):
            here = page.redirect_chain[-1][0] if page.redirect_chain else here  # noqa: F821
            if here.endswith("/person/"):
                page = self.client.post(here, {"pregnant": "no", "years": years, "sex": sex}, follow=True)
            elif "/screenings/" in here and not here.endswith("/talk/"):
                page = self.client.post(here, {"ticked": ["none"]}, follow=True)
        return page.redirect_chain[-1][0]

    def chooses(self, slot: Slot, times: str = "") -> Any:
        self.times = times or self.asks()
        return self.client.post(self.times, {"slot": str(slot.pk)})

    def says(self, **who: str) -> Any:
        return self.client.post(f"{self.times}guest/", GRACE | BORN | who)

    def types(self, code: str) -> Any:
        return self.client.post(f"{self.times}guest/code/", {"code": code})

    @property
    def ask(self) -> GuestAsk:
        return GuestAsk.objects.get(screening=self.times.split("/")[2])


def letters() -> list[Delivered]:
    """What the worker has carried out by now."""
    for job in Job.objects.filter(task="inbox.carry_code", state=State.READY):
        find("inbox.carry_code").work(**job.args)
        job.delete()
    return list(Delivered.objects.filter(message=None).order_by("pk"))


def the_code() -> str:
    found = re.search(r"\b\d{6}\b", letters()[-1].body)
    assert found
    return found[0]


@dataclass
class Day:
    town: Cast
    slots: list[Slot]
    clock: Stopped

    def guest(self) -> Guest:
        return Guest(self.town)


@pytest.fixture
def day(town: Cast) -> Iterator[Day]:
    """Three free times of the joint clinic on Friday at nine."""
    with stopped_at(MONDAY) as clock:
        friday = MONDAY + timedelta(days=4)
        hour: dict[str, Any] = {"starts_at": friday, "ends_at": friday + timedelta(hours=1), "slot_minutes": 20}
        open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **hour)
        yield Day(town, list(Slot.objects.order_by("starts_at")), clock)


def known(town: Cast, **other: Any) -> Patient:
    """Grace, whom we know already."""
    hers = {"given_name": "Grace", "family_name": "Hopper", "birth_date": date(1984, 12, 9), "phone": "+447700900123"}
    return register(by=HOUSE, **hers | other)


def test_a_guest_books_with_a_code_and_manages_her_visit_by_its_link(day: Day) -> None:
    grace = day.guest()
    kept = grace.chooses(day.slots[0])
    assert kept.headers["Location"] == f"{grace.times}guest/"
    assert Hold.objects.standing().count() == 1
    assert "9am" in grace.client.get(kept.headers["Location"]).text

    assert grace.says().headers["Location"] == f"{grace.times}guest/code/"
    assert not Patient.objects.filter(family_name="Hopper").exists()
    assert (letters()[-1].channel, letters()[-1].to) == ("sms", "+447700900123")
    done = grace.client.post(f"{grace.times}guest/code/", {"code": the_code()}, follow=True)

    visit = Appointment.objects.get()
    assert "Your visit is booked" in done.text
    assert f"/v/{key_of(visit)}/" in done.text
    assert (visit.patient.family_name, visit.patient.is_verified) == ("Hopper", False)
    assert Message.objects.filter(patient=visit.patient, template="booked", channel="sms").exists()
    assert not Hold.objects.standing().exists()
    assert "I will come" in Client().get(f"/v/{key_of(visit)}/").text


def test_the_code_is_kept_nowhere_as_it_is(day: Day) -> None:
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    told = str(Job.objects.get(task="inbox.carry_code").args) + str(vars(grace.ask))

    assert the_code() not in told


@pytest.mark.parametrize(
    ("theirs", "is_hers"),
    [
        ({}, True),
        ({"phone": "07700900123"}, True),
        ({"given_name": "Gracie"}, False),
        ({"birth_date": date(1984, 9, 12)}, False),
        ({"phone": "+447700900999"}, False),
    ],
)
def test_only_who_fits_in_everything_is_taken_for_somebody_known(
    day: Day, theirs: dict[str, Any], is_hers: bool
) -> None:
    there = known(day.town, **theirs)
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says(given_name="grâce")
    grace.types(the_code())

    visit = Appointment.objects.get()
    assert (visit.patient == there) is is_hers
    if not is_hers and theirs.get("birth_date") is None:
        assert perhaps_the_same(visit.patient) == [there]


def test_nobody_learns_whether_somebody_is_known(day: Day) -> None:
    """Known, unknown, twice there, dead, with a visit at that very time: the same pages word for word."""

    def walk() -> list[str]:
        grace = day.guest()
        pages = [grace.chooses(day.slots[0]), grace.says(), grace.client.get(f"{grace.times}guest/code/")]
        pages.append(grace.types("000000" if the_code() != "000000" else "111111"))
        done = grace.client.post(f"{grace.times}guest/code/", {"code": the_code()}, follow=True)
        for visit in Appointment.objects.filter(slot=day.slots[0], status="booked"):
            cancel(visit, by=HOUSE, because="the next one comes")
        return [str(one.status_code) + _bare(one.text) for one in [*pages, done]]

    unknown = walk()
    met = Patient.objects.get(family_name="Hopper")
    assert walk() == unknown  # known by now
    known(day.town)
    assert walk() == unknown  # two who fit
    note_death(met, on=date(2026, 1, 1), by=HOUSE)
    assert walk() == unknown


def _bare(text: str) -> str:
    """A page without what is new in each: keys, tokens and numbers of forms."""
    text = re.sub(r"hx-headers='[^']*'", "", text)
    text = re.sub(r'(value|href|action|nonce|content)="[^"]*"', "", text)
    return re.sub(r"[0-9a-f-]{36}", "", text)


def test_a_visit_at_the_same_time_only_means_that_the_time_is_gone(day: Day) -> None:
    there = known(day.town)
    late = {"starts_at": day.slots[0].starts_at, "ends_at": day.slots[0].ends_at, "slot_minutes": 20}
    open_session(day.town.lee, place=day.town.riverside, service=day.town.joints, by=HOUSE, **late)
    other = Slot.objects.get(staff_member=day.town.lee, starts_at=day.slots[0].starts_at)
    book(other, there, day.town.knee_check, by=day.town.sam)
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    page = grace.types(the_code())

    assert page.status_code == 409
    assert "just been taken" in page.text
    assert "already a visit" not in page.text
    again = grace.client.post(grace.times, {"slot": str(day.slots[1].pk)})  # proved a moment ago: no second code
    assert again.headers["Location"].endswith("/guest/booked/")
    assert Appointment.objects.get(slot=day.slots[1]).patient == there
    assert len(letters()) == 1


def test_an_emergency_in_her_record_leads_to_the_phone_and_never_to_a_time(day: Day) -> None:
    there = known(day.town)
    triage.begin("crushing chest pain", by=HOUSE, patient=there)
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    page = grace.types(the_code())

    assert page.status_code == 409
    assert "Please call us" in page.text
    assert "999" in page.text
    assert not Appointment.objects.exists()


def test_of_two_guests_who_want_one_time_the_second_is_shown_others(day: Day) -> None:
    first, second = day.guest(), day.guest()
    times = second.asks()
    first.chooses(day.slots[0])
    refused = second.chooses(day.slots[0], times)

    assert refused.status_code == 409
    assert "just been taken" in refused.text
    assert "9:20am" in refused.text


def test_a_code_works_once_for_its_own_ask_in_its_own_browser(day: Day) -> None:
    grace, eve = day.guest(), day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    graces = the_code()
    eve.chooses(day.slots[1])
    eve.says(given_name="Eve")
    eves = the_code()
    while eves == graces:  # one time in a million
        eve.client.post(f"{eve.times}guest/code/another/")
        eves = the_code()

    assert "not right" in eve.types(graces).text
    assert eve.client.post(f"{grace.times}guest/code/", {"code": graces}).status_code == 404
    assert eve.client.get(f"{grace.times}guest/").status_code == 404
    assert grace.types(graces).headers["Location"].endswith("/guest/booked/")
    assert grace.types(graces).headers["Location"].endswith("/guest/booked/")  # handed in twice: booked once
    assert eve.client.get(f"{grace.times}guest/booked/").status_code == 404
    assert Appointment.objects.count() == 1


def test_five_wrong_tries_or_ten_minutes_end_a_code(day: Day) -> None:
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    code = the_code()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert "not right" in grace.types(wrong).text
    assert "not right" in grace.types(code).text

    grace.client.post(f"{grace.times}guest/code/another/")
    assert not prove(grace.ask, code)
    fresh = the_code()
    day.clock.move(minutes=10, seconds=1)
    assert not prove(grace.ask, fresh)
    day.clock.move(seconds=-2)
    assert prove(grace.ask, fresh)
    assert not prove(grace.ask, fresh)


def test_a_time_that_is_no_longer_kept_is_chosen_again(day: Day) -> None:
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    code = the_code()
    day.clock.move(minutes=11)
    let_go_of_holds()
    page = grace.types(code)

    assert page.status_code == 409
    assert "no longer kept" in page.text
    assert "9am" in page.text
    assert not Appointment.objects.exists()


def test_codes_are_few_for_each_target_browser_and_network(day: Day) -> None:
    for turn in range(MOST_CODES["target"]):
        guest = day.guest()
        guest.chooses(day.slots[turn % 3])
        assert guest.says().status_code == 302
        guest.client.post(f"{guest.times}guest/sign-in/")
    guest = day.guest()
    guest.chooses(day.slots[0])
    stopped = guest.says()
    assert stopped.status_code == 429
    assert len(letters()) == MOST_CODES["target"]
    assert guest.says(phone="", email="grace@example.com").status_code == 302  # another address is not hers

    for turn in range(MOST_CODES["browser"]):
        last = guest.says(phone="", email=f"grace{turn}@example.com")
    assert last.status_code == 429


def test_what_is_asked_beyond_the_limit_leaves_no_row(day: Day) -> None:
    guest = day.guest()
    guest.chooses(day.slots[0])
    for turn in range(MOST_CODES["browser"]):
        assert guest.says(phone="", email=f"grace{turn}@example.com").status_code == 302
    before = GuestCount.objects.count()

    for turn in range(3):
        assert guest.says(phone="", email=f"else{turn}@example.com").status_code == 429

    assert GuestCount.objects.count() == before


def test_what_is_huge_or_strange_is_refused_in_words(day: Day) -> None:
    grace = day.guest()
    grace.chooses(day.slots[0])
    for strange in (
        {"given_name": "G" * 100_000},
        {"family_name": "http://evil.example"},
        {"family_name": "\x00\u202e"},
        {"birth_date-year": "9" * 5000},
        {"birth_date-year": "1930"},
        {"phone": "+1 212 555 0100"},
        {"phone": "9" * 10_000},
        {"email": "grace@example.com"},
        {"phone": ""},
    ):
        page = grace.says(**strange)
        assert page.status_code == 200, strange
        assert "There is a problem" in page.text, strange
    assert letters() == []
    grace.says()
    assert grace.types("٠" * 20 + "1" * 20).status_code == 200
    assert grace.client.post(f"{grace.times}guest/code/", {"code": "x" * 100_000}).status_code == 200


def test_a_phone_that_no_text_can_reach_is_refused_plainly(day: Day) -> None:
    grace = day.guest()
    grace.chooses(day.slots[0])

    page = grace.says(phone="020 7946 0018")

    assert page.status_code == 200
    assert "A text cannot reach this phone. Give a mobile phone or your e-mail." in page.text
    assert letters() == []


def test_a_screening_of_somebody_else_or_of_a_patient_keeps_no_time(day: Day) -> None:
    grace, eve = day.guest(), day.guest()
    times = grace.asks()
    assert eve.client.post(times, {"slot": str(day.slots[0].pk)}).status_code == 404
    hers = triage.begin("my knee hurts", by=HOUSE, patient=day.town.amara)
    assert eve.client.post(f"/times/{hers.pk}/", {"slot": str(day.slots[0].pk)}).status_code == 404
    assert not Hold.objects.exists()


def test_a_service_that_is_private_leaves_no_message_and_shows_the_time_once(day: Day) -> None:
    Service.objects.filter(pk=day.town.joints.pk).update(is_sensitive=True)
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    done = grace.client.post(f"{grace.times}guest/code/", {"code": the_code()}, follow=True)

    assert "Please write this down" in done.text
    assert "/v/" not in done.text
    assert not Message.objects.exists()
    assert {Screening.objects.get().label, Appointment.objects.get().label} == {"confidential"}


def test_what_a_guest_said_is_forgotten_and_the_desk_sees_that_nobody_has_checked(day: Day, settings: Any) -> None:
    settings.DEMO = True
    there = known(day.town, phone="+447700900999")
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    grace.types(the_code())
    ask = grace.ask
    assert (ask.given_name, ask.to, ask.birth_date) == ("", "", None)
    visit = Appointment.objects.get()
    desk = Client()
    desk.force_login(day.town.sam)
    page = desk.get(f"/desk/patients/{visit.patient_id}/").text
    assert "Booked by a guest" in page
    assert f"/desk/patients/{visit.patient_id}/joining/?other={there.pk}" in page

    day.clock.move(hours=2)
    forget_guests()
    assert not GuestAsk.objects.exists()


def test_two_at_the_same_moment_book_once(day: Day) -> None:
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    ask = grace.ask
    assert prove(ask, the_code())
    by = Outside("guest", ask.guest[:12])
    stale = GuestAsk.objects.get(pk=ask.pk)

    assert book_as_guest(ask, by=by) == book_as_guest(stale, by=by)
    assert Appointment.objects.count() == 1


def test_a_red_flag_in_a_guests_words_shows_no_time(day: Day) -> None:
    page = day.guest().client.post(
        f"/book/{day.town.joints.slug}/", {"text": "crushing chest pain, can't breathe"}, follow=True
    )

    assert "Call 999" in page.text
    assert Screening.objects.get().is_emergency


def test_change_of_details_does_not_reach_her_record(day: Day) -> None:
    there = known(day.town, preferred_name="Amazing", email="grace@navy.example")
    change_details(there, by=HOUSE, needs="a ramp")
    grace = day.guest()
    grace.chooses(day.slots[0])
    grace.says()
    done = grace.client.post(f"{grace.times}guest/code/", {"code": the_code()}, follow=True)

    there.refresh_from_db()
    assert (there.email, there.needs) == ("grace@navy.example", "a ramp")
    for secret in ("Amazing", "navy", "ramp"):
        assert secret not in done.text


def test_a_code_for_one_books_for_nobody_who_is_named_after_it(day: Day) -> None:
    hers = known(day.town)
    guest = day.guest()
    guest.chooses(day.slots[0])
    guest.says(phone="07700 900555")
    ask = guest.ask
    assert prove(ask, the_code())
    guest.says()  # the names, the birth date and the phone of somebody we know

    with pytest.raises(Refusal):
        book_as_guest(ask, by=Outside("guest", ask.guest))
    assert not Appointment.objects.filter(patient=hers).exists()
