"""Records are read in a quicker way than Django's, and come out the same."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init, pre_init

from bedside.booking.models import Appointment
from bedside.journal.models import Record
from bedside.people.models import Patient
from bedside.town.cast import Cast

RECORDS = [kind for kind in apps.get_models() if issubclass(kind, Record)]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_nobody_waits_to_be_told_that_a_record_is_read(kind: type[Record]) -> None:
    assert kind.__init__ is models.Model.__init__
    assert not pre_init.has_listeners(kind)
    assert not post_init.has_listeners(kind)
    assert all(
        isinstance(vars(owner).get(field.attname), models.query_utils.DeferredAttribute)
        for field in kind._meta.concrete_fields
        for owner in kind.__mro__
        if field.attname in vars(owner)
    )


@pytest.mark.parametrize("kind", [Patient, Appointment])
def test_a_record_is_what_django_would_have_read(town: Cast, kind: type[Record]) -> None:
    names = [field.attname for field in kind._meta.concrete_fields]

    for values in kind._base_manager.values_list(*names):
        ours, theirs = kind.from_db("default", names, values), kind(*values)
        assert _told(ours) == _told(theirs)
        assert (ours._state.adding, ours._state.db) == (False, "default")
        assert ours._state.fields_cache == theirs._state.fields_cache
        assert ours == theirs


def test_a_record_read_in_part_reads_the_rest_when_it_is_asked(town: Cast) -> None:
    amara = Patient.objects.only("given_name").get(pk=town.amara.pk)

    assert "family_name" in amara.get_deferred_fields()
    assert str(amara) == str(town.amara)


def _told(record: Record) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name != "_state"}
