from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.access.models import Role
from bedside.booking.models import Appointment
from bedside.booking.visit_links import hand_of_link, key_of
from bedside.hours.clock import moved_to, now
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.ui.camera import HEADER
from bedside.video import actions, ice, rounds
from bedside.video.keys import link_to
from bedside.video.models import At, Kind, Meeting, Open, Seat, Signal, may_open
from bedside.video.seat_views import LONGEST, MOST_A_MINUTE
from bedside.visits import actions as visits
from bedside.visits.models import State, Visit

from .visit import by_video

NOON = datetime.fromisoformat("2026-11-24T12:00:00+00:00")


@pytest.fixture(autouse=True)
def at_ten_past_twelve(settings: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    settings.DEMO = True
    with moved_to(NOON):
        town: Cast = request.getfixturevalue("town")
        by_video(town, town.amara, at=NOON + timedelta(minutes=20))
    with moved_to(NOON + timedelta(minutes=10)):
        yield


@pytest.fixture
def visit(at_ten_past_twelve: None) -> Appointment:
    return Appointment.objects.get()


@pytest.fixture
def osei(town: Cast) -> Client:
    town.dr_osei.act_as(Role.CLINICIAN)
    return signed_in(town.dr_osei)


@pytest.fixture
def amara(town: Cast) -> Client:
    return signed_in(town.amara.login)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def goes_in(client: Client, address: str) -> str:
    answer = client.post(address)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["key"])


def asks(client: Client, key: str, after: int = 0) -> Any:
    return client.get(reverse("video:news"), {"after": after}, headers={"X-Seat": key})


def says(client: Client, key: str, to: str, body: Any) -> int:
    words = {"words": [{"to": to, "body": body}]}
    answer = client.post(
        reverse("video:signals"), json.dumps(words), content_type="application/json", headers={"X-Seat": key}
    )
    return answer.status_code


def lobby_and_chair(osei: Client, amara: Client, visit: Appointment) -> tuple[str, str]:
    """Dr Osei sits in the room, and Amara in its lobby."""
    chair = goes_in(osei, reverse("video:room", args=[visit.pk]))
    return chair, goes_in(amara, reverse("video:visit", args=[visit.pk]))


def hers(kind: str = Kind.PATIENT) -> Seat:
    return Seat.objects.select_related("meeting__appointment", "meeting__place").get(kind=kind)


def test_she_waits_in_the_lobby_and_counts_as_arrived(amara: Client, visit: Appointment) -> None:
    goes_in(amara, reverse("video:visit", args=[visit.pk]))

    assert hers().state == At.LOBBY
    assert Visit.objects.get(appointment=visit).state == State.WAITING


def test_with_her_admission_the_visit_begins_and_with_the_end_it_is_finished(
    osei: Client, amara: Client, visit: Appointment
) -> None:
    lobby_and_chair(osei, amara, visit)

    osei.post(reverse("video:admission", args=[hers().pk]))
    assert Visit.objects.get(appointment=visit).state == State.WITH_CLINICIAN
    answer = osei.post(reverse("video:ending", args=[visit.pk]))

    assert answer.url == reverse("visits:writing", args=[Visit.objects.get().pk])  # type: ignore[attr-defined]
    assert Visit.objects.get(appointment=visit).state == State.FINISHED
    assert Meeting.objects.get().state == Open.ENDED


def test_each_phase_is_written_with_its_time_and_who_did_it(
    town: Cast, osei: Client, amara: Client, visit: Appointment
) -> None:
    lobby_and_chair(osei, amara, visit)
    osei.post(reverse("video:admission", args=[hers().pk]))
    osei.post(reverse("video:ending", args=[visit.pk]))

    told = Entry.objects.filter(verb__startswith="video.").order_by("id").values_list("verb", "actor_kind", "visit_id")

    assert list(told) == [
        (verb, kind, visit.pk)
        for verb, kind in [
            ("video.opened", "clinician"),
            ("video.presided", "clinician"),
            ("video.in_lobby", "patient"),
            ("video.admitted", "clinician"),
            ("video.ended", "clinician"),
            ("video.left", "clinician"),
            ("video.left", "clinician"),
        ]
    ]


