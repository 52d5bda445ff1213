"""Checking in from home: by the link or signed in, step by step, kept on the way, heard at once, seen by the desk."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.booking.visit_links import key_of
from bedside.hours.clock import now
from bedside.inbox.models import Message
from bedside.intake import actions, editing
from bedside.intake.beside import said_before_the_visit
from bedside.intake.models import CheckIn, Form, Sheet, SheetState, told
from bedside.intake.parts import checked_in
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Grant, Label, Patient
from bedside.town.cast import Cast
from bedside.town.questions import ask_forms
from bedside.triage.models import Screening

MORNING = datetime.fromisoformat("2026-11-24T09:00:00+00:00")


@pytest.fixture(autouse=True)
def a_morning(settings: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    settings.DEMO = True  # type: ignore[attr-defined]
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


def visit_of(town: Cast, *, days: int = 1, label: str = Label.NONE) -> Appointment:
    start = now() + timedelta(days=days, hours=1)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1), "slot_minutes": 20}
    open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **times)  # type: ignore[arg-type]
    slot = Slot.objects.filter(starts_at=start).get()
    return booking.book(slot, town.amara, town.knee_check, by=town.sam, label=label)


def hers(town: Cast) -> Client:
    client = Client()
    assert town.amara.login
    client.force_login(town.amara.login)
    return client


def at(visit: Appointment, *rest: object) -> str:
    """Where a step is: details, needs; else a form by its name, with the number of a page."""
    start = f"/check-in/{visit.pk}/"
    if not rest or rest[0] in ("details", "needs"):
        return start + "".join(f"{one}/" for one in rest)
    form, *number = rest
    return f"{start}form/page/?form={form}&page={number[0]}" if number else f"{start}form/?form={form}"


def details(town: Cast, **changed: str) -> dict[str, str]:
    kept = {name: getattr(town.amara, name) for name in ("phone", "email", "address", "postcode", "language")}
    return kept | changed


def fill_in_health(client: Client, visit: Appointment, **said: object) -> None:
    """The three pages of the town's form about her health; names follow the order on each page."""
    client.post(at(visit, "health", 1), {"q1": "no", **said})
    client.post(at(visit, "health", 2), {})
    client.post(at(visit, "health", 3), {"q1": "no"})


