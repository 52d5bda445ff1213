"""What is to be done about a case, line by line; and the lists that are kept for what comes again and again."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.journal.models import Record

from .talk import OfCase


class ToDoQuerySet(models.QuerySet["ToDo"]):
    def standing(self) -> Self:
        """Those that are neither done nor left."""
        return self.filter(done_at=None, left_at=None)

    def overdue(self) -> Self:
        return self.standing().filter(due_at__lt=now())

    def in_turn(self) -> Self:
        return self.select_related("owner").order_by("position", "id")


class ToDo(OfCase):
    """One thing to do about a case, by a day, by somebody."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="todos")
    words = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=200, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)  # it was not done, and why
    left_because = models.CharField(max_length=200, blank=True)

    objects = ToDoQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "position"], name="todo_by_case"),
            models.Index(fields=["due_at"], name="todo_standing", condition=Q(done_at=None, left_at=None)),
        ]

    @property
    def is_standing(self) -> bool:
        return self.done_at is None and self.left_at is None

    @property
    def is_late(self) -> bool:
        return self.is_standing and self.due_at is not None and self.due_at < now()


class Checklist(Record):
    """What is to be done each time the same reason comes: {"words", "days"}, in order; days of work of its team."""

    name = models.CharField(max_length=100)
    lines = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(is_on=True),
                name="one_checklist_of_a_name",
                violation_error_message=_("There is a list of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
