"""What holds of every way in which a call is told to us: by our telephone system, or by a line as Twilio's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.calls.models import Contact
from bedside.cases.models import Case, Kind
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.doors import seal_of, signature
from bedside.journal.models import Entry
from bedside.town.cast import Cast

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HERS, OURS, DESK = "+447700900456", "+441632960001", "+441632960002"

# Something happened to call `number` so many seconds after noon: rings, answered, over, given_up.
Tell = Callable[..., Any]


@pytest.fixture
def clock(town: Cast, settings: Any) -> Iterator[Stopped]:
    settings.DEMO = True
    settings.INCOMING_SECRET = "between us"
    settings.VOICE_GATEWAY = "twilio://AC1:token@api.example?from=%2B441632960001"
    settings.DESK_PHONE = DESK
    town.sam.act_as(Role.FRONT_DESK)
    with stopped_at(NOON) as clock:
        yield clock


def at_the_line(path: str, told: dict[str, str], token: str = "token") -> Any:
    said = f"http://localhost:8000{path}" + "".join(name + told[name] for name in sorted(told))
    return Client().post(path, told, headers={"X-Twilio-Signature": signature(token, said).decode()})


@pytest.fixture
def tell(request: pytest.FixtureRequest, clock: Stopped) -> Tell:
    def by_the_system(what: str, after: int = 0, number: int = 1, *, known: bool = True, sender: str = HERS) -> Any:
        name = {"rings": "rang_at", "answered": "answered_at"}.get(what, "ended_at")
        moment = (NOON + timedelta(seconds=after)).isoformat()
        body = json.dumps({"id": f"c{number}", "number": sender, name: moment}).encode()
        seconds = str(int(clock().timestamp()))
        seal = f"t={seconds},v1={seal_of('between us' if known else 'guess', seconds, body)}"
        return Client().post("/calls/", body, content_type="application/json", headers={"X-Bedside-Signature": seal})

    def by_the_line(what: str, after: int = 0, number: int = 1, *, known: bool = True, sender: str = HERS) -> Any:
        told = {"From": sender, "To": OURS, "CallSid": f"CA{number}"}
        stamp = {"Timestamp": format_datetime(NOON + timedelta(seconds=after))}
        paths = {
            "rings": ("", told | {"CallStatus": "ringing"}),
            "answered": (
                "news/",
                told | stamp | {"CallSid": "CAleg", "ParentCallSid": f"CA{number}", "CallStatus": "in-progress"},
            ),
            "over": ("news/", told | stamp | {"CallStatus": "completed"}),
            "given_up": ("news/", told | stamp | {"CallStatus": "no-answer"}),
        }
        path, fields = paths[what]
        return at_the_line(f"/calls/line/{path}", fields, "token" if known else "guess")

    return by_the_system if request.param == "system" else by_the_line


each = pytest.mark.parametrize("tell", ["system", "line"], indirect=True)


@each
def test_what_rings_shows_itself_with_whoever_it_may_be(tell: Tell, town: Cast) -> None:
    told = tell("rings", sender=town.amara.phone)

    assert told.status_code in {200, 202}
    desk = Client()
    desk.force_login(town.sam)
    card = desk.get("/desk/telephone/card/").text
    assert town.amara.listed in card
    assert str(town.amara.pk) not in card


@each
def test_who_knows_no_secret_finds_no_door(tell: Tell) -> None:
    assert {tell(what, known=False).status_code for what in ("rings", "answered", "over")} == {404}
    assert not Contact.objects.exists()


@each
def test_in_any_order_and_however_often_it_is_one_call_with_its_times(tell: Tell, clock: Stopped) -> None:
    clock.move(seconds=100)
    for what, after in (("over", 90), ("answered", 12), ("rings", 0), ("answered", 12), ("over", 90)):
        assert tell(what, after).status_code in {200, 202, 204}

    call = Contact.objects.get()
    assert call.number == HERS
    assert (call.answered_at, call.ended_at) == (NOON + timedelta(seconds=12), NOON + timedelta(seconds=90))
    assert call.seconds == 78
    assert not call.was_abandoned


@each
def test_what_is_told_again_a_week_later_changes_nothing(tell: Tell, clock: Stopped) -> None:
    tell("rings")
    clock.move(seconds=40)
    tell("answered", 10)
    tell("over", 40)
    before, noted = Contact.objects.get(), Entry.objects.count()
    clock.move(days=7)
    for what, after in (("rings", 0), ("answered", 10), ("over", 40), ("given_up", 41)):
        tell(what, after)

    after_all = Contact.objects.get()
    times = (before.rang_at, before.answered_at, before.ended_at, before.version)
    assert (after_all.rang_at, after_all.answered_at, after_all.ended_at, after_all.version) == times
    assert Entry.objects.count() == noted


@each
def test_who_hangs_up_before_anybody_answers_has_given_up(tell: Tell, clock: Stopped) -> None:
    tell("rings")
    clock.move(seconds=25)
    tell("given_up", 25)

    call = Contact.objects.get()
    assert (call.waited, call.was_abandoned) == (25.0, True)


@each
def test_whoever_nobody_answered_is_called_back_by_somebody_with_a_clock(
    tell: Tell, town: Cast, clock: Stopped
) -> None:
    tell("rings")
    clock.move(seconds=25)
    for _again in range(2):
        tell("given_up", 25)
    case = Case.objects.get(kind=Kind.MISSED)
    assert (case.team, case.patient, case.due_at > clock()) == ("front_desk", None, True)
    assert str(case) == f"{HERS}: Nobody answered. Call back."

    clock.move(minutes=5)
    tell("rings", 325, 2)
    tell("given_up", 350, 2)  # she tries again: it is one thing to do
    desk = Client()
    desk.force_login(town.sam)
    page = desk.get(f"/desk/inbox/{case.pk}/").text
    assert "Called again:" in page
    assert Case.objects.filter(kind=Kind.MISSED).count() == 1

    call = Contact.objects.get(key__endswith="1")
    assert f"/desk/telephone/{call.pk}/taking/" in page
    desk.post(f"/desk/telephone/{call.pk}/taking/")
    assert Case.objects.get().state == "open"
    desk.post(f"/desk/telephone/{call.pk}/notes/", {"reason": "way", "said": "Where to park"})
    assert (Case.objects.get().state, Case.objects.get().closed_because) == ("closed", "We called back.")
    assert tell("rings", -1).status_code in {200, 202}  # what comes late opens it no second time
    assert Case.objects.count() == 1


@each
def test_nobody_is_called_back_who_hung_up_at_once_withheld_the_number_or_was_answered(
    tell: Tell, clock: Stopped
) -> None:
    clock.move(minutes=5)
    for number, (sender, after) in enumerate([(HERS, 4), ("", 60)]):
        tell("rings", 0, number, sender=sender)
        tell("given_up", after, number, sender=sender)
    tell("rings", 0, 7)
    tell("answered", 12, 7)
    tell("over", 90, 7)

    assert not Case.objects.exists()


@each
def test_who_was_answered_after_all_needs_no_call_though_the_end_was_told_first(tell: Tell, clock: Stopped) -> None:
    tell("rings")
    clock.move(seconds=90)
    tell("over", 90)
    assert Case.objects.get().state == "open"
    tell("answered", 12)

    assert Case.objects.get().closed_because == "Somebody had answered."


@each
@pytest.mark.parametrize("sender", ["", "anonymous"])
def test_a_number_that_is_withheld_names_nobody(tell: Tell, sender: str) -> None:
    tell("rings", sender=sender)

    assert Contact.objects.get().number == ""


def said_at(path: str, **more: str) -> Xml.Element:
    told = {"From": HERS, "To": OURS, "CallSid": "CA1"} | more
    answer = at_the_line(f"/calls/line/{path}", told)
    assert answer["Content-Type"].startswith("text/xml")
    return Xml.fromstring(answer.text)


def test_a_call_rings_at_the_desk_and_the_line_is_told_where_to_say_what_became_of_it(clock: Stopped) -> None:
    (dial,) = said_at("?language=es", CallStatus="ringing")

    assert (dial.tag, dial[0].tag, dial[0].text) == ("Dial", "Number", DESK)
    assert dial.get("action") == "http://localhost:8000/calls/line/after/?language=es"
    assert dial[0].get("statusCallback") == "http://localhost:8000/calls/line/news/?language=es"


def test_a_line_says_in_figures_that_a_number_is_withheld(clock: Stopped) -> None:
    said_at("", From="+266696687")

    assert Contact.objects.get().number == ""


def test_a_desk_may_be_a_sip_address(clock: Stopped, settings: Any) -> None:
    settings.DESK_PHONE = "sip:desk@clinic.example"
    assert said_at("", From="sip:+447700900456@pbx.example")[0][0].text == "sip:desk@clinic.example"
    assert Contact.objects.get().number == HERS


def test_whoever_nobody_answers_is_told_so_and_the_number_for_an_emergency(clock: Stopped) -> None:
    said_at("", CallStatus="ringing")
    clock.move(seconds=30)
    say, hang_up = said_at("after/?language=es", DialCallStatus="no-answer")

    assert (say.tag, say.get("language"), hang_up.tag) == ("Say", "es-ES", "Hangup")
    assert "9 9 9" in (say.text or "")
    assert "emergencia" in (say.text or "")
    assert "llamamos" in (say.text or "")
    call = Contact.objects.get()
    assert (call.waited, call.was_abandoned) == (30.0, True)


def test_whoever_withholds_the_number_is_promised_no_call(clock: Stopped) -> None:
    said_at("", From="anonymous")
    clock.move(seconds=30)
    say, _hang_up = said_at("after/", From="anonymous", DialCallStatus="no-answer")

    assert "try again" in (say.text or "")
    assert not Case.objects.exists()


def test_how_long_somebody_talked_says_when_it_was_answered_where_the_line_did_not(clock: Stopped) -> None:
    said_at("", CallStatus="ringing")
    clock.move(seconds=100)
    (hang_up,) = said_at("after/", DialCallStatus="completed", DialCallDuration="80")
    clock.move(days=1)
    said_at("after/", DialCallStatus="completed", DialCallDuration="80")

    assert hang_up.tag == "Hangup"
    call = Contact.objects.get()
    assert (call.waited, call.seconds, call.was_abandoned) == (20.0, 80.0, False)


@pytest.mark.parametrize("seconds", ["9" * 5_000, "-1", "²", ""])
def test_a_length_that_is_none_ends_the_call_all_the_same(clock: Stopped, seconds: str) -> None:
    said_at("", CallStatus="ringing")
    clock.move(seconds=100)
    (hang_up,) = said_at("after/", DialCallStatus="completed", DialCallDuration=seconds)

    assert hang_up.tag == "Hangup"
    assert Contact.objects.get().ended_at is not None


@pytest.mark.parametrize("desk", ["", OURS, "nonsense"])
def test_a_number_that_only_writes_says_which_one_to_call_and_never_rings_at_itself(
    town: Cast, clock: Stopped, settings: Any, desk: str
) -> None:
    settings.DESK_PHONE = desk
    say, hang_up = said_at("", CallStatus="ringing")

    assert (say.tag, hang_up.tag) == ("Say", "Hangup")
    assert "9 9 9" in (say.text or "")
    assert not Contact.objects.ringing().exists()


def test_a_call_without_a_name_is_refused(clock: Stopped) -> None:
    for path in ("", "after/", "news/"):
        assert at_the_line(f"/calls/line/{path}", {"From": HERS}).status_code == 400
