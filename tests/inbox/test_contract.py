"""What holds of every way out of the house, whatever it speaks: tried on real servers that behave badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.cases.models import Case, Kind
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions, delivery
from bedside.inbox.codes import send_code
from bedside.inbox.doors import signature
from bedside.inbox.gateways import wire
from bedside.inbox.mailing import hear_letter
from bedside.inbox.models import Message
from bedside.jobs.models import Job, Lane
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.people.actions import change_details, note_death
from bedside.town.cast import Cast

from .conftest import PostOffice
from .provider import Provider
from .written import report

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOODS = {"too_many": "busy", "shut": "busy", "no_such": "no_such", "says_no": "says_no", "slow": "slow"}
WAYS = ["mail", "web", "web aloud", "web with a key", "texts", "calls"]


@dataclass
class Way:
    """One gateway, the server behind it, and a reminder that waits to leave by it."""

    name: str
    message: Message
    server: Any
    clock: Stopped
    settings: Any

    def becomes(self, mood: str) -> None:
        self.settings.GATEWAY_SECONDS = 0.15 if mood == "slow" else 60  # who is not meant to be slow has all the time
        self.server.mood = MOODS.get(mood, mood) if self.name == "mail" else mood

    def tells(self, word: str) -> str:
        """The provider tells what became of it, in its own words and at its own door; the state it has then."""
        one, client = self.message, Client()
        if self.name == "mail":
            hear_letter(report(one, word))
        elif self.name.startswith("web"):
            told = {"id": f"{one.pk}-1", "status": word}
            known: Any = {"headers": {"Authorization": "Bearer between us"}, "content_type": "application/json"}
            assert client.post("/receipts/", told, **known).status_code == 204
        else:
            path, name = f"/receipts/{one.pk}/1/", "CallStatus" if self.name == "calls" else "MessageStatus"
            sign = signature("token", f"http://localhost:8000{path}{name}{word}").decode()
            assert client.post(path, {name: word}, headers={"X-Twilio-Signature": sign}).status_code == 204
        return self.state

    def work(self, **later: float) -> str:
        self.clock.move(**later)
        work_off(Lane.DELIVERY)
        return self.state

    @property
    def state(self) -> str:
        return Message.objects.get(pk=self.message.pk).state

    @property
    def arrived(self) -> int:
        """How many the provider has passed on."""
        return len(self.server.letters) if self.name == "mail" else int(self.server.sent)


@pytest.fixture
def server() -> Iterator[Any]:
    servers: list[PostOffice | Provider] = [PostOffice(), Provider()]
    threads = [threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True) for one in servers]
    for thread in threads:
        thread.start()
    yield {"mail": servers[0], "http": servers[1]}
    for one, thread in zip(servers, threads, strict=True):
        one.closing.set()
        one.shutdown()
        one.server_close()
        thread.join(5)


@pytest.fixture
def way(request: pytest.FixtureRequest, town: Cast, server: Any, settings: Any) -> Iterator[Way]:
    name = request.param
    mail, http = server["mail"], server["http"]
    settings.GATEWAY_SECONDS = 60
    at = f"twilio+http://AC1:token@{http.at}?from=%2B441632960001"
    channel = {"mail": "email", "calls": "voice", "web aloud": "voice"}.get(name, "sms")
    settings.INCOMING_SECRET = "between us"
    wire._resting.clear()
    match name:
        case "mail":
            settings.MAIL_GATEWAY = mail.address
        case "calls":
            settings.VOICE_GATEWAY = at
        case "texts":
            settings.SMS_GATEWAY = at
        case "web aloud":
            settings.VOICE_GATEWAY = f"http://:secret@{http.at}/call"
        case "web":
            settings.SMS_GATEWAY = f"http://:secret@{http.at}/send"
        case _:
            settings.SMS_GATEWAY = f"http://:secret@{http.at}/send#key=Idempotency-Key"
    change_details(town.amara, by=HOUSE, wishes={"visits": {"by": channel}}, phone="07400 123456")
    with stopped_at(NOON) as clock:
        facts: dict[str, Any] = {
            "when": "Friday 27 November, 9am",
            "place": "Riverside",
            "not_after": NOON + timedelta(hours=3),
        }
        wanted = actions.compose(town.amara, "reminder", key="visit", about=town.amara, **facts)
        (message,) = actions.post([one for one in wanted if one.channel == channel], by=HOUSE)
        yield Way(name, message, mail if name == "mail" else http, clock, settings)


each = pytest.mark.parametrize("way", WAYS, indirect=True)
by_a_key = pytest.mark.parametrize("way", ["web with a key"], indirect=True)
by_none = pytest.mark.parametrize("way", [name for name in WAYS if name != "web with a key"], indirect=True)


@each
def test_it_leaves_once(way: Way) -> None:
    assert way.work() == "sent"
    delivery.deliver(way.message.pk)
    delivery.hand_over(way.message.pk)

    assert way.arrived == 1


@each
@pytest.mark.parametrize("mood", ["too_many", "shut"])
def test_what_was_certainly_not_taken_is_tried_again(way: Way, mood: str) -> None:
    way.becomes(mood)
    assert way.work() == "waiting"
    assert way.work(minutes=1) == "waiting"

    way.becomes("well")
    assert way.work(minutes=1) == "sent"
    assert way.arrived == 1


by_http = pytest.mark.parametrize("way", [name for name in WAYS if name != "mail"], indirect=True)


@by_http
@pytest.mark.parametrize("mood", ["too_many", "shut"])
@pytest.mark.parametrize("said", ["1200", "Mon, 23 Nov 2026 12:20:00 GMT"])
def test_a_provider_that_asks_for_a_rest_is_asked_nothing_before_it_is_over(way: Way, mood: str, said: str) -> None:
    way.becomes(mood)
    way.server.rest = said
    assert way.work() == "waiting"
    way.becomes("well")
    for _ in range(19):
        assert way.work(minutes=1) == "waiting"
    assert len(way.server.taken) == 1

    assert way.work(minutes=2) == "sent"
    assert way.arrived == 1


@by_http
def test_while_a_provider_rests_nothing_else_is_asked_of_it_either(way: Way, town: Cast) -> None:
    way.becomes("too_many")
    way.server.rest = "600"
    way.work()
    change_details(town.lina, by=HOUSE, wishes={"visits": {"by": way.message.channel}}, phone="07400 123457")
    actions.send(town.lina, "reminder", by=HOUSE, key="other", when="Friday", place="Riverside")
    way.becomes("well")
    way.work(minutes=5)
    assert len(way.server.taken) == 1

    way.work(minutes=8)
    assert way.state == "sent"
    assert way.arrived == 2


@by_http
@pytest.mark.parametrize("said", ["soon", "-5", "Mon, 99 Nov", "99999999999999999999"])
def test_a_rest_that_makes_no_sense_is_at_most_an_hour(way: Way, said: str) -> None:
    way.becomes("too_many")
    way.server.rest = said
    way.work()

    way.becomes("well")
    assert way.work(minutes=61) == "sent"


@each
def test_receipts_that_come_twice_and_in_any_order_end_as_the_first_that_ends_it(way: Way) -> None:
    way.work()
    first, *more = ["failed"] if way.name == "mail" else ["delivered", "sent", "queued", "delivered", "undelivered"]
    ended = way.tells(first)
    noted = Entry.objects.count()

    assert ended == ("failed" if way.name == "mail" else "delivered")
    assert {way.tells(word) for word in [first, *more, first]} == {ended}
    assert Entry.objects.count() == noted


@each
def test_a_receipt_of_last_week_changes_nothing(way: Way) -> None:
    way.work()
    way.clock.move(days=7, minutes=1)
    noted = Entry.objects.count()

    assert way.tells("failed") == "sent"
    assert Entry.objects.count() == noted


@each
def test_who_is_not_there_has_taken_nothing(way: Way, settings: Any) -> None:
    there = [settings.MAIL_GATEWAY, settings.SMS_GATEWAY, settings.VOICE_GATEWAY]
    settings.MAIL_GATEWAY, settings.SMS_GATEWAY, settings.VOICE_GATEWAY = (
        one.replace(str(way.server.server_address[1]), "9") for one in there
    )
    assert way.work() == "waiting"

    settings.MAIL_GATEWAY, settings.SMS_GATEWAY, settings.VOICE_GATEWAY = there
    assert way.work(minutes=1) == "sent"


@each
@pytest.mark.parametrize("mood", ["no_such", "says_no"])
def test_what_is_refused_is_not_tried_again(way: Way, mood: str) -> None:
    way.becomes(mood)
    assert way.work() == "failed"

    way.becomes("well")
    assert way.work(hours=1) == "failed"
    assert way.arrived == 0


@by_none
@pytest.mark.parametrize("mood", ["hangs_up", "slow", "broken"])
def test_when_nobody_knows_whether_it_left_a_person_looks(way: Way, mood: str) -> None:
    way.becomes(mood)
    assert way.work() == "unsure"

    way.becomes("well")
    assert way.work(hours=1) == "unsure"
    assert way.arrived == 1


@by_a_key
@pytest.mark.parametrize("mood", ["hangs_up", "slow", "broken", "has_a_page"])
def test_with_a_key_it_is_handed_over_again_and_sent_once(way: Way, mood: str) -> None:
    way.becomes(mood)
    assert way.work() == "sending"

    way.becomes("well")
    assert way.work(minutes=1) == "sent"
    assert way.arrived == 1
    assert len(way.server.keys) == 1


@by_a_key
def test_with_a_key_too_nothing_is_handed_over_when_its_time_is_past(way: Way) -> None:
    way.becomes("broken")
    way.work()

    assert way.work(hours=4) == "unsure"
    assert len(way.server.taken) == 1


@pytest.mark.parametrize(
    ("way", "mood", "ends"),
    [("web with a key", "broken", "unsure"), ("web with a key", "shut", "failed"), ("mail", "shut", "failed")],
    indirect=["way"],
)
def test_after_the_last_try_a_person_looks(way: Way, mood: str, ends: str) -> None:
    way.becomes(mood)
    way.work()
    for _ in range(11):
        way.clock.move_to(Job.objects.get(task="hand_over").run_at)
        way.work()

    assert Job.objects.get(task="hand_over").state == "dead"
    assert way.state == ends
    assert Entry.objects.filter(verb=f"message.{ends}").count() == 1


@by_a_key
def test_a_message_with_which_the_worker_dies_each_time_is_looked_at_by_a_person(way: Way) -> None:
    work_off(Lane.DELIVERY, at_most=1)
    way.message.refresh_from_db()
    way.message.state = "sending"
    record("message.sending", way.message, by=HOUSE)
    Job.objects.filter(task="hand_over").update(state="running", attempts=12, lease_until=NOON)

    assert way.work(minutes=1) == "unsure"
    assert way.arrived == 0


@by_none
def test_what_a_killed_worker_was_sending_is_not_sent_again_by_itself(way: Way) -> None:
    way.message.state = "sending"
    record("message.sending", way.message, by=HOUSE)
    delivery.hand_over(way.message.pk)

    assert way.state == "unsure"
    assert way.arrived == 0


@each
def test_a_provider_that_comes_back_too_late_sends_nothing(way: Way) -> None:
    way.becomes("shut")
    way.work()

    way.becomes("well")
    assert way.work(hours=4) == "expired"
    assert way.arrived == 0
    work_off(Lane.NEWS)
    assert Case.objects.get(message=way.message).kind == Kind.DELIVERY  # somebody of ours knows


@each
def test_a_provider_that_comes_back_at_night_wakes_nobody(way: Way, town: Cast) -> None:
    way.becomes("shut")
    way.work()
    change_details(town.amara, by=HOUSE, zone="Pacific/Auckland")  # where it is one in the morning

    way.becomes("well")
    assert way.work(minutes=1) == "expired"  # in the morning it would be too late: somebody of ours may call
    assert way.arrived == 0


@each
def test_nothing_is_sent_to_the_dead(way: Way, town: Cast) -> None:
    way.becomes("shut")
    way.work()
    note_death(town.amara, on=NOON.date(), by=HOUSE)

    way.becomes("well")
    assert way.work(minutes=1) == "withdrawn"
    assert way.arrived == 0


@each
def test_a_person_may_send_what_is_unsure_once_more(way: Way, town: Cast) -> None:
    way.message.state, way.message.tries = "unsure", 1
    record("message.unsure", way.message, by=HOUSE)
    actions.send_again(way.message, by=town.sam)

    assert way.work() == "sent"
    assert way.arrived == 1
    assert Message.objects.get(pk=way.message.pk).tries == 2


@each
def test_two_hours_without_the_provider_send_nothing_too_late_and_tell_somebody_of_each(way: Way, town: Cast) -> None:
    facts: dict[str, Any] = {"when": "Friday 27 November, 9am", "place": "Riverside"}
    for minutes in range(10, 240, 10):
        due = NOON + timedelta(minutes=minutes - 10)
        end = NOON + timedelta(minutes=minutes)
        wanted = actions.compose(town.amara, "reminder", key=f"at {minutes}", due=due, not_after=end, **facts)
        actions.post([one for one in wanted if one.channel == way.message.channel], by=HOUSE)
    way.becomes("shut")
    for _ in range(120):
        way.work(minutes=1)
    assert way.arrived == 0
    way.becomes("well")
    for _ in range(150):
        way.work(minutes=1)
    work_off(Lane.NEWS)

    ours = list(Message.objects.filter(template="reminder", channel=way.message.channel))
    sent = [one for one in ours if one.state == "sent"]
    assert {one.state for one in ours} - {"failed"} == {"sent", "expired"}  # failed: tried twelve times in vain
    assert all(one.sent_at and one.not_after and one.sent_at <= one.not_after for one in sent)
    assert way.arrived == len(sent) >= 8
    told = set(Case.objects.filter(kind=Kind.DELIVERY).values_list("message_id", flat=True))
    assert told == {one.pk for one in ours if one.state != "sent"}
    assert len(told) >= 11


@pytest.mark.parametrize("way", ["texts", "calls", "web"], indirect=True)
def test_it_is_handed_over_in_the_words_of_the_provider(way: Way) -> None:
    way.work()

    (asked,) = way.server.taken
    if way.name == "web":
        assert '"to": "+447400123456"' in asked["body"][0]
        assert f'"id": "{way.message.pk}-1"' in asked["body"][0]
    else:
        assert asked["To"] == ["+447400123456"]
        assert asked["From"] == ["+441632960001"]
        assert asked["StatusCallback"][0].endswith(f"/receipts/{way.message.pk}/1/")
        assert asked["path"][0].endswith("/Accounts/AC1/" + ("Messages.json" if way.name == "texts" else "Calls.json"))
    if way.name == "calls":
        assert asked["Url"][0].endswith(f"/calls/{way.message.pk}/1/")
        assert "27 November" not in asked["body"][0]  # what is said is asked for when somebody has picked up


def test_a_code_that_the_provider_will_never_take_is_asked_for_once(server: Any, town: Cast, settings: Any) -> None:
    settings.SMS_GATEWAY = f"http://:secret@{server['http'].at}/send"
    server["http"].mood = "no_such"
    with stopped_at(NOON):
        send_code("sms", "+447700900123", "123456", language="en", until=NOON + timedelta(minutes=10))
        work_off(Lane.URGENT)

    assert len(server["http"].taken) == 1
    assert Job.objects.get(task="inbox.carry_code").state == "done"
