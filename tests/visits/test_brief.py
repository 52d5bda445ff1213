from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.cases import actions as cases
from bedside.cases.models import Kind
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox import actions as inbox
from bedside.inbox import incoming
from bedside.inbox.models import Message
from bedside.journal.hands import HOUSE
from bedside.journal.models import Sight
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.records.models import PastVisit
from bedside.town.cast import Cast
from bedside.triage.models import Screening
from bedside.visits import actions, summaries
from bedside.visits.models import Room, Visit

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
QUERIES = 30  # of a whole page, with the session, the role, the bar and the sights


@pytest.fixture
def clock() -> Iterator[Stopped]:
    with stopped_at(MORNING) as clock:
        yield clock


@pytest.fixture
def room(town: Cast, clock: Stopped) -> Room:
    return actions.open_room(town.riverside, name="Room 8", by=HOUSE)


@pytest.fixture
def osei(town: Cast, client: Client, settings: Any) -> Client:
    settings.DEMO = True
    client.force_login(town.dr_osei)
    return client


def comes(town: Cast, patient: Patient, reason: str, **more: Any) -> Visit:
    about = {"place": town.riverside, "service": town.gp, "level": "R14", "staff_member": town.osei}
    return actions.walk_in(patient, reason=reason, by=town.sam, **about | more)


def was_seen(town: Cast, room: Room, clock: Stopped, reason: str, waited: int = 18, **more: Patient) -> Visit:
    visit = comes(town, more.get("patient", town.amara), reason)
    clock.move(minutes=waited)
    actions.begin(actions.call(visit, room=room, by=town.dr_osei), by=town.dr_osei)
    return actions.finish(visit, by=town.dr_osei)


def brief(client: Client, visit: Visit) -> str:
    answer = client.get(f"/desk/mine/{visit.pk}/brief/")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_one_page_says_how_to_address_her_why_she_came_and_what_worried_her(
    town: Cast, room: Room, clock: Stopped, osei: Client
) -> None:
    people.change_details(
        town.amara,
        by=town.sam,
        preferred_name="Ama",
        pronouns="she/her",
        language="es",
        interpreter=True,
        needs="A ramp",
    )
    before = was_seen(town, room, clock, "I worry about my heart")
    words = {"original": "Cough.", "why_came": "You came with a cough.", "next_steps": "Rest, and drink a lot."}
    summaries.sign(summaries.draft(before, by=town.dr_osei, **words, language="en"), by=town.dr_osei)
    inbox.write(town.amara, "My tablets", "Are the tablets safe at night?", by=town.amara.login)
    cases.open_case(Kind.MESSAGE, "Call Ama about her tablets", by=HOUSE, patient=town.amara)
    clock.move(days=1)
    visit = comes(town, town.amara, "The cough is back")
    clock.move(minutes=25)

    read = brief(osei, visit)

    for words_of in (
        *("Ama", "she/her", "Spanish, needs an interpreter", "A ramp", "The cough is back", "I worry about my heart"),
        *(
            "Rest, and drink a lot.",
            "Are the tablets safe at night?",
            "Call Ama about her tablets",
            "waited 18 minutes",
        ),
        *("25 minutes", "Longer than 20 minutes"),
    ):
        assert words_of in read, words_of


def test_a_wait_that_nobody_measured_is_unknown_and_never_none(
    town: Cast, room: Room, clock: Stopped, osei: Client
) -> None:
    before = was_seen(town, room, clock, "A cough")
    Visit.objects.filter(pk=before.pk).update(began_at=None)
    clock.move(days=1)
    now = comes(town, town.amara, "A cough")
    Visit.objects.filter(pk=now.pk).update(arrived_at=None)

    read = brief(osei, now)

    assert "wait not known" in read
    assert "<dt>Came</dt><dd>unknown</dd>" in read.replace("</dt> <dd>", "</dt><dd>")
    assert "0 minutes" not in read


def test_what_another_system_remembers_is_told_too(town: Cast, clock: Stopped, osei: Client) -> None:
    PastVisit.objects.bulk_create(
        [PastVisit(patient=town.amara, status="finished", day="2024-05", what="Knee operation", version=1)]
    )

    assert "May 2024: Knee operation" in brief(osei, comes(town, town.amara, "My knee"))


