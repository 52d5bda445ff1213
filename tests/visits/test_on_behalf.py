"""What staff do for somebody who waits: less urgent after a look, out and called back, and her link again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import User
from bedside.cases.models import Case, Kind
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.visits import actions, worse
from bedside.visits.announced import Announced, Reason
from bedside.visits.keys import hand_of_key, link_to
from bedside.visits.models import Visit
from bedside.visits.queue import queue

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock(settings: LazySettings) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(MORNING) as stopped:
        yield stopped


@pytest.fixture
def anas(town: Cast, clock: Stopped) -> Visit:
    """Lina came first; then Ana, who has no page of her own."""
    here = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14", "by": town.sam}
    actions.walk_in(town.lina, **here)  # type: ignore[arg-type]
    clock.move(minutes=5)
    visit = actions.walk_in(town.ana, **here)  # type: ignore[arg-type]
    work_off()
    clock.move(minutes=5)
    return visit


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fresh(visit: Visit) -> Visit:
    return Visit.objects.get(pk=visit.pk)


def test_a_clinician_who_has_looked_lowers_it_by_name_and_with_a_reason(town: Cast, anas: Visit) -> None:
    worse.feel_worse(anas, by=hand_of_key(anas))
    work_off()
    assert queue(town.riverside)[0].visit == anas
    osei, address = at(town.dr_osei), f"/desk/visits/{anas.pk}/level/"
    assert address in osei.get(f"/desk/queue/?place={town.riverside.pk}").text
    assert osei.post(address, {"to": "R14", "because": ""}).status_code == 200
    assert fresh(anas).level == "H"

    stale = {"to": "R14", "because": "Seen. Breathes calmly.", "seen": fresh(anas).version}
    assert f'name="seen" value="{stale["seen"]}"' in osei.get(address).text
    worse.feel_worse(anas, words="it is worse again", by=hand_of_key(anas))
    assert osei.post(address, stale).status_code == 409
    assert fresh(anas).worse_at is not None
    osei.post(address, stale | {"seen": fresh(anas).version})
    work_off()

    lowered = Entry.objects.get(verb="visit.lowered", subject_id=anas.pk)
    assert (lowered.actor_id, lowered.because) == (str(town.dr_osei.pk), "Seen. Breathes calmly.")
    assert lowered.facts["was"] == "H"
    assert (fresh(anas).level, fresh(anas).worse_at) == ("R14", None)
    assert queue(town.riverside)[0].visit != anas
    assert not Case.objects.unfinished().filter(kind=Kind.WORSE).exists()


def test_nobody_else_lowers_it_and_nothing_is_raised_that_way(town: Cast, anas: Visit) -> None:
    worse.feel_worse(anas, by=hand_of_key(anas))
    for hand in (town.sam, town.nurse_lin, hand_of_key(anas)):
        with pytest.raises(Refusal, match="Only a clinician"):
            worse.lower(anas, to="R14", by=hand, because="looks well")
    for level in ("H", "E1"):
        with pytest.raises(Refusal, match="not more urgent"):
            worse.lower(anas, to=level, by=town.dr_osei, because="looks well")
    assert fresh(anas).level == "H"


def test_an_emergency_that_stands_is_stood_down_first(town: Cast, anas: Visit) -> None:
    worse.feel_worse(anas, words="crushing chest pain spreading to my arm", by=hand_of_key(anas))
    with pytest.raises(Refusal, match="stand it down"):
        worse.lower(anas, to="R14", by=town.dr_osei, because="looks well")

    stands = Screening.objects.emergency_of(town.ana)
    assert stands
    triage.stand_down(stands, to="R14", by=town.dr_osei, because="heart is well")
    assert worse.lower(anas, to="R14", by=town.dr_osei, because="heart is well").level == "R14"


def test_what_she_says_after_the_look_keeps_its_case(town: Cast, anas: Visit, clock: Stopped) -> None:
    worse.feel_worse(anas, by=hand_of_key(anas))
    work_off()
    clock.move(minutes=2)
    worse.lower(anas, to="R14", by=town.dr_osei, because="looks well")
    clock.move(minutes=2)
    worse.feel_worse(anas, by=hand_of_key(anas))
    work_off()

    assert Case.objects.unfinished().filter(kind=Kind.WORSE).exists()
    assert fresh(anas).level == "H"


def test_the_desk_sends_her_out_for_her_and_sends_the_link_again(town: Cast, anas: Visit) -> None:
    Announced.objects.filter(visit=anas).delete()
    Announced.objects.create(visit=anas, number=1, low=60, high=80, basis="queue", reason=Reason.FIRST)
    sam, ticket = at(town.sam), f"/desk/visits/{anas.pk}/ticket/"
    assert "Goes out, and needs to come back:" in sam.get(ticket).text

    sam.post(f"/desk/visits/{anas.pk}/out/", {"minutes": "20"})
    went = Entry.objects.get(verb="visit.went_out", subject_id=anas.pk)
    assert (went.actor_id, fresh(anas).travel_minutes) == (str(town.sam.pk), 20)
    assert "Out since" in sam.get(ticket).text
    assert sam.post(f"/desk/visits/{anas.pk}/out/", {"minutes": "7"}).status_code == 409

    before = Message.objects.filter(template="waiting", about_id=anas.pk).count()
    for _again in range(2):
        page = sam.post(f"/desk/visits/{anas.pk}/link/", follow=True)
        assert "The link is on its way." in page.text
    sent = Message.objects.filter(template="waiting", about_id=anas.pk)
    assert sent.count() == before + 2
    assert all(link_to(anas) in one.body for one in sent)


def test_who_cannot_be_written_to_is_given_her_ticket_on_paper(town: Cast, anas: Visit) -> None:
    Patient.objects.filter(pk=town.ana.pk).update(wants_sms=False)
    page = at(town.sam).post(f"/desk/visits/{anas.pk}/link/", follow=True)
    assert "We have no way to write to this person. Print the ticket." in page.text
