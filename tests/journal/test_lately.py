"""Whoever looks again within ten minutes is known from memory; never more than what is written is known so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from bedside.hours.clock import moved_to, now
from bedside.journal import lately
from bedside.journal.actions import saw
from bedside.journal.models import Sight
from bedside.town.cast import Cast

Commit = Any


@pytest.fixture(autouse=True)
def sam_is_at_work(town: Cast) -> None:
    town.sam.come_in(None)


def test_whoever_looks_again_is_not_looked_up(
    town: Cast, django_capture_on_commit_callbacks: Commit, django_assert_num_queries: Any
) -> None:
    both = [town.amara.pk, town.lina.pk]
    with django_capture_on_commit_callbacks(execute=True):
        saw(town.sam, both, what="desk/patient")

    with django_assert_num_queries(0):
        saw(town.sam, both, what="desk/patient")
    assert Sight.objects.count() == 2


def test_what_another_process_wrote_is_looked_up_once_and_not_written_again(
    town: Cast, django_capture_on_commit_callbacks: Commit, django_assert_num_queries: Any
) -> None:
    saw(town.sam, [town.amara.pk], what="desk/patient")
    lately._written.clear()

    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(1):
        saw(town.sam, [town.amara.pk], what="desk/patient")
    with django_assert_num_queries(0):
        saw(town.sam, [town.amara.pk], what="desk/patient")
    assert Sight.objects.count() == 1


def test_a_sight_that_was_undone_is_not_taken_for_written(
    town: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(RuntimeError),
        transaction.atomic(),
    ):
        saw(town.sam, [town.amara.pk], what="desk/patient")
        raise RuntimeError
    assert not Sight.objects.exists()

    saw(town.sam, [town.amara.pk], what="desk/patient")
    assert Sight.objects.count() == 1


@pytest.mark.parametrize(("gone", "sights"), [(timedelta(minutes=9), 1), (timedelta(minutes=11), 2)])
def test_after_ten_minutes_it_is_another_sight(
    town: Cast, django_capture_on_commit_callbacks: Commit, gone: timedelta, sights: int
) -> None:
    began = now()
    with moved_to(began), django_capture_on_commit_callbacks(execute=True):
        saw(town.sam, [town.amara.pk], what="desk/patient")
    with moved_to(began + gone):
        saw(town.sam, [town.amara.pk], what="desk/patient")

    assert Sight.objects.count() == sights


def test_another_person_page_patient_or_label_is_another_sight(
    town: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        saw(town.sam, [town.amara.pk], what="desk/patient")

    saw(town.osei.login, [town.amara.pk], what="desk/patient")  # type: ignore[arg-type]
    saw(town.sam, [town.amara.pk], what="desk/day")
    saw(town.sam, [town.amara.pk], what="desk/patient", label="confidential")
    saw(town.sam, [town.amara.pk, town.lina.pk], what="desk/patient")

    assert Sight.objects.count() == 5


def test_what_is_remembered_has_a_bound(
    town: Cast, django_capture_on_commit_callbacks: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lately, "MOST", 2)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            saw(town.sam, [town.amara.pk], what=f"page {number}")

    assert len(lately._written) <= 2
    assert Sight.objects.count() == 5
