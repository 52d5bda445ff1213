"""The ward's side: the board, the kitchen's list, orders by the clock on the wall, and going home."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.config.topics import allowed
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people import actions as people
from bedside.people.models import Label, Scope
from bedside.stays import actions, caring
from bedside.stays.board import board, kitchen
from bedside.stays.kinds import Course, Line, Settled
from bedside.stays.models import Diet, Fast, GoingHome, Planned, Stay

from .conftest import OnTheWard

HOUR = timedelta(hours=1)


@pytest.fixture
def lin(ward: OnTheWard) -> Client:
    return ward.client(ward.town.nurse_lin)


def settle(ward: OnTheWard, but: str = "") -> None:
    for line in GoingHome.objects.filter(stay=ward.stay).exclude(line=but):
        caring.settle(line, Settled.NOT_NEEDED, words="Has it at home.", by=ward.town.nurse_lin)


def next_visit(ward: OnTheWard, who: str = "amara", **more: Any) -> object:
    start = now() + timedelta(days=7)
    place = {"place": ward.town.riverside, "service": ward.town.gp, "by": HOUSE}
    open_session(ward.town.osei, starts_at=start, ends_at=start + HOUR, slot_minutes=20, **place)
    slot = Slot.objects.order_by("starts_at")[0]
    return booking.book(slot, getattr(ward.town, who), ward.town.gp_visit, by=ward.town.sam, **more)


def test_the_board_shows_each_bed_and_what_is_due(ward: OnTheWard, lin: Client) -> None:
    text = lin.get(f"/desk/ward/?place={ward.town.riverside.pk}").text

    for said in ("Okafor, A.", "Bed 3", "free", "Ask about allergies", "Write down the food", "Name a nurse for today"):
        assert said in text


def test_the_board_asks_whether_she_may_eat_until_somebody_answers(ward: OnTheWard) -> None:
    ward.town.nurse_lin.act_as(Role.NURSE)
    caring.say_diet(ward.stay, allergy="none", by=HOUSE)
    test = caring.plan(ward.stay, kind="blood", day=now().date(), at=now() - HOUR, by=HOUSE)
    fast = caring.order_fast(ward.stay, why="Blood test", food_from=now() - 9 * HOUR, until=now() - HOUR, by=HOUSE)

    assert board(ward.town.riverside, ward.town.nurse_lin)[0].due[0] == "May the patient eat?"
    caring.note_course(test, Course.DONE, by=HOUSE)
    assert board(ward.town.riverside, ward.town.nurse_lin)[0].due[0] == "May the patient eat?"
    caring.end_fast(fast, by=ward.town.nurse_lin)
    assert "May the patient eat?" not in board(ward.town.riverside, ward.town.nurse_lin)[0].due


def test_of_a_confidential_stay_the_desk_sees_the_bed_and_the_tray_and_nothing_else(ward: OnTheWard) -> None:
    stay = ward.admit("lina", 1, label=Label.CONFIDENTIAL, reason="zaq")
    caring.say_diet(stay, allergy="some", allergies="nuts", by=HOUSE)
    caring.plan(stay, kind="mri", day=now().date(), by=HOUSE)
    sam = ward.client(ward.town.sam)

    for page in ("/desk/ward/", "/desk/ward/kitchen/", f"/desk/patients/{ward.town.lina.pk}/"):
        text = sam.get(f"{page}?place={ward.town.riverside.pk}").text
        for secret in ("Brandt, L.", "L. B.", "MRI", "zaq", "Mill Ward, Bed 2</p>", str(stay.pk)):
            assert secret not in text, page
    assert "nuts" in sam.get(f"/desk/ward/kitchen/?place={ward.town.riverside.pk}").text
    assert sam.get(f"/desk/stays/{stay.pk}/").status_code == 404


def test_the_kitchen_reads_initials_allergies_and_that_no_tray_goes_there(ward: OnTheWard, lin: Client) -> None:
    caring.say_diet(ward.stay, allergy="some", allergies="eggs", customs=["vegetarian"], by=HOUSE)
    caring.order_fast(ward.stay, why="CT", food_from=now() - HOUR, by=HOUSE)

    text = lin.get(f"/desk/ward/kitchen/?place={ward.town.riverside.pk}").text

    for said in ("A. O.", "eggs", "Vegetarian", "No tray"):
        assert said in text
    assert "Amara" not in text


def test_no_tray_goes_to_somebody_who_has_died(ward: OnTheWard) -> None:
    people.note_death(ward.town.amara, on=date(2026, 11, 23), by=HOUSE)

    assert kitchen(ward.town.riverside, ward.town.nurse_lin) == []
    with pytest.raises(Refusal, match="has died"):
        caring.say_diet(ward.stay, by=HOUSE)
    actions.end_for_death(ward.stay, by=ward.town.nurse_lin)
    assert ward.admit("lina", 0).bed == ward.beds[0]


def test_an_order_is_given_by_the_clock_on_the_wall_and_begins_with_the_usual_hours_before_a_test(
    ward: OnTheWard, lin: Client
) -> None:
    test = caring.plan(
        ward.stay, kind="scope", day=date(2026, 11, 24), at=datetime(2026, 11, 24, 8, tzinfo=UTC), by=HOUSE
    )
    form = lin.get(f"/desk/stays/{ward.stay.pk}/fast/?test={test.pk}").text
    assert 'value="02:00"' in form
    assert 'value="06:00"' in form

    told = {"why": "Camera test", "food_day": "2026-11-24", "food_time": "02:00"}
    lin.post(f"/desk/stays/{ward.stay.pk}/fast/", told | {"drink_day": "2026-11-24", "drink_time": "06:00"})

    order = Fast.objects.get()
    assert (order.food_from.hour, order.drink_from and order.drink_from.hour, order.until) == (2, 6, None)


def test_in_the_night_when_the_clocks_go_back_the_first_of_two_such_hours_stops_the_food(ward: OnTheWard) -> None:
    ward.clock.move_to(datetime(2026, 10, 24, 18, tzinfo=UTC))
    lin = ward.client(ward.town.nurse_lin)
    told = {"why": "Blood test", "food_day": "2026-10-25", "food_time": "01:30"}

    lin.post(f"/desk/stays/{ward.stay.pk}/fast/", told)

    assert Fast.objects.get().food_from == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_half_of_a_time_is_asked_for_again(ward: OnTheWard, lin: Client) -> None:
    told = {"why": "Blood test", "food_day": "2026-11-23", "food_time": "20:00", "until_day": "2026-11-24"}

    assert "or neither" in lin.post(f"/desk/stays/{ward.stay.pk}/fast/", told).text
    assert not Fast.objects.exists()


def test_drinks_never_stop_before_the_food_does(ward: OnTheWard) -> None:
    with pytest.raises(Refusal, match="with the food, or later"):
        caring.order_fast(ward.stay, why="x", food_from=now(), drink_from=now() - HOUR, by=HOUSE)


def test_a_nurse_writes_down_food_the_team_and_a_test(ward: OnTheWard, lin: Client) -> None:
    stay = f"/desk/stays/{ward.stay.pk}"
    food = {"allergy": "some", "allergies": "fish", "meal": "light", "texture": "soft", "customs": ["kosher"]}
    for what, told in (
        ("food", food),
        ("team", {"nurse_day": ward.town.lin.pk, "doctor_day": ward.town.osei.pk}),
        ("test", {"kind": "xray", "day": "2026-11-23", "at": "15:00", "where": "Room 2"}),
        ("next", {"next_step": "You walk with us."}),
        ("who-comes", {"coming": "nobody"}),
        ("home-day", {"home_day-day": "25", "home_day-month": "11", "home_day-year": "2026"}),
        ("bed", {"bed": ward.beds[2].pk, "because": "By the window"}),
    ):
        answer = lin.post(f"{stay}/{what}/", told)
        assert answer.status_code == 302, (what, answer.text[:3000])

    text = lin.get(f"{stay}/").text
    for said in ("fish", "Kosher", "Light food", str(ward.town.osei), "X-ray", "You walk with us.", "By the window"):
        assert said in text


def test_what_another_system_told_of_an_allergy_cannot_be_left_out_by_choosing_none(
    ward: OnTheWard, lin: Client
) -> None:
    answer = lin.post(
        f"/desk/stays/{ward.stay.pk}/food/",
        {"allergy": "none", "allergies": "penicillin", "meal": "normal", "texture": "normal"},
    )

    assert "take it out" in answer.text


def test_of_two_who_write_down_the_food_the_second_reads_it_again_and_no_allergy_is_lost(
    ward: OnTheWard, lin: Client
) -> None:
    at, food = f"/desk/stays/{ward.stay.pk}/food/", {"meal": "normal", "texture": "normal"}
    caring.say_diet(ward.stay, allergy="none", by=HOUSE)
    assert 'name="seen" value="1"' in lin.get(at).text
    lin.post(at, food | {"allergy": "some", "allergies": "nuts", "seen": "1"})

    for late in ({"seen": "1"}, {}):
        assert lin.post(at, food | {"allergy": "none"} | late).status_code == 409

    assert Diet.objects.get().allergies == "nuts"
    assert lin.post(at, food | {"allergy": "none", "seen": "2"}).status_code == 302


def test_she_does_not_go_home_before_each_line_is_settled(ward: OnTheWard, lin: Client) -> None:
    settle(ward, but="medicines")
    with pytest.raises(Refusal, match="still open"):
        actions.go_home(ward.stay, by=ward.town.nurse_lin)

    line = GoingHome.objects.get(stay=ward.stay, line="medicines")
    lin.post(
        f"/desk/stays/lines/{line.pk}/", {"version": line.version, "state": "done", "words": "Ibuprofen with food"}
    )
    lin.post(f"/desk/stays/{ward.stay.pk}/ending/")

    line.refresh_from_db()
    assert (line.settled_by, line.settled_at) == (ward.town.nurse_lin, now())
    assert Stay.objects.get(pk=ward.stay.pk).ended_at == now()
    assert ward.admit("lina", 0).bed == ward.beds[0]


def test_what_she_takes_home_stands_in_rows_with_what_becomes_of_it_and_why(ward: OnTheWard, lin: Client) -> None:
    line = GoingHome.objects.get(stay=ward.stay, line="medicines")
    sent = {"version": line.version, "state": "done", "medicines-TOTAL_FORMS": "2", "medicines-INITIAL_FORMS": "0"}
    new = {"name": "Ibuprofen", "dose": "400 mg with food", "change": "new", "why": "for the pain"}
    stopped = {"name": "Aspirin", "change": "stopped", "why": "", "dose": ""}
    rows = {f"medicines-{at}-{part}": value for at, row in enumerate((new, stopped)) for part, value in row.items()}
    at = f"/desk/stays/lines/{line.pk}/"

    assert "Say how much, and how often." in lin.post(at, sent | rows | {"medicines-0-dose": ""}).text
    assert GoingHome.objects.get(pk=line.pk).state == "open"
    lin.post(at, sent | rows)
    assert GoingHome.objects.get(pk=line.pk).medicines == [new, stopped]
    assert "400 mg with food" in lin.get(at).text
    assert "400 mg with food" in lin.get(f"/desk/stays/{ward.stay.pk}/going-home/").text
    hers = ward.client(ward.stay.patient.login).get(f"/stays/{ward.stay.pk}/").text
    assert "400 mg with food" in hers
    assert "Do not take it any more." in hers

    old = {"state": "not_needed", "words": "None", "medicines-TOTAL_FORMS": "0", "medicines-INITIAL_FORMS": "0"}
    lin.post(at, old | {"version": str(line.version + 1)})
    assert GoingHome.objects.get(pk=line.pk).medicines == []


def test_nobody_writes_over_medicines_that_she_has_not_read(ward: OnTheWard, lin: Client) -> None:
    line = GoingHome.objects.get(stay=ward.stay, line="medicines")
    at, rows = f"/desk/stays/lines/{line.pk}/", {"medicines-TOTAL_FORMS": "1", "medicines-INITIAL_FORMS": "0"}
    sent = rows | {"version": str(line.version), "state": "open", "medicines-0-change": "same"}
    lin.post(at, sent | {"medicines-0-name": "Ibuprofen"})

    late = lin.post(at, sent | {"words": "With tea", "medicines-0-name": "Aspirin"}).text

    assert [one["name"] for one in GoingHome.objects.get(pk=line.pk).medicines] == ["Ibuprofen"]
    assert [
        word for word in ("Someone else", "Ibuprofen", 'value="Aspirin"', "With tea</textarea>") if word not in late
    ] == []
    assert f'name="version" value="{line.version + 1}"' in late


def test_what_is_not_needed_says_why(ward: OnTheWard, lin: Client) -> None:
    line = GoingHome.objects.get(stay=ward.stay, line="keys")

    assert "Say why" in lin.post(f"/desk/stays/lines/{line.pk}/", {"version": line.version, "state": "not_needed"}).text
    with pytest.raises(Refusal, match="Say why"):
        caring.settle(line, Settled.NOT_NEEDED, by=ward.town.nurse_lin)


def test_the_next_visit_is_a_booked_one_of_hers_that_still_stands(ward: OnTheWard) -> None:
    settle(ward, but="follow_up")
    line = GoingHome.objects.get(stay=ward.stay, line="follow_up")
    with pytest.raises(Refusal, match="Book the next visit first"):
        caring.settle(line, Settled.DONE, by=ward.town.nurse_lin)

    booked = next_visit(ward)
    caring.settle(line, Settled.DONE, appointment=booked, by=ward.town.nurse_lin)  # type: ignore[arg-type]
    booking.cancel(booked, by=ward.town.sam, because="is away")  # type: ignore[arg-type]

    with pytest.raises(Refusal, match="no longer booked"):
        actions.go_home(ward.stay, by=ward.town.nurse_lin)


def test_a_confidential_next_visit_is_not_told_to_her_carer_by_the_line_that_names_it(ward: OnTheWard) -> None:
    stay, booked = ward.admit("tomas", 1), next_visit(ward, "tomas", label=Label.CONFIDENTIAL)
    line = GoingHome.objects.get(stay=stay, line="follow_up")
    caring.settle(line, Settled.DONE, words="zaq", appointment=booked, by=ward.town.nurse_lin)  # type: ignore[arg-type]

    assert "zaq" not in ward.client(ward.town.teresa).get(f"/stays/{stay.pk}/").text
    hers = [f"patient:{ward.town.tomas.pk}", f"patient:{ward.town.tomas.pk}:confidential"]
    assert not set(allowed(ward.town.teresa, hers)) & set(line.topics())


def test_somebody_elses_visit_is_not_her_next(ward: OnTheWard) -> None:
    line = GoingHome.objects.get(stay=ward.stay, line="follow_up")

    with pytest.raises(Refusal, match="of this patient"):
        caring.settle(line, Settled.DONE, appointment=next_visit(ward, "lina"), by=ward.town.nurse_lin)  # type: ignore[arg-type]


def test_a_stay_that_is_over_is_changed_no_more(ward: OnTheWard, lin: Client) -> None:
    settle(ward)
    actions.go_home(ward.stay, by=ward.town.nurse_lin)

    with pytest.raises(Refusal, match="over"):
        caring.order_fast(ward.stay, why="x", food_from=now(), by=HOUSE)
    with pytest.raises(Refusal, match="over"):
        caring.settle(GoingHome.objects.filter(stay=ward.stay)[0], Settled.OPEN, by=ward.town.nurse_lin)
    assert lin.get(f"/desk/stays/{ward.stay.pk}/").status_code == 404


def test_a_carer_reads_of_medicines_only_where_she_may_read_results(ward: OnTheWard) -> None:
    stay = ward.admit("tomas", 1)
    for line in GoingHome.objects.filter(stay=stay, line__in=[Line.MEDICINES, Line.CALL]):
        caring.settle(line, Settled.DONE, words=f"words of {line.line}", by=ward.town.nurse_lin)
    teresa = ward.client(ward.town.teresa)

    text = teresa.get(f"/stays/{stay.pk}/").text
    assert "words of call" in text
    assert "words of medicines" not in text

    people.end_grant(ward.town.teresa.grants.get(), by=HOUSE)
    everything = {Scope.APPOINTMENTS, Scope.RESULTS}
    people.grant(ward.town.teresa, ward.town.tomas, relation="mother", scopes=everything, by=HOUSE)
    assert "words of medicines" in teresa.get(f"/stays/{stay.pk}/").text


def test_a_nurse_gives_a_bed_and_a_test_is_called_off(ward: OnTheWard, lin: Client) -> None:
    lin.post(f"/desk/ward/admissions/{ward.town.lina.pk}/?place={ward.town.riverside.pk}", {"bed": ward.beds[1].pk})
    stay = Stay.objects.get(patient=ward.town.lina)

    lin.post(f"/desk/stays/{stay.pk}/test/", {"kind": "round", "day": "2026-11-23"})
    lin.post(f"/desk/stays/tests/{Planned.objects.get().pk}/course/", {"off": "1"})

    assert Planned.objects.get().course == Course.OFF


def test_a_manager_opens_a_ward_and_sets_up_a_bed(ward: OnTheWard) -> None:
    ines = ward.client(ward.town.ines)
    at = f"/wards/?place={ward.town.hillside.pk}"

    ines.post(at, {"name": "Hill Ward"})
    hill = ward.town.hillside.wards.get()
    ines.post(at, {"ward": hill.pk, "name": "Bed A"})

    bed = hill.beds.get()
    ines.post(f"/wards/beds/{bed.pk}/use/", {"close": "1"})
    bed.refresh_from_db()
    assert (str(bed), bed.is_open) == ("Hill Ward, Bed A", False)
