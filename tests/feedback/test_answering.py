"""One tap by a link, without signing in; and what comes of an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.booking.models import Appointment
from bedside.cases.models import Case, Kind, Team
from bedside.feedback import actions
from bedside.feedback.models import Answer, Channel, Invitation
from bedside.inbox.models import Message, State
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people import actions as people
from bedside.people.models import Scope

from .conftest import Day


def test_one_tap_is_enough(day: Day, client: Client) -> None:
    link = day.link()

    after = client.post(link, {"overall": "good"}, follow=True)

    assert "Thank you" in after.text
    answer = Answer.objects.get()
    assert (answer.overall, answer.comment, answer.channel) == ("good", "", Channel.LINK)
    assert Entry.objects.get(verb="survey.answered").actor_kind == "survey"


def test_the_page_shows_no_name_and_nothing_of_the_visit(day: Day, client: Client) -> None:
    page = client.get(day.link())

    assert page.headers["Cache-Control"] == "no-store"
    for told in ("Amara", "Okafor", "Osei", "knee", "Knee", "joint", "Monday"):
        assert told not in page.text


def test_looking_at_the_link_uses_nothing_up(day: Day, client: Client) -> None:
    link = day.link()
    for _ in range(3):
        assert client.get(link).status_code == client.head(link).status_code == 200

    assert Invitation.objects.get().opened_at is None
    assert Invitation.objects.get().is_open


def test_the_page_itself_says_that_it_was_opened(day: Day, client: Client) -> None:
    link = day.link()
    client.post(f"{link}opening/", headers={"HX-Request": "true"})

    assert Invitation.objects.get().opened_at == day.clock()


def test_a_second_answer_is_refused_kindly_and_changes_nothing(day: Day, client: Client) -> None:
    link = day.link()
    client.post(link, {"overall": "good"})

    again = client.post(link, {"overall": "very_poor"})
    assert again.status_code == 409
    assert "You have answered already. Thank you." in again.text
    assert "There is nothing more to do" in client.get(link).text
    assert Answer.objects.get().overall == "good"


def test_without_a_choice_the_page_says_what_is_missing(day: Day, client: Client) -> None:
    page = client.post(day.link(), {"comment": "It was fine."})

    assert "Choose how your visit was." in page.text
    assert "It was fine." in page.text
    assert not Answer.objects.exists()


def test_a_link_runs_out_after_fourteen_days(day: Day, client: Client) -> None:
    link = day.link()
    day.clock.move(days=15)

    assert "This link has run out" in client.get(link).text
    assert client.post(link, {"overall": "good"}).status_code == 409


def test_a_link_nobody_was_given_leads_nowhere(day: Day, client: Client) -> None:
    page = client.get("/s/nowhere/")

    assert page.status_code == 404
    assert "This link does not work." in page.text


def test_it_speaks_the_language_of_the_message(day: Day, client: Client) -> None:
    people.change_details(day.town.amara, by=HOUSE, language="es")

    assert 'lang="es"' in client.get(day.link()).text


def test_she_finds_it_with_her_visit_too_and_is_not_written_to_any_more(day: Day, client: Client) -> None:
    asked = day.asked()
    day.clock.move(hours=4)
    client.force_login(day.town.amara.login)  # type: ignore[arg-type]
    appointment = Appointment.objects.get()

    assert f"/visits/asked/{asked.pk}/" in client.get(f"/appointments/{appointment.pk}/").text
    client.post(f"/visits/asked/{asked.pk}/", {"overall": "good"})

    assert Answer.objects.get().channel == Channel.PORTAL
    assert set(Message.objects.filter(template="survey").values_list("state", flat=True)) == {State.WITHDRAWN}
    assert f"/visits/asked/{asked.pk}/" not in client.get(f"/appointments/{appointment.pk}/").text


def test_a_carer_says_it_for_her_and_that_is_noted(day: Day, client: Client) -> None:
    people.grant(day.town.teresa, day.town.amara, relation="sister", scopes={Scope.APPOINTMENTS}, by=HOUSE)
    asked = day.asked()
    day.clock.move(hours=4)
    client.force_login(day.town.teresa)
    client.post(f"/visits/asked/{asked.pk}/", {"overall": "neither"})

    assert Answer.objects.get().by_carer
    assert Entry.objects.get(verb="survey.answered").on_behalf_of == day.town.amara.pk


def test_do_not_ask_me_again_is_one_tap_and_can_be_taken_back(day: Day, client: Client) -> None:
    link = day.link()

    assert "We will not ask you again" in client.post(f"{link}no-more/", follow=True).text
    assert "after your next one" in client.post(f"{link}no-more/", {"again": "1"}, follow=True).text


@pytest.mark.parametrize("overall", ["poor", "very_poor"])
def test_a_bad_visit_is_somebodys_by_name_and_due_in_two_working_days(day: Day, client: Client, overall: str) -> None:
    client.post(day.link(), {"overall": overall})
    day.tell()

    case = Case.objects.get()
    assert (case.kind, case.owner, case.patient) == (Kind.FEEDBACK, day.town.ines, day.town.amara)
    assert case.due_at == datetime(2026, 11, 25, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize("overall", ["very_good", "good", "neither", "dont_know"])
def test_any_other_visit_opens_no_case(day: Day, client: Client, overall: str) -> None:
    client.post(day.link(), {"overall": overall, "comment": "The wait was long, but everybody was kind."})
    day.tell()

    assert not Case.objects.exists()


def test_telling_it_twice_opens_one_case(day: Day, client: Client) -> None:
    from bedside.feedback import reactions

    client.post(day.link(), {"overall": "poor"})
    day.tell()
    reactions.look_into_it(Entry.objects.get(verb="survey.answered_badly"))

    assert Case.objects.count() == 1


def test_an_emergency_in_a_comment_shows_the_number_at_once_and_rings(day: Day, client: Client) -> None:
    words = "Kind staff, but now I have crushing chest pain and I cannot breathe."
    after = client.post(day.link(), {"overall": "good", "comment": words}, follow=True)

    assert "Call 999 now" in after.text
    day.tell()
    case = Case.objects.get()
    assert (case.kind, case.level, case.limit_minutes) == (Kind.SCREENING, "E0", 5)


def test_and_the_link_tells_nobody_of_it_later(day: Day, client: Client) -> None:
    link = day.link()
    client.post(link, {"overall": "very_poor", "comment": "I have crushing chest pain."})
    day.clock.move(hours=3)

    page = client.get(link).text
    assert "Call 999 now" not in page
    assert "went badly" not in page


def test_a_red_flag_that_is_no_emergency_goes_to_a_nurse_in_its_own_time(day: Day, client: Client) -> None:
    after = client.post(
        day.link(), {"overall": "good", "comment": "I have had thoughts of ending my life."}, follow=True
    )
    assert "A nurse will read what you wrote soon." in after.text

    day.tell()
    case = Case.objects.get()
    assert (case.kind, case.team, case.level, case.limit_minutes) == (Kind.FEEDBACK, Team.NURSES, "U2", 120)


def test_of_two_answers_at_the_same_moment_the_second_is_told_so(day: Day) -> None:
    asked = day.asked()
    day.clock.move(hours=4)
    one, other = Invitation.objects.get(pk=asked.pk), Invitation.objects.get(pk=asked.pk)
    actions.answer(one, overall="good", channel=Channel.LINK, by=HOUSE)

    with pytest.raises(Refusal, match="answered already"):
        actions.answer(other, overall="poor", channel=Channel.LINK, by=HOUSE)


def test_an_invitation_that_is_taken_back_can_not_be_answered(day: Day) -> None:
    asked = day.asked()
    actions.withdraw(asked, by=HOUSE, because="asked by mistake")

    with pytest.raises(Refusal, match="run out"):
        actions.answer(asked, overall="good", channel=Channel.LINK, by=HOUSE)
    assert asked.withdrawn_at == day.clock()
    assert timedelta(0) < asked.expires_at - day.clock()
