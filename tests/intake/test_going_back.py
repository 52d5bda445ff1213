"""What is changed, moved, refused or begun again on the way through a check-in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.hours.clock import now
from bedside.intake import actions
from bedside.intake.beside import said_before_the_visit
from bedside.intake.models import CheckIn, Sheet
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms
from bedside.triage.models import Screening

from .ways import MORNING, asks, at, details, hers, question, visit_of

FLAG = "crushing chest pain, can't breathe"


def test_a_red_flag_is_heard_though_the_page_is_refused(town: Cast) -> None:
    asks(question("a", "string"), question("b", "boolean", required=True))
    visit, client = visit_of(town), hers(town)

    assert "emergency-panel" in client.post(at(visit, "own", 1), {"q0": FLAG}, follow=True).text
    assert not Sheet.objects.exists()
    assert Screening.objects.emergencies_standing().count() == 1


@pytest.mark.parametrize("kind", ["reference", "url"])
def test_a_red_flag_is_heard_in_every_kind_of_box(town: Cast, kind: str) -> None:
    asks(question("a", kind))
    visit, client = visit_of(town), hers(town)

    client.post(at(visit, "own", 1), {"q0": FLAG})

    assert Screening.objects.emergencies_standing().count() == 1


def test_a_red_flag_in_a_reason_too_long_to_keep_is_heard(town: Cast) -> None:
    visit, client = visit_of(town), hers(town)

    assert "emergency-panel" in client.post(at(visit, "needs"), {"reason": f"{FLAG}. {'x' * 1000}"}, follow=True).text


def test_what_was_heard_once_raises_no_alarm_again_and_what_is_new_does(town: Cast) -> None:
    asks(question("a", "string"), question("b", "string"))
    visit, second, client = visit_of(town), visit_of(town, days=2), hers(town)

    client.post(at(visit, "own", 1), {"q0": FLAG})
    client.post(at(visit, "own", 1), {"q0": f" {FLAG}", "q1": "a cat"})
    client.post(at(visit, "own"))
    client.post(at(second, "own", 1), {"q0": FLAG})
    assert Screening.objects.emergencies_standing().count() == 1

    client.post(at(visit, "own", 1), {"q0": "", "q1": FLAG})
    assert Screening.objects.emergencies_standing().count() == 2


def test_a_change_that_asks_more_on_a_later_page_leads_there_again(town: Cast) -> None:
    on_yes = {"question": "a", "operator": "=", "answerBoolean": True}
    asks(
        question("one", "group", item=[question("a", "boolean")]),
        question(
            "two",
            "group",
            item=[question("b", "string"), question("c", "string", required=True, enableWhen=[on_yes])],
        ),
        question("paper", "attachment", required=True),
    )
    visit, client = visit_of(town), hers(town)
    client.post(at(visit, "own", 1), {"q1": "no"})
    client.post(at(visit, "own", 2), {"q1": "tea"})
    client.post(at(visit, "own", 3), {})

    assert client.post(at(visit, "own", 1), {"q1": "yes"})["Location"] == at(visit, "own", 2)
    assert client.post(at(visit, "own")).status_code == 409
    client.post(at(visit, "own", 2), {"q1": "tea", "q2": "milk"})
    assert client.post(at(visit, "own")).status_code == 302
    assert Sheet.objects.get().done_at == now()


def checked_in_by(town: Cast, client: Client, visit: Appointment) -> None:
    """All of it, where one form with one question is asked."""
    client.post(at(visit, "details"), details(town))
    client.post(at(visit, "needs"), {"reason": "my knee is stiff"})
    client.post(at(visit, "own", 1), {"q0": "tea"})
    client.post(at(visit, "own"))
    client.post(at(visit))
    assert CheckIn.objects.get(appointment=visit).done_at


def test_a_visit_that_has_moved_is_checked_in_for_again(town: Cast) -> None:
    asks(question("a", "string"))
    visit, client, later = visit_of(town), hers(town), visit_of(town, days=2)
    checked_in_by(town, client, visit)
    slot = Slot.objects.filter(starts_at=later.ends_at).first()
    assert slot
    booking.reschedule(Appointment.objects.get(pk=visit.pk), slot, by=town.sam)
    work_off(Lane.URGENT, Lane.NEWS)

    found = CheckIn.objects.get(appointment=visit)
    assert not [name for name in actions.SETTLED if getattr(found, name)]
    assert Sheet.objects.get(appointment=visit).done_at
    assert actions.send_links() == 2


def test_a_form_that_is_opened_again_is_not_done_and_its_answers_stay_beside_the_brief(town: Cast) -> None:
    asks(question("a", "string"))
    visit, client = visit_of(town), hers(town)
    checked_in_by(town, client, visit)

    client.post(at(visit, "own", 1), {"q0": "milk"})

    assert CheckIn.objects.get().done_at is None
    assert [(one.text, one.aside) for one in said_before_the_visit(town.dr_osei, town.amara) if "milk" in one.text] == [
        ("a milk", "Not handed in yet")
    ]


def test_a_long_form_says_in_the_brief_where_the_rest_is(town: Cast) -> None:
    asks(*(question(f"a{at}", "string") for at in range(13)))
    visit, client = visit_of(town), hers(town)
    client.post(at(visit, "own", 1), {f"q{at}": "tea" for at in range(13)})
    client.post(at(visit, "own"))

    lines = said_before_the_visit(town.dr_osei, town.amara)

    assert [one.text for one in lines] == [*(f"a{at} tea" for at in range(12)), "See what was said"]
    assert lines[-1].href == f"/desk/check-ins/{visit.pk}/"


def test_who_has_checked_in_already_is_not_written_to(town: Cast) -> None:
    asks(question("a", "string"))
    visit = visit_of(town)
    checked_in_by(town, hers(town), visit)

    assert actions.send_links() == 0


def test_what_somebody_else_wrote_meanwhile_is_not_lost(town: Cast) -> None:
    form = asks(question("a", "string"))
    visit = visit_of(town)
    seen = actions.open_sheet(visit, form, by=town.sam)
    read = seen.version
    actions.keep_page(seen, [{"linkId": "a", "answer": [{"valueString": "tea"}]}], page="a", answered=True, by=town.sam)

    with pytest.raises(Refusal, match="just changed"):
        actions.open_sheet(visit, form, by=town.sam, seen=read)


def test_a_consent_given_under_another_name_of_hers_is_not_asked_again(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)
    client.post(at(visit, "sharing", 1), {"q1": "0"})
    client.post(at(visit, "sharing"))
    Sheet.objects.update(patient=town.lina)
    Patient.objects.filter(pk=town.lina.pk).update(merged_into=town.amara)

    assert [one.slug for one in actions.forms_of(visit_of(town, days=2))] == ["health"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_wrong_tries_at_the_same_time_come_one_after_the_other(town: Cast) -> None:
    visit = visit_of(town)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actions.knock(visit, family_name="Nobody", birth_date=MORNING.date(), by=town.sam)

    assert any("FOR NO KEY UPDATE" in one["sql"] for one in asked.captured_queries)


def test_what_she_said_stands_in_a_new_edition_only_under_the_same_question(town: Cast) -> None:
    smokes = question("q2", "boolean", text="Do you smoke?")
    asks(question("q1", "string"), smokes)
    client, first, second = hers(town), visit_of(town), visit_of(town, days=2)
    client.post(at(first, "own", 1), {"q0": "a cat", "q1": "yes"})
    client.post(at(first, "own"))

    assert " checked" in client.get(at(second, "own", 1)).text
    asks(question("q1", "string"), smokes | {"text": "Are you pregnant?"})
    changed = client.get(at(second, "own", 1)).text
    assert "a cat" in changed
    assert " checked" not in changed
    asks(question("q1", "string"), question("q2", "quantity", text="Do you smoke?"))
    assert client.get(at(second, "own", 1)).status_code == 200


def test_what_a_form_begins_with_is_left_out_where_its_question_cannot_be_answered_so(town: Cast) -> None:
    wrong = [{"valueString": "a lot"}]
    asks(question("a", "quantity", initial=wrong), question("b", "boolean", initial=wrong), question("c", "string"))

    page = hers(town).get(at(visit_of(town), "own", 1))

    assert page.status_code == 200
    assert " checked" not in page.text
