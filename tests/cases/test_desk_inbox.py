from __future__ import annotations

import pytest
from django.test import Client

from bedside.cases import actions
from bedside.cases.models import Case
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Sight
from bedside.people.models import Label
from bedside.town.cast import Cast


def comes_in(town: Cast, words: str = "Can I take my tablets at night?", **more: str) -> Case:
    message = inbox.write(town.amara, "My tablets", words, by=town.amara.login, **more)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(conversation=message.conversation)


@pytest.fixture
def sam(town: Cast, clock: Stopped, client: Client, one_step: None) -> Client:
    client.force_login(town.sam)
    return client


def test_sam_sees_who_wrote_what_and_until_when_an_answer_is_due(town: Cast, sam: Client) -> None:
    comes_in(town)
    page = sam.get("/desk/inbox/").text

    for seen in ("My tablets", "Can I take my tablets at night?", "Okafor, Amara", "Front desk", "tomorrow, 9:30am"):
        assert seen in page
    assert Sight.objects.filter(actor_id=str(town.sam.pk), patient_id=town.amara.pk, what="cases/inbox").exists()


def test_what_cannot_wait_stands_first(town: Cast, sam: Client) -> None:
    comes_in(town)
    inbox.write(town.lina, "Please help", "crushing chest pain and I am sweating", by=town.lina.login)
    work_off(Lane.URGENT)
    page = sam.get("/desk/inbox/").text

    assert page.index("Please help") < page.index("My tablets")
    assert "read now" in page


def test_sam_takes_answers_and_closes(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    here = f"/desk/inbox/{case.pk}/"
    assert "Take it" in sam.get(here).text

    sam.post(f"{here}taking/", {"instead_of": ""})
    assert Case.objects.get().owner == town.sam
    assert "Take it" not in sam.get(here).text

    after = sam.post(f"{here}answers/", {"words": "Yes, with food.", "then": "close"}, follow=True)
    assert "Nothing is waiting for an answer." in after.text
    assert "Yes, with food." in sam.get(here).text
    assert "My tablets" in sam.get("/desk/inbox/?view=closed").text


def test_an_answer_without_words_is_asked_for_again(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    again = sam.post(f"/desk/inbox/{case.pk}/answers/", {"words": " ", "then": "close"})

    assert "Write an answer." in again.text
    assert Case.objects.get().first_human_answer_at is None


def test_looking_at_a_case_is_noted_by_a_post_and_never_by_a_get(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    sam.get(f"/desk/inbox/{case.pk}/")
    assert Case.objects.get().first_opened_at is None

    sam.post(f"/desk/inbox/{case.pk}/looking/")
    assert Case.objects.get().first_opened_at is not None


def test_every_verb_of_the_page_works(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    here = f"/desk/inbox/{case.pk}/"

    sam.post(f"{here}giving/", {"to": "nurses"})
    assert Case.objects.get().team == "nurses"
    sam.post(f"{here}giving/", {"to": str(town.nurse_lin.pk)})
    assert Case.objects.get().owner == town.nurse_lin
    sam.post(f"{here}waiting/", {"waiting-because": "which tablets?"})
    assert Case.objects.get().state == "waiting"
    assert "which tablets?" in sam.get(here).text
    sam.post(f"{here}resumption/")
    sam.post(f"{here}closure/", {"closure-because": "answered on the phone"})
    assert Case.objects.get().closed_because == "answered on the phone"
    sam.post(f"{here}reopening/")
    assert Case.objects.get().state == "open"


def test_what_was_closed_meanwhile_is_not_sent_again_by_the_button_of_an_old_page(town: Cast, sam: Client) -> None:
    message = inbox.send(town.amara, "answered", by=HOUSE, key="k")[0]
    for state, verb in (("sending", "message.sending"), ("unsure", "message.unsure")):
        message.state = state
        inbox.record(verb, message, by=HOUSE)
    work_off(Lane.NEWS)
    case = Case.objects.get()
    actions.close(case, because="she has it", by=town.sam)

    sam.post(f"/desk/inbox/{case.pk}/sending/")
    assert Message.objects.get(pk=message.pk).state == "unsure"


def test_the_front_desk_finds_no_trace_of_a_confidential_case(town: Cast, sam: Client) -> None:
    case = comes_in(town, label=Label.CONFIDENTIAL)

    for view in ("todo", "mine", "waiting", "closed"):
        page = sam.get(f"/desk/inbox/?view={view}").text
        assert "My tablets" not in page
        assert "Okafor" not in page
    assert 'class="count"' not in sam.get("/desk/inbox/").text
    assert sam.get(f"/desk/inbox/{case.pk}/").status_code == 404
    assert sam.post(f"/desk/inbox/{case.pk}/answers/", {"words": "x", "then": "close"}).status_code == 404


def test_patients_administrators_and_guests_have_no_way_in(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    case = comes_in(town)
    for login in (town.amara.login, town.alex, town.teresa):
        client.force_login(login)
        assert client.get("/desk/inbox/").status_code == 404
        assert client.get(f"/desk/inbox/{case.pk}/").status_code == 404
    client.logout()
    assert client.get("/desk/inbox/").status_code == 302


def test_the_part_that_refreshes_itself_has_no_frame(town: Cast, sam: Client) -> None:
    case = comes_in(town)

    for part in ("/desk/inbox/part/", f"/desk/inbox/{case.pk}/part/"):
        answer = sam.get(part, headers={"HX-Request": "true"}).text
        assert "My tablets" in answer
        assert "<html" not in answer
