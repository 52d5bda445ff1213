"""Who waits for an earlier time, and the times that are kept for them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place, VisitType
from bedside.hours.clock import now
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Patient
from bedside.triage.models import Screening

from .appointments import Appointment, Status
from .slots import Slot, Use
from .taken import Taken

ASKED = _("We asked about another time. She has not said yes or no.")
ASKED_ONCE = _("We have asked this patient about this time already.")
A_DAY = 3  # offers to one patient, at most


class WaitingQuerySet(AboutPatientQuerySet["Waiting"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def suited_to(self, slot: Slot) -> Self:
        """Whom this time would help and whom we may ask about it; in what order, asking.py says.

        What holds of her under one of her names holds under all of them; of two places for one thing the older counts.
        """
        known_as = OuterRef(OuterRef("known_as"))
        names = Patient.objects.filter(Q(pk=known_as) | Q(merged_into=known_as)).values("pk")
        asked = Offer.objects.filter(patient__in=names, slot=slot)
        deciding = Offer.objects.unanswered().filter(waiting=OuterRef("pk"))
        other = Waiting.objects.standing().filter(patient__in=names, visit_type=OuterRef("visit_type"))
        older = Q(since__lt=OuterRef("since")) | Q(since=OuterRef("since"), pk__lt=OuterRef("pk"))
        first = other.exclude(pk=OuterRef("pk")).filter(older | Exists(deciding))
        busy = Taken.objects.still().filter(resource__in=names, at__gte=slot.starts_at, at__lt=slot.ends_at)
        known = self.standing().alias(known_as=Coalesce("patient__merged_into_id", "patient_id"))
        fitting = known.filter(
            visit_type__service=slot.service_id,
            visit_type__mode=slot.mode,
            visit_type__minutes__lte=slot.minutes,
            not_before__lte=slot.starts_at,
            patient__deceased_on=None,
            patient__merged_into__deceased_on=None,
        )
        emergency = Screening.objects.emergencies_standing().filter(patient__in=names)
        fitting = fitting.exclude(Exists(emergency))
        fitting = fitting.filter(Q(place=None) | Q(place=slot.place_id))
        fitting = fitting.filter(Q(not_after=None) | Q(not_after__gte=slot.starts_at))
        fitting = fitting.filter(
            Q(instead_of=None) | Q(instead_of__starts_at__gt=slot.starts_at, instead_of__status=Status.BOOKED)
        )
        return fitting.exclude(Exists(asked) | Exists(deciding) | Exists(first) | Exists(busy))


class Waiting(AboutPatient):
    """Somebody would like an earlier time for a kind of visit."""

    visit_type = models.ForeignKey(VisitType, models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=now)
    not_before = models.DateTimeField(default=now)
    not_after = models.DateTimeField(null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")  # none: anywhere
    needs_notice = models.PositiveSmallIntegerField(default=1)  # hours between being asked and being there
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

    @property
    def whom(self) -> Patient:
        """Who is asked: she as she is known now, under whatever name she began to wait."""
        return self.patient.merged_into or self.patient


class Answer(models.TextChoices):
    NONE = "", "No answer yet"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"  # the time to answer ran out
    TAKEN = "taken"  # somebody else was quicker
    WITHDRAWN = "withdrawn"


class OfferQuerySet(AboutPatientQuerySet["Offer"]):
    def unanswered(self) -> Self:
        return self.filter(answer=Answer.NONE)

    def standing(self) -> Self:
        return self.unanswered().filter(until__gt=now())

    def run_out(self) -> Self:
        return self.unanswered().filter(until__lte=now())

    def overtaken(self) -> Self:
        """Those about a time that nobody can have any more."""
        return self.unanswered().exclude(slot__in=Slot.objects.free(uses=Use.values))


class Offer(AboutPatient):
    """A free time about which one of several who wait was asked. It is kept for none of them: the first has it."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="offers")
    waiting = models.ForeignKey(Waiting, models.PROTECT, related_name="offers")
    freed_at = models.DateTimeField(default=now)  # when the time came free
    asked_at = models.DateTimeField(default=now)  # from then on she may answer: not in the night
    until = models.DateTimeField()
    by_phone = models.BooleanField(default=False)  # neither text message nor e-mail reaches her: the desk calls
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # by whichever answer it ended
    late_at = models.DateTimeField(null=True, blank=True)  # she would have taken it, and somebody was quicker

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["waiting"], condition=Q(answer=""), name="one_offer_at_a_time", violation_error_message=ASKED
            ),
            models.UniqueConstraint(
                fields=["slot", "patient"],
                condition=Q(answer=""),
                name="one_offer_each",
                violation_error_message=ASKED_ONCE,
            ),
        ]
        indexes = [
            models.Index(fields=["until"], name="offer_unanswered", condition=Q(answer="")),
            models.Index(fields=["patient", "-asked_at"], name="offer_by_patient"),
        ]
