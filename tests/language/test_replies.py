from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bedside.language.replies import Intent, own_words, understood

BANK = tomllib.loads((Path(__file__).parent / "replies.toml").read_text("utf-8"))
ALL = [(tongue, label, text) for tongue, lists in BANK.items() for label, texts in lists.items() for text in texts]


def test_nothing_is_ever_done_that_was_not_asked_for() -> None:
    wrong = [one for one in ALL if understood(one[2]).intent not in {one[1], Intent.PERSON}]

    assert len(ALL) >= 200
    assert wrong == []


@pytest.mark.parametrize("tongue", BANK)
def test_most_plain_replies_need_no_person_in_each_language(tongue: str) -> None:
    plain = [one for one in ALL if one[0] == tongue and one[1] != Intent.PERSON]

    heard = sum(understood(text).intent == label for _tongue, label, text in plain)

    assert heard / len(plain) >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        "yes but no",
        "cancel? yes",
        "yes cancel",
        "please do not cancel",
        "no cancel",
        "cancel my son's visit",
        "ok ❌",
        "yes " * 60,
        "cancel all my appointments and I want to end it all",
        "no puedo ir si no hay ascensor",
        "tak nie",
    ],
)
def test_whatever_says_more_than_one_thing_goes_to_a_person(text: str) -> None:
    assert understood(text).intent is Intent.PERSON


def test_a_day_that_is_named_is_kept_so_that_it_can_be_compared_with_the_visit() -> None:
    assert understood("can't come tomorrow").in_days == 1
    assert understood("Hoy no puedo ir").in_days == 0
    assert understood("can't come").in_days is None


@pytest.mark.parametrize(
    "letter",
    [
        "Yes, thanks\n\nOn Mon, 23 Nov 2026, Riverside wrote:\n> Your visit is soon. Cancel it here",
        "Yes, thanks\n> cancel",
        "Yes, thanks\n\n-----Original Message-----\nFrom: Riverside",
        "Yes, thanks\n\n-- \nA. Okafor, Head of Cancellations",
        "Yes, thanks\nSent from my phone",
    ],
)
def test_of_an_e_mail_only_her_own_words_are_read(letter: str) -> None:
    assert own_words(letter) == "Yes, thanks"
    assert understood(own_words(letter)).intent is Intent.CONFIRM
