"""The weeks that were counted, from when limits are drawn anew, and the work that follows from a signal."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.matrix.door import RUNS_THE_HOUSE
from bedside.access.models import User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.ids import new_id
from bedside.journal.models import Record, Refusal
from bedside.measures.registry import MEASURES, Measure

TO_BE_DONE_IN = timedelta(weeks=4)
THERE_IS_ONE = _("Somebody works on this already.")
DRAWN_ALREADY = _("New limits begin in that week already.")


class Figure(models.Model):
    """What one week at one place, or at all of them together, comes to. It can be counted anew at any time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.CharField(max_length=60)
    measure_version = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")
    week = models.DateField()  # its Monday, on the clinic's wall
    value = models.FloatField(null=True)  # unknown is not zero
    n = models.PositiveIntegerField()
    hits = models.PositiveIntegerField(null=True)
    waiting = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "measure_version", "place", "week"],
                condition=Q(place__isnull=False),
                name="one_figure_for_each_week_and_place",
                violation_error_message=_("This week has been counted already."),
            ),
            models.UniqueConstraint(
                fields=["measure", "measure_version", "week"],
                condition=Q(place=None),
                name="one_figure_for_each_week",
                violation_error_message=_("This week has been counted already."),
            ),
        ]
        indexes = [models.Index(fields=["place", "week"], name="figure_by_place")]


class Share(models.Model):
    """What the last quarter comes to, all of it or one part: a channel, a team, a language. Counted anew each night.

    What is too small to be told, or would tell of what is, has no figures here either.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.CharField(max_length=60)
    measure_version = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, blank=True)  # empty: all of it
    name = models.CharField(max_length=30, blank=True)  # empty: not known
    position = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField(null=True)
    value = models.FloatField(null=True)
    p90 = models.FloatField(null=True)
    counted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "measure_version", "way", "name"],
                name="one_share_for_each_part",
                violation_error_message=_("This week has been counted already."),
            )
        ]


class Changed(models.Model):
    """That a chart's last whole week is no chance: noted when it is counted, so that no page looks through them all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.CharField(max_length=60)
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+")


class NewLimits(Record):
    """From this week on a chart has limits of its own, because somebody knows why things are different now."""

    measure = models.CharField(max_length=60)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    week = models.DateField()
    cause = models.CharField(max_length=400)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "place", "week"],
                condition=Q(place__isnull=False),
                name="new_limits_once_a_week_and_place",
                violation_error_message=DRAWN_ALREADY,
            ),
            models.UniqueConstraint(
                fields=["measure", "week"],
                condition=Q(place=None),
                name="new_limits_once_a_week",
                violation_error_message=DRAWN_ALREADY,
            ),
        ]


class State(models.TextChoices):
    OPEN = "open", _("Not begun")
    TRYING = "trying", _("Being tried")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


UNFINISHED = [State.OPEN, State.TRYING]
MAY_BECOME = {
    State.OPEN: {State.TRYING, State.DROPPED},
    State.TRYING: {State.TRYING, State.DONE, State.DROPPED},
}


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def visible_to(self, user: User) -> Self:
        """Those who run the house see all of them; other staff those that were given to them."""
        if user.acting_as in RUNS_THE_HOUSE:
            return self.all()
        return self.filter(owner=user) if user.is_staff_member else self.none()

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def in_turn(self) -> Self:
        return self.select_related("place", "owner").order_by("due_on", "id")


class Improvement(Record):
    """A chart says that something has become worse: somebody finds out why, and tries something."""

    measure = models.CharField(max_length=60)
    measure_version = models.PositiveSmallIntegerField()
    place_id: uuid.UUID | None
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    week = models.DateField()  # whose point gave the signal
    kind = models.CharField(max_length=20)  # what the point said, as measures.xmr names it
    value = models.FloatField()
    before = models.FloatField()  # what was usual
    length = models.PositiveSmallIntegerField()  # how many weeks in a row
    owner_id: uuid.UUID | None
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(default=now)
    what_we_try = models.CharField(max_length=1000, blank=True)
    what_came_of_it = models.CharField(max_length=1000, blank=True)  # or why it was dropped
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "place"],
                condition=Q(state__in=["open", "trying"], place__isnull=False),
                name="one_open_improvement_for_each_place",
                violation_error_message=THERE_IS_ONE,
            ),
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(state__in=["open", "trying"], place=None),
                name="one_open_improvement",
                violation_error_message=THERE_IS_ONE,
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "dropped"]) | ~Q(what_came_of_it=""),
                name="an_end_says_what_came_of_it",
                violation_error_message=_("Say what came of it."),
            ),
        ]

    @property
    def about(self) -> Measure:
        return MEASURES.get(self.measure)

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def first_week(self) -> date:
        """When it began, as the chart saw it then."""
        return self.week - timedelta(weeks=self.length - 1)

    def become(self, state: State) -> None:
        if state not in MAY_BECOME.get(State(self.state), set()):
            raise Refusal(_("That can no longer be done with this task. Please look again."), rule="state")
        self.state = state
