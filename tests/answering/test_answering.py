"""While somebody answers, what could be better is there to take; a machine is asked only where one is set up."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import Role
from bedside.answering import machine
from bedside.answering.helping import Suggestion, suggested
from bedside.cases.models import Case, Kind
from bedside.inbox import actions as inbox
from bedside.jobs.worker import work_off
from bedside.journal.models import Refusal
from bedside.town.cast import Cast

COLD = "Your request was processed. You must wait for 14 days."


@pytest.fixture
def case(settings: LazySettings, town: Cast) -> Case:
    settings.DEMO = True
    town.sam.act_as(Role.FRONT_DESK)
    assert town.amara.login
    inbox.write(
        town.amara, "My bill", "I waited two hours and nobody told me why. I am very angry.", by=town.amara.login
    )
    work_off()
    return Case.objects.select_related("patient", "conversation", "chat").get(kind=Kind.MESSAGE)


@pytest.fixture
def desk(town: Cast, case: Case) -> Client:
    client = Client()
    client.force_login(town.sam)
    return client


class Far:
    """A writing machine on this computer, that says what it was told to say, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.says: Any = lambda text: text
        self.status = 200
        far = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                far.asked.append(told | {"key": self.headers.get("Authorization"), "path": self.path})
                said = {"choices": [{"message": {"content": far.says(told["messages"][-1]["content"])}}]}
                self.send_response(far.status)
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, *_args: Any) -> None:
                """Not on the screen."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()


@pytest.fixture
def far(settings: LazySettings) -> Iterator[Far]:
    one = Far()
    settings.WRITER_URL = f"http://127.0.0.1:{one.server.server_port}/v1"
    settings.WRITER_MODEL, settings.WRITER_KEY, settings.WRITER_SECONDS = "small", "secret", 5
    yield one
    one.server.shutdown()
    one.server.server_close()


def test_a_cold_answer_to_an_angry_message_lacks_what_it_owes(case: Case) -> None:
    found, _help = suggested(case, COLD)
    why = [one.why for one in found]
    assert {"A warm word", "That we are sorry"} <= set(why)
    assert any("order" in one for one in why)
    good = (
        "Thank you for telling us. I can hear how hard this has been for you. I am sorry that this happened. "
        "Two of us were away that day. What happens next: we will call you on Monday. If you have a question, "
        "call us on 01632 960001."
    )
    assert suggested(case, good)[0] == []


def test_what_is_taken_is_added_or_put_in_the_words_place_and_nothing_else_changes() -> None:
    assert Suggestion("", "We are sorry.").taken("Hello. ") == "Hello.\n\nWe are sorry."
    assert (
        Suggestion("", "blood test", instead_of="venipuncture").taken("A venipuncture is due.")
        == "A blood test is due."
    )
    assert Suggestion("", "hint", only_said=True).taken("As it was") == "As it was"
    assert Suggestion("", r"\1", instead_of="x").taken("x") == r"\1"


def test_the_page_asks_by_itself_and_works_without_scripts(case: Case, desk: Client) -> None:
    address = f"/desk/cases/{case.pk}/help/"
    assert address in desk.get(f"/desk/inbox/{case.pk}/").text
    part = desk.post(address, {"words": COLD}, headers={"HX-Request": "true"}).text
    assert "I am sorry that this happened." in part
    assert "<html" not in part
    first = suggested(case, COLD)[0][0]
    whole = desk.post(address, {"words": COLD, "take": "0"}).text
    assert f"{COLD}\n\n{first.text}" in whole.replace("\r", "")
    assert "x" * 5_000 in desk.post(address, {"words": "x" * 5_000}).text  # too long a draft is still a draft
    assert desk.get(address).status_code == 302


def test_help_comes_in_the_language_she_reads(case: Case) -> None:
    assert case.patient
    case.patient.language = "es"
    said = [one.text for one in suggested(case, "Le llamaremos.")[0]]
    assert "Tendrá noticias nuestras antes del [día]." in said


def test_no_machine_is_asked_where_none_is_set_up(case: Case, desk: Client, settings: LazySettings) -> None:
    settings.WRITER_URL = ""
    assert "the machine" not in desk.post(f"/desk/cases/{case.pk}/help/", {"words": COLD}).text
    assert "No writing machine is set up here." in desk.post(f"/desk/cases/{case.pk}/rewriting/", {"words": COLD}).text


def test_the_machine_sees_no_name_and_no_number_and_its_text_is_marked(case: Case, desk: Client, far: Far) -> None:
    draft = "Amara, take 2 tablets at 9:30, not 3. Call 01632 960001 or write to desk@clinic.example."
    far.says = lambda text: f"Hello. {text}"
    shown = desk.post(f"/desk/cases/{case.pk}/rewriting/", {"words": draft}).text
    sent = json.dumps(far.asked, ensure_ascii=False)
    for secret in ("Amara", "9:30", "01632", "desk@clinic.example", "two hours"):
        assert secret not in sent
    assert (far.asked[0]["path"], far.asked[0]["key"], far.asked[0]["model"]) == (
        "/v1/chat/completions", "Bearer secret", "small",
    )  # fmt: skip
    assert "Written by a machine" in shown
    assert f"Hello. {draft}" in shown
    assert "We found no fact that changed." in shown
    assert not case.conversation.messages.filter(way="out", template="").exists()  # never sent by itself


def test_a_fact_the_machine_changed_is_shown_and_one_it_lost_is_not_shown_at_all(case: Case, far: Far) -> None:
    far.says = lambda text: text.replace("not ", "")
    changed = machine.rewrite("Do not take it with milk.", [], "en")
    assert [one.kind for one in changed.changed] == ["negation"]
    for lost in (lambda text: "Take it.", lambda text: f"{text} {text}", lambda text: f"{text} ⟦9⟧"):
        far.says = lost
        with pytest.raises(Refusal, match="changed a fact"):
            machine.rewrite("Take 2 at 9.", [], "en")


def test_a_machine_that_is_broken_is_a_sentence_not_an_error(case: Case, desk: Client, far: Far) -> None:
    far.status = 500
    answer = desk.post(f"/desk/cases/{case.pk}/rewriting/", {"words": COLD})
    assert "Go on by hand" in answer.text
    assert COLD in answer.text  # what was typed stays
    far.status, far.says = 200, lambda text: None
    with pytest.raises(Refusal, match="Go on by hand"):
        machine.rewrite(COLD, [], "en")
    with pytest.raises(Refusal, match="confidential"):
        machine.rewrite(COLD, [], "en", secret=True)
    with pytest.raises(Refusal, match="draft first"):
        machine.rewrite(" ", [], "en")
