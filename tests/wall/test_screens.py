from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from bedside.access.models import Role
from bedside.booking.models import Appointment
from bedside.hours.clock import moved_to, now
from bedside.journal.models import Entry, Refusal
from bedside.live import tickets
from bedside.live.actions import session_topic
from bedside.live.models import Notice
from bedside.town.cast import Cast
from bedside.ui.pages import said_no
from bedside.visits import actions as visits
from bedside.wall import actions
from bedside.wall.devices import cookie_of
from bedside.wall.models import Device, PairingCode, Tries
from tests.house.walking import knock

from .conftest import NINE, Screen


def expected(town: Cast, kind: str = "kiosk") -> tuple[Device, str]:
    device = actions.expect("By the door", kind=kind, place=town.riverside, by=town.sam)
    return device, actions.give_code(device, by=town.sam)


def test_the_desk_makes_a_code_and_the_screen_comes_in_with_it(town: Cast) -> None:
    desk, screen = knock(Role.FRONT_DESK, {Role.FRONT_DESK: town.sam}), Client()
    made = desk.post("/screens/", {"name": "By the door", "kind": "kiosk", "place": str(town.riverside.pk)})
    code = made.context["code"] if made.context else made.text.split('<p class="huge">')[1].split("<")[0]

    answer = screen.post("/screen/", {"code": code.lower()})

    assert answer.headers["Location"] == "/kiosk/"
    carried = screen.cookies[cookie_of("kiosk")]
    assert carried["httponly"]
    assert carried["samesite"] == "Lax"
    assert carried["path"] == "/"
    assert "Choose your language" in screen.get("/kiosk/").text
    paired = Device.objects.get()
    assert paired.paired_by == town.sam
    assert paired.last_seen
    assert now() - paired.last_seen < timedelta(seconds=5)
    assert carried.value not in str(Entry.objects.filter(subject_id=paired.pk).values_list("snapshot", flat=True))


def test_a_screen_that_came_in_but_asked_for_nothing_yet_is_on_the_list(town: Cast) -> None:
    desk = knock(Role.FRONT_DESK, {Role.FRONT_DESK: town.sam})
    actions.pair(expected(town)[1], network="192.0.2.1")

    page = desk.get("/screens/")

    assert page.status_code == 200
    assert "not seen yet" in page.text


def test_a_code_works_once(town: Cast) -> None:
    _device, code = expected(town)
    actions.pair(code, network="192.0.2.1")

    with pytest.raises(Refusal):
        actions.pair(code, network="192.0.2.1")


def test_a_code_lasts_ten_minutes(town: Cast) -> None:
    _device, code = expected(town)

    with moved_to(now() + timedelta(minutes=10, seconds=1)), pytest.raises(Refusal):
        actions.pair(code, network="192.0.2.1")


def test_a_new_code_ends_the_one_before(town: Cast) -> None:
    device, old = expected(town)
    new = actions.give_code(device, by=town.sam)

    with pytest.raises(Refusal):
        actions.pair(old, network="192.0.2.1")
    assert actions.pair(new, network="192.0.2.1")[0] == device


def test_codes_cannot_be_guessed_on_from_one_network(town: Cast) -> None:
    _device, code = expected(town)
    for _guess in range(10):
        with pytest.raises(Refusal, match="does not open"):
            actions.pair("AAAA-AAAA", network="192.0.2.1")

    with pytest.raises(Refusal, match="Too many"):
        actions.pair(code, network="192.0.2.1")
    assert actions.pair(code, network="192.0.2.2")


def test_a_code_dies_of_many_wrong_ones_from_anywhere(town: Cast) -> None:
    expected(town)
    for network in range(20):
        with pytest.raises(Refusal):
            actions.pair("AAAA-AAAA", network=f"192.0.2.{network}")

    assert not PairingCode.objects.exists()


def test_whoever_is_signed_in_where_a_screen_is_connected_is_signed_out(town: Cast) -> None:
    _device, code = expected(town)
    browser = knock(Role.FRONT_DESK, {Role.FRONT_DESK: town.sam})

    browser.post("/screen/", {"code": code})

    assert browser.get("/desk/").headers["Location"].startswith("/sign-in/")


