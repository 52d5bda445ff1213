from __future__ import annotations

from datetime import date

import pytest

from bedside.access.models import HeldRole, Role, User
from bedside.inbox.models import Conversation
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people import actions
from bedside.people.models import Patient
from bedside.town.cast import Cast


def test_a_patient_sees_herself_and_nobody_else(town: Cast) -> None:
    assert list(Patient.objects.visible_to(town.amara.login)) == [town.amara]


def test_a_carer_sees_only_those_she_cares_for_while_the_grant_stands(town: Cast) -> None:
    assert list(Patient.objects.visible_to(town.teresa)) == [town.tomas]

    actions.end_grant(town.tomas.grants.get(), by=town.sam)

    assert not Patient.objects.visible_to(town.teresa).exists()


def test_the_manager_and_the_administrator_see_no_patients(town: Cast) -> None:
    assert not Patient.objects.visible_to(town.ines).exists()
    assert not Patient.objects.visible_to(town.alex).exists()


def test_somebody_with_two_roles_and_none_chosen_sees_nobody(town: Cast) -> None:
    HeldRole.objects.create(user=town.sam, role=Role.PATIENT)
    sam = User.objects.get(pk=town.sam.pk)

    assert not Patient.objects.visible_to(sam).exists()

    sam.act_as(Role.FRONT_DESK)
    assert Patient.objects.visible_to(sam).exists()


def test_an_account_joins_a_record_only_with_its_code_and_birth_date(town: Cast) -> None:
    paper = actions.register(given_name="Awa", family_name="Diallo", birth_date=date(1970, 2, 3), by=town.sam)
    user = User.objects.create_user("awa@town.example")
    code = actions.give_joining_code(paper, by=town.sam)

    for wrong in (date(1970, 3, 2), date(1980, 2, 3)):
        with pytest.raises(Refusal, match="do not fit"):
            actions.join(user, code=code, birth_date=wrong)
    joined = actions.join(user, code=code.lower(), birth_date=date(1970, 2, 3))

    assert list(Patient.objects.visible_to(user)) == [joined]
    with pytest.raises(Refusal, match="do not fit"):
        actions.join(town.teresa, code=code, birth_date=date(1970, 2, 3))


def test_a_code_wears_out_after_five_wrong_birth_dates(town: Cast) -> None:
    paper = actions.register(given_name="Awa", family_name="Diallo", birth_date=date(1970, 2, 3), by=town.sam)
    user = User.objects.create_user("awa@town.example")
    code = actions.give_joining_code(paper, by=town.sam)

    for day in range(1, 6):
        with pytest.raises(Refusal):
            actions.join(user, code=code, birth_date=date(1971, 1, day))

    with pytest.raises(Refusal):
        actions.join(user, code=code, birth_date=date(1970, 2, 3))


def test_a_merged_record_is_only_another_name_and_can_be_taken_apart_again(town: Cast) -> None:
    double = actions.register(given_name="Amara", family_name="Okafor", by=town.sam)
    before = {f.attname: getattr(double, f.attname) for f in double._meta.concrete_fields if f.attname != "version"}

    actions.merge(double, town.amara, by=town.sam, because="same birth date and phone")
    assert double not in Patient.objects.visible_to(town.sam)

    actions.unmerge(double, by=town.sam, because="sisters")
    again = Patient.objects.get(pk=double.pk)
    assert {name: getattr(again, name) for name in before} == before


def test_nobody_writes_to_the_dead(town: Cast) -> None:
    actions.note_death(town.omar, on=date(2026, 11, 1), by=HOUSE)

    assert not town.omar.may_be_written_to
    assert town.omar not in Patient.objects.all().living()


def test_somebody_born_on_29_february_is_a_year_older_on_1_march() -> None:
    leap = Patient(birth_date=date(2000, 2, 29))

    assert leap.age_on(date(2025, 2, 28)) == 24
    assert leap.age_on(date(2025, 3, 1)) == 25


def test_what_was_written_under_another_name_is_still_hers_after_a_merge(town: Cast) -> None:
    double = actions.register(given_name="Amara", family_name="Okafor", by=town.sam)
    talk = Conversation(patient=double, subject="my knee")
    record("conversation.began", talk, by=HOUSE)

    actions.merge(double, town.amara, by=town.sam, because="same birth date and phone")

    assert list(Conversation.objects.visible_to(town.amara.login)) == [talk]
    assert not Conversation.objects.visible_to(town.lina.login).exists()


def test_whoever_gave_a_code_out_cannot_open_the_record_with_it(town: Cast) -> None:
    code = actions.give_joining_code(
        paper := actions.register(given_name="Awa", family_name="Diallo", birth_date=date(1970, 2, 3), by=town.sam),
        by=town.sam,
    )

    with pytest.raises(Refusal, match="do not fit"):
        actions.join(town.sam, code=code, birth_date=date(1970, 2, 3))

    assert Patient.objects.get(pk=paper.pk).login is None


def test_a_code_given_before_a_death_opens_nothing(town: Cast) -> None:
    paper = actions.register(given_name="Awa", family_name="Diallo", birth_date=date(1970, 2, 3), by=town.sam)
    code = actions.give_joining_code(paper, by=town.sam)
    actions.note_death(paper, on=date(2026, 11, 1), by=HOUSE)

    with pytest.raises(Refusal, match="do not fit"):
        actions.join(User.objects.create_user("awa@town.example"), code=code, birth_date=date(1970, 2, 3))
