"""What was learned about missed visits at each place, and the help that was given. No number stands on a patient."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.booking.models import Appointment
from bedside.directory.models import Place, Service
from bedside.hours.clock import now
from bedside.journal.ids import new_id
from bedside.journal.models import Record
from bedside.people.models import AboutPatient, AboutPatientQuerySet, StaffMember
from bedside.prediction.files import read_model
from bedside.prediction.no_show import GOOD, Model


class LearnedQuerySet(models.QuerySet["Learned"]):
    def newest_of(self, place: Place) -> Learned | None:
        return self.filter(place=place).order_by("-learned_at", "-id").first()


class Learned(Record):
    """What a place's own book taught, with the figures it was judged by. The newest one counts."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    learned_at = models.DateTimeField(default=now)
    content = models.JSONField()  # as the trained file has it; no patient is in it

    objects = LearnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["place", "-learned_at"], name="learned_by_place")]

    @property
    def is_good_enough(self) -> bool:
        return self.verdict == GOOD

    @property
    def verdict(self) -> str:
        return str(self.content["verdict"])

    @property
    def judged(self) -> dict[str, Any]:
        found: dict[str, Any] = self.content["judged"]
        return found

    @property
    def model(self) -> Model:
        return read_model(self.content)


class Kind(models.TextChoices):
    CALL = "call", _("Phone them")
    TRANSPORT = "transport", _("Ask how they get here")
    EARLIER_REMINDER = "earlier_reminder", _("Remind them sooner")
    REMINDER = "reminder", _("Send a reminder")


class HelpQuerySet(AboutPatientQuerySet["Help"]):
    def for_visits(self, visits: list[Appointment]) -> Self:
        return self.filter(appointment__in=[one.pk for one in visits])


class Help(AboutPatient):
    """Somebody of ours gave a patient a hand to come to a visit."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    given_at = models.DateTimeField(default=now)

    objects = HelpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "kind"],
                name="one_help_of_each_kind",
                violation_error_message=_("Somebody has done this already."),
            )
        ]

    def topics(self) -> list[str]:
        """A note for the desk: it changes no screen of hers."""
        return []


class Sampled(models.Model):
    """How far away the third open time of one clinician was when it was looked at, as nobody could count it later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    staff_member = models.ForeignKey(StaffMember, models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField(null=True)  # None: fewer than three are open at all
    times_a_week = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["at", "place", "staff_member", "service"],
                name="sampled_once",
                violation_error_message=_("This has been counted already."),
            )
        ]
