"""What happened when somebody was rude or worse: one warning, a second person, the end, a report, a note.

Nothing here shuts a door. No room below knows of it, so nobody is seen later, or not at all, for what is written here.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import PATIENT_SIDE, TREATING, Role, User
from bedside.cases.models import Case
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Record
from bedside.people.models import ANYBODY_THERE, Label, Patient

INCIDENT = "incident:"  # begins the key of a case about one
REPORT_WITHIN = timedelta(hours=24)
LONGEST_MARKER = 183  # days until it is looked at again, at most
TOO_MANY = 2  # in one day for one of us; then somebody else takes the next


class Kind(models.TextChoices):
    RUDE = "rude", _("Rude or insulting")
    HATE = "hate", _("Contempt for who somebody is")
    HARASSMENT = "harassment", _("Harassment")
    THREAT = "threat", _("A threat")
    VIOLENCE = "violence", _("Violence, or a weapon")


AT_ONCE = frozenset({Kind.THREAT, Kind.VIOLENCE})  # security or the police, and no warning first


class Outcome(models.TextChoices):
    GOING_ON = "", _("Going on")
    CALMED = "calmed", _("It calmed down")
    HANDED_OVER = "handed_over", _("Somebody else went on")
    ENDED = "ended", _("We ended it")


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User) -> Self:
        """Managers see all of them but what is confidential; who works with patients those of patients they may see."""
        if user.acting_as is Role.MANAGER:
            return self.filter(label=Label.NONE)
        if user.acting_as not in ANYBODY_THERE:
            return self.none()
        return self if user.acting_as in TREATING else self.filter(label=Label.NONE)

    def with_its_people(self) -> Self:
        return self.select_related("patient", "case", "reported_by", "second")


class Incident(Record):
    patient_id: uuid.UUID | None
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NONE, blank=True)
    case_id: uuid.UUID | None
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    said = models.CharField(max_length=1_000)  # what was said or done, as it was
    at = models.DateTimeField(default=now)
    reported_by_id: uuid.UUID
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    warned_at = models.DateTimeField(null=True, blank=True)
    warning = models.CharField(max_length=1_000, blank=True)
    second_id: uuid.UUID | None
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.GOING_ON, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)
    report = models.TextField(max_length=4_000, blank=True)
    hurt = models.BooleanField(default=False)
    police = models.BooleanField(default=False)
    written_at = models.DateTimeField(null=True, blank=True)
    debrief = models.CharField(max_length=1_000, blank=True)
    debriefed_at = models.DateTimeField(null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(warned_at=None) | ~Q(warning=""),
                name="a_warning_has_its_words",
                violation_error_message=_("Write down how you warned."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(over_at=None),
                name="one_incident_at_a_time",
                violation_error_message=_("This is written down already. Please go on there."),
            ),
        ]
        indexes = [models.Index(fields=["patient", "-at"], name="incident_by_patient")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    @property
    def about_label(self) -> str:
        return self.label

    @property
    def report_by(self) -> datetime:
        return (self.over_at or self.at) + REPORT_WITHIN

    @property
    def is_over(self) -> bool:
        return self.over_at is not None

    @property
    def needs_help_at_once(self) -> bool:
        return self.kind in AT_ONCE

    def topics(self) -> list[str]:
        return []  # its case rings


class MarkerQuerySet(models.QuerySet["Marker"]):
    def visible_to(self, user: User) -> Self:
        """Herself, and who works with patients; managers too, who answer for it."""
        if user.acting_as in PATIENT_SIDE:
            hers = Patient.objects.visible_to(user).with_other_names() if user.acting_as is Role.PATIENT else []
            return self.filter(patient__in=hers)
        return self.all() if user.acting_as in ANYBODY_THERE | {Role.MANAGER} else self.none()

    def standing(self) -> Self:
        """Those whose day of review has not passed: what nobody looks at again falls away by itself."""
        return self.filter(ended_at=None, review_on__gte=day_of(now(), the_clinic().zone))

    def of(self, patient: Patient) -> Self:
        return self.filter(Q(patient=patient) | Q(patient__merged_into=patient))


class Marker(Record):
    """A note of care on a record: what to mind, why, until when. She is told; it never stands before urgent care."""

    patient_id: uuid.UUID
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="markers")
    what = models.CharField(max_length=300)  # what to do: "Two of us at the desk"
    because = models.CharField(max_length=500)  # as she reads it
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=now)
    review_on = models.DateField()
    told_how = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = MarkerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(ended_at=None),
                name="one_marker_for_an_incident",
                violation_error_message=_("There is a note about this already."),
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def about_patient(self) -> uuid.UUID:
        return self.patient_id

    @property
    def stands(self) -> bool:
        return self.ended_at is None and self.review_on >= day_of(now(), the_clinic().zone)

    def topics(self) -> list[str]:
        return []


def longest_review(today: date) -> date:
    return today + timedelta(days=LONGEST_MARKER)
