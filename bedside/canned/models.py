"""Answers that somebody, or a team, keeps ready."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import STAFF, Role, User
from bedside.journal.models import Record
from bedside.teams.models import Team, teams_of


class ReadyAnswerQuerySet(models.QuerySet["ReadyAnswer"]):
    def visible_to(self, user: User) -> Self:
        """Her own, and those of the teams she works in; managers look after all the teams'."""
        if user.acting_as not in STAFF:
            return self.none()
        teams = Team.values if user.acting_as == Role.MANAGER else teams_of(user)
        return self.filter(Q(owner=user) | Q(team__in=teams), is_kept=True)


class ReadyAnswer(Record):
    """One answer, in the languages in which somebody has written it. It names nobody: fields are filled in."""

    team = models.CharField(max_length=20, choices=Team.choices, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    short = models.SlugField(max_length=30)  # typed as /short
    title = models.CharField(max_length=120)
    words: models.JSONField[Any, Any] = models.JSONField(default=dict)  # {"en": "Hello {name}, …"}
    is_kept = models.BooleanField(default=True)

    objects = ReadyAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(team="") ^ Q(owner=None),
                name="ready_answer_is_a_teams_or_ones_own",
                violation_error_message=_("A ready answer is a team's or your own."),
            ),
            models.UniqueConstraint(
                fields=["team", "short"],
                condition=Q(is_kept=True, owner=None),
                name="one_ready_answer_of_a_team",
                violation_error_message=_("An answer with this short name is kept already."),
            ),
            models.UniqueConstraint(
                fields=["owner", "short"],
                condition=Q(is_kept=True, team=""),
                name="one_ready_answer_of_ones_own",
                violation_error_message=_("An answer with this short name is kept already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def whose(self) -> str:
        return str(self.get_team_display()) if self.team else str(_("your own"))
