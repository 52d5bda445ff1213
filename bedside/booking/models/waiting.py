"""Who waits for an earlier time, and the times that are kept for them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.people.models import AboutPatient, AboutPatientQuerySet
from bedside.triage.models import Screening

from .appointments import Appointment, Status
from .slots import Slot
from .taken import TAKEN, Taken

KEPT = _("We keep a time for this patient already.")


class WaitingQuerySet(AboutPatientQuerySet["Waiting"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def suited_to(self, slot: Slot) -> Self:
        """Whom this slot would help and whom we have not asked about it, longest waiting first."""
        asked = Offer.objects.filter(waiting=OuterRef("pk"), slot=slot)
        deciding = Offer.objects.filter(waiting=OuterRef("pk"), answer=Answer.NONE)
        busy = Taken.objects.filter(resource=OuterRef("patient_id"), at__gte=slot.starts_at, at__lt=slot.ends_at)
        fitting = self.standing().filter(
            visit_type__service=slot.service_id,
            visit_type__mode=slot.mode,
            visit_type__minutes__lte=slot.minutes,
            not_before__lte=slot.starts_at,
            patient__deceased_on=None,
            patient__merged_into=None,
        )
        emergency = Screening.objects.emergencies_standing().filter(patient=OuterRef("patient"))
        fitting = fitting.exclude(Exists(emergency))
        fitting = fitting.filter(Q(not_after=None) | Q(not_after__gte=slot.starts_at))
        fitting = fitting.filter(
            Q(instead_of=None) | Q(instead_of__starts_at__gt=slot.starts_at, instead_of__status=Status.BOOKED)
        )
        return fitting.exclude(Exists(asked) | Exists(deciding) | Exists(busy)).order_by("since", "id")


class Waiting(AboutPatient):
    """Somebody would like an earlier time for a kind of visit."""

    visit_type = models.ForeignKey(VisitType, models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=now)
    not_before = models.DateTimeField(default=now)
    not_after = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    screening_id = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "visit_type"],
                condition=Q(ended_at=None),
                name="one_place_on_the_waiting_list",
                violation_error_message=_("You are already on the waiting list for this."),
            )
        ]


class Answer(models.TextChoices):
    NONE = "", "No answer yet"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"  # the time to answer ran out
    WITHDRAWN = "withdrawn"


class OfferQuerySet(AboutPatientQuerySet["Offer"]):
    def standing(self) -> Self:
        return self.filter(answer=Answer.NONE, until__gt=now())

    def run_out(self) -> Self:
        return self.filter(answer=Answer.NONE, until__lte=now())


class Offer(AboutPatient):
    """A time kept for one waiting patient until she answers or the time to answer runs out."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="offers")
    waiting = models.ForeignKey(Waiting, models.PROTECT, related_name="offers")
    until = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(answer=""), name="one_offer_per_slot", violation_error_message=TAKEN
            ),
            models.UniqueConstraint(
                fields=["waiting"], condition=Q(answer=""), name="one_offer_at_a_time", violation_error_message=KEPT
            ),
        ]
