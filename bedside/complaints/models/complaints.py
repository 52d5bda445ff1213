"""A complaint from the first word to what was learned: who told it, by when we answer, what we found and changed.

It is no part of the record that those who treat her read: whoever complains must not be treated worse for it.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import Role, User
from bedside.directory.clinic import the_clinic
from bedside.hours.calendar import Calendar
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_of
from bedside.journal.models import Record, Refusal
from bedside.people.models import ANYBODY_THERE, Patient, StaffMember
from bedside.visits.models import Visit

from ..rules import HOUSE_RULE, NAMES, Rule, rule_named, usual_for

COMPLAINT = "complaint:"  # begins the key of a case about one

WEEK = {day: [("00:00", "24:00")] for day in ("mon", "tue", "wed", "thu", "fri")}


class State(models.TextChoices):
    OPEN = "open", _("Being looked into")
    SETTLED = "settled", _("Put right at once")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Finished")
    WITHDRAWN = "withdrawn", _("Taken back")


MAY_BECOME = {
    State.OPEN: {State.ANSWERED, State.SETTLED, State.WITHDRAWN},
    State.SETTLED: {State.OPEN, State.CLOSED},
    State.ANSWERED: {State.OPEN, State.CLOSED},
    State.CLOSED: {State.OPEN},
}


class Channel(models.TextChoices):
    PORTAL = "portal", _("In the portal")
    PHONE = "phone", _("By phone")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")
    MESSAGE = "message", _("In a message")
    SURVEY = "survey", _("In an answer about a visit")


SPOKEN = [Channel.PHONE, Channel.IN_PERSON]


class About(models.TextChoices):
    WAIT = "wait", _("Waiting")
    MANNER = "manner", _("How somebody spoke or behaved")
    TOLD = "told", _("What was explained, or was not")
    CARE = "care", _("The treatment itself")
    BOOKING = "booking", _("Getting or changing a visit")
    MONEY = "money", _("Bills and costs")
    PRIVACY = "privacy", _("Privacy")
    PLACE = "place", _("The building, getting in, being comfortable")
    OTHER = "other", _("Something else")


class Consent(models.TextChoices):
    NOT_NEEDED = "", _("Not needed")
    ASKED = "asked", _("Asked for")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class Setting(Record):
    """Which rule the clinic goes by, and who answers complaints. One row."""

    rule = models.CharField(max_length=30, choices=list(NAMES.items()), default=HOUSE_RULE)
    is_the_one = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_the_one"],
                name="one_rule_for_complaints",
                violation_error_message=_("A rule is chosen already. Please look again."),
            )
        ]


def rule_here() -> Rule:
    """The rule that a manager chose, else the usual one of the clinic's country."""
    chosen = Setting.objects.first()
    return rule_named(chosen.rule if chosen else usual_for(the_clinic().country))


def working_days() -> Calendar:
    """Monday to Friday without public holidays, as laws count them, whenever the clinic is open besides."""
    clinic = the_clinic()
    return Calendar.of(clinic.zone, WEEK, country=clinic.country)


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        """Whoever complains, and the managers; never whoever it is about, and nobody for treating somebody.

        Whoever wrote it down at the desk sees it until the managers have said that they heard.
        """
        if user.acting_as is Role.PATIENT:
            hers = Patient.objects.visible_to(user).with_other_names()
            return self.filter(Q(patient__in=hers, told_by="") | Q(agrees__in=hers))
        if user.acting_as is Role.CARER:
            return self.filter(told_by_carer=user, patient__in=Patient.objects.visible_to(user).with_other_names())
        found = self.exclude(whom__login=user)
        if user.acting_as is Role.MANAGER:
            return found
        if user.acting_as in ANYBODY_THERE:
            return found.filter(taken_by=user, acknowledged_at=None)
        return self.none()

    def unfinished(self) -> Self:
        return self.filter(state=State.OPEN)

    def with_its_people(self) -> Self:
        return self.select_related("patient", "visit__place", "visit__visit_type", "whom", "taken_by")


class Complaint(Record):
    """One complaint. What is about a confidential visit is told to the managers only as far as she tells it herself."""

    number = models.PositiveIntegerField()
    patient_id: uuid.UUID | None
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    agrees = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")  # she is asked whether
    told_by = models.CharField(max_length=120, blank=True)  # who complains, where it is not the patient
    told_by_carer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.CharField(max_length=300, blank=True)  # where our answer goes, if not to her own page
    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.NOT_NEEDED, blank=True)
    language = models.CharField(max_length=10, default="en")

    channel = models.CharField(max_length=10, choices=Channel.choices)
    words = models.TextField(max_length=8_000)
    wish = models.CharField(max_length=1_000, blank=True)  # what would put it right
    about = models.CharField(max_length=10, choices=About.choices)
    visit_id: uuid.UUID | None
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+")
    whom = models.ForeignKey(StaffMember, models.PROTECT, null=True, blank=True, related_name="+")
    taken_by_id: uuid.UUID | None
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    is_harm = models.BooleanField(default=False)  # somebody may have come to harm

    rule = models.CharField(max_length=30, choices=list(NAMES.items()))
    rule_edition = models.CharField(max_length=10)
    is_grievance = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=now)
    acknowledge_by = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)  # named by the rule, or agreed with whoever complains
    explain_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reopened = models.PositiveSmallIntegerField(default=0)
    learned = models.CharField(max_length=2_000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="one_complaint_per_number",
                violation_error_message=_("This number is taken. Please try again."),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(learned=""),
                name="a_finished_complaint_taught_something",
                violation_error_message=_("Say what we learned."),
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="answered_at_a_time",
                violation_error_message=_("Say when it was answered."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "acknowledge_by"], name="complaint_by_state"),
            models.Index(fields=["patient", "-received_at"], name="complaint_by_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    @property
    def law(self) -> Rule:
        return rule_named(self.rule)

    @property
    def teller(self) -> str:
        """Who complains, as one names them."""
        return self.told_by or (str(self.patient) if self.patient else str(_("somebody who gave no name")))

    @property
    def zone(self) -> str:
        return the_clinic().zone

    @property
    def received_on(self) -> date:
        return day_of(self.received_at, self.zone)

    @property
    def is_spoken(self) -> bool:
        return self.channel in SPOKEN

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def due_on(self) -> date | None:
        """The day that comes next in what we owe: to say that we heard, then to answer."""
        if not self.is_open:
            return None
        return self.reply_by if self.acknowledged_at else self.acknowledge_by

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < day_of(now(), self.zone)

    @property
    def may_read_the_record(self) -> bool:
        """Whether our answer may hold what stands in her record: it goes to her, or she has agreed."""
        return self.consent in {Consent.NOT_NEEDED, Consent.GIVEN}

    def become(self, state: State) -> None:
        if state not in MAY_BECOME.get(State(self.state), set()):
            raise Refusal(_("That can no longer be done with this complaint. Please look again."), rule="state")
        self.state = state

    def topics(self) -> list[str]:
        return []  # its case rings


def last_moment(day: date, zone: str) -> datetime:
    """The end of a day at the clinic: what was not done by then is late."""
    return at_or_after(day + timedelta(days=1), time(0), zone)