def test_whoever_is_not_let_in_hears_nothing_of_the_others(osei: Client, amara: Client, visit: Appointment) -> None:
    chair, lobby = lobby_and_chair(osei, amara, visit)

    told = asks(amara, lobby).json()

    assert told["others"] == told["signals"] == told["ice"] == []
    assert asks(osei, chair).json()["others"] == []
    assert says(amara, lobby, asks(osei, chair).json()["line"], {"candidate": {}}) == 404
    assert says(osei, chair, told["line"], {"candidate": {}}) == 404


def test_what_one_browser_tells_another_reaches_it_and_nobody_else(
    town: Cast, osei: Client, amara: Client, visit: Appointment
) -> None:
    chair, lobby = lobby_and_chair(osei, amara, visit)
    osei.post(reverse("video:admission", args=[hers().pk]))
    [amaras] = asks(osei, chair).json()["others"]

    assert says(osei, chair, amaras["line"], {"description": {"type": "offer"}}) == 204

    [word] = asks(amara, lobby).json()["signals"]
    assert word["body"] == {"description": {"type": "offer"}}
    assert asks(osei, chair).json()["signals"] == []
    assert asks(amara, "x" * 32).status_code == 404  # a stranger
    assert asks(Client(), lobby).status_code == 404  # her key without her session
    assert asks(signed_in(town.lina.login), lobby).status_code == 404


def test_put_back_to_the_lobby_she_is_told_nothing_of_what_was_said_before(
    osei: Client, amara: Client, visit: Appointment
) -> None:
    chair, lobby = lobby_and_chair(osei, amara, visit)
    osei.post(reverse("video:admission", args=[hers().pk]))
    says(osei, chair, asks(osei, chair).json()["others"][0]["line"], {"candidate": {}})

    osei.post(reverse("video:lobby", args=[hers().pk]))
    assert asks(amara, lobby).json()["signals"] == []
    osei.post(reverse("video:admission", args=[hers().pk]))

    assert asks(amara, lobby).json()["signals"] == []


def test_too_long_too_much_and_too_often_are_refused(osei: Client, amara: Client, visit: Appointment) -> None:
    chair, _lobby = lobby_and_chair(osei, amara, visit)
    osei.post(reverse("video:admission", args=[hers().pk]))
    to = asks(osei, chair).json()["others"][0]["line"]

    assert says(osei, chair, to, {"sdp": "x" * LONGEST}) == 404
    assert says(osei, chair, to, ["not", "a", "word"]) == 404
    seat = hers(Kind.CLINICIAN)
    old = [Signal(meeting=seat.meeting, from_line=seat.line, to_line=to, body="{}") for _ in range(MOST_A_MINUTE)]
    Signal.objects.bulk_create(old)
    assert says(osei, chair, to, {"candidate": {}}) == 429


def test_nothing_that_browsers_told_each_other_is_left_after_the_visit(
    osei: Client, amara: Client, visit: Appointment
) -> None:
    chair, _lobby = lobby_and_chair(osei, amara, visit)
    osei.post(reverse("video:admission", args=[hers().pk]))
    says(osei, chair, asks(osei, chair).json()["others"][0]["line"], {"candidate": {}})
    assert Signal.objects.exists()

    osei.post(reverse("video:ending", args=[visit.pk]))

    assert not Signal.objects.exists()


def test_what_browsers_told_each_other_is_forgotten_after_two_minutes(
    osei: Client, amara: Client, visit: Appointment
) -> None:
    chair, _lobby = lobby_and_chair(osei, amara, visit)
    osei.post(reverse("video:admission", args=[hers().pk]))
    says(osei, chair, asks(osei, chair).json()["others"][0]["line"], {"candidate": {}})

    with moved_to(now() + timedelta(minutes=3)):
        assert rounds.tidy() == 1


def test_what_was_ended_before_she_was_let_in_opens_again(osei: Client, amara: Client, visit: Appointment) -> None:
    lobby_and_chair(osei, amara, visit)
    osei.post(reverse("video:ending", args=[visit.pk]))

    goes_in(amara, reverse("video:visit", args=[visit.pk]))
    assert Meeting.objects.get().state == Open.VIDEO
    assert Visit.objects.get().state == State.WAITING


