"""What one team asks of another for a patient: what, by when, why, and how far it is."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import TREATING, User
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_of
from bedside.journal.models import Refusal
from bedside.people.models import ANYBODY_THERE, AboutPatient, AboutPatientQuerySet, Scope
from bedside.teams.models import WITH_PATIENTS_TEAMS, Team
from bedside.visits.models import Visit

ORDER = "order:"  # begins the key of a case about an order


def teams_for(label: str) -> list[Team]:
    """Whom one can ask: every team that looks after patients; about what is confidential the nurses alone."""
    return [Team.NURSES] if label else list(WITH_PATIENTS_TEAMS)


class State(models.TextChoices):
    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Being done")
    DECLINED = "declined", _("Cannot be done")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("No longer needed")


PENDING = [State.ASKED, State.ACCEPTED]
MAY_BECOME = {
    State.ASKED: {State.ACCEPTED, State.DECLINED, State.DONE, State.CANCELLED},
    State.ACCEPTED: {State.DECLINED, State.DONE, State.CANCELLED},
    State.DECLINED: {State.CANCELLED},  # whoever asked for it has found another way
}


class OrderQuerySet(AboutPatientQuerySet["Order"]):
    def pending(self) -> Self:
        return self.filter(state__in=PENDING)

    def unsettled(self) -> Self:
        """Those that somebody still has to see to, also where the team that was asked cannot do it."""
        return self.filter(state__in=[*PENDING, State.DECLINED])

    def with_its_people(self) -> Self:
        return self.select_related("patient", "visit__place", "asked_by")


class Order(AboutPatient):
    """One thing asked for. The patient reads what it is, who calls and by when; why is for us."""

    carers_need: ClassVar[str] = Scope.RESULTS

    visit_id: uuid.UUID
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+")
    team = models.CharField(max_length=20)  # by its code; which teams there are is for cases to say
    what = models.CharField(max_length=150)
    why = models.CharField(max_length=300, blank=True)
    who_calls = models.CharField(max_length=100)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_because = models.CharField(max_length=300, blank=True)  # what came of it, or why not

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "accepted"]) | Q(settled_at__isnull=False),
                name="settled_at_a_time",
                violation_error_message=_("Say when this was settled."),
            )
        ]
        indexes = [models.Index(fields=["patient", "state"], name="order_by_patient")]

    def __str__(self) -> str:
        return self.what

    @property
    def team_name(self) -> str:
        return str(Team(self.team).label)

    @property
    def about_visit(self) -> uuid.UUID:
        return self.visit.about_visit

    @property
    def due_at(self) -> datetime:
        """The day is over: what was not done by then is late."""
        return at_or_after(self.due_on + timedelta(days=1), time(0), self.visit.zone)

    @property
    def is_pending(self) -> bool:
        return self.state in PENDING

    @property
    def is_late(self) -> bool:
        return self.is_pending and self.due_on < day_of(now(), self.visit.zone)

    def may_be_answered_by(self, user: User) -> bool:
        return user.acting_as in (TREATING if self.label else ANYBODY_THERE)

    def become(self, state: State) -> None:
        if state not in MAY_BECOME.get(State(self.state), set()):
            raise Refusal(_("That can no longer be done with this. Please look again."), rule="state")
        self.state = state
        if state not in PENDING:
            self.settled_at = now()