def test_a_screen_that_is_shut_out_is_out_at_once_and_so_is_its_stream(town: Cast, display: Screen) -> None:
    assert display.client.get("/wall/").status_code == 200
    Notice.objects.all().delete()

    actions.revoke(display.device, by=town.ines)

    assert display.client.get("/wall/").headers["Location"] == "/screen/"
    part = display.client.get("/wall/part/", headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == "/screen/"
    ended = session_topic(actions.stream_of(display.device))
    assert Notice.objects.filter(topic=ended).exists()


def test_the_machine_that_had_the_place_before_is_out_when_another_comes_in(town: Cast, kiosk: Screen) -> None:
    code = actions.give_code(kiosk.device, by=town.sam)

    actions.pair(code, network="192.0.2.1")

    assert kiosk.client.get("/kiosk/").headers["Location"] == "/screen/"


@pytest.mark.parametrize("address", ["/desk/", "/home/", "/house/", "/screens/", "/kiosk/"])
def test_a_display_opens_no_door_but_its_own(display: Screen, address: str) -> None:
    answer = display.client.get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/sign-in/", "/screen/"))


def test_nobody_who_has_signed_in_stands_at_a_screens_door(town: Cast) -> None:
    assert town.amara.login
    amara = knock(Role.PATIENT, {Role.PATIENT: town.amara.login})

    assert amara.get("/kiosk/").status_code == 404
    assert amara.get("/wall/").status_code == 404


def test_a_person_signed_in_beside_a_screen_is_not_there_for_it(town: Cast, kiosk: Screen) -> None:
    kiosk.client.force_login(town.sam)
    kiosk.begin()

    page = kiosk.read("choice/")

    assert "Sam" not in page
    assert set(Entry.objects.filter(verb__startswith="turn.").values_list("actor_kind", "actor_id")) == {
        ("device", str(kiosk.device.pk))
    }


def test_a_screen_follows_its_own_waiting_room_and_nothing_else(town: Cast, display: Screen) -> None:
    own, other = f"wall:{town.riverside.pk}", f"wall:{town.hillside.pk}"
    wanted = f"{own},{other},desk,place:{town.riverside.pk},patient:{town.amara.pk}"

    told = display.client.get("/wall/live-ticket/", {"topics": wanted}).json()

    assert told["topics"] == [own]
    assert tickets.read(told["ticket"]).topics == (own,)


def test_the_wall_shows_tickets_and_rooms_and_never_a_name(
    town: Cast, display: Screen, booked: dict[str, Appointment]
) -> None:
    for name in ("amara", "lina"):
        visits.arrive(booked[name], by=town.sam)
    room = visits.open_room(town.riverside, name="Room 42", by=town.ines)
    with moved_to(NINE):
        called = visits.call_next(town.riverside, room=room, by=town.dr_osei)

        page = display.client.get("/wall/").text

    assert called.ticket in page
    assert "Room 42" in page
    assert "1 person is waiting" in page
    assert "Updated at 9am" in page
    for told in ("Amara", "Okafor", "Lina", "Brandt", "Osei", "Joint", "knee", str(called.patient_id)):
        assert told not in page, told


def test_what_is_typed_at_a_kiosk_is_never_kept_for_whoever_was_signed_in_there(town: Cast, kiosk: Screen) -> None:
    """Their session is over, and what they send then is put aside for them; the kiosk's is not theirs."""
    kiosk.client.force_login(town.sam)
    kiosk.client.get("/home/")
    kiosk.begin()

    with moved_to(now() + timedelta(minutes=20)):
        kiosk.begin()
        kiosk.say(town.amara, family_name="Somebodyelse")
        kept = dict(kiosk.client.session)

    assert "Somebodyelse" not in str(kept)


def test_old_codes_and_counts_are_forgotten(town: Cast) -> None:
    expected(town)
    with pytest.raises(Refusal):
        actions.pair("AAAA-AAAA", network="192.0.2.1")

    with moved_to(now() + timedelta(days=1, minutes=1)):
        actions.tidy_up()

    assert not PairingCode.objects.exists()
    assert not Tries.objects.exists()


def test_a_page_that_says_no_does_not_stand_at_a_screen_for_ever(kiosk: Screen) -> None:
    answer = kiosk.client.get("/kiosk/help/")

    assert answer.status_code == 405
    assert answer.headers["Refresh"] == "15;url=/kiosk/"


def test_a_no_at_a_kiosk_leads_to_no_sign_in(town: Cast, kiosk: Screen, rf: RequestFactory) -> None:
    no = Refusal("Somebody has just begun here. Please start again.")
    elsewhere, here = rf.post("/kiosk/"), rf.post("/kiosk/")
    for request in (elsewhere, here):
        request.user = AnonymousUser()
    here.device = kiosk.device  # type: ignore[attr-defined]

    assert "/sign-in/" in said_no(elsewhere, no).content.decode()
    page = said_no(here, no).content.decode()
    assert "Please start again" in page
    assert "/sign-in/" not in page