def test_the_clock_ends_what_was_left_open_and_invents_no_hour_at_which_she_went(
    osei: Client, amara: Client, visit: Appointment
) -> None:
    lobby_and_chair(osei, amara, visit)
    osei.post(reverse("video:admission", args=[hers().pk]))

    with moved_to(NOON + timedelta(days=1)):
        rounds.tidy()
        assert Meeting.objects.get().state == Open.ENDED
        assert Visit.objects.get().ended_at is None
        assert not may_open(Appointment.objects.get())


def test_whom_the_desk_thought_gone_is_seen_all_the_same(osei: Client, amara: Client, visit: Appointment) -> None:
    lobby_and_chair(osei, amara, visit)
    visits.leave(Visit.objects.get(), because="not seen", by=HOUSE)
    osei.post(reverse("video:admission", args=[hers().pk]))

    assert Visit.objects.get().state == State.WITH_CLINICIAN


def test_the_room_opens_half_an_hour_before_and_not_earlier(amara: Client, visit: Appointment) -> None:
    address = reverse("video:visit", args=[visit.pk])
    with moved_to(visit.starts_at - timedelta(minutes=31)):
        assert amara.post(address).status_code == 409
        assert "Go to the lobby" not in amara.get(address).text
    with moved_to(visit.starts_at - timedelta(minutes=29)):
        assert amara.post(address).status_code == 200


def test_by_the_link_of_her_visit_she_comes_without_signing_in(visit: Appointment) -> None:
    guest, address = Client(), reverse("video:by-link", args=[key_of(visit)])

    key = goes_in(guest, address)

    assert asks(guest, key).json()["seat"] == At.LOBBY
    assert "Go to the lobby" in guest.get(address).text


def test_a_visit_that_is_not_by_video_has_no_room(town: Cast, amara: Client, visit: Appointment) -> None:
    Appointment.objects.filter(pk=visit.pk).update(visit_type=town.knee_check)

    assert amara.get(reverse("video:visit", args=[visit.pk])).status_code == 404


def test_of_a_confidential_visit_there_is_no_link_and_a_carer_does_not_see_it(town: Cast) -> None:
    with moved_to(NOON):
        secret = by_video(town, town.tomas, at=NOON + timedelta(hours=3), service=town.gp, label=Label.CONFIDENTIAL)
    with moved_to(secret.starts_at):
        assert Client().get(reverse("video:by-link", args=[key_of(secret)])).status_code == 404
        assert signed_in(town.teresa).get(reverse("video:visit", args=[secret.pk])).status_code == 404


def test_opening_it_on_another_screen_shuts_the_first_one_out(amara: Client, visit: Appointment) -> None:
    address = reverse("video:visit", args=[visit.pk])
    first, second = goes_in(amara, address), goes_in(amara, address)

    assert asks(amara, first).status_code == 404
    assert asks(amara, second).status_code == 200


def test_an_interpreter_comes_by_a_link_of_her_own_until_it_is_taken_back(
    town: Cast, osei: Client, visit: Appointment
) -> None:
    goes_in(osei, reverse("video:room", args=[visit.pk]))
    osei.post(reverse("video:invitation", args=[visit.pk]), {"kind": "interpreter", "name": "Yara"})
    seat, guest = hers(Kind.INTERPRETER), Client()

    key = goes_in(guest, link_to(seat))
    assert asks(guest, key).json()["seat"] == At.LOBBY
    osei.post(reverse("video:taking-back", args=[seat.pk]))

    assert asks(guest, key).status_code == 404
    assert guest.get(link_to(seat)).status_code == 404


def test_four_at_most_are_in_a_visit(town: Cast, visit: Appointment) -> None:
    room = actions.open_room(visit, by=town.dr_osei)
    for name in ("Yara", "Ben"):
        actions.invite(room, kind=Kind.CARER, name=name, by=town.dr_osei)

    with pytest.raises(Refusal, match="Four people at most"):
        actions.invite(room, kind=Kind.CARER, name="Zoe", by=town.dr_osei)


