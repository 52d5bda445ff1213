"""Cases: whatever needs somebody's work, with an owner, a clock and a promise."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.access.models import TREATING, Role, User
from bedside.hours.clock import now
from bedside.inbox.models import Chat, Conversation, Message
from bedside.journal.models import Record, Refusal
from bedside.people.models import ANYBODY_THERE, Label, Patient
from bedside.teams.models import WITH_PATIENTS_TEAMS, Team, plan_of
from bedside.triage.models import Level, Screening

from .. import hooks
from .causes import REPEATED, Cause
from .joining import Joined
from .kinds import OF_THE_MANAGERS, Kind
from .routing import Routed
from .states import MAY_BECOME, NO_LONGER, NOT_CLOSED, Priority, State

CALL = "call:"  # begins the key of a case to call somebody about an offered time
UNCLEAR = "unclear:"  # and of one to explain again what was said at a visit
WAITS_AT_MOST = timedelta(days=5)  # for the patient; then the case comes back by itself
REOPENS_WITHIN = timedelta(days=14)  # a later word is a new case


def overdue() -> Q:
    """What we promised her, or what we said among ourselves that we would do, is late."""
    promised = Q(state=State.OPEN, answered_at=None, due_at__lt=now())
    late = Q(todos__due_at__lt=now(), todos__done_at=None, todos__left_at=None)
    return promised | Q(state__in=NOT_CLOSED, pk__in=Case.objects.filter(late).values("pk"))


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """Staff who look after patients; confidential ones only those who treat. A patient sees none: it is our work.

        Managers see visits that went badly, complaints and who was rude, and no other case; nobody else sees
        that somebody complained, and no manager the case of a complaint about himself.
        A case stays visible when its patient turns out to be another's second record, or nobody would answer it.
        """
        if user.acting_as is Role.MANAGER:
            return self.filter(kind__in=OF_THE_MANAGERS, label=Label.NONE).exclude(hooks.kept_from(user))
        if user.acting_as not in ANYBODY_THERE:
            return self.none()
        found = self.exclude(kind=Kind.COMPLAINT)
        return found if user.acting_as in TREATING else found.filter(label=Label.NONE)

    def unfinished(self) -> Self:
        return self.filter(state__in=NOT_CLOSED)

    def running(self) -> Self:
        """Those whose promise is not kept yet."""
        return self.filter(state=State.OPEN, answered_at=None)

    def to_do(self) -> Self:
        return self.filter(state=State.OPEN)

    def unread(self) -> Self:
        """Those that nobody of ours has looked at since the patient last wrote."""
        return self.to_do().filter(Q(seen_at=None) | Q(seen_at__lt=F("heard_until")))

    def overdue(self) -> Self:
        return self.filter(overdue())

    def of_team(self, codes: Iterable[str]) -> Self:
        return self.to_do().filter(team__in=codes)

    def in_turn(self) -> Self:
        """What cannot wait first, then by what falls due."""
        return self.select_related("patient", "owner", "conversation").order_by("priority", "due_at", "id")

    def calling(self, moment: datetime) -> Self:
        """Those the clock must look at: a step of the promise has passed, or the patient has taken too long."""
        return self.filter(state__in=NOT_CLOSED, look_again_at__lte=moment).order_by("priority", "look_again_at")


class Case(Routed, Joined, Record):
    """One thing that needs somebody of ours, from the moment it came until it is done."""

    patient_id: uuid.UUID | None
    conversation_id: uuid.UUID | None
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NONE, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=200)
    conversation = models.ForeignKey(Conversation, models.PROTECT, null=True, blank=True, related_name="cases")
    chat = models.ForeignKey(Chat, models.PROTECT, null=True, blank=True, related_name="cases")
    screening = models.ForeignKey(Screening, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")  # that was not sent
    key = models.CharField(max_length=100, null=True, blank=True)
    heard_until = models.DateTimeField(null=True, blank=True)  # the newest message this case knows of

    level = models.CharField(max_length=3, choices=Level.choices, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.USUAL)
    chat_id: uuid.UUID | None
    owner_id: uuid.UUID | None
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="case_owned"
    )

    held_since = models.DateTimeField(null=True, blank=True)  # since when this team has it; empty: from the beginning

    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(default=now)
    clock_from = models.DateTimeField(default=now)  # from when the promise that runs is counted; no hand-over moves it
    limit_minutes = models.PositiveIntegerField()
    day_and_night = models.BooleanField(default=False)
    clock_team = models.CharField(max_length=20, blank=True)  # in whose hours it is counted; empty: the clinic's
    paused_minutes = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    look_again_at = models.DateTimeField(null=True, blank=True)
    escalated = models.PositiveSmallIntegerField(default=0)  # per cent of the time at which somebody was told
    first_opened_at = models.DateTimeField(null=True, blank=True)  # when somebody of ours first looked
    seen_at = models.DateTimeField(null=True, blank=True)  # when somebody of ours last looked at what was new
    first_human_answer_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # when the promise that ran was kept
    waiting_since = models.DateTimeField(null=True, blank=True)
    waiting_because = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    contacts = models.PositiveSmallIntegerField(default=0)  # how often she came about this within a week
    cause = models.CharField(max_length=10, choices=Cause.choices, blank=True)  # why she had to come again

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(state__in=["open", "waiting"]),
                name="one_open_case_per_conversation",
                violation_error_message=_("There is an open case for this already."),
            ),
            models.UniqueConstraint(
                fields=["chat"],
                condition=Q(state__in=["open", "waiting"]),
                name="one_open_case_per_chat",
                violation_error_message=_("There is an open case for this already."),
            ),
            models.UniqueConstraint(
                fields=["key"], name="one_case_per_key", violation_error_message=_("There is a case for this already.")
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", waiting_since__isnull=False) | ~Q(state="waiting"),
                name="waiting_has_a_beginning",
                violation_error_message=_("Say since when the case waits for the patient."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "priority", "due_at"], name="case_in_turn"),
            models.Index(fields=["look_again_at"], name="case_calling", condition=~Q(state="closed")),
            models.Index(fields=["owner", "state"], name="case_by_owner"),
            models.Index(fields=["patient", "-opened_at"], name="case_by_patient"),
            models.Index(fields=["conversation", "-opened_at"], name="case_by_conversation"),
        ]

    def __str__(self) -> str:
        if (
            self.kind in (Kind.FEEDBACK, Kind.UNCLEAR, Kind.CHOICE, Kind.COMPLAINT, Kind.CONDUCT, Kind.ASTRAY)
            or self.chat_id
        ):
            return gettext(self.subject)  # the house's own words, in the reader's language
        if self.kind in {
            Kind.ARRIVAL,
            Kind.WORSE,
            Kind.ASKS,
            Kind.MISSED,
        }:  # which screen, ticket or number, and what the house noted by itself
            where, _sign, noted = self.subject.partition(": ")
            return f"{where}: {gettext(noted)}" if noted else where
        return self.get_level_display() if self.kind == Kind.SCREENING and self.level else self.subject

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    @property
    def about_label(self) -> str:
        return self.label

    @property
    def offer_id(self) -> str:
        """The offered time about which somebody must call her."""
        return (self.key or "").removeprefix(CALL) if self.kind == Kind.OFFER else ""

    @property
    def unclear_visit(self) -> str:
        """The visit of which something was not clear to her."""
        return (self.key or "").removeprefix(UNCLEAR) if self.kind == Kind.UNCLEAR else ""

    @property
    def was_written(self) -> bool:
        """She wrote to us, so an answer is what was promised."""
        return self.conversation_id is not None or self.chat_id is not None

    @property
    def is_running(self) -> bool:
        return self.state == State.OPEN and self.answered_at is None

    @property
    def why_closed(self) -> str:
        """Why it was closed; what the house noted by itself, in the reader's language."""
        return gettext(self.closed_because) if self.closed_because else ""

    @property
    def why_waiting(self) -> str:
        return gettext(self.waiting_because) if self.waiting_because else ""

    @property
    def is_unread(self) -> bool:
        fresh = self.seen_at is None or (self.heard_until is not None and self.seen_at < self.heard_until)
        return fresh and self.state == State.OPEN

    @property
    def came_back(self) -> bool:
        return self.contacts >= REPEATED

    @property
    def is_closed(self) -> bool:
        """Nothing is done in it any more: it is over, or goes on in another one."""
        return self.state in (State.CLOSED, State.JOINED)

    @property
    def is_late(self) -> bool:
        return self.is_running and self.due_at < now()

    @property
    def is_held(self) -> bool:
        """Its team has it, and nobody by name."""
        return self.owner_id is None and self.is_running

    @property
    def nobody_has_looked(self) -> bool:
        """Half of the time is gone, and nobody of ours has opened it."""
        return self.is_running and self.first_opened_at is None and self.escalated >= 50

    @property
    def roles(self) -> frozenset[Role]:
        """Whose work this is."""
        return plan_of(self.team).roles

    @property
    def able(self) -> frozenset[Role]:
        """Who may own it: whoever may see it."""
        if self.label:
            return TREATING
        if self.kind == Kind.COMPLAINT:
            return frozenset({Role.MANAGER})
        return ANYBODY_THERE | {Role.MANAGER} if self.kind in OF_THE_MANAGERS else ANYBODY_THERE

    @property
    def teams(self) -> list[Team]:
        """To which teams it may be given."""
        if self.label:
            return [Team.NURSES]
        if self.kind == Kind.COMPLAINT:
            return [Team.MANAGERS]
        return list(Team) if self.kind in OF_THE_MANAGERS else list(WITH_PATIENTS_TEAMS)

    def become(self, state: State) -> None:
        if state not in MAY_BECOME[State(self.state)]:
            raise Refusal(NO_LONGER, rule="state")
        self.state = state

    def topics(self) -> list[str]:
        """The desk's list, and the alarm where it cannot wait; a confidential one rings at the nurses' alone."""
        lists = ["inbox:confidential"] if self.label else ["inbox"]
        return [*lists, *(["emergency"] if self.priority == Priority.NOW and self.is_running else [])]
