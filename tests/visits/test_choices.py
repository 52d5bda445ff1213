"""Where a wait is longer than was said she has real choices: another day, a word with somebody, and her place kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind
from bedside.cases.reactions import note_spoken_to, open_for_who_asks
from bedside.config.clock import CLOCK
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions as inbox
from bedside.inbox.incoming import hear
from bedside.inbox.models import Message, State, Way
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.visits import actions, choices, kept, reactions, worse
from bedside.visits.announced import Announced, Cause, Reason
from bedside.visits.keys import hand_of_key, link_to
from bedside.visits.models import State as Stands
from bedside.visits.models import Visit

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock(settings: LazySettings) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(MORNING) as stopped:
        yield stopped


@pytest.fixture
def amaras(town: Cast, clock: Stopped) -> Visit:
    """Amara waits for the joint clinic; Dr Osei has times tomorrow."""
    where = {"place": town.riverside, "service": town.joints, "by": HOUSE}
    begins = MORNING + timedelta(days=1)
    open_session(town.osei, starts_at=begins, ends_at=begins + timedelta(hours=1), slot_minutes=20, **where)  # type: ignore[arg-type]
    here = {"place": town.riverside, "service": town.joints, "reason": "knee", "level": "R14", "by": town.sam}
    visit = actions.walk_in(town.amara, **here)  # type: ignore[arg-type]
    work_off()
    return visit


def longer(visit: Visit) -> None:
    told = {"low": 40, "high": 55, "basis": "queue", "reason": Reason.LONGER, "cause": Cause.SLOWER}
    Announced.objects.create(visit=visit, number=90, **told)


def says(visit: Visit, what: str, *, follow: bool = True) -> str:
    """She presses a button on the page behind her link; where she is led."""
    answer = Client().post(f"{link_to(visit)}choice/", {"says": what}, follow=False)
    return str(answer["Location"])


def books(town: Cast, patient: Patient) -> None:
    booking.book(Slot.objects.order_by("starts_at")[0], patient, town.knee_check, by=town.sam)


def test_a_wait_that_is_broken_shows_what_she_can_choose_and_each_choice_leads_somewhere(amaras: Visit) -> None:
    longer(amaras)
    page = Client().get(link_to(amaras)).text
    for choice in ("Keep waiting.", "Talk to somebody.", "Come on another day."):
        assert choice in page
    for anchor in ("talk", "going"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_who_looks_for_another_day_keeps_her_place_until_she_has_one(town: Cast, amaras: Visit, clock: Stopped) -> None:
    assert choices.let_go_whoever_has_another_day in CLOCK["* * * * *"]
    assert says(amaras, "another day") == f"/book/{town.joints.slug}/"
    assert Client().get(f"/book/{town.joints.slug}/").status_code == 200
    choices.let_go_whoever_has_another_day()
    assert Visit.objects.get(pk=amaras.pk).state == Stands.WAITING
    assert "You look for another day." in Client().get(link_to(amaras)).text

    clock.move(minutes=5)
    books(town, town.amara)
    assert choices.let_go_whoever_has_another_day() == 1

    left = Visit.objects.get(pk=amaras.pk)
    assert left.state == Stands.LEFT
    assert Entry.objects.get(verb="visit.left", subject_id=left.pk).because == "will come another day"
    assert choices.let_go_whoever_has_another_day() == 0


def test_who_stays_after_all_is_not_put_out_of_the_line_by_what_she_books(town: Cast, amaras: Visit) -> None:
    says(amaras, "another day")
    assert says(amaras, "stay") == link_to(amaras)
    books(town, town.amara)

    assert choices.let_go_whoever_has_another_day() == 0
    assert Visit.objects.get(pk=amaras.pk).state == Stands.WAITING


def test_what_was_booked_before_or_for_somebody_else_puts_nobody_out(town: Cast, amaras: Visit, clock: Stopped) -> None:
    books(town, town.amara)
    clock.move(minutes=1)
    says(amaras, "another day")
    booking.book(Slot.objects.order_by("starts_at")[1], town.lina, town.knee_check, by=town.sam)

    assert choices.let_go_whoever_has_another_day() == 0


def test_another_name_of_hers_counts_as_she_does(town: Cast, amaras: Visit) -> None:
    says(amaras, "another day")
    books(town, town.lina)
    Patient.objects.filter(pk=town.lina.pk).update(merged_into=town.amara)

    assert choices.let_go_whoever_has_another_day() == 1


def test_who_needs_it_soon_or_in_confidence_talks_to_somebody_instead(town: Cast, amaras: Visit) -> None:
    worse.feel_worse(amaras, by=hand_of_key(amaras))
    with pytest.raises(Refusal, match="front desk"):
        choices.look_for_another_day(amaras, by=hand_of_key(amaras))
    assert "Choose another day" not in Client().get(link_to(amaras)).text


def test_who_wishes_to_talk_opens_one_case_that_ends_with_her_wait(town: Cast, amaras: Visit, clock: Stopped) -> None:
    says(amaras, "somebody")
    says(amaras, "somebody")
    work_off()

    case = Case.objects.get(kind=Kind.ASKS)
    assert str(case) == "A1, Riverside: waits and wishes to speak to somebody. Go to them"
    assert "Somebody comes to you." in Client().get(link_to(amaras)).text
    open_for_who_asks(Entry.objects.get(verb="visit.asks_for_us"))
    assert Case.objects.filter(kind=Kind.ASKS).count() == 1

    clock.move(minutes=1)
    actions.leave(Visit.objects.get(pk=amaras.pk), by=town.sam, because="had to go")
    work_off()
    assert not Case.objects.unfinished().filter(kind=Kind.ASKS).exists()


def test_once_somebody_has_spoken_to_her_nobody_is_on_the_way_any_more(
    town: Cast, amaras: Visit, clock: Stopped
) -> None:
    says(amaras, "somebody")
    work_off()
    first = Case.objects.get(kind=Kind.ASKS)
    clock.move(minutes=1)
    cases.close(first, because="spoke to her", by=town.sam)
    work_off()

    assert Visit.objects.get(pk=amaras.pk).asked_us_at is None
    assert "Somebody comes to you." not in Client().get(link_to(amaras)).text
    says(amaras, "somebody")  # she may ask again at once
    work_off()
    assert "Somebody comes to you." in Client().get(link_to(amaras)).text
    note_spoken_to(Entry.objects.get(verb="case.closed"))  # told twice
    assert Visit.objects.get(pk=amaras.pk).asked_us_at is not None


def test_a_text_for_another_time_is_not_of_todays_wait_where_another_visit_may_be_meant(
    town: Cast, amaras: Visit, clock: Stopped
) -> None:
    begins = MORNING + timedelta(days=30)
    for number in range(2):
        starts = begins + timedelta(days=number)
        where = {"place": town.riverside, "service": town.joints, "by": HOUSE}
        open_session(town.osei, starts_at=starts, ends_at=starts + timedelta(hours=1), slot_minutes=20, **where)  # type: ignore[arg-type]
        booking.book(Slot.objects.get(starts_at=starts), town.amara, town.knee_check, by=town.sam)
    assert amaras.patient.phone
    hear("sms", amaras.patient.phone, "Another time please", key="m1")
    work_off()

    assert Visit.objects.get(pk=amaras.pk).another_day_at is None
    assert not Message.objects.filter(template__in=("another_day", "other_time")).exists()
    assert Case.objects.unfinished().filter(kind=Kind.MESSAGE, patient=amaras.patient).exists()  # a person reads it


def test_by_text_she_asks_for_another_day_and_is_sent_the_link(town: Cast, amaras: Visit, clock: Stopped) -> None:
    assert amaras.patient.phone
    hear("sms", amaras.patient.phone, "Another time please", key="m1")
    work_off()

    [sent] = Message.objects.filter(template="another_day", way=Way.OUT)
    assert link_to(amaras) in sent.body
    assert "joint" not in sent.body.lower()
    assert Visit.objects.get(pk=amaras.pk).another_day_at == MORNING


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("I feel worse now, please come", "visit.feels_worse"),
        ("I have crushing chest pain spreading to my arm", "visit.feels_worse"),
        ("Where is the toilet?", "visit.asks_for_us"),
    ],
)
def test_what_somebody_writes_on_her_own_pages_while_she_waits_is_heard_at_once(
    town: Cast, amaras: Visit, words: str, verb: str
) -> None:
    assert town.amara.login
    inbox.write(town.amara, "Waiting", words, by=town.amara.login)
    work_off()
    heard = [one.verb for one in Entry.objects.filter(subject_id=amaras.pk).order_by("pk")][1:]
    assert heard == [verb]

    message = Message.objects.get(way=Way.IN)
    for entry in Entry.objects.filter(subject_id=message.pk, verb__startswith="message.received"):
        reactions.hear_worse(entry)
    assert Entry.objects.filter(subject_id=amaras.pk, verb=verb).count() == 1, "told twice, done once"


def test_confidential_words_leave_no_echo_on_a_wait_that_is_not(town: Cast, amaras: Visit) -> None:
    assert town.amara.login
    inbox.write(
        town.amara, "Waiting", "I feel worse, it is the abortion", by=town.amara.login, label=Label.CONFIDENTIAL
    )
    work_off()

    entry = Entry.objects.get(subject_id=amaras.pk, verb="visit.feels_worse")
    assert entry.facts["screening"] == ""


def test_a_call_that_is_told_twice_still_reaches_her(town: Cast, amaras: Visit) -> None:
    actions.call(Visit.objects.get(pk=amaras.pk), room=town.rooms[0], by=town.sam)
    called = Entry.objects.get(verb="visit.called", subject_id=amaras.pk)
    reactions.close_the_wait(called)
    Message.objects.filter(template__in=["come_now", "waiting"]).update(state=State.WAITING)
    reactions.close_the_wait(called)

    told = dict(Message.objects.filter(about_id=amaras.pk, channel="sms").values_list("template", "state"))
    assert told == {"come_now": State.WAITING, "waiting": State.WITHDRAWN}


def test_how_often_our_times_held_is_said_in_one_line_and_not_of_few(town: Cast, amaras: Visit, clock: Stopped) -> None:
    longer(amaras)
    assert "We do not know yet how often our times hold here." in Client().get(link_to(amaras)).text

    yesterday, past = MORNING - timedelta(days=1), []
    for number in range(40):
        ticket = {"ticket": f"C{number}", "day": yesterday.date(), "state": Stands.FINISHED, "arrived_at": yesterday}
        about = {"patient": town.ana, "place": town.riverside, "service": town.gp}
        past.append(Visit(label=Label.CONFIDENTIAL if number >= 32 else Label.NONE, **ticket, **about))
    Visit.objects.bulk_create(past)
    Announced.objects.bulk_create(
        Announced(visit=one, number=1, at=yesterday, low=5, high=10, basis="queue", reason="first", held=number >= 8)
        for number, one in enumerate(past)
    )
    kept._known.clear()

    said = "In the last 4 weeks 75 of 100 people were called in the time we first told them (32 people)."
    assert said in Client().get(link_to(amaras)).text
    assert kept.kept_at(town.hillside).share is None


def test_who_feels_worse_is_not_put_out_of_the_line_by_the_day_she_has_booked(town: Cast, amaras: Visit) -> None:
    says(amaras, "another day")
    worse.feel_worse(amaras, by=hand_of_key(amaras))
    books(town, town.amara)
    assert Visit.objects.get(pk=amaras.pk).another_day_at is None

    assert choices.let_go_whoever_has_another_day() == 0
    assert Visit.objects.get(pk=amaras.pk).state == Stands.WAITING


def test_who_has_become_urgent_or_confidential_since_keeps_her_place(town: Cast, amaras: Visit) -> None:
    says(amaras, "another day")
    books(town, town.amara)
    for since in ({"level": "U4"}, {"level": "R14", "label": Label.CONFIDENTIAL}):
        Visit.objects.filter(pk=amaras.pk).update(**since)
        assert choices.let_go_whoever_has_another_day() == 0
    assert Visit.objects.get(pk=amaras.pk).state == Stands.WAITING
