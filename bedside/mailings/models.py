"""Messages to many, for whom each is meant, and what became of it for each person who was confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.directory.clinic import the_clinic
from bedside.directory.models import Place, Service, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds
from bedside.journal.models import Record, Refusal
from bedside.people.models import AboutPatient, AboutPatientQuerySet, StaffMember
from bedside.people.wishes import Kind

WRITES = frozenset({Role.MANAGER})
APPROVES = frozenset({Role.CLINICIAN})
MOST_DAYS, MOST_MONTHS, OLDEST = 92, 60, 130


class Whom(models.TextChoices):
    BOOKED = "booked", _("Who has a visit booked between two days")
    SEEN = "seen", _("Who was here for a visit in the last months")
    ALL = "all", _("Every patient")


class Step(models.TextChoices):
    DRAFT = "draft", _("draft")
    ASKED = "asked", _("waits for a clinician")
    APPROVED = "approved", _("a clinician has read it")
    SENDING = "sending", _("being sent")
    STOPPED = "stopped", _("stopped")
    ENDED = "ended", _("sent")
    DROPPED = "dropped", _("dropped")


MAY_BECOME = {
    Step.DRAFT: {Step.DRAFT, Step.ASKED, Step.SENDING, Step.DROPPED},
    Step.ASKED: {Step.DRAFT, Step.APPROVED, Step.DROPPED},
    Step.APPROVED: {Step.DRAFT, Step.SENDING, Step.DROPPED},
    Step.SENDING: {Step.STOPPED, Step.ENDED},
    Step.STOPPED: set[Step](),
    Step.ENDED: {Step.STOPPED},  # what has not left yet is taken back
    Step.DROPPED: set[Step](),
}
NOT_CONFIRMED = frozenset({Step.DRAFT, Step.ASKED, Step.APPROVED})
CONFIRMED = frozenset({Step.SENDING, Step.STOPPED, Step.ENDED})


class MailingQuerySet(models.QuerySet["Mailing"]):
    def visible_to(self, user: User) -> Self:
        """Nothing in one is about anybody. Managers see all; whoever may approve, those that ask or asked for it."""
        if user.acting_as in WRITES:
            return self.all()
        return self.filter(is_clinical=True) if user.acting_as in APPROVES else self.none()

    def shown(self) -> Self:
        return self.exclude(step=Step.DROPPED).order_by("-written_at", "-id")


class Mailing(Record):
    """One message to many: why, to whom, in which words, until when; and who wrote, read and confirmed it."""

    name = models.CharField(max_length=120)
    why = models.CharField(max_length=200)
    whom = models.CharField(max_length=10, choices=Whom.choices, default=Whom.BOOKED)
    first_day = models.DateField(null=True, blank=True)  # of the visits
    last_day = models.DateField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)  # so long ago at most
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="+")
    visit_type = models.ForeignKey(VisitType, models.PROTECT, null=True, blank=True, related_name="+")
    staff_member = models.ForeignKey(StaffMember, models.PROTECT, null=True, blank=True, related_name="+")
    without_visit = models.BooleanField(default=False)  # only who has no visit to come
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)  # only who reads this one
    words: models.JSONField[Any, Any] = models.JSONField(default=dict)  # {"en": "…"}, with fields as they were typed
    last_send_day = models.DateField()  # nothing leaves after it
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.DRAFT)
    is_clinical = models.BooleanField(default=False)  # it needs a second person
    because = models.CharField(max_length=200, blank=True)  # why a clinician sent it back
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField(default=now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by_name = models.CharField(max_length=200, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_number = models.PositiveIntegerField(default=0)  # of people; never are there more
    stopped_by_name = models.CharField(max_length=200, blank=True)
    over_at = models.DateTimeField(null=True, blank=True)  # when it was stopped, or its last message written

    objects = MailingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(is_clinical=True, step__in=["sending", "stopped", "ended"]) | Q(approved_by__isnull=False),
                name="clinical_mailing_has_a_second_person",
                violation_error_message=_("A clinician has to read this first."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
                name="nobody_approves_her_own_mailing",
                violation_error_message=_("Somebody else has to read what you wrote."),
            ),
            models.CheckConstraint(
                condition=Q(step__in=["draft", "asked", "approved", "dropped"]) | Q(confirmed_by__isnull=False),
                name="mailing_is_confirmed_by_a_person",
                violation_error_message=_("Somebody has to confirm it first."),
            ),
            models.CheckConstraint(
                condition=~Q(whom="booked")
                | Q(first_day__isnull=False, last_day__isnull=False, last_day__gte=F("first_day"), without_visit=False),
                name="mailing_about_visits_names_its_days",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(whom="seen") | Q(months__isnull=False, months__gte=1, months__lte=MOST_MONTHS),
                name="mailing_looks_back_some_months",
                violation_error_message=_("Say how many months to look back."),
            ),
            models.CheckConstraint(
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                name="mailing_ages_in_order",
                violation_error_message=_("The oldest age must not be below the youngest."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> Kind:
        """What it is about, as she would say: only who has a visit booked is told something about her visits."""
        return Kind.VISITS if self.whom == Whom.BOOKED else Kind.NEWS

    @property
    def not_after(self) -> datetime:
        """The moment after which none of it may leave."""
        return day_bounds(self.last_send_day, the_clinic().zone)[1] - timedelta(seconds=1)

    @property
    def may_be_written(self) -> bool:
        return self.step in NOT_CONFIRMED

    def become(self, step: Step) -> None:
        if step not in MAY_BECOME[Step(self.step)]:
            raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
        self.step = step

    def topics(self) -> list[str]:
        return ["mailings"]


class Turn(models.TextChoices):
    WAITING = "waiting"
    TOLD = "told"
    LEFT_OUT = "left_out"
    STOPPED = "stopped"


class NotTold(models.TextChoices):
    """Why somebody is left out, as staff are told."""

    CLOSED = "closed", _("has died, or the record is closed")
    STOPPED = "stopped", _("asked us to stop")
    UNWISHED = "unwished", _("wants no messages of this kind")
    UNREACHED = "unreached", _("no text message or e-mail reaches them")
    TOO_LATE = "too_late", _("could not be told by the last day")
    GONE = "gone", _("is no longer among those it is for")
    REFUSED = "refused", _("could not be written to")


class AddresseeQuerySet(AboutPatientQuerySet["Addressee"]):
    def waiting(self) -> Self:
        return self.filter(turn=Turn.WAITING)

    def due(self, moment: datetime) -> Self:
        """Whose turn it may be now, in the order in which they were confirmed."""
        return self.waiting().filter(Q(not_before=None) | Q(not_before__lte=moment)).order_by("id")


class Addressee(AboutPatient):
    """One person to whom one message was confirmed. Rows come with the confirmation and at no other time."""

    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="addressees")
    turn = models.CharField(max_length=10, choices=Turn.choices, default=Turn.WAITING)
    not_told = models.CharField(max_length=10, choices=NotTold.choices, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)  # her quiet hours end then

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "patient"],
                name="one_addressee_of_a_mailing",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            ),
            models.CheckConstraint(
                condition=Q(turn="left_out") ^ Q(not_told=""),
                name="addressee_is_left_out_for_a_reason",
                violation_error_message=_("Say why somebody is left out."),
            ),
        ]
        indexes = [models.Index(fields=["mailing", "turn"], name="addressee_by_turn")]

    def topics(self) -> list[str]:
        """The page of the mailing counts; nobody's own screens change before a message is there."""
        return ["mailings"]
