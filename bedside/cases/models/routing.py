"""By which rules a case comes to a team. Managers write them; every edition stays in the journal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.journal.models import Record
from bedside.teams.models import Team

from .kinds import Kind

ONLY = "clinic"

# What patients ask of us. Whoever stands and waits, what failed and what was given to a team by name needs no rule.
BY_RULES = [Kind.MESSAGE, Kind.BOOKING, Kind.OFFER, Kind.CHOICE, Kind.DELIVERY, Kind.PROMISED, Kind.MISSED]


class HereBy(models.TextChoices):
    """Why a case is with its team."""

    URGENT = "urgent"
    CONFIDENTIAL = "label"
    KIND = "kind"
    RULE = "rule"
    REST = "rest"
    HAND = "hand"
    ASKED = "asked"


class Routed(models.Model):
    """Something that came to a team by a rule, or by somebody's hand."""

    team = models.CharField(max_length=20, choices=Team.choices, default=Team.FRONT_DESK)
    here_by = models.CharField(max_length=10, choices=HereBy.choices, blank=True)  # why it is with this team
    here_rule = models.CharField(max_length=36, blank=True)  # by which rule
    here_name = models.CharField(max_length=200, blank=True)  # what that was called, or who gave it to them

    class Meta:
        abstract = True

    @property
    def why_here(self) -> str:
        """In one sentence why it is where it is."""
        said = {
            HereBy.URGENT: gettext("With %(team)s, because it may be urgent or about health."),
            HereBy.CONFIDENTIAL: gettext("With %(team)s, because it is confidential."),
            HereBy.KIND: gettext("With %(team)s, who see to all of this kind."),
            HereBy.RULE: gettext("With %(team)s by the rule “%(name)s”."),
            HereBy.REST: gettext("With %(team)s, because no rule took it."),
            HereBy.HAND: gettext("With %(team)s, because %(name)s gave it to them."),
            HereBy.ASKED: gettext("With %(team)s, because %(name)s accepted it."),
        }
        told = said[HereBy(self.here_by)] if self.here_by else ""
        return told % {"team": Team(self.team).label, "name": self.here_name} if told else ""


class Routing(Record):
    """The rules of the house, the first that fits first, and the team for whatever none of them takes.

    A rule: {"id", "name", "words", "kinds", "channels", "languages", "places", "team", "first",
    "checklist"}. What it leaves empty fits everything; of several words one is enough. Who is `first` knows it best.
    """

    name = models.CharField(max_length=20, default=ONLY)
    rules = models.JSONField(default=list, blank=True)
    rest = models.CharField(max_length=20, choices=Team.choices, default=Team.FRONT_DESK)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="one_routing",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            )
        ]


def the_routing() -> Routing:
    return Routing.objects.filter(name=ONLY).first() or Routing()
