"""Patients, those who care for them, and staff; and the one rule about whose things somebody may see."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import TREATING, Role, User
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.journal.requests import found_once, only_looks

from .caring import CarerWays as CarerWays
from .digits import LastDigits
from .spoken import Spoken
from .wishes import Wishes

ANYBODY_THERE = frozenset({Role.FRONT_DESK, Role.NURSE, Role.CLINICIAN})  # staff who look after patients


class Label(models.TextChoices):
    """Why a record is seen by few. A labelled record leaves no echo: no reminder, no list, no count, no calendar."""

    NONE = "", _("Nothing special")
    CONFIDENTIAL = "confidential", _("Confidential")


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Unknown")


class Scope(models.TextChoices):
    """What a carer may do for a patient."""

    APPOINTMENTS = "appointments"
    MESSAGES = "messages"
    BILLS = "bills"
    RESULTS = "results"


class PatientQuerySet(models.QuerySet["Patient"]):
    def visible_to(self, user: User) -> Self:
        """Her own, those she cares for, or, for staff who look after patients, everybody. Unknown means none."""
        match user.acting_as:
            case Role.PATIENT:
                return self.filter(login=user, merged_into=None)
            case Role.CARER:
                return self.filter(pk__in=Grant.objects.standing(user).values("patient"), merged_into=None)
            case role if role in ANYBODY_THERE:
                return self.filter(merged_into=None)
        return self.none()

    def for_scope(self, user: User, scope: str) -> Self:
        """Those for whom this person may do that: all whom they may see; for a carer, those whose grant says so."""
        found = self.visible_to(user)
        theirs = Grant.objects.standing(user, scope).values("patient")
        return found.filter(pk__in=theirs) if user.acting_as is Role.CARER else found

    def with_other_names(self) -> PatientQuerySet:
        """These patients and the records that were found to be only another name of theirs."""
        return Patient.objects.filter(Q(pk__in=self.values("pk")) | Q(merged_into__in=self.values("pk")))

    def living(self) -> Self:
        return self.filter(deceased_on=None, merged_into=None)


class Patient(Wishes, Record):
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    preferred_name = models.CharField(max_length=100, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    language = models.CharField(max_length=10, default="en")
    interpreter = models.BooleanField(default=False)
    interpreter_sex = models.CharField(max_length=10, blank=True)  # she would rather have a woman, or a man
    needs = models.CharField(max_length=400, blank=True)  # a ramp, a hearing loop, more time
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    phone_is_shared = models.BooleanField(default=False)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    zone = models.CharField(max_length=60, blank=True)  # where she lives, if not where the clinic is
    remind_before = models.JSONField(default=list, blank=True)  # hours, as she wishes; empty: as the clinic does
    is_verified = models.BooleanField(default=True)  # False: she registered herself and nobody has checked yet
    deceased_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="aliases")
    login = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)

    objects = PatientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="nobody_is_merged_into_herself",
                violation_error_message=_("A patient cannot be joined to the same record."),
            )
        ]
        indexes = [
            models.Index(fields=["family_name", "given_name"], name="patient_by_name"),
            models.Index(fields=["birth_date"], name="patient_by_birth"),
            models.Index(fields=["phone"], name="patient_by_phone"),
            models.Index(LastDigits("phone"), name="patient_by_last_digits"),
            models.Index(fields=["email"], name="patient_by_email"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def about_patient(self) -> uuid.UUID:
        return self.pk

    @property
    def called(self) -> str:
        """How she likes to be addressed."""
        return self.preferred_name or self.given_name

    @property
    def listed(self) -> str:
        """How a list sorts her: family name first."""
        return f"{self.family_name}, {self.given_name}"

    @property
    def may_be_written_to(self) -> bool:
        return self.deceased_on is None and self.merged_into_id is None

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None when the birth date is not known. Born on 29 February: a year older on 1 March."""
        if self.birth_date is None:
            return None
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))

    def topics(self) -> list[str]:
        return [f"patient:{self.pk}"]


class GrantQuerySet(models.QuerySet["Grant"]):
    def standing(self, carer: User, scope: str = "") -> Self:
        """The grants a carer may act on now, for one scope or any."""
        return self.in_force(scope).filter(carer=carer)

    def in_force(self, scope: str = "") -> Self:
        """The grants that hold now, whoever's they are."""
        found = self.filter(Q(ends_at=None) | Q(ends_at__gt=now()), starts_at__lte=now(), ended_at=None)
        return found.filter(**{f"may_{scope}": True}) if scope else found


