"""An answer that is written and leaves later, by the clock. Until it has left it is ours alone."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now

from .talk import OfCase


class Leaves(models.TextChoices):
    """What may become of an answer that waits."""

    WAITING = "waiting"  # for its time
    HELD = "held"  # its time came, and something had changed: a person looks
    LEFT = "left"
    TAKEN_BACK = "taken_back"


class Held(models.TextChoices):
    """Why an answer did not leave when its time came."""

    WROTE = "wrote", _("The patient has written since. Read it first.")
    CLOSED = "closed", _("The case was closed.")
    JOINED = "joined", _("The case was joined to another one.")
    DIED = "died", _("The patient has died.")
    RECORD = "record", _("The record is closed.")
    STOPPED = "stopped", _("The patient said stop to this way of being told.")
    GONE = "gone", _("Whoever wrote it cannot answer here any more.")
    MOVED = "moved", _("A message was moved to another record.")
    REFUSED = "refused", _("It could not be sent as it stands.")


class LaterAnswerQuerySet(models.QuerySet["LaterAnswer"]):
    def standing(self) -> Self:
        """Those that have not left and were not taken back."""
        return self.filter(state__in=[Leaves.WAITING, Leaves.HELD])


class LaterAnswer(OfCase):
    """An answer in a case's conversation that leaves at a moment somebody chose. It becomes a message only then."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=20)  # in which she answers
    author_name = models.CharField(max_length=200)
    words = models.TextField(max_length=4_000)
    then = models.CharField(max_length=10)  # what becomes of the case: close, wait or go_on
    leaves_at = models.DateTimeField()
    planned_at = models.DateTimeField(default=now)  # when somebody last said that it may leave as it stands
    ways = models.JSONField(default=list, blank=True)  # the channels on which she would be told then; none: the portal
    state = models.CharField(max_length=10, choices=Leaves.choices, default=Leaves.WAITING)
    held_because = models.CharField(max_length=10, choices=Held.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # when it left, was held back or taken back

    objects = LaterAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["waiting", "held"]),
                name="one_later_answer_at_a_time",
                violation_error_message=_("An answer waits here already. Change it, or take it back."),
            )
        ]

    @property
    def is_standing(self) -> bool:
        return self.state in (Leaves.WAITING, Leaves.HELD)