def test_a_carer_has_a_seat_of_her_own_beside_the_patients(town: Cast) -> None:
    with moved_to(NOON):
        his = by_video(town, town.tomas, at=NOON + timedelta(hours=2), service=town.gp)
    with moved_to(his.starts_at):
        goes_in(signed_in(town.teresa), reverse("video:visit", args=[his.pk]))

        assert [(one.kind, one.name) for one in Seat.objects.filter(patient=town.tomas)] == [("carer", "Teresa Silva")]
        assert Visit.objects.get(appointment=his).state == State.WAITING


def test_by_phone_instead_is_written_down_and_the_clinician_sees_the_number(
    osei: Client, amara: Client, visit: Appointment
) -> None:
    lobby_and_chair(osei, amara, visit)

    page = amara.post(reverse("video:phone", args=[visit.pk]), follow=True)

    assert "We ring you." in page.text
    assert "07700 900101" not in page.text
    assert "07700 900101" in osei.get(reverse("video:room", args=[visit.pk])).text
    osei.post(reverse("video:ringing", args=[visit.pk]))
    assert Visit.objects.get(appointment=visit).state == State.WITH_CLINICIAN
    assert Entry.objects.filter(verb="video.by_phone", actor_kind="patient").count() == 1


def test_who_waits_by_video_is_not_called_to_a_room(town: Cast, amara: Client, visit: Appointment) -> None:
    goes_in(amara, reverse("video:visit", args=[visit.pk]))
    here = Visit.objects.get(appointment=visit)

    with pytest.raises(Refusal, match="is by video"):
        visits.call(here, room=town.rooms[0], by=town.sam)
    with pytest.raises(Refusal, match="Nobody is waiting"):
        visits.call_next(town.riverside, room=town.rooms[0], by=town.sam)


def test_a_colleague_cannot_take_the_chair_while_the_screen_in_it_is_awake(
    town: Cast, osei: Client, visit: Appointment
) -> None:
    chair = goes_in(osei, reverse("video:room", args=[visit.pk]))
    osei.post(reverse("video:presence"), headers={"X-Seat": chair})
    nurse, address = signed_in(town.nurse_lin), reverse("video:room", args=[visit.pk])

    assert nurse.post(address).status_code == 409
    with moved_to(now() + timedelta(minutes=2)):
        assert nurse.post(address).status_code == 200


def test_a_visit_that_is_finished_elsewhere_shuts_the_room(town: Cast, visit: Appointment) -> None:
    actions.enter(visit, by=hand_of_link(visit), user=None)
    actions.admit(hers(), by=town.dr_osei)

    visits.finish(Visit.objects.get(appointment=visit), by=town.dr_osei)
    work_off()

    assert Meeting.objects.get().state == Open.ENDED


def test_camera_and_microphone_are_shut_on_every_other_page(amara: Client, visit: Appointment) -> None:
    assert "camera=()" in amara.get("/home/").headers[HEADER]
    assert "camera=(self), microphone=(self)" in amara.get(reverse("video:visit", args=[visit.pk])).headers[HEADER]


def test_the_relays_password_is_the_one_that_coturn_works_out_and_lasts_some_hours() -> None:
    name, password = ice.credentials("abc", NOON, "north")

    assert name == f"{int((NOON + timedelta(hours=4)).timestamp())}:abc"
    assert base64.b64decode(password) == hmac.digest(b"north", name.encode(), hashlib.sha1)


def test_only_who_was_let_in_is_told_of_the_servers(
    settings: Any, osei: Client, amara: Client, visit: Appointment
) -> None:
    settings.STUN, settings.TURN, settings.TURN_SECRET = "stun:a.example", "turn:b.example", "north"
    chair, lobby = lobby_and_chair(osei, amara, visit)

    assert asks(amara, lobby).json()["ice"] == []
    stun, turn = asks(osei, chair).json()["ice"]
    assert (stun["urls"], turn["urls"]) == (["stun:a.example"], ["turn:b.example"])
    assert uuid.UUID(turn["username"].partition(":")[2])