def test_a_patient_checks_in_from_home_step_by_step(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    assert "Check in from home" in client.get(f"/appointments/{visit.pk}/").text
    assert client.post(at(visit, "details"), details(town))["Location"] == at(visit, "needs")
    assert client.post(at(visit, "needs"), {"reason": "my knee is stiff"})["Location"] == at(visit, "health")
    assert client.get(at(visit, "health"))["Location"] == at(visit, "health", 1)
    fill_in_health(client, visit)
    assert "No" in client.get(at(visit, "health")).text
    assert client.post(at(visit, "health"))["Location"] == at(visit, "sharing")
    assert client.post(at(visit, "sharing", 1), {"q1": "0"})["Location"] == at(visit, "sharing")
    client.post(at(visit, "sharing"))
    assert "You only have to come" in client.post(at(visit), follow=True).text

    assert CheckIn.objects.get().done_at == now()
    assert checked_in([visit]) == {visit.pk: SheetState.DONE}
    desk = Client()
    desk.force_login(town.sam)
    assert "my knee is stiff" in desk.get(f"/desk/check-ins/{visit.pk}/").text
    assert "my knee is stiff" in [line.text for line in said_before_the_visit(town.dr_osei, town.amara)]


def test_a_question_that_an_answer_calls_for_is_asked_on_the_same_page_before_the_next(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    assert "Which medicine" not in client.get(at(visit, "health", 1)).text
    assert client.post(at(visit, "health", 1), {"q1": "yes"})["Location"] == at(visit, "health", 1)
    assert "Which medicine" in client.get(at(visit, "health", 1)).text
    assert client.post(at(visit, "health", 1), {"q1": "yes", "q2": "ibuprofen, twice a day"})["Location"] == at(
        visit, "health", 2
    )
    assert client.post(at(visit, "health", 1), {"q1": "no"})["Location"] == at(visit, "health", 2)
    assert "ibuprofen" not in str(Sheet.objects.get(slug="health").answers)


def test_she_stops_and_goes_on_later_where_she_was(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    assert client.post(at(visit, "health", 1), {"q3-other": "bees", "then": "later"})["Location"] == at(visit)
    assert client.get(at(visit, "health"))["Location"] == at(visit, "health", 1)
    assert "bees" in client.get(at(visit, "health", 1)).text


def test_a_form_is_not_handed_in_while_something_has_no_answer(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    assert "Please answer this" in client.post(at(visit, "health", 1), {}).text
    assert Sheet.objects.count() == 0
    assert client.post(at(visit, "health")).status_code == 409
    assert client.post(at(visit)).status_code == 409


def test_the_same_page_sent_again_is_kept_once(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)
    sent = {"q1": "no", "once": str(uuid.uuid4())}

    first, again = client.post(at(visit, "health", 1), sent), client.post(at(visit, "health", 1), sent)

    assert first["Location"] == again["Location"]
    assert Entry.objects.filter(verb="sheet.answered").count() == 1


def test_an_unlikely_number_is_asked_about_once_and_then_believed(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)
    heavy = {"q2": "230", "q2-unit": "0"}

    page = client.post(at(visit, "health", 2), heavy)
    assert "230 pounds is 104.3 kg" in page.text
    sure = unescape(page.text.split('name="sure" value="')[1].split('"')[0])
    assert client.post(at(visit, "health", 2), heavy | {"sure": sure}).status_code == 302


def test_what_was_said_last_time_stands_there_to_be_confirmed(town: Cast) -> None:
    ask_forms()
    client, first = hers(town), visit_of(town)
    fill_in_health(client, first, **{"q3-other": "bees"})
    client.post(at(first, "health"))
    second = visit_of(town, days=2)

    page = client.get(at(second, "health", 1)).text

    assert "bees" in page
    assert "Is it still right?" in page
    assert Sheet.objects.filter(appointment=second).count() == 0


def test_a_consent_is_asked_again_only_when_its_words_change(town: Cast) -> None:
    ask_forms()
    client, first = hers(town), visit_of(town)
    client.post(at(first, "sharing", 1), {"q1": "0"})
    client.post(at(first, "sharing"))
    second = visit_of(town, days=2)

    assert [one.slug for one in actions.forms_of(second)] == ["health"]
    old = Form.objects.get(slug="sharing")
    editing.ask(editing.write(old.definition, slug="sharing", by=town.ines), by=town.ines)
    assert [one.slug for one in actions.forms_of(second)] == ["health", "sharing"]
    assert told(Sheet.objects.get(slug="sharing"))["questionnaire"].endswith("|1")


def test_a_red_flag_on_a_form_leads_to_the_number_to_call(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town), hers(town)

    page = client.post(
        at(visit, "health", 1), {"q1": "no", "q3-other": "crushing chest pain, can't breathe"}, follow=True
    )

    assert "emergency-panel" in page.text
    assert Screening.objects.emergencies_standing().get().patient == town.amara


def test_the_link_says_nothing_before_two_things_fit_and_shuts_after_five_wrong_tries(town: Cast) -> None:
    visit = visit_of(town)
    client, link = Client(), f"/i/{key_of(visit)}/"
    wrong = {"family_name": "Nobody", "birth_date-day": "1", "birth_date-month": "1", "birth_date-year": "1990"}
    born = town.amara.birth_date
    assert born
    day = {"birth_date-day": born.day, "birth_date-month": born.month, "birth_date-year": born.year}
    right = {"family_name": town.amara.family_name, **day}

    assert town.amara.given_name not in client.get(link).text
    assert client.get(at(visit)).status_code == 404
    for _ in range(4):
        assert "do not fit" in client.post(link, wrong).text
    assert client.post(link, right)["Location"] == at(visit)
    assert client.get(at(visit)).status_code == 200
    for _ in range(5):
        Client().post(link, wrong)
    assert Client().post(link, right).status_code == 409


def test_a_new_phone_is_told_to_the_old_one(town: Cast) -> None:
    visit, client, old = visit_of(town), hers(town), town.amara.phone

    client.post(at(visit, "details"), details(town, phone="07700 900999"))

    said = Message.objects.filter(template="contact_changed")
    assert [one.to for one in said] == [old]
    client.post(at(visit, "details"), details(town, phone="07700 900999"))
    assert said.count() == 1


def test_the_link_goes_out_once_within_three_days_and_never_of_what_is_confidential(town: Cast) -> None:
    visit_of(town, days=1)
    visit_of(town, days=5)
    visit_of(town, days=2, label=Label.CONFIDENTIAL)

    assert actions.send_links() == 1
    assert actions.send_links() == 0
    assert Message.objects.filter(template="check_in").values("about_id").distinct().count() == 1


def test_half_an_hour_before_it_is_over(town: Cast, a_morning: time_machine.Traveller) -> None:
    visit = visit_of(town)
    a_morning.move_to(visit.starts_at - timedelta(minutes=29))
    client = hers(town)

    assert client.post(at(visit, "details"), details(town)).status_code == 409
    assert "3 days to 30 minutes" in client.get(at(visit)).text


def test_a_confidential_check_in_is_the_patients_and_of_those_who_treat_her(town: Cast) -> None:
    ask_forms()
    visit, client = visit_of(town, label=Label.CONFIDENTIAL), hers(town)
    client.post(at(visit, "needs"), {"reason": "zaqcanary"})
    fill_in_health(client, visit, **{"q3-other": "zaqcanary"})

    desk = Client()
    desk.force_login(town.sam)
    assert desk.get(f"/desk/check-ins/{visit.pk}/").status_code == 404
    assert said_before_the_visit(town.sam, town.amara) == []
    assert "zaqcanary" not in client.get(at(visit_of(town, days=2), "health", 1)).text


def test_an_edition_that_is_asked_is_never_changed(town: Cast) -> None:
    ask_forms()
    form = Form.objects.get(slug="health")

    with pytest.raises(Refusal, match="asked already"):
        editing.change(form, by=town.ines, definition={"resourceType": "Questionnaire", "item": []})


def knocks_right(town: Cast) -> dict[str, object]:
    born = town.amara.birth_date
    assert born
    day = {"birth_date-day": born.day, "birth_date-month": born.month, "birth_date-year": born.year}
    return {"family_name": town.amara.family_name, **day}


def test_a_link_opens_nothing_after_its_time_nor_of_a_visit_that_is_off(
    town: Cast, a_morning: time_machine.Traveller
) -> None:
    visit, other, client = visit_of(town), visit_of(town, days=2), Client()
    client.post(f"/i/{key_of(other)}/", knocks_right(town))
    assert client.get(at(other, "details")).status_code == 200
    booking.cancel(other, by=town.sam, because="asked to")
    refused = client.get(at(other, "details"))
    assert refused.status_code == 409
    assert town.amara.phone not in refused.text

    client.post(f"/i/{key_of(visit)}/", knocks_right(town))
    assert client.get(at(visit, "details")).status_code == 200
    a_morning.move_to(visit.starts_at - timedelta(minutes=29))
    late = Client()
    assert late.post(f"/i/{key_of(visit)}/", knocks_right(town)).status_code == 409
    assert late.get(at(visit)).status_code == 404


def test_a_link_under_another_name_opens_nothing_once_she_has_died(town: Cast) -> None:
    visit, client = visit_of(town), Client()
    client.post(f"/i/{key_of(visit)}/", knocks_right(town))
    Appointment.objects.filter(pk=visit.pk).update(patient=town.lina)
    type(town.amara).objects.filter(pk=town.lina.pk).update(merged_into=town.amara)
    assert client.get(at(visit)).status_code == 200
    type(town.amara).objects.filter(pk=town.amara.pk).update(deceased_on=MORNING.date())

    assert client.get(at(visit)).status_code == 404
    assert client.post(f"/i/{key_of(visit)}/", knocks_right(town)).status_code == 404


def teresas(town: Cast, **may: bool) -> tuple[Client, Appointment]:
    """A carer at the check-in of the patient she cares for."""
    visit = visit_of(town)
    Appointment.objects.filter(pk=visit.pk).update(patient=town.tomas)
    Grant.objects.filter(carer=town.teresa).update(**may)
    client = Client()
    client.force_login(town.teresa)
    return client, Appointment.objects.get(pk=visit.pk)


def test_a_carer_changes_where_a_patient_is_written_to_only_if_she_reads_the_messages(town: Cast) -> None:
    client, visit = teresas(town, may_messages=False)
    Patient.objects.filter(pk=town.tomas.pk).update(phone="07700 900456")

    page = client.get(at(visit, "details")).text
    assert "900456" not in page
    assert 'name="phone"' not in page
    client.post(at(visit, "details"), details(town, phone="07700 900999"))
    assert Patient.objects.get(pk=town.tomas.pk).phone == "07700 900456"
    assert CheckIn.objects.get().details_at == now()

    Grant.objects.filter(carer=town.teresa).update(may_messages=True)
    assert "900456" in client.get(at(visit, "details")).text
    client.post(at(visit, "details"), details(town, phone="07700 900999"))
    assert Patient.objects.get(pk=town.tomas.pk).phone == "07700 900999"


def test_a_carer_who_may_only_see_visits_sees_no_answers_and_takes_none_away(town: Cast) -> None:
    ask_forms()
    client, visit = teresas(town, may_messages=False)
    actions.say_what_is_needed(
        actions.begin(visit, by=town.sam), by=town.sam, needs="zaqramp", interpreter=False, reason="zaqknee"
    )

    assert "zaq" not in client.get(at(visit, "needs")).text
    client.post(at(visit, "needs"), {"payer": "herself"})
    assert (CheckIn.objects.get().reason, Patient.objects.get(pk=town.tomas.pk).needs) == ("zaqknee", "zaqramp")
    assert client.get(at(visit, "health", 1)).status_code == 404
    assert client.get(at(visit, "health")).status_code == 404
    client.post(at(visit, "details"))
    page = client.get(at(visit)).text
    assert "form=health" not in page
    assert "check me in" not in page


def test_by_the_link_contact_details_show_their_end_and_are_never_changed(town: Cast) -> None:
    visit, client = visit_of(town), Client()
    client.post(f"/i/{key_of(visit)}/", knocks_right(town))

    page = client.get(at(visit, "details")).text
    assert town.amara.phone[-3:] in page
    assert not [one for one in (town.amara.phone, town.amara.email, town.amara.address) if one and one in page]
    client.post(at(visit, "details"), details(town, phone="07700 900999") | {"then": "not_right"})

    assert Patient.objects.get(pk=town.amara.pk).phone == town.amara.phone
    assert CheckIn.objects.get().details_doubted
    desk = Client()
    desk.force_login(town.sam)
    assert "Not right: please ask the patient" in desk.get(f"/desk/check-ins/{visit.pk}/").text


def test_what_is_told_before_a_confidential_visit_leaves_her_record_as_it_was(town: Cast) -> None:
    visit, client, before = visit_of(town, label=Label.CONFIDENTIAL), hers(town), town.amara.needs

    client.post(at(visit, "details"), details(town, postcode="RV9 9ZZ"))
    client.post(at(visit, "needs"), {"needs": "zaqramp", "interpreter": "on"})

    assert Entry.objects.get(verb="patient.details_changed").because == ""
    hers_now = Patient.objects.get(pk=town.amara.pk)
    assert (hers_now.needs, hers_now.interpreter) == (before, town.amara.interpreter)
    assert "zaqramp" in client.get(at(visit, "needs")).text
    treats = Client()
    treats.force_login(town.dr_osei)
    assert "zaqramp" in treats.get(f"/desk/check-ins/{visit.pk}/").text


FLAG = "crushing chest pain, can't breathe"


def asks(*items: dict[str, object]) -> Form:
    """A form of these questions is asked before every visit."""
    draft = editing.write({"resourceType": "Questionnaire", "item": list(items)}, slug="own", by=HOUSE)
    return editing.ask(draft, by=HOUSE)


def question(link_id: str, kind: str, **more: object) -> dict[str, object]:
    return {"linkId": link_id, "text": link_id, "type": kind, **more}


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
