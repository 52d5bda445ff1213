"""That a clinician is late: what is known of it, since when, and until when."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.booking.models import Session
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import StaffMember


class LatenessQuerySet(models.QuerySet["Lateness"]):
    def standing(self) -> Self:
        return self.filter(over_at=None)


class Lateness(Record):
    """One session that runs late, found by the house itself from who was called and who was not."""

    session_id: uuid.UUID
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    place_id: uuid.UUID
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    staff_member_id: uuid.UUID
    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()  # as it was found to be, or has become much since
    not_begun = models.BooleanField(default=False)  # nobody has been called; else the visits before take longer
    found_at = models.DateTimeField(default=now)
    over_at = models.DateTimeField(null=True, blank=True)

    objects = LatenessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "latenesses"
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                name="late_once_a_session",
                violation_error_message=_("That this session is late is known already."),
            )
        ]
        indexes = [models.Index(fields=["place"], name="late_now", condition=models.Q(over_at=None))]

    def topics(self) -> list[str]:
        """Who waits there, and the desk, which suggests anew."""
        return [f"place:{self.place_id}", f"wall:{self.place_id}"]


def late_at(place: Place) -> set[uuid.UUID]:
    """The clinicians who are late there now."""
    return set(Lateness.objects.standing().filter(place=place).values_list("staff_member", flat=True))


def late_for(place: Place, those: set[uuid.UUID]) -> Lateness | None:
    """Where all who could call somebody are late: the one who is least so."""
    standing = Lateness.objects.standing().filter(place=place, staff_member__in=those)
    late = sorted(standing, key=lambda one: (one.minutes, str(one.pk)))
    return late[0] if those and {one.staff_member_id for one in late} == those else None
