from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, transaction

from bedside.directory import actions as directory
from bedside.directory import clinic
from bedside.directory.clinic import the_clinic
from bedside.directory.models import Clinic
from bedside.journal.hands import HOUSE


@pytest.fixture(autouse=True)
def nothing_known(transactional_db: None) -> None:
    clinic._kept.clear()
    directory.set_up(Clinic(name="Riverside Clinic"), by=HOUSE)


def reads(django_assert_num_queries, number: int) -> Clinic:
    with django_assert_num_queries(number):
        return the_clinic()


def test_a_clinic_that_has_not_changed_is_not_read_again(django_assert_num_queries) -> None:
    assert reads(django_assert_num_queries, 2).name == "Riverside Clinic"
    assert reads(django_assert_num_queries, 1).name == "Riverside Clinic"


def test_what_another_process_changes_is_seen_at_once() -> None:
    assert the_clinic().phone == ""

    def elsewhere() -> None:  # on a connection of its own
        directory.change(Clinic.objects.get(), by=HOUSE, phone="020 7946 0000")
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert the_clinic().phone == "020 7946 0000"


def test_a_change_that_was_rolled_back_was_never_known() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        directory.change(the_clinic(), by=HOUSE, phone="999")
        assert the_clinic().phone == "999"
        raise RuntimeError
    assert the_clinic().phone == ""

    directory.change(the_clinic(), by=HOUSE, phone="020 7946 0000")

    assert the_clinic().phone == "020 7946 0000"


def test_what_somebody_does_to_theirs_is_not_seen_by_others() -> None:
    the_clinic()
    mine = the_clinic()
    mine.name = "Mine"

    assert the_clinic().name == "Riverside Clinic"


def test_before_it_is_set_up_a_clinic_has_no_name_of_its_own() -> None:
    Clinic.objects.all().delete()

    assert (the_clinic().name, the_clinic().version) == ("Bedside", 0)
