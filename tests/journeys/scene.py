"""A Tuesday morning at the clinic: visits, letters, cases, an offer, an emergency. Every page has a subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking import feeds, waiting
from bedside.booking.actions import guests
from bedside.booking.models import Appointment, Feed, GuestAsk, Means, Offer, Resource, Slot, Template, Waiting
from bedside.booking.sessions import open_session
from bedside.booking.visit_links import key_of
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind
from bedside.directory import actions as directory
from bedside.directory.models import Closure, Place, Post, Service, VisitType
from bedside.feedback import actions as feedback
from bedside.feedback.models import Invitation
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Conversation
from bedside.insight.models import Improvement
from bedside.jobs.models import Job, State
from bedside.jobs.worker import work_off
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Outside
from bedside.measures.registry import MEASURES
from bedside.people.models import Grant, Patient, StaffMember
from bedside.town.cast import Cast
from bedside.training import actions as training
from bedside.training import library
from bedside.training.models import LessonTaken, Play
from bedside.triage import actions as triage
from bedside.triage import ruling
from bedside.triage.models import RuleChange, Screening
from bedside.urgency import screen
from bedside.visits import actions as visits
from bedside.visits import summaries
from bedside.visits.models import Visit

from .scenes import (
    calls,
    canned,
    chats,
    complaints,
    conduct,
    deciding,
    desk,
    intake,
    letters,
    mailings,
    paper,
    rooms,
    routing,
    stays,
    talking,
    teams,
    video,
    wall,
    wording,
)
from .scenes import visits as waits

TICKED = screen.screening("adult").items[0].id
GUEST = "a-guest-of-this-morning"
CHEST = "crushing chest pain spreading to my arm, I cannot breathe"


def next_tuesday() -> datetime:
    """Half past ten, when the desk is busy."""
    today = now().replace(hour=10, minute=30, second=0, microsecond=0)
    return today + timedelta(days=(1 - today.weekday()) % 7 or 7)


def set_the_scene(town: Cast) -> None:
    _hold_sessions(town)
    booked = _book_the_day(town)
    _wait_for_an_earlier_time(town, booked)
    _write(town)
    _ask_for_help(town)
    cases.open_case(Kind.MESSAGE, "Ring the pharmacy about Amara", by=HOUSE, patient=town.amara)
    _be_seen(town)
    deciding.set_up(town)
    stays.set_up(town)
    rooms.set_up(town)
    waits.set_up(town)
    video.set_up(town)
    wall.set_up(town)
    _practise(town)
    desk.set_up(town)
    intake.set_up(town)
    paper.set_up(town)
    chats.set_up()
    letters.set_up(town)
    complaints.set_up(town)
    calls.set_up(town)
    conduct.set_up(town)
    talking.set_up(town)
    canned.set_up(town)
    wording.set_up(town)
    mailings.set_up(town)
    routing.set_up(town)
    lines = [{"at": "14:00", "minutes": 20}]
    booking.open_feed(town.osei, by=town.dr_osei)
    booking.make_template(
        town.osei, place=town.riverside, service=town.gp, weekdays=[4], lines=lines, name="Fridays", by=town.ines
    )
    _plan_rooms_and_a_group(town)
    _guests_come(town)
    days = {"first_day": (now() + timedelta(days=1)).date(), "last_day": (now() + timedelta(days=3)).date()}
    directory.shut(town.riverside, **days, reason="Repairs", by=HOUSE)
    town.dr_osei.act_as(Role.CLINICIAN)
    ruling.propose("RF03", level="E1", why="Our ambulance says so.", by=town.dr_osei)
    Job.objects.create(task="inbox.send", state=State.DEAD, error="The gateway did not answer.", finished_at=now())


def things() -> list[Any]:
    """Everything there is in the scene that a page may be about."""
    kinds = (
        *(Screening, Appointment, Case, Patient, Conversation, Offer, Authenticator, UserSession, LessonTaken, Play),
        *(Visit, Invitation, Improvement, Waiting, RuleChange, Template, Resource),
    )
    rows = [thing for kind in kinds for thing in kind.objects.order_by("pk")]  # type: ignore[attr-defined]
    rows += [kind.objects.order_by("pk")[0] for kind in (Service, VisitType, StaffMember, Place, Post, Closure, Slot)]
    rows += [*Slot.objects.filter(seats__gt=1), *Grant.objects.order_by("pk")[:1]]
    return [
        *rows,
        *stays.things(),
        *rooms.things(),
        *deciding.things(),
        *calls.things(),
        *chats.things(),
        *complaints.things(),
        *conduct.things(),
        *talking.things(),
        *letters.things(),
        *waits.things(),
        *intake.things(),
        *paper.things(),
        *video.things(),
        *teams.things(),
        *canned.things(),
        *wording.things(),
        *mailings.things(),
        *routing.things(),
        *library.lessons("en"),
        *library.scenarios("en"),
        *MEASURES,
        *links(),
    ]


@dataclass(frozen=True)
class Link:
    """What whoever has the message about Lina's visit holds in hand."""

    key: str = "the-key-in-linas-message"


