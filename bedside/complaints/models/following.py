"""What follows from a complaint: letters, what was looked into, what changes, what is owed, what was given."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Record
from bedside.people.models import ANYBODY_THERE, Patient

from .complaints import Complaint

FRONT_LINE_BUDGET = 2_500  # what anybody at the desk may give without asking, in hundredths of the clinic's money


class OfAComplaint(Record):
    """What belongs to a complaint, and is seen by whoever may see it."""

    complaint_id: uuid.UUID
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.complaint.patient_id

    def topics(self) -> list[str]:
        return []  # its case rings


class LetterKind(models.TextChoices):
    ACKNOWLEDGEMENT = "heard", _("We heard you")
    DELAY = "delay", _("Why it takes longer")
    REPLY = "reply", _("Our answer")
    CANDOUR = "candour", _("What happened to you, in writing")
    HERS = "hers", _("Said later")


class ComplaintLetter(OfAComplaint):
    """One letter of ours about it, or what whoever complains said later."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    words = models.TextField(max_length=20_000)
    author = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    at = models.DateTimeField(default=now)
    by_post = models.BooleanField(default=False)  # printed and sent or handed over, for it cannot be read here

    class Meta:
        indexes = [models.Index(fields=["complaint", "at"], name="letter_by_complaint")]


class Note(OfAComplaint):
    """One step of looking into it: who told us what, or what we read and found."""

    source = models.CharField(max_length=200)  # who said it, or where it was read
    words = models.TextField(max_length=4_000)
    is_finding = models.BooleanField(default=False)
    author = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)


class Change(OfAComplaint):
    """One thing we do differently since: what, who sees to it, by when, and what came of it."""

    what = models.CharField(max_length=300)
    owner_id: uuid.UUID
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=500, blank=True)

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on < day_of(now(), self.complaint.zone)


class Step(models.TextChoices):
    """What is owed to whoever was harmed, in this order."""

    TOLD = "told", _("Told them in person what happened")
    SORRY = "sorry", _("Said that we are sorry")
    ACCOUNT = "account", _("Gave a true account of all we know so far")
    NEXT = "next", _("Said what we look into next")
    WRITTEN = "written", _("Sent it in writing")


class Candour(OfAComplaint):
    """One step of the duty of candour: taken when, by whom, and what was said."""

    step = models.CharField(max_length=10, choices=Step.choices)
    at = models.DateTimeField(default=now)
    author = models.CharField(max_length=200)
    words = models.CharField(max_length=1_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "step"],
                name="each_step_of_candour_once",
                violation_error_message=_("This step has been noted already."),
            )
        ]


class Gift(models.TextChoices):
    PARKING = "parking", _("Parking paid")
    MEAL = "meal", _("A meal or a drink")
    JOURNEY = "journey", _("The journey paid")
    FEE = "fee", _("A fee waived")
    NEW_TIME = "new_time", _("A new time at once")
    OTHER = "other", _("Something else")


class Approval(models.TextChoices):
    WITHIN = "within", _("Within what the desk may give")
    ASKED = "asked", _("A manager is asked")
    GRANTED = "granted", _("A manager agreed")
    REFUSED = "refused", _("A manager did not agree")


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def visible_to(self, user: User) -> Self:
        """Managers see what was given; others what they gave themselves."""
        if user.acting_as is Role.MANAGER:
            return self.exclude(complaint__whom__login=user)
        return self.filter(given_by=user) if user.acting_as in ANYBODY_THERE else self.none()

    def given(self) -> Self:
        return self.filter(approval__in=[Approval.WITHIN, Approval.GRANTED])


class Recovery(Record):
    """What was done on the spot to put something right: what, how much, why, by whom."""

    patient_id: uuid.UUID | None
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    complaint_id: uuid.UUID | None
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, blank=True, related_name="recoveries")
    what = models.CharField(max_length=10, choices=Gift.choices)
    amount = models.PositiveIntegerField(default=0)  # in hundredths of the clinic's money
    why = models.CharField(max_length=300)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=now)
    approval = models.CharField(max_length=10, choices=Approval.choices, default=Approval.WITHIN)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RecoveryQuerySet.as_manager()

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    def topics(self) -> list[str]:
        return []  # its case rings
