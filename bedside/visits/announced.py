"""What somebody who waits was told about her wait, when, why, and whether it held."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.people.models import Label

from .waits import Basis, Range


class Reason(models.TextChoices):
    """Why she was told anew."""

    FIRST = "first", _("You are here")
    UPDATE = "update", _("Still so")
    SOONER = "sooner", _("Sooner than we said")
    LONGER = "longer", _("Longer than we said")
    OVERDUE = "overdue", _("The time we said has passed")


class Cause(models.TextChoices):
    """What made it longer, as far as the rows can tell."""

    NONE = "", ""
    FEWER = "fewer", _("Fewer clinicians see people now than before.")
    FIRST = "first", _("Somebody came who had to go first.")
    LATE = "late", _("The clinician is running late.")
    SLOWER = "slower", _("The visits before yours take longer than we thought.")


@dataclass(frozen=True)
class Held:
    """Of so many who were told a range and then called, so many were called by its upper end."""

    n: int
    kept: int
    unknown: int  # told, and not called yet or never

    @property
    def share(self) -> float | None:
        """None where nobody was called: nothing can be said."""
        return self.kept / self.n if self.n else None


class AnnouncedQuerySet(models.QuerySet["Announced"]):
    def with_numbers(self) -> Self:
        return self.filter(high__isnull=False)

    def newest(self, visits: list[uuid.UUID]) -> dict[uuid.UUID, Announced]:
        """The last thing each of these was told."""
        rows = self.filter(visit__in=visits).order_by("visit", "number")
        return {row.visit_id: row for row in rows}

    def held_share(self, since: datetime, *, until: datetime | None = None, place: Place | None = None) -> Held:
        """How often the first range somebody was told since then has held: what is told later is easier to keep.

        Confidential visits are left out, as in the published measure.
        """
        told = self.with_numbers().filter(at__gte=since, visit__label=Label.NONE)
        told = told.filter(at__lt=until) if until else told
        told = told.filter(visit__place=place) if place else told
        earlier = self.with_numbers().filter(visit=models.OuterRef("visit"), number__lt=models.OuterRef("number"))
        first = told.exclude(models.Exists(earlier))
        counts = first.aggregate(
            kept=models.Count("pk", filter=Q(held=True)),
            broken=models.Count("pk", filter=Q(held=False)),
            unknown=models.Count("pk", filter=Q(held=None)),
        )
        return Held(counts["kept"] + counts["broken"], counts["kept"], counts["unknown"])


class Announced(models.Model):
    """One telling. Never changed but for whether it held, which is written when she is called."""

    visit = models.ForeignKey("visits.Visit", models.CASCADE, related_name="announced")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)
    low = models.PositiveSmallIntegerField(null=True, blank=True)  # minutes from `at`; null: no number was told
    high = models.PositiveSmallIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=10)
    rests_on = models.PositiveSmallIntegerField(default=0)  # visits, where it rests on visits
    reason = models.CharField(max_length=10, choices=Reason.choices)
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.NONE, blank=True)
    ahead = models.FloatField(null=True, blank=True)
    clinicians = models.PositiveSmallIntegerField(null=True, blank=True)
    held = models.BooleanField(null=True)  # whether she was called by the upper end; null: not known (yet)

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"],
                name="one_telling_of_a_number",
                violation_error_message=_("She has just been told."),
            )
        ]
        indexes = [models.Index(fields=["at"], name="announced_by_time")]

    @property
    def until(self) -> datetime | None:
        """When the upper end passes."""
        return None if self.high is None else self.at + timedelta(minutes=self.high)

    def minutes_since(self, moment: datetime) -> float:
        return (moment - self.at).total_seconds() / 60

    def coming_before(self, here: int) -> int:
        """How many who are not here yet were counted as before her, when so many stand before her now."""
        return max(0, round((self.ahead or 0) - here))

    @property
    def said(self) -> str:
        """The range as it was told."""
        return self._range.said

    @property
    def basis_said(self) -> str:
        """What it was reckoned from, in a sentence."""
        return self._range.rests_on

    @property
    def _range(self) -> Range:
        return Range(self.low, self.high, Basis(self.basis), self.rests_on)

    @property
    def is_next(self) -> bool:
        return self.basis == Basis.NEXT.value
