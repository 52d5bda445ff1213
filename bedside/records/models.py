"""Parcels, which we carry and do not open, and past visits, which patients may look back on."""

from __future__ import annotations

import json
import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.access.models import TREATING, User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.people.models import ANYBODY_THERE, AboutPatient, AboutPatientQuerySet, Label, Patient, Scope, StaffMember

OVER = {"inactive", "resolved", "entered-in-error", "refuted"}  # how FHIR says that an allergy is no more, or never was


class ParcelQuerySet(AboutPatientQuerySet["Parcel"]):
    def visible_to(self, user: User) -> Self:
        """As for everything about patients; what is about no patient is for staff who look after them."""
        found = super().visible_to(user)
        if user.acting_as not in ANYBODY_THERE:
            return found
        about_nobody = self.filter(patient=None)
        return found | (about_nobody if user.acting_as in TREATING else about_nobody.filter(label=Label.NONE))


class Parcel(AboutPatient):
    """One resource of another system. Who sent it, its type and its id there name it for ever.

    Its words lie beside it as a Letter; the digest ties them to this row and so to the journal.
    """

    carers_need: ClassVar[str] = Scope.RESULTS

    patient = models.ForeignKey(  # type: ignore[assignment, unused-ignore]  # a place of theirs is about nobody
        Patient, models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=60)
    type = models.CharField(max_length=60)
    source_id = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=now)
    became = models.UUIDField(null=True, blank=True)  # the person, place or visit of ours that this told us of

    objects = ParcelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "type", "source_id"],
                name="one_parcel_per_source_id",
                violation_error_message=_("This has just been received by somebody else. Please try again."),
            )
        ]
        indexes = [
            models.Index(fields=["patient", "type"], name="parcel_by_patient"),
            models.Index(fields=["became"], name="parcel_by_record", condition=models.Q(became__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.type}/{self.source_id}"

    @property
    def text(self) -> str:
        """The newest words, as they were received."""
        return Letter.objects.get(parcel=self.pk, digest=self.digest).text

    def topics(self) -> list[str]:
        return super().topics() if self.patient_id else []

    @property
    def stands_for(self) -> str:
        """What an allergy or a medicine is, in the words of whoever told us; empty where it is over or an error."""
        told = json.loads(self.text)
        over = {told.get("status", "active")} - {"active", "intended"}
        for name in ("clinicalStatus", "verificationStatus"):
            over |= {one.get("code") for one in told.get(name, {}).get("coding", [])} & OVER
        if over:
            return ""
        code = told.get("code") or told.get("medicationCodeableConcept") or {}
        named = [code.get("text"), *(one.get("display") for one in code.get("coding", []))]
        named.append(told.get("medicationReference", {}).get("display"))
        dosages = [*told.get("dosage", []), *told.get("dosageInstruction", [])]
        how = next((one["text"] for one in dosages if one.get("text")), "")
        return ": ".join(filter(None, [next((str(one) for one in named if one), ""), str(how)]))


class Letter(models.Model):
    """The words of a parcel at one time: every token as received, only the blanks between tokens are left out.

    Never changed. Which words were the newest when, the digests in the parcel's journal entries tell.
    """

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="letters")
    digest = models.CharField(max_length=64)  # SHA-256 of the text
    text = models.TextField()

    objects: ClassVar[models.Manager[Letter]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parcel", "digest"], name="one_letter_per_wording")]


class ParcelIndex(models.Model):
    """What a parcel can be found by: a common search parameter and its value as one string.

    Codes and identifiers are `system|code`, references `Type/id` as at the source, instants UTC, and days, months
    and years as they were said, so that all of them can be compared as text.
    """

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="found_by")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=300)

    objects: ClassVar[models.Manager[ParcelIndex]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["name", "value"], name="parcel_by_value")]


class PastVisitQuerySet(AboutPatientQuerySet["PastVisit"]):
    def took_place(self) -> Self:
        """Visits somebody came to, newest first; what was called off or entered by mistake is none."""
        return self.exclude(status__in=["planned", "cancelled", "entered-in-error", "unknown"]).order_by("-day")


class PastVisit(AboutPatient):
    """A visit that another system remembers. The visits made here are not in this table."""

    carers_need: ClassVar[str] = Scope.APPOINTMENTS

    status = models.CharField(max_length=20)  # FHIR's Encounter.status
    kind = models.CharField(max_length=20, blank=True)  # FHIR's class: AMB, EMER, IMP, HH, VR …
    day = models.CharField(max_length=10, blank=True)  # as far as it is known: 2020, 2020-05 or 2020-05-17
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    what = models.CharField(max_length=300, blank=True)
    clinician = models.ForeignKey(StaffMember, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PastVisitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "day"], name="past_visit_by_patient")]

    def __str__(self) -> str:
        return f"{self.what or 'Visit'}, {self.day or 'day not known'}"

    @property
    def about_visit(self) -> uuid.UUID:
        return self.pk
