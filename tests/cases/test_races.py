"""Real threads: who takes a case, and what is heard at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from bedside.access.models import HeldRole, Role, User
from bedside.cases import actions
from bedside.cases.models import Case
from bedside.inbox import actions as inbox
from bedside.inbox.models import Conversation
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Refusal
from bedside.town.cast import gather

MANY = 6


def at_once(do: list[Callable[[], object]]) -> list[str]:
    """Do all of these in threads that start together; what each was refused, or an empty word."""
    start, said = threading.Barrier(len(do)), [""] * len(do)

    def run(number: int) -> None:
        start.wait()
        try:
            do[number]()
        except Refusal as refusal:
            said[number] = refusal.sentence
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(do))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return said


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_one_case_at_once_one_has_it_and_the_others_are_told() -> None:
    town = gather()
    message = inbox.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    work_off(Lane.NEWS)
    pk = Case.objects.get(conversation=message.conversation).pk
    people = [User.objects.create_user(f"desk{number}@town.example") for number in range(MANY)]
    for person in people:
        HeldRole.objects.create(user=person, role=Role.FRONT_DESK)

    refused = at_once(
        [lambda who=person: actions.take(Case.objects.get(pk=pk), instead_of=None, by=who) for person in people]
    )

    assert refused.count("") == 1
    assert Case.objects.get().owner == people[refused.index("")]
    assert all("Someone else" in said or "now with" in said for said in refused if said)


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_at_the_same_moment_is_heard() -> None:
    town = gather()
    first = inbox.write(town.amara, "My tablets", "Can I take them at night?", by=town.amara.login)
    work_off(Lane.NEWS)
    thread = first.conversation

    def writes(words: str) -> Callable[[], object]:
        return lambda: inbox.write_again(Conversation.objects.get(pk=thread.pk), words, by=town.amara.login)

    answers = [lambda: actions.answer(Case.objects.get(), "Yes.", by=town.sam, then="go_on")]
    refused = at_once([writes(f"And {number}?") for number in range(4)] + answers)
    work_off(Lane.URGENT, Lane.NEWS)

    assert refused == [""] * 5
    assert {f"And {number}?" for number in range(4)} <= set(thread.messages.values_list("body", flat=True))
    assert Case.objects.count() == 1