def test_whoever_reads_a_brief_leaves_a_sight_with_the_reason(town: Cast, clock: Stopped, osei: Client) -> None:
    brief(osei, comes(town, town.amara, "My knee"))

    assert Sight.objects.get(what="visits/brief").why == "before a visit"


def test_the_front_desk_reads_no_brief(town: Cast, clock: Stopped, client: Client, settings: Any) -> None:
    settings.DEMO = True
    client.force_login(town.sam)

    assert client.get(f"/desk/mine/{comes(town, town.amara, 'My knee').pk}/brief/").status_code == 404


def test_a_long_history_costs_no_more_than_a_short_one(
    town: Cast, room: Room, clock: Stopped, osei: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        was_seen(town, room, clock, f"Reason {number}")
        clock.move(days=1)
        inbox.write(town.amara, f"Letter {number}", "Words", by=town.amara.login)
        cases.open_case(Kind.MESSAGE, f"Promise {number}", by=HOUSE, patient=town.amara)
    visit = comes(town, town.amara, "Now")
    brief(osei, visit)

    with django_assert_max_num_queries(QUERIES) as long:
        brief(osei, visit)
    spent = len(long)

    was_seen(town, room, clock, "Once", waited=1, patient=town.lina)
    short = comes(town, town.lina, "Now")
    brief(osei, short)
    with django_assert_max_num_queries(QUERIES) as few:
        brief(osei, short)
    assert len(few) == spent


def test_my_day_shows_who_waits_for_me_and_what_is_not_signed(
    town: Cast, room: Room, clock: Stopped, osei: Client
) -> None:
    seen = was_seen(town, room, clock, "A cough")
    comes(town, town.lina, "My knee")
    comes(town, town.omar, "For another", staff_member=town.lee)

    page = osei.get("/desk/mine/").text

    assert "Brandt, Lina" in page
    assert "Haddad, Omar" not in page
    assert f"/desk/mine/{seen.pk}/summary/" in page
    assert "not begun" in page


def test_calling_the_next_person_opens_the_brief(town: Cast, room: Room, clock: Stopped, osei: Client) -> None:
    hers = comes(town, town.lina, "My knee")

    answer = osei.post(f"/desk/mine/calls/?place={town.riverside.pk}", {"room": room.pk})

    assert answer.headers["Location"] == f"/desk/mine/{hers.pk}/brief/"
    hers.refresh_from_db()
    assert (hers.state, hers.room) == ("called", room)


def test_a_signed_summary_is_found_from_home(town: Cast, room: Room, clock: Stopped, client: Client) -> None:
    seen = was_seen(town, room, clock, "A cough")
    words = {"original": "Cough.", "why_came": "You came with a cough."}
    summaries.sign(summaries.draft(seen, by=town.dr_osei, **words), by=town.dr_osei)
    assert town.amara.login
    client.force_login(town.amara.login)

    assert f"/visits/{seen.pk}/summary/" in client.get("/home/").text


def test_what_may_be_due_stands_before_the_door_with_who_says_so(town: Cast, osei: Client, clock: Stopped) -> None:
    Patient.objects.filter(pk=town.amara.pk).update(birth_date="1973-05-01", sex="male")
    page = brief(osei, comes(town, town.amara, "My knee"))

    assert "Bowel screening, every 2 years: nothing on record here." in page
    assert "Not clinically reviewed" in page
    assert "Breast screening" not in page


def test_what_is_not_surely_hers_is_marked_wherever_it_is_quoted(
    town: Cast, room: Room, clock: Stopped, osei: Client
) -> None:
    people.change_details(town.lina, by=town.sam, phone=town.amara.phone)
    visit = comes(town, town.amara, "Knee")
    inbox.write(town.amara, "Knee", "It is stiff in the morning.", by=town.amara.login)
    assert "Not sure who wrote this." not in brief(osei, visit)

    incoming.hear("sms", town.amara.phone, "I have crushing chest pain and I am sweating", key="shared")
    Message.objects.filter(is_unsure=True).exclude(patient=town.amara).update(patient=town.amara)
    Screening.objects.filter(patient=town.lina).update(patient=town.amara)

    told = brief(osei, visit)
    assert "Several patients share this number or address. Ask who wrote before you say anything." in told
    assert told.count("Not sure who wrote this.") == 2  # at the message, and at the emergency it opened
