"""Who is found by what is said on the phone: by a number however it is written, and nobody by nothing."""

from __future__ import annotations

import pytest

from bedside.access.models import Role
from bedside.calls.callers import likely
from bedside.inbox.models import Channel
from bedside.inbox.writers import patients_at
from bedside.people import actions as people
from bedside.people.finding import patients_like, with_digits
from bedside.people.models import Patient
from bedside.town.cast import Cast


@pytest.mark.parametrize("words", ["00000", "0000 0001", ",,", " , "])
def test_words_that_say_nothing_find_nobody(town: Cast, words: str) -> None:
    town.sam.act_as(Role.FRONT_DESK)
    assert patients_like(words, town.sam) == []


@pytest.mark.parametrize("written", ["07700 90055 7", "(07700) 900-557", "+44 7700.900.557"])
def test_a_number_is_found_however_it_is_written(town: Cast, written: str) -> None:
    town.sam.act_as(Role.FRONT_DESK)
    hers = people.register(by=town.sam, given_name="Ada", family_name="Byrne", phone=written)

    assert [one.patient for one in likely("+447700900557", town.sam)] == [hers]
    assert patients_at(Channel.SMS, "+447700900557") == [hers]
    assert patients_like("07700900557", town.sam) == [hers]


def test_only_whom_it_may_be_is_read_for_a_number(town: Cast) -> None:
    town.sam.act_as(Role.FRONT_DESK)
    hers = people.register(by=town.sam, given_name="Ada", family_name="Byrne", phone="07700 900557")
    people.register(by=town.sam, given_name="Bea", family_name="Cole", phone="07700 900657")

    assert list(with_digits(Patient.objects.all(), "0900557")) == [hers]
