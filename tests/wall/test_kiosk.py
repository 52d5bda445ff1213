from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.cases.models import Case, Priority
from bedside.hours.clock import moved_to, now
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Entry, Sight
from bedside.people import actions as people
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.visits import actions as visits
from bedside.visits.models import Visit
from bedside.wall.models import Turn

from .conftest import NINE, Screen, screen_at

WRONG = {"family_name": "Somebodyelse"}


def test_she_says_two_things_and_checks_in(town: Cast, kiosk: Screen, booked: dict[str, Appointment]) -> None:
    kiosk.begin()
    assert kiosk.say(town.amara) == "/kiosk/visits/"
    asked = kiosk.read("visits/")
    assert "Is this your visit today?" in asked
    assert "9am" in asked

    assert kiosk.send("visits/", visit=str(booked["amara"].pk)) == "/kiosk/ticket/"

    visit = Visit.objects.get()
    assert visit.ticket in kiosk.read("ticket/")
    for page in (asked, kiosk.read("ticket/")):
        for told in ("Amara", "Okafor", "Joint", "knee", "Osei"):
            assert told not in page, told
    arrived = Entry.objects.get(verb="visit.arrived")
    assert (arrived.actor_kind, arrived.actor_id) == ("device", str(kiosk.device.pk))
    assert Turn.objects.get().known_by == "birth_date, family_name"
    assert Sight.objects.filter(patient_id=town.amara.pk, actor_kind="device").count() == 1


def test_the_end_of_her_phone_does_as_well_and_accents_do_not_matter(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    kiosk.begin()
    assert kiosk.say(town.amara, family_name="", phone_end="0101") == "/kiosk/visits/"
    kiosk.begin()
    assert kiosk.say(town.omar, family_name="haddád ") == "/kiosk/visits/"


def test_figures_from_an_arabic_keyboard_are_the_same_figures(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    kiosk.begin("ar")
    born = {"birth_date-day": "٩", "birth_date-month": "٣", "birth_date-year": "١٩٨٤"}
    assert kiosk.say(town.amara, family_name="", phone_end="٠١٠١", **born) == "/kiosk/visits/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"family_name": "Brandt"},
        {"birth_date-year": "1983"},
        {"phone_end": "9999"},
        {"family_name": "", "phone_end": "0102"},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment], wrong: dict[str, str]
) -> None:
    kiosk.begin()

    assert kiosk.say(town.amara, **wrong) == "/kiosk/who/"
    assert "We could not find a visit for today." in kiosk.read("who/")
    assert Turn.objects.at(kiosk.device).patient_id is None  # type: ignore[union-attr]


def test_a_patient_without_a_visit_today_is_answered_as_a_stranger_is(town: Cast, kiosk: Screen) -> None:
    kiosk.begin()

    assert kiosk.say(town.ana) == "/kiosk/who/"
    assert kiosk.say(town.ana, **WRONG) == "/kiosk/desk/"
    assert "somebody does not find their visit" in Case.objects.get().subject
    assert Case.objects.get().patient is None


def test_nothing_is_looked_up_with_one_thing_alone(town: Cast, kiosk: Screen, booked: dict[str, Appointment]) -> None:
    kiosk.begin()

    assert kiosk.say(town.amara, family_name="") == "200"
    assert not Entry.objects.filter(verb="turn.missed").exists()


