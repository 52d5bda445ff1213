"""Somebody is rude or worse: one warning, nobody alone, nobody left who may need help, all of it written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import Role, User
from bedside.booking.models import Appointment
from bedside.cases import actions as cases
from bedside.cases.models import Case
from bedside.cases.models import Kind as CaseKind
from bedside.cases.rounds import look_at_the_clock
from bedside.conduct import actions
from bedside.conduct.models import Incident, Kind, Marker, Outcome
from bedside.conduct.parts import noted
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.models import Refusal
from bedside.people.models import Label
from bedside.town.cast import Cast

MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
RUDE = "You are a stupid useless bitch and I will find out where you live."
FAIR = "It is a bloody disgrace that I waited three hours. Nobody told me anything!"


@pytest.fixture(autouse=True)
def a_tuesday(settings: LazySettings, request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    settings.DEMO = True
    with time_machine.travel(MORNING, tick=False) as clock:
        town: Cast = request.getfixturevalue("town")
        town.dr_osei.act_as(Role.CLINICIAN)
        town.nurse_lin.act_as(Role.NURSE)
        town.sam.act_as(Role.FRONT_DESK)
        town.ines.act_as(Role.MANAGER)
        yield clock


def client_of(login: User) -> Client:
    client = Client()
    client.force_login(login)
    return client


def written(town: Cast, words: str) -> Case:
    assert town.amara.login
    inbox.write(town.amara, "My visit", words, by=town.amara.login)
    work_off()
    return Case.objects.select_related("patient", "conversation", "chat").get(kind=CaseKind.MESSAGE)


def begun(town: Cast, kind: str = Kind.RUDE, **more: Any) -> Incident:
    return actions.begin(town.amara, kind=kind, said="Shouted at me.", by=town.sam, **more)


def over(town: Cast) -> Incident:
    incident = begun(town)
    actions.warn(incident, "Please stop.", by=town.sam)
    return actions.finish(incident, Outcome.ENDED, by=town.sam)


def reported(town: Cast) -> Incident:
    return actions.write_down(over(town), "She shouted, I warned her.", hurt=False, police=False, by=town.sam)


def noted_for(town: Cast, **more: Any) -> Marker:
    told: dict[str, Any] = {"what": "Two of us at the desk", "because": "You shouted at Sam.", "told_how": "By letter"}
    return actions.mark(reported(town), review_on=date(2027, 5, 1), by=town.ines, **(told | more))


def test_abuse_is_suggested_with_what_helps_and_a_fair_complaint_that_swears_is_not(town: Cast) -> None:
    case, desk = written(town, RUDE), client_of(town.sam)
    shown = desk.get(f"/desk/inbox/{case.pk}/").text
    assert "This may be abuse" in shown
    assert "You decide." in shown
    assert not Incident.objects.exists()  # nothing is noted by itself
    assert town.amara.login
    assert case.conversation
    inbox.write_again(case.conversation, FAIR, by=town.amara.login)
    Message.objects.filter(body=RUDE).update(body="Hello")
    assert "This may be abuse" not in desk.get(f"/desk/inbox/{case.pk}/").text


def test_there_is_one_warning_and_it_is_written_where_we_write(town: Cast) -> None:
    case, desk = written(town, RUDE), client_of(town.sam)
    assert "where you live" in desk.get(f"/desk/cases/{case.pk}/conduct/").text
    desk.post(f"/desk/cases/{case.pk}/conduct/", {"kind": "rude", "said": RUDE})
    incident = Incident.objects.get()
    desk.post(f"/desk/incidents/{incident.pk}/warning/", {"words": "Please stop, or we end this."})
    assert case.conversation
    assert case.conversation.messages.filter(body="Please stop, or we end this.").exists()
    assert not Case.objects.get(pk=case.pk).is_closed
    again = desk.post(f"/desk/incidents/{incident.pk}/warning/", {"words": "Stop!"})
    assert (again.status_code, "already" in again.text) == (409, True)
    assert desk.get(f"/desk/cases/{case.pk}/conduct/").status_code == 302  # it goes on where it was begun


def test_nobody_ends_it_without_a_warning_unless_there_is_a_threat(town: Cast) -> None:
    with pytest.raises(Refusal, match="Warn first"):
        actions.finish(begun(town), Outcome.ENDED, by=town.sam)
    threat = begun(town, Kind.THREAT)
    assert actions.finish(threat, Outcome.ENDED, by=town.sam).is_over
    with pytest.raises(Refusal, match="over already"):
        actions.finish(threat, Outcome.CALMED, by=town.sam)


def test_nobody_hangs_up_on_somebody_who_may_need_help(town: Cast) -> None:
    case = written(town, f"{RUDE} I have crushing chest pain and cannot breathe.")
    incident = actions.begin(town.amara, kind=Kind.RUDE, said="Shouted", by=town.sam, case=case)
    actions.warn(incident, "Please stop.", by=town.sam)
    assert Case.objects.get(pk=case.pk).is_running  # a warning is no answer to what she needs
    with pytest.raises(Refusal, match="may be urgent"):
        actions.finish(incident, Outcome.ENDED, by=town.sam)
    shown = client_of(town.sam).get(f"/desk/incidents/{incident.pk}/").text
    assert "Nobody hangs up" in shown
    assert "We ended it" not in shown


def test_a_second_person_is_somebody_else_and_goes_on(town: Cast) -> None:
    incident = begun(town)
    with pytest.raises(Refusal, match="somebody else"):
        actions.bring_in(incident, town.sam, by=town.sam)
    with pytest.raises(Refusal, match="who goes on"):
        actions.finish(incident, Outcome.HANDED_OVER, by=town.sam)
    actions.bring_in(incident, town.nurse_lin, by=town.sam)
    assert actions.finish(incident, Outcome.HANDED_OVER, by=town.sam).second == town.nurse_lin


def test_it_is_written_down_within_a_day_and_rings_until_it_is(town: Cast, a_tuesday: time_machine.Traveller) -> None:
    incident = over(town)
    case = actions.cases_of(incident).get()
    assert (case.kind, case.owner, case.due_at) == (CaseKind.CONDUCT, town.sam, MORNING + timedelta(days=1))
    cases.close(case, because="Busy", by=town.sam)
    work_off()
    assert actions.cases_of(incident).unfinished().count() == 1
    a_tuesday.move_to(MORNING + timedelta(hours=25))
    look_at_the_clock()
    assert actions.cases_of(incident).unfinished().get().escalated == 100
    actions.write_down(Incident.objects.get(), "What happened", hurt=False, police=True, by=town.sam)
    work_off()
    assert not actions.cases_of(incident).unfinished().exists()


def test_somebody_else_talks_it_over(town: Cast) -> None:
    incident = over(town)
    with pytest.raises(Refusal, match="Somebody else"):
        actions.talk_it_over(incident, "I am fine", by=town.sam)
    assert actions.talk_it_over(incident, "Shaken, went home", by=town.ines).debriefed_at


def test_a_note_needs_a_manager_a_report_a_day_within_half_a_year_and_that_she_is_told(town: Cast) -> None:
    told: dict[str, Any] = {"what": "Two of us", "because": "You shouted.", "told_how": "By letter"}
    good = date(2027, 5, 1)
    with pytest.raises(Refusal, match="no written report"):
        actions.mark(over(town), review_on=good, by=town.ines, **told)
    incident = actions.write_down(Incident.objects.get(), "x", hurt=False, police=False, by=town.sam)
    for day in (date(2026, 11, 24), date(2027, 5, 27)):
        with pytest.raises(Refusal, match="six months"):
            actions.mark(incident, review_on=day, by=town.ines, **told)
    with pytest.raises(Refusal, match="was told"):
        actions.mark(incident, review_on=good, by=town.ines, **(told | {"told_how": " "}))
    with pytest.raises(Refusal, match="manager"):
        actions.mark(incident, review_on=good, by=town.sam, **told)
    marker = actions.mark(incident, review_on=good, by=town.ines, **told)
    assert town.amara.login
    assert "You shouted." in client_of(town.amara.login).get("/me/notes/").text
    assert Message.objects.filter(about_id=marker.pk).exists()
    assert town.lina.login
    assert "You shouted." not in client_of(town.lina.login).get("/me/notes/").text


def test_a_note_that_nobody_looks_at_again_falls_away(town: Cast, a_tuesday: time_machine.Traveller) -> None:
    noted_for(town)
    assert [line.text for line in noted(town.dr_osei, town.amara)] == ["Two of us at the desk"]
    a_tuesday.move_to(datetime(2027, 5, 2, 9, tzinfo=UTC))
    assert noted(town.dr_osei, town.amara) == []


def test_a_note_ends_by_a_manager_with_a_reason(town: Cast) -> None:
    marker = noted_for(town)
    with pytest.raises(Refusal):
        actions.unmark(marker, because="It is over", by=town.sam)
    client_of(town.ines).post(f"/desk/notes/{marker.pk}/end/", {"because": "It was not her."})
    assert noted(town.dr_osei, town.amara) == []


def test_a_note_keeps_her_from_nothing(town: Cast) -> None:
    noted_for(town)
    assert town.amara.login
    hers = client_of(town.amara.login)
    shown = hers.post("/find/", {"need": "I have crushing chest pain and cannot breathe"}, follow=True).text
    assert "999" in shown
    before = Appointment.objects.filter(patient=town.amara).count()
    assert hers.get("/find/").status_code == 200
    assert Appointment.objects.filter(patient=town.amara).count() == before
    written(town, "May I have a new time?")  # and she is heard as before


def test_what_happened_in_confidence_is_not_the_managers_nor_the_desks(town: Cast) -> None:
    secret = actions.begin(town.amara, kind=Kind.RUDE, said="x", by=town.nurse_lin, label=Label.CONFIDENTIAL)
    for who in (town.ines, town.sam):
        assert client_of(who).get(f"/desk/incidents/{secret.pk}/").status_code == 404
    assert client_of(town.dr_osei).get(f"/desk/incidents/{secret.pk}/").status_code == 200


def test_the_second_one_of_a_day_is_for_somebody_else(town: Cast) -> None:
    desk = client_of(town.sam)
    address = f"/desk/patients/{town.amara.pk}/conduct/"
    assert "second one today" not in desk.get(address).text
    begun(town), begun(town)
    assert "second one today" in desk.get(address).text
