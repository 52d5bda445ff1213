"""The departments of the clinic, by codes that never change, and how each of them works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.journal.models import Record


class Team(models.TextChoices):
    FRONT_DESK = "front_desk", _("Front desk")
    NURSES = "nurses", _("Nurses")
    LAB = "lab", _("Laboratory")
    PHARMACY = "pharmacy", _("Pharmacy")
    BILLING = "billing", _("Billing")
    MANAGERS = "managers", _("Managers")


# Whose work it is while nobody has named the people of a team.
WORK_OF = {
    Team.FRONT_DESK: Role.FRONT_DESK,
    Team.NURSES: Role.NURSE,
    Team.LAB: Role.NURSE,
    Team.PHARMACY: Role.NURSE,
    Team.BILLING: Role.FRONT_DESK,
    Team.MANAGERS: Role.MANAGER,
}
WITH_PATIENTS_TEAMS = [team for team in Team if team != Team.MANAGERS]  # what is asked for a patient goes to these


class TeamPlan(Record):
    """How one team works. What is left empty is as the clinic does it."""

    code = models.CharField(max_length=20, choices=Team.choices)
    opening = models.JSONField(default=dict, blank=True)  # {"mon": [["08:30", "12:30"], ["13:30", "17:00"]], …}
    shut = models.JSONField(default=list, blank=True)  # days on which nobody of it works: ["2026-12-24", …]
    answers_within = models.PositiveIntegerField(null=True, blank=True)  # its open minutes until somebody answers
    most_each = models.PositiveSmallIntegerField(default=0)  # open cases that one person may hold; 0: as many as come
    members = models.JSONField(default=list, blank=True)  # logins; empty: everybody in the role
    lead = models.CharField(max_length=36, blank=True)  # the login of whoever is told when nobody has opened something

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="one_plan_per_team",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset({WORK_OF[Team(self.code)]})

    def people(self) -> QuerySet[User]:
        """Who works in it today: those who were named, else everybody in its role."""
        here = User.objects.filter(is_active=True).exclude(staffmember__is_active=False)
        if self.members:
            return here.filter(pk__in=self.members)
        return here.filter(held_roles__role__in=self.roles).distinct()

    def who_leads(self) -> User | None:
        """Whoever leads it, as long as she works here."""
        here = User.objects.filter(is_active=True).exclude(staffmember__is_active=False)
        return here.filter(pk=self.lead).first() if self.lead else None


def plan_of(code: str) -> TeamPlan:
    """How a team works; where nobody has said, as the clinic does."""
    return TeamPlan.objects.filter(code=code).first() or TeamPlan(code=code)


def plans() -> list[TeamPlan]:
    """All teams, in the order in which they are read."""
    kept = {one.code: one for one in TeamPlan.objects.all()}
    return [kept.get(team.value) or TeamPlan(code=team.value) for team in Team]


def teams_of(user: User) -> list[str]:
    """The codes of the teams somebody works in, in the role they act in."""
    return [one.code for one in plans() if _works_in(one, user)]


def _works_in(plan: TeamPlan, user: User) -> bool:
    named: Iterable[Any] = plan.members
    return str(user.pk) in named if named else user.acting_as in plan.roles