def test_five_wrong_tries_shut_the_kiosk_for_a_quarter_of_an_hour(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    for _try in range(5):
        if Turn.objects.at(kiosk.device) is None or "front desk" in kiosk.read("desk/"):
            kiosk.begin()
        kiosk.say(town.amara, **WRONG)

    assert "closed for a few minutes" in kiosk.read("")
    assert Entry.objects.filter(verb="device.shut", subject_id=kiosk.device.pk).count() == 1
    assert Case.objects.filter(subject__contains="wrong tries").count() == 1
    with moved_to(now() + timedelta(minutes=15, seconds=1)):
        kiosk.begin()
        assert kiosk.say(town.amara) == "/kiosk/visits/"


def test_reading_ones_ticket_again_gives_nobody_new_tries(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    """Whoever has a visit could otherwise guess for ever: four wrong, one right, four wrong."""
    visits.arrive(booked["omar"], by=town.sam)
    for _try in range(4):
        kiosk.begin()
        kiosk.say(town.amara, **WRONG)
    kiosk.begin()
    assert kiosk.say(town.omar) == "/kiosk/visits/"
    kiosk.send("visits/", visit=str(booked["omar"].pk))
    kiosk.begin()
    kiosk.say(town.amara, **WRONG)

    assert "closed for a few minutes" in kiosk.read("")


def test_nobody_is_guessed_at_from_many_kiosks(town: Cast, booked: dict[str, Appointment]) -> None:
    for number in range(5):
        one = screen_at(town, "kiosk", f"Kiosk {number}")
        for end in ("0000", "1111"):
            one.begin()
            one.say(town.amara, family_name="", phone_end=f"{number}{end[1:]}")
    other = screen_at(town, "kiosk", "Another")
    other.begin()

    assert other.say(town.amara) == "/kiosk/who/"  # right, and nobody is told so
    other.begin()
    assert other.say(town.omar) == "/kiosk/visits/"


def test_a_confidential_visit_is_checked_in_without_naming_it(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    kiosk.begin()
    assert kiosk.say(town.lina) == "/kiosk/who/"  # those close to her know her name and birthday too
    kiosk.begin()
    kiosk.say(town.lina, phone_end="0102")
    assert "9:40" in kiosk.read("visits/")

    kiosk.send("visits/", visit=str(booked["lina"].pk))

    assert Visit.objects.get().ticket in kiosk.read("ticket/")
    told = Entry.objects.filter(patient_id=town.lina.pk, verb__startswith="turn.").values_list("label", flat=True)
    assert set(told) == {"confidential"}
    assert set(Sight.objects.filter(patient_id=town.lina.pk).values_list("label", flat=True)) == {"confidential"}


def test_of_two_visits_of_a_day_she_picks_by_the_time(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    later = Slot.objects.order_by("starts_at")[6]
    second = booking.book(later, town.amara, town.knee_check, by=town.sam)
    kiosk.begin()
    kiosk.say(town.amara)
    page = kiosk.read("visits/")
    assert "Which visit are you here for?" in page
    assert "11am" in page

    kiosk.send("visits/", visit=str(second.pk))

    assert Visit.objects.get().appointment == second


def test_somebody_elses_visit_cannot_be_checked_in_from_her_turn(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    kiosk.begin()
    kiosk.say(town.amara)

    kiosk.send("visits/", visit=str(booked["omar"].pk))

    assert not Visit.objects.exists()


def test_whoever_has_checked_in_already_is_shown_the_same_ticket(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    visit = visits.arrive(booked["amara"], by=town.sam)
    kiosk.begin()
    kiosk.say(town.amara)
    kiosk.send("visits/", visit=str(booked["amara"].pk))

    assert visit.ticket in kiosk.read("ticket/")
    assert Visit.objects.count() == 1


def test_two_kiosks_with_the_same_patient_give_one_ticket(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    other = screen_at(town, "kiosk", "Upstairs")
    for one in (kiosk, other):
        one.begin()
        one.say(town.amara)
    for one in (kiosk, other):
        assert one.send("visits/", visit=str(booked["amara"].pk)) == "/kiosk/ticket/"

    assert Visit.objects.get().ticket in kiosk.read("ticket/")
    assert Visit.objects.get().ticket in other.read("ticket/")


def test_too_early_is_the_front_desks_and_it_is_told(town: Cast, kiosk: Screen, booked: dict[str, Appointment]) -> None:
    with moved_to(NINE - timedelta(hours=4)):
        kiosk.begin()
        kiosk.say(town.amara)
        assert kiosk.send("visits/", visit=str(booked["amara"].pk)) == "/kiosk/desk/"
        case = Case.objects.get()

    assert str(case) == "By the door: somebody could not check in"
    assert case.patient == town.amara
    assert case.priority == Priority.SOON
    assert case.due_at == case.opened_at + timedelta(minutes=5)


def test_while_an_emergency_stands_nothing_is_checked_in_and_the_alarm_rings(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    assert town.amara.login
    triage.begin("crushing chest pain, I cannot breathe", by=town.amara.login, patient=town.amara)
    kiosk.begin()

    assert kiosk.say(town.amara) == "/kiosk/desk/"
    assert not Visit.objects.exists()
    assert Case.objects.get(kind="arrival").priority == Priority.NOW


def test_a_page_shows_nothing_once_its_minute_is_over(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    kiosk.begin()
    kiosk.say(town.amara)
    answer = kiosk.client.get("/kiosk/visits/")
    assert "no-store" in answer.headers["Cache-Control"]

    with moved_to(now() + timedelta(seconds=80)):
        assert kiosk.client.get("/kiosk/visits/").headers["Location"] == "/kiosk/"


def test_whoever_asks_for_more_time_gets_another_minute(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    kiosk.begin()
    kiosk.say(town.amara)
    with moved_to(now() + timedelta(seconds=70)):
        assert kiosk.send("time/", more="yes") == "/kiosk/visits/"
    with moved_to(now() + timedelta(seconds=130)):
        assert kiosk.client.get("/kiosk/visits/").status_code == 200


def test_going_back_after_she_has_gone_shows_nothing(town: Cast, kiosk: Screen, booked: dict[str, Appointment]) -> None:
    kiosk.begin()
    kiosk.say(town.amara)
    kiosk.send("visits/", visit=str(booked["amara"].pk))
    assert kiosk.send("end/") == "/kiosk/"

    for page in ("visits/", "ticket/"):
        assert kiosk.client.get(f"/kiosk/{page}").headers["Location"] == "/kiosk/"


def test_a_form_left_open_by_the_one_before_does_nothing(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    kiosk.begin()
    kiosk.say(town.amara)
    left_open = str(Turn.objects.at(kiosk.device).pk)  # type: ignore[union-attr]
    kiosk.begin()
    kiosk.say(town.omar)

    kiosk.send("visits/", turn=left_open, visit=str(booked["omar"].pk))

    assert not Visit.objects.exists()


def test_the_kiosk_speaks_the_language_she_chose_and_forgets_it(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    kiosk.begin("es")
    assert 'lang="es"' in kiosk.read("choice/")
    kiosk.send("end/")

    assert 'lang="en"' in kiosk.read("").split("<head>")[0]


def test_somebody_without_a_visit_is_asked_what_for_after_the_emergency_words(kiosk: Screen) -> None:
    kiosk.begin()
    page = kiosk.read("no-visit/")
    assert page.index("chest pain") < page.index("I do not feel well")

    assert kiosk.send("no-visit/", about="papers") == "/kiosk/desk/"

    assert "We have told them" in kiosk.read("desk/")
    assert "a letter or a form" in Case.objects.get().subject
    assert not Screening.objects.exists()  # nothing was said in words


def test_words_that_could_be_an_emergency_ring_the_alarm_in_that_moment(town: Cast, kiosk: Screen) -> None:
    kiosk.begin("es")

    kiosk.send("no-visit/", about="else", words="me duele el pecho y no puedo respirar")

    case = Case.objects.get()
    assert (case.priority, case.level, case.kind) == (Priority.NOW, "E0", "arrival")
    screening = Screening.objects.emergencies_standing().get()
    assert (case.screening, screening.channel, screening.language) == (screening, "kiosk", "es")
    assert screening.alerted_at
    assert 'class="note emergency"' in kiosk.read("desk/")
    with moved_to(now() + timedelta(minutes=10)):
        assert not Screening.objects.not_called().exists()  # she is with us: nobody needs to call her back
    work_off(Lane.URGENT)
    assert Case.objects.count() == 1


def test_the_front_desk_reads_what_was_typed_at_the_kiosk(
    town: Cast, kiosk: Screen, settings: pytest.FixtureRequest
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    kiosk.begin()
    kiosk.send("no-visit/", about="medicine", words="My tablets <b>ran out</b> yesterday")

    case = Case.objects.get()
    assert "medicine" in case.subject
    assert case.is_running
    assert case.due_at - case.opened_at == timedelta(minutes=5)
    desk = Client()
    desk.force_login(town.sam)
    assert "My tablets &lt;b&gt;ran out&lt;/b&gt; yesterday" in desk.get(f"/desk/inbox/{case.pk}/").text


def test_whoever_types_slowly_keeps_her_words_and_the_next_one_sees_none_of_them(kiosk: Screen) -> None:
    kiosk.begin()
    turn = Turn.objects.get()
    asked = kiosk.client.post("/kiosk/no-visit/", {"turn": str(turn.pk), "words": "my ear", "more": "yes"})
    assert "my ear" in asked.text
    assert not Screening.objects.exists()
    kiosk.send("no-visit/", about="ill", words="my ear is sore")

    kiosk.begin()

    assert "my ear" not in kiosk.read("no-visit/")
    assert (
        kiosk.client.post("/kiosk/no-visit/", {"turn": str(turn.pk), "about": "ill"}).headers["Location"] == "/kiosk/"
    )
    assert Case.objects.count() == 1


def test_help_now_rings_the_alarm(kiosk: Screen) -> None:
    kiosk.begin()
    kiosk.send("help/", why="now")

    assert Case.objects.get().priority == Priority.NOW


def test_a_child_at_the_kiosk_does_not_flood_the_desk(kiosk: Screen) -> None:
    for _press in range(12):
        kiosk.begin()
        kiosk.send("help/")

    assert Case.objects.count() == 6


def test_twins_are_told_apart_by_nobody_but_a_person(town: Cast, kiosk: Screen, booked: dict[str, Appointment]) -> None:
    people.register(by=town.sam, given_name="Ada", family_name="Okafor", birth_date=town.amara.birth_date)
    kiosk.begin()

    assert kiosk.say(town.amara) == "/kiosk/who/"
    assert kiosk.say(town.amara, phone_end="0101") == "/kiosk/visits/"


def test_the_other_name_of_a_joined_record_finds_her_visit(
    town: Cast, kiosk: Screen, booked: dict[str, Appointment]
) -> None:
    before = people.register(by=town.sam, given_name="Amara", family_name="Eze", birth_date=town.amara.birth_date)
    people.merge(before, town.amara, by=town.sam, because="one person")
    kiosk.begin()

    assert kiosk.say(before) == "/kiosk/visits/"


def test_the_dead_are_not_checked_in(town: Cast, kiosk: Screen, booked: dict[str, Appointment]) -> None:
    people.note_death(town.amara, on=now().date(), by=town.sam)
    kiosk.begin()

    assert kiosk.say(town.amara) == "/kiosk/who/"