class Grant(Record):
    """One carer may do these things for one patient, from then until then."""

    carer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="grants")
    relation = models.CharField(max_length=60)
    evidence = models.CharField(max_length=200, blank=True)
    may_appointments = models.BooleanField(default=False)
    may_messages = models.BooleanField(default=False)
    may_bills = models.BooleanField(default=False)
    may_results = models.BooleanField(default=False)
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carer", "patient"],
                condition=Q(ended_at=None),
                name="one_active_grant",
                violation_error_message=_("This carer already acts for this patient."),
            )
        ]

    @property
    def about_patient(self) -> uuid.UUID:
        return self.patient_id

    def lets(self, scope: str, moment: datetime) -> bool:
        stands = self.starts_at <= moment and self.ended_at is None and self.carer.is_active
        return stands and (not self.ends_at or self.ends_at > moment) and bool(getattr(self, f"may_{scope}", not scope))


def topic_of(patient: uuid.UUID, label: str = Label.NONE) -> str:
    """The live topic of one patient's screens; of what is labelled, only she and those who treat her hear."""
    return f"patient:{patient}:confidential" if label else f"patient:{patient}"


About = TypeVar("About", bound="models.Model")


class AboutPatientQuerySet(models.QuerySet[About]):
    def visible_to(self, user: User) -> Self:
        """What this person may see of patients' things in this table.

        Labelled rows are for the patient and those who treat her alone. A carer needs the scope this table names.
        """
        if user.acting_as in ANYBODY_THERE:  # everybody's; asked without naming every patient there is
            return self.all() if user.acting_as in TREATING else self.filter(label=Label.NONE)
        found = self.filter(patient__in=_whose(user, self.model.carers_need))  # type: ignore[attr-defined]
        return found if user.acting_as is Role.PATIENT else found.filter(label=Label.NONE)


def _whose(user: User, scope: str) -> PatientQuerySet | tuple[uuid.UUID, ...]:
    """The patients whose things in a table this person may see. A page shows many tables and asks once for all."""

    def patients() -> PatientQuerySet:
        return Patient.objects.for_scope(user, scope).with_other_names()

    if not only_looks():
        return patients()
    asked = scope if user.acting_as is Role.CARER else ""  # of nobody else is it asked what for
    return found_once(("whose", user.pk, user.acting_as, asked), lambda: tuple(patients().values_list("pk", flat=True)))


class AboutPatient(Record):
    """A record about a patient: it has her, its label, and the rule of who may see it."""

    carers_need: ClassVar[str] = Scope.APPOINTMENTS

    patient_id: uuid.UUID
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NONE, blank=True)

    class Meta:
        abstract = True

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    @property
    def about_label(self) -> str:
        return self.label

    @property
    def is_confidential(self) -> bool:
        return self.label != Label.NONE

    def topics(self) -> list[str]:
        """The patient's own screens; a labelled record rings nobody else's bell."""
        return [topic_of(self.patient_id, self.label)]


class StaffMember(Spoken):
    """Somebody who works here. Patients see the name; the role they sign in with is access's affair."""

    title = models.CharField(max_length=20, blank=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    job = models.CharField(max_length=60, blank=True)  # "GP", "practice nurse": plain words
    about = models.CharField(max_length=600, blank=True)  # who she is and what she likes to help with, in plain words
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    languages = models.JSONField(default=list, blank=True)  # codes of those she speaks: ["en", "es"]
    has_page = models.BooleanField(default=True)  # whether anybody may read of her who has not signed in
    login = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["family_name", "given_name"], name="staff_by_name")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.title or self.given_name, self.family_name]))


class JoiningCode(models.Model):
    """A code the desk gave a patient so that her login finds her record. Only its digest is kept."""

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    used_at = models.DateTimeField(null=True)


def staff_name(user: User) -> str:
    """How a member of staff is named to a patient: their working name, else their role."""
    member = StaffMember.objects.filter(login=user).first()
    return str(member) if member else (user.name or str(user.acting_as.label))


def has_a_record(user: User) -> bool:
    """Whether some record is this login's own, in whatever role it is at work."""
    return Patient.objects.filter(login=user).exists()


def language_of(user: User) -> str:
    """The language this login's own record says they read best, or nothing."""
    return Patient.objects.filter(login=user).values_list("language", flat=True).first() or ""