def links() -> list[Link]:
    """The link that asks Lina how it was, one to each visit that is to come, and Dr Osei's own calendar."""
    hers = [Link(key_of(one)) for one in Appointment.objects.filter(label="", starts_at__gt=now())]
    return [Link(), *hers, *(Link(feeds.key_of(one)) for one in Feed.objects.order_by("pk"))]


def _be_seen(town: Cast) -> None:
    """Amara has been seen and told what was said, and waits once more; Lina is asked how it was; one chart is worse."""
    told = _seen(town, town.amara, "Room 8")
    town.dr_osei.act_as(Role.CLINICIAN)
    words: dict[str, Any] = {"original": "Sore knee. Stop ibuprofen.", "why_came": "You came with a sore knee."}
    words["medicines"] = [{"name": "Ibuprofen", "dose": "", "change": "stopped", "why": ""}]
    words["get_help"] = "Call us if your knee gets hot."
    summaries.sign(summaries.draft(told, by=town.dr_osei, **words), by=town.dr_osei)
    feedback.invite(told, by=HOUSE)
    visits.walk_in(town.amara, place=town.riverside, service=town.gp, reason="a cough", level="R14", by=town.sam)
    asked = feedback.past(_seen(town, town.lina, "Room 9"), asked_at=now())
    asked.digest = feedback.digest_of(Link().key)
    record("survey.asked", asked, by=HOUSE)
    chart = {"measure": "cases.kept_promises", "measure_version": 2, "week": now().date(), "kind": "shift_below"}
    for owner, place in ((town.ines, town.riverside), (town.sam, town.hillside)):
        task = Improvement(**chart, value=60, before=90, length=7, owner=owner, place=place, due_on=now().date())
        record("improvement.opened", task, by=HOUSE)


def _seen(town: Cast, patient: Patient, room: str) -> Visit:
    visit = visits.walk_in(patient, place=town.riverside, service=town.gp, reason="knee", level="R14", by=town.sam)
    called = visits.call(visit, room=visits.open_room(town.riverside, name=room, by=HOUSE), by=town.dr_osei)
    begun = visits.begin(called, by=town.dr_osei)
    return visits.finish(begun, by=town.dr_osei)


def _plan_rooms_and_a_group(town: Cast) -> None:
    """A room that is being painted, a scanner, and a group that Ana has joined."""
    room = Resource(kind=Means.ROOM, name="Room B", place=town.riverside)
    booking.set_up_resource(room, by=town.ines)
    soon = now() + timedelta(days=20)
    booking.take_out_of_use(room, soon, soon + timedelta(days=2), because="Painting", by=town.ines)
    scanner = Resource(kind=Means.DEVICE, what="ultrasound", name="Scanner", place=town.riverside)
    booking.set_up_resource(scanner, by=town.ines)
    booking.need(town.phone_call, Means.DEVICE, what="ultrasound", by=town.ines)
    lines = [{"at": "16:00", "minutes": 60}]
    meets = booking.make_template(
        town.osei, place=town.riverside, service=town.joints, weekdays=[3], lines=lines, seats=6, by=town.ines
    )
    day = now().date() + timedelta(days=7 + (3 - now().weekday()) % 7)
    booking.apply_template(meets, day, day, by=town.ines)
    booking.book(Slot.objects.get(seats=6), town.ana, town.knee_check, by=town.sam)


def _guests_come(town: Cast) -> None:
    """Without an account: one has booked, one has been sent a code, and one is asked who she is."""
    hand = Outside("guest", "abc")
    who = {"given_name": "Grace", "family_name": "Hopper", "channel": "email", "to": "grace@elsewhere.example"}
    free = Slot.objects.free().filter(service=town.joints, seats=1).order_by("-starts_at")
    for step, slot in enumerate(list(free[:3])):
        asks = triage.begin("my knee hurts", by=hand, guest=GUEST)
        triage.want(asks, town.knee_check.pk, by=hand)
        triage.say_who(asks, by=hand, age=42.0, sex="female", pregnant=False, pregnancy_asked=True)
        triage.answer(asks, by=hand, answers={})
        ask = guests.keep_time(asks, slot, town.knee_check, by=hand)
        if step < 2:
            guests.say_who(ask, network="198.51.100.7", birth_date=date(1984, 12, 9), **who)
        if step < 1:
            GuestAsk.objects.filter(pk=ask.pk).update(proved_at=now())
            guests.book_as_guest(ask, by=hand)


