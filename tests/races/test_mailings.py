"""Two managers who confirm the same message at once, and two workers who tell the same people."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from bedside.access.models import Role
from bedside.hours.clock import now
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.mailings import actions, rounds
from bedside.mailings.models import Addressee, Mailing, Turn, Whom
from bedside.mailings.preview import look
from bedside.town.cast import Cast

from .test_booking import all_at_once, people

pytestmark = pytest.mark.django_db(transaction=True)


def written(town: Cast) -> Mailing:
    town.ines.act_as(Role.MANAGER)
    people(12)
    day = (now() + timedelta(days=2)).date()
    words = {"en": "We are closed on Tuesday because of snow. We will write to you with a new time."}
    whom = {"whom": Whom.ALL, "language": "en", "last_send_day": day}
    return actions.write(None, name="Snow", why="Snow", words=words, by=town.ines, **whom)  # type: ignore[arg-type]


def test_two_managers_who_press_at_once_send_once(town: Cast) -> None:
    mailing = written(town)
    found = look(mailing)

    def press() -> None:
        actions.confirm(
            Mailing.objects.get(pk=mailing.pk), number=found.number, mark=found.mark, by=town.ines, seen=mailing.version
        )

    won, rules, wrong = all_at_once([press] * 6, threads=6)

    assert wrong == []
    assert (won, dict(rules)) == (1, {"version": 5})
    assert Addressee.objects.count() == found.number


def test_two_workers_at_once_tell_each_person_once(town: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.people.wishes.Wishes.awake", lambda hers, moment, zone: moment)  # day or night
    mailing = written(town)
    found = look(mailing)
    actions.confirm(mailing, number=found.number, mark=found.mark, by=town.ines, seen=mailing.version)

    _won, rules, wrong = all_at_once([lambda: rounds.tell(mailing.pk)] * 6, threads=6)
    work_off("delivery")

    assert (wrong, dict(rules)) == ([], {})
    assert set(Addressee.objects.values_list("turn", flat=True)) == {Turn.TOLD}
    by_person = Counter(Message.objects.filter(channel="email").values_list("patient", flat=True))
    assert len(by_person) == found.number
    assert set(by_person.values()) == {1}
