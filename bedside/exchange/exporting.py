"""One patient's record, given back: what other systems told us to the letter, and what was done here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import models

from bedside.booking.models import Appointment
from bedside.inbox.models import Enclosure, Message
from bedside.intake.models import Enclosed, Sheet
from bedside.intake.response import told
from bedside.journal.actions import saw
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.records.models import Letter, Parcel

from .fhir import appointment, binary, communication
from .fhir import patient as who
from .fhir.words import read, write


def find(name: str) -> Patient:
    """The patient with this id: ours, or the one the system gave her that told us of her."""
    try:
        found = Patient.objects.filter(pk=uuid.UUID(name)).first()
    except ValueError:
        found = None
    if found is None:
        told = Parcel.objects.filter(type="Patient", source_id=name, became__isnull=False)
        if told.count() > 1:
            raise Refusal(f"Several systems know a patient as {name}. Please give our own id.")
        found = Patient.objects.filter(pk__in=told.values("became")).first()
    if found is None:
        raise Refusal(f"We know nobody by the id {name}.")
    return found


def bundle_of(patient: Patient, *, by: Hand) -> Iterator[str]:
    """The record as the pieces of one collection bundle. That it was given out is written down first."""
    saw(by, [patient.pk], what="exchange/export")
    yield '{"resourceType":"Bundle","type":"collection","entry":['
    for number, resource in enumerate(_resources(patient)):
        yield f'{"," if number else ""}\n{{"resource":{resource}}}'
    yield "\n]}\n"


def _resources(patient: Patient) -> Iterator[str]:
    names = [patient, *patient.aliases.all()]
    for one in names:
        yield from _person(one)
    hers = models.Q(patient__in=names)
    yield from _letters(Parcel.objects.filter(hers).exclude(became__in=[one.pk for one in names]))
    for visit in Appointment.objects.filter(hers).in_order().iterator(chunk_size=500):
        yield write(appointment.to_fhir(visit))
    for sheet in Sheet.objects.filter(hers, opened_at__isnull=False).select_related("form").order_by("opened_at", "pk"):
        yield write(told(sheet))
    for message in Message.objects.filter(hers).order_by("due_at", "pk").iterator(chunk_size=500):
        yield write(communication.to_fhir(message))
    yield from _files(hers)


def _files(hers: models.Q) -> Iterator[str]:
    """What she added to an answer, and what goes with a message; one at a time, since each may be large."""
    papers = Enclosed.objects.filter(hers, taken_back=False).select_related("bytes")
    for kept in (papers, Enclosure.objects.filter(hers, is_nobodys=False).here()):
        for one in kept.order_by("pk").iterator(chunk_size=1):
            yield write(binary.to_fhir(one.pk, one.kind, bytes(one.bytes.words)))


def _person(patient: Patient) -> Iterator[str]:
    """Every letter that told us of her with what has changed here since; her own resource when nobody told us."""
    told = False
    for letter in _letters(Parcel.objects.filter(type="Patient", became=patient.pk)):
        told = True
        said = read(letter)
        now = who.to_fhir(patient, said)
        yield letter if now == said else write(now)
    if not told:
        yield write(who.to_fhir(patient))


def _letters(parcels: models.QuerySet[Parcel]) -> Iterator[str]:
    newest = Letter.objects.filter(parcel__in=parcels, digest=models.F("parcel__digest")).order_by("parcel_id")
    yield from newest.values_list("text", flat=True).iterator(chunk_size=500)
