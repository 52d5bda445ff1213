"""Changing the rules of urgency takes two clinicians, and what was decided before can be decided again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bedside.access.models import Role, User
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.town.cast import Cast
from bedside.triage import actions, editions, replaying, ruling
from bedside.triage.forms import ProposalForm
from bedside.triage.models import RuleChange, Screening
from bedside.urgency.catalog import catalog

TEXT = "since lunch it is all wobbly jelly in there"
WORDS = {"en": ["wobbly jelly"]}


@pytest.fixture
def second(town: Cast) -> User:
    """Another clinician of the house."""
    lee = User.objects.get(email="lee@town.example")
    for one in (town.dr_osei, lee):
        one.act_as(Role.CLINICIAN)
    return lee


def test_a_change_is_in_force_once_another_clinician_has_approved_it(town: Cast, second: User) -> None:
    change = ruling.propose("RF03", words=WORDS, why="They say so here.", by=town.dr_osei)
    assert actions.begin(TEXT, by=HOUSE, patient=town.amara).level == "R14"
    with pytest.raises(Refusal) as own:
        ruling.approve(change, by=town.dr_osei)

    ruling.approve(change, by=second)

    assert own.value.rule == "a_rule_is_changed_by_two"
    found = actions.begin(TEXT, by=HOUSE, patient=town.amara)
    assert (found.level, found.rules, found.edition) == ("E0", ["RF03"], f"{catalog().edition}+1")
    assert found.decision["versions"] == [["RF03", catalog()["RF03"].version + 1]]
    assert editions.standing()["RF03"].reviewer == "Dr Lee"


def test_the_database_itself_knows_that_it_takes_two(town: Cast, second: User) -> None:
    change = ruling.propose("RF03", words=WORDS, why="They say so here.", by=town.dr_osei)
    change.state, change.decided_by, change.number = "approved", town.dr_osei, 1

    with pytest.raises(Refusal) as refused:
        record("rule_change.approved", change, by=town.dr_osei)

    assert refused.value.rule == "a_rule_is_changed_by_two"


def test_nobody_but_a_clinician_changes_a_rule(town: Cast, second: User) -> None:
    town.nurse_lin.act_as(Role.NURSE)
    town.ines.act_as(Role.MANAGER)
    change = ruling.propose("RF03", level="E1", why="They say so here.", by=town.dr_osei)

    for other in (town.nurse_lin, town.ines, town.sam):
        for tried in (
            lambda by: ruling.propose("RF04a", level="U4", why="why", by=by),
            lambda by: ruling.approve(change, by=by),
            lambda by: ruling.refuse(change, because="no", by=by),
        ):
            with pytest.raises(Refusal):
                tried(other)

    assert editions.standing() == catalog()


def test_one_change_of_a_rule_waits_at_a_time_and_is_decided_once(town: Cast, second: User) -> None:
    change = ruling.propose("RF03", level="E1", why="They say so here.", by=town.dr_osei)
    with pytest.raises(Refusal, match="waits already"):
        ruling.propose("RF03", level="U2", why="Another wish.", by=second)

    ruling.refuse(change, because="Too late for a heart.", by=second)

    with pytest.raises(Refusal, match="decided already"):
        ruling.approve(change, by=second)
    assert editions.standing() == catalog()


def test_every_decision_can_be_decided_again_also_those_of_an_earlier_edition(town: Cast, second: User) -> None:
    first = actions.begin(TEXT, by=HOUSE, patient=town.amara)
    actions.answer(first, by=HOUSE, age=50, answers={"RF36": "no"})
    ruling.approve(ruling.propose("RF03", words=WORDS, why="So said.", by=town.dr_osei), by=second)
    actions.begin(TEXT, by=HOUSE, patient=town.amara)
    ruling.approve(ruling.propose("RF03", words={}, level="U4", why="No more.", by=second), by=town.dr_osei)
    actions.begin(TEXT, by=HOUSE, patient=town.amara)

    replayed = replaying.replay(replaying.last())

    assert [one.level for one in Screening.objects.order_by("decided_at")] == ["R14", "E0", "R14"]
    assert (replayed.same, replayed.other, replayed.elsewhere) == (3, (), 0)


def test_a_decision_that_comes_out_otherwise_is_named(town: Cast) -> None:
    found = actions.begin("I cannot breathe", by=HOUSE, patient=town.amara)
    found.decision["level"] = "R14"
    elsewhere = actions.begin("my knee hurts", by=HOUSE, patient=town.lina)
    elsewhere.decision["edition"] = "1999.1"

    replayed = replaying.replay([found, elsewhere])

    assert (replayed.same, replayed.other, replayed.elsewhere) == (0, (found,), 1)


def test_a_change_says_what_it_would_have_done(town: Cast, second: User) -> None:
    for text in (TEXT, "I cannot breathe", "crushing chest pain and sweating"):
        actions.begin(text, by=HOUSE, patient=town.amara)
    change = ruling.propose("RF03", words=WORDS, level="U4", why="They say so here.", by=town.dr_osei)

    effect = replaying.effect(replaying.last(), editions.before(change), editions.with_change(change))

    assert (effect.looked_at, len(effect.raised), len(effect.lowered), effect.to_emergency) == (3, 1, 1, 0)


def test_on_its_pages_a_rule_is_proposed_by_one_and_approved_by_another(
    town: Cast, second: User, client: Client, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    client.force_login(town.dr_osei)
    address = reverse("triage:rule", args=["RF03"])
    assert b"Propose it" in client.get(address).content
    form = ProposalForm(rule=catalog()["RF03"], words={})
    fields = {f"question_{tongue}": asked for tongue, asked in form.asked.items()}
    fields |= {"level": "E0", "why": "They say so here.", "words_en": "wobbly jelly\n  wobbly   jelly \n"}

    made = client.post(address, fields)

    change = RuleChange.objects.get()
    assert made.headers["Location"] == reverse("triage:rule-change", args=[change.pk])
    assert (change.level, change.questions, change.words) == ("", {}, WORDS)
    assert client.post(reverse("triage:rule-approval", args=[change.pk])).status_code == 409
    client.force_login(second)
    assert client.post(reverse("triage:rule-approval", args=[change.pk])).status_code == 302
    assert editions.standing().words == (("RF03", "en", "wobbly jelly"),)


def test_a_saying_that_says_nothing_is_refused_beside_its_box(town: Cast, second: User) -> None:
    form = ProposalForm({"level": "E0", "why": "x", "words_en": "ill\nwobbly jelly"}, rule=catalog()["RF03"], words={})

    assert "ill" in str(form.errors["words_en"])
    assert "jelly" not in str(form.errors["words_en"])
