"""A clinician who is late: the house finds it by itself, and whom it concerns is told, once and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.config.clock import CLOCK
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import receipts
from bedside.inbox.models import Message, State, Way
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE, Outside
from bedside.journal.models import Entry
from bedside.people.actions import change_details
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.visits import actions, announcing, late
from bedside.visits.allotted import allotted
from bedside.visits.announced import Announced, Cause
from bedside.visits.keys import link_to
from bedside.visits.lateness import Lateness
from bedside.visits.models import Visit
from bedside.visits.running import Due, Hers, behind, delays, told_as

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_a_gap_in_the_day_makes_up_for_what_ran_over_before_it() -> None:
    due = [Due("a", after(0), 20, after(-5)), Due("b", after(20), 20), Due("c", after(90), 20)]
    assert delays(Hers(NINE, [after(-1)], inside=30, due=due), after(0)) == {"a": 30, "b": 30, "c": 0}


def test_who_is_late_herself_makes_nobody_late_and_a_group_begins_together() -> None:
    missing = Due("a", after(0), 60)
    met = [Due(name, after(20), 30, group="yoga") for name in "bc"]
    hers = Hers(NINE, [after(-1)], due=[missing, *met, Due("d", after(50), 10)])
    assert delays(hers, after(10)) == {"b": 0, "c": 0, "d": 0}


def test_she_is_late_from_a_quarter_of_an_hour_and_no_more_once_she_has_caught_up() -> None:
    def hers(minutes: float) -> Hers:
        return Hers(NINE, [NINE], minutes, due=[Due("a", after(20), 20, after(10))])

    assert behind(hers(14.9), after(20)) is None
    found = behind(hers(15), after(20))
    assert found
    assert (found.minutes, found.not_begun) == (15, False)
    assert behind(hers(6), after(20), was=True) is not None
    assert behind(hers(4), after(20), was=True) is None
    assert [told_as(one) for one in (10, 10.4, 12, 15.6)] == [10, 10, 15, 20]


@dataclass
class Morning:
    """Dr Osei sees people about their joints from nine, twenty minutes each. Amara has the first time."""

    town: Cast
    clock: Stopped

    def books(self, patient: Patient, minutes: int, label: str = "") -> Appointment:
        slot = Slot.objects.get(staff_member=self.town.osei, starts_at=after(minutes))
        return booking.book(slot, patient, self.town.knee_check, by=self.town.sam, label=label)

    def at(self, minutes: float) -> None:
        self.clock.move_to(after(minutes))
        late.look_everywhere()
        work_off()

    def told(self, patient: Patient) -> list[Message]:
        sent = Message.objects.filter(patient=patient, template="running_late", channel="sms", way=Way.OUT)
        return list(sent.order_by("due_at", "pk"))

    def news(self) -> list[tuple[str, int]]:
        entries = Entry.objects.filter(verb__startswith="session.", subject_type="visits.lateness").order_by("pk")
        return [(one.verb, one.facts["minutes"]) for one in entries]


@pytest.fixture
def day(town: Cast, settings: LazySettings) -> Iterator[Morning]:
    settings.DEMO = True
    with stopped_at(NINE - timedelta(days=1)) as clock:
        where = {"place": town.riverside, "service": town.joints, "slot_minutes": 20, "by": HOUSE}
        open_session(town.osei, starts_at=NINE, ends_at=after(240), **where)  # type: ignore[arg-type]
        morning = Morning(town, clock)
        morning.books(town.amara, 0)
        yield morning


def comes(day: Morning, patient: Patient, minutes: float) -> Visit:
    day.clock.move_to(after(minutes))
    visit = actions.arrive(Appointment.objects.get(patient=patient), by=day.town.sam)
    work_off()
    return visit


def test_a_session_without_a_first_call_is_noticed_and_who_comes_soon_is_told_once(day: Morning) -> None:
    assert late.look_everywhere in CLOCK["* * * * *"]
    for patient, minutes in ((day.town.lina, 20), (day.town.ana, 200)):
        day.books(patient, minutes)
    comes(day, day.town.amara, -5)
    day.at(9)
    assert day.news() == []

    for minute in range(10, 21):
        day.at(minute)

    assert day.news() == [("session.late", 10)]
    [told] = day.told(day.town.lina)
    assert "9:20" in told.body
    assert "15 min late" in told.body
    assert not {"joint", "joints", "knee", "osei"} & set(told.body.lower().replace(",", " ").split())
    assert told.not_after == after(20)
    assert day.told(day.town.ana) == [], "her time is far off, and the gap before it makes up for it"


def test_it_is_told_again_only_when_it_has_changed_much(day: Morning) -> None:
    day.books(day.town.lina, 80)
    for patient, minutes in ((day.town.ana, 20), (day.town.omar, 40)):
        day.books(patient, minutes)
    comes(day, day.town.amara, -5)
    for minute in range(10, 50):
        if minute in (15, 35):
            comes(day, day.town.ana if minute == 15 else day.town.omar, minute)
        day.at(minute)

    bodies = [one.body for one in day.told(day.town.lina)]
    assert ["15 min late" in bodies[0], "30 min late" in bodies[1], len(bodies)] == [True, True, 2]
    assert [minutes for _verb, minutes in day.news()] == [10, 25, 40]


def test_who_runs_late_is_noticed_from_the_visit_that_goes_on_and_is_late_no_more_when_she_has_caught_up(
    day: Morning,
) -> None:
    day.books(day.town.lina, 20)
    visit = comes(day, day.town.amara, -5)
    day.clock.move_to(after(0))
    visit = actions.call(Visit.objects.get(pk=visit.pk), room=day.town.rooms[0], by=day.town.sam)
    actions.begin(visit, by=day.town.dr_osei)
    second = comes(day, day.town.lina, 15)
    day.at(20)
    assert day.news() == []
    day.at(36)
    [lateness] = Lateness.objects.standing()
    assert (lateness.not_begun, lateness.staff_member) == (False, day.town.osei)

    actions.finish(Visit.objects.get(pk=visit.pk), by=day.town.dr_osei)
    actions.call(Visit.objects.get(pk=second.pk), room=day.town.rooms[0], by=day.town.sam)
    day.at(37)

    assert not Lateness.objects.standing().exists()
    assert [verb for verb, _minutes in day.news()] == ["session.late", "session.in_time_again"]


def test_what_was_not_sent_yet_is_taken_back_when_nobody_is_late_any_more(day: Morning) -> None:
    day.books(day.town.lina, 80)
    for patient, minutes in ((day.town.ana, 20), (day.town.omar, 40)):
        day.books(patient, minutes)
    visit = comes(day, day.town.amara, -5)
    second = comes(day, day.town.ana, 15)
    day.at(30)
    Message.objects.filter(template="running_late").update(state=State.WAITING)
    for one in (visit, second):
        actions.leave(one, by=day.town.sam, because="had to go")
    day.at(31)

    assert {one.state for one in day.told(day.town.lina)} == {State.WITHDRAWN}


def test_what_never_left_is_no_news_she_has_and_is_told_when_it_is_so_again(day: Morning) -> None:
    day.books(day.town.lina, 20)
    comes(day, day.town.amara, -5)
    day.at(16)
    Message.objects.filter(template="running_late").update(state=State.WITHDRAWN)
    day.at(17)
    day.at(18)

    first, second = day.told(day.town.lina)
    assert (first.state, second.state) == (State.WITHDRAWN, State.SENT)
    assert first.body == second.body


def test_a_morning_without_anybody_of_ours_makes_nobody_late(day: Morning) -> None:
    assert day.town.amara.login
    day.clock.move_to(after(-5))
    actions.arrive(Appointment.objects.get(), by=day.town.amara.login)  # by her own phone, before a closed door
    day.at(30)
    assert day.news() == []

    day.books(day.town.lina, 40)
    comes(day, day.town.lina, 31)
    day.at(32)
    assert [verb for verb, _minutes in day.news()] == ["session.late"]


def test_whoever_is_away_or_has_nobody_waiting_is_not_late(day: Morning) -> None:
    day.at(30)
    assert day.news() == [], "nobody has come yet"
    comes(day, day.town.amara, 31)
    Slot.objects.update(is_closed=True)
    day.at(50)
    assert day.news() == []


def test_nothing_is_said_of_what_is_confidential_and_a_record_of_two_names_is_written_to_as_she_is_known(
    day: Morning,
) -> None:
    day.books(day.town.lina, 20, Label.CONFIDENTIAL)
    day.books(day.town.omar, 40)
    Patient.objects.filter(pk=day.town.omar.pk).update(merged_into=day.town.ana)
    comes(day, day.town.amara, -5)
    day.at(18)

    assert day.told(day.town.lina) == []
    assert [one.patient for one in day.told(day.town.ana)] == [day.town.ana]


def test_who_waits_reads_why_and_that_we_are_sorry_and_is_told_so_when_her_range_breaks(day: Morning) -> None:
    visit = comes(day, day.town.amara, -5)
    day.at(10)
    assert "Visits have not begun on time. We are sorry." in Client().get(link_to(visit)).text

    for minute in range(11, 60):
        day.clock.move_to(after(minute))
        announcing.refresh_all()
    broken = Announced.objects.filter(visit=visit, reason__in=["longer", "overdue"])
    assert {one.cause for one in broken} == {Cause.LATE}
    assert "The clinician is running late." in Client().get(link_to(visit)).text


def test_the_desk_reads_it_and_what_is_suggested_does_without_her(day: Morning) -> None:
    comes(day, day.town.amara, -5)
    day.clock.move_to(after(0))
    assert allotted(day.town.riverside).plan.given
    day.at(10)

    assert not allotted(day.town.riverside).plan.given
    client = Client()
    client.force_login(day.town.sam)
    page = client.get(f"/desk/queue/?place={day.town.riverside.pk}").text
    assert f"{day.town.osei}: 10 minutes late." in page


def test_looking_twice_at_the_same_minute_tells_once(day: Morning) -> None:
    day.books(day.town.lina, 20)
    comes(day, day.town.amara, -5)
    for _again in range(3):
        day.at(16)

    assert len(day.news()) == 1
    assert len(day.told(day.town.lina)) == 1


@pytest.mark.parametrize(
    "begins",
    [
        datetime(2026, 10, 25, 1, 0, tzinfo=UTC),  # one o'clock, for the second time that night
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),  # two o'clock, after an hour that does not exist
    ],
)
def test_minutes_are_counted_as_they_pass_when_the_clocks_change(
    town: Cast, settings: LazySettings, begins: datetime
) -> None:
    settings.DEMO = True
    with stopped_at(begins - timedelta(days=1)) as clock:
        where = {"place": town.riverside, "service": town.joints, "slot_minutes": 20, "by": HOUSE}
        open_session(town.osei, starts_at=begins, ends_at=begins + timedelta(hours=2), **where)  # type: ignore[arg-type]
        slot = Slot.objects.get(starts_at=begins)
        found = booking.book(slot, town.amara, town.knee_check, by=town.sam)
        clock.move_to(begins - timedelta(minutes=5))
        actions.arrive(found, by=town.sam)
        seen = []
        for minute in (0, 9, 10):
            clock.move_to(begins + timedelta(minutes=minute))
            late.look_everywhere()
            seen.append([one.minutes for one in Lateness.objects.standing()])

    assert seen == [[], [], [10]]


def test_who_takes_her_phone_may_still_answer_as_ever(day: Morning) -> None:
    """The text is about her visit: a key pressed in a call, or the link, acts on that one."""
    coming = day.books(day.town.lina, 20)
    comes(day, day.town.amara, -5)
    day.at(16)
    assert {one.about_id for one in day.told(day.town.lina)} == {coming.pk}
    booking.cancel(coming, by=Outside("visit_link", str(coming.pk)), because="cannot wait")
    assert not Message.objects.waiting().filter(template="running_late", about_id=coming.pk).exists()


def test_whoever_is_called_a_second_time_about_it_stops_nobodys_news(day: Morning) -> None:
    change_details(day.town.lina, by=HOUSE, wishes={"wait": {"by": "voice"}})
    day.books(day.town.lina, 20)
    comes(day, day.town.amara, -5)
    day.at(15)
    call = Message.objects.get(patient=day.town.lina, template="running_late", channel="voice")
    Message.objects.filter(pk=call.pk).update(state=State.SENT, tries=1, sent_at=after(15), not_after=after(120))
    receipts.told(call.pk, 1, "no-answer")
    assert Message.objects.filter(key=f"{call.key}:again").exists()

    assert late.look(day.town.riverside) == 0
    assert Message.objects.waiting().filter(key=f"{call.key}:again").exists()


def test_a_place_where_something_is_wrong_stops_no_other(day: Morning) -> None:
    coming = day.books(day.town.lina, 20)
    hour = {"place": day.town.hillside, "service": day.town.gp, "slot_minutes": 20, "by": HOUSE}
    open_session(day.town.lee, starts_at=NINE, ends_at=after(60), **hour)  # type: ignore[arg-type]
    first = Slot.objects.get(staff_member=day.town.lee, starts_at=NINE)
    booking.book(first, day.town.omar, day.town.gp_visit, by=day.town.sam)
    Message(
        patient=day.town.lina, way=Way.OUT, template="running_late", about_id=coming.pk, key="late:nobody", state="sent"
    ).save()
    for patient in (day.town.amara, day.town.omar):
        comes(day, patient, -5)
    day.at(16)

    with pytest.raises(ValueError, match="unpack"):
        late.look(day.town.riverside)
    assert day.town.hillside.pk in {one.place_id for one in Lateness.objects.standing()}