def _practise(town: Cast) -> None:
    """Everybody at work has taken a lesson and is in the middle of a scenario; Alex has ended it badly."""
    lesson, scenario = library.lessons("en")[0], library.scenarios("en")[0]
    for somebody in (town.sam, town.nurse_lin, town.dr_osei, town.ines, town.alex):
        training.take_lesson(lesson, [0, 0, 0], by=somebody)
        play = training.begin_play(scenario, by=somebody)
        for at, said in enumerate(["late", "calm", "turn"] if somebody == town.alex else ["late"]):
            training.choose(play, said, at=at, by=somebody)


def _hold_sessions(town: Cast) -> None:
    today = now().replace(hour=9, minute=0, second=0, microsecond=0)
    for day in (0, 1, 2, 5, 11):
        for member, place, service in (
            (town.osei, town.riverside, town.joints),
            (town.lee, town.riverside, town.gp),
            (town.lin, town.riverside, town.nurse),
        ):
            _hold(member, place, service, today + timedelta(days=day))


def _hold(member: StaffMember, place: Place, service: Service, starts: datetime) -> None:
    ends = starts + timedelta(hours=4)
    open_session(member, place=place, service=service, starts_at=starts, ends_at=ends, slot_minutes=20, by=HOUSE)


def _book_the_day(town: Cast) -> list[Appointment]:
    """Dr Osei's morning, and Amara's and Tomás's visits of the days after."""
    slots = list(Slot.objects.filter(staff_member=town.osei, starts_at__gt=now()).order_by("starts_at"))
    people = [town.lina, town.omar, town.ana]
    booked = [booking.book(slots[at * 2], who, town.knee_check, by=town.sam) for at, who in enumerate(people)]
    days_later = [slot for slot in slots if slot.starts_at > now() + timedelta(days=1)]
    booked.append(booking.book(days_later[0], town.amara, town.knee_check, by=town.sam, reason="My knee hurts"))
    lees = Slot.objects.filter(staff_member=town.lee, starts_at__gt=now()).order_by("-starts_at")
    booked.append(booking.book(lees[0], town.tomas, town.gp_visit, by=town.sam))
    gone = booking.book(days_later[2], town.lina, town.knee_check, by=town.sam)
    booking.cancel(gone, by=town.sam, because="is well again")
    return booked


def _wait_for_an_earlier_time(town: Cast, booked: list[Appointment]) -> None:
    waiting.wait_for(town.knee_check, town.amara, by=town.sam)
    booking.cancel(booked[2], by=town.sam, because="is well again")


def _write(town: Cast) -> None:
    assert town.amara.login is not None
    said = inbox.write(town.amara, "My tablets", "Can I take my tablets at night?", by=town.amara.login)
    work_off()
    case = Case.objects.get(conversation=said.conversation)
    cases.answer(case, "Yes, with a glass of water.", by=town.sam, then="close")
    inbox.write(town.amara, "Parking", "Is there a place to park " + "near the door " * 12, by=town.amara.login)
    inbox.write(town.tomas, "His rash", "The cream helped. Do we need to come again?", by=town.teresa)


def _ask_for_help(town: Cast) -> None:
    """One asks in words, one wants a visit, one has answered; Ana is at the desk; Tomás's words alarm us."""
    for hand, whom in ((town.amara.login, {"patient": town.amara}), (Outside("guest", "abc"), {"guest": GUEST})):
        assert hand is not None
        triage.begin("my knee hurts", by=hand, **whom)
        wants = triage.begin("my knee hurts", by=hand, **whom)
        triage.want(wants, town.knee_check.pk, by=hand)
        told = triage.begin("my knee hurts", by=hand, **whom)
        triage.want(told, town.knee_check.pk, by=hand)
        triage.say_who(told, by=hand, age=42.0, sex="female", pregnant=False, pregnancy_asked=True)
        triage.answer(told, by=hand, answers={})
        ticks = triage.begin("my knee hurts", by=hand, **whom)
        triage.want(ticks, town.knee_check.pk, by=hand)
        triage.say_who(ticks, by=hand, age=42.0, sex="female", pregnant=False, pregnancy_asked=True, ticked=[TICKED])
        swollen = triage.begin("my calf is swollen and hot", by=hand, **whom)
        triage.say_who(swollen, by=hand, age=42.0, sex="female", pregnant=False, pregnancy_asked=True)
        triage.answer(swollen, by=hand, answers={})
    desk = triage.begin("a cough for two days", by=town.sam, patient=town.ana, channel="walk_in")
    triage.say_who(desk, by=town.sam, pregnant=False, pregnancy_asked=True)
    triage.answer(desk, by=town.sam, answers={})
    triage.begin(CHEST, by=Outside("guest", "abc"), guest=GUEST)
    triage.begin(CHEST, by=town.teresa, patient=town.tomas)
    work_off()
