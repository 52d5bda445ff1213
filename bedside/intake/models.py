"""The clinic's forms, each edition a row of its own; a patient's check-in, and the sheets she fills in."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import cached_property
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bedside.booking.models import Appointment, Status
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Patient, Scope
from bedside.visits.models import State, Visit

from . import items, papers, tree

OPENS_BEFORE = timedelta(days=3)
CLOSES_BEFORE = timedelta(minutes=30)  # from then on she says at the clinic that she is here
BEGUN_ALREADY = _("This has just been begun elsewhere. Please look again.")


class Edition(models.TextChoices):
    """FHIR's words for how far an edition is."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Asked now")
    RETIRED = "retired", _("No longer asked")


class FormQuerySet(models.QuerySet["Form"]):
    def asked(self) -> Self:
        """The editions that are asked now."""
        return self.filter(status=Edition.ACTIVE).order_by("place_in_line", "slug")

    def known(self) -> list[list[Form]]:
        """Every form with its editions, the newest first; forms in the order they are asked in."""
        found: dict[str, list[Form]] = {}
        for one in self.order_by("place_in_line", "slug", "-edition"):
            found.setdefault(one.slug, []).append(one)
        return list(found.values())

    def for_visit(self, visit_type: VisitType) -> list[Form]:
        """What is asked before this kind of visit; a form that names no kind is asked before every one."""
        wanted = str(visit_type.pk)
        return [one for one in self.asked() if not one.visit_types or wanted in one.visit_types]


class Form(Record):
    """One edition of one form. Editions that were asked are never changed: what was answered was answered to them."""

    slug = models.SlugField(max_length=60)
    edition = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Edition.choices, default=Edition.DRAFT)
    definition = models.JSONField()  # the FHIR R4 Questionnaire
    text = models.TextField(blank=True)  # the same letter for letter, as a file of it was or will be
    visit_types = models.JSONField(default=list, blank=True)  # ids of those before which it is asked; empty: all
    is_lasting = models.BooleanField(default=False)  # a consent: asked again only when there is a new edition
    place_in_line = models.PositiveSmallIntegerField(default=10)

    objects = FormQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "edition"],
                name="one_form_per_edition",
                violation_error_message=_("Somebody else is writing a new edition. Please look again."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(status="active"),
                name="one_edition_is_asked",
                violation_error_message=_("This form is asked already."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(status="draft"),
                name="one_draft_of_a_form",
                violation_error_message=_("Somebody else is writing a new edition. Please look again."),
            ),
        ]

    def __str__(self) -> str:
        return items.spoken(self.definition, "title", get_language() or "en") or self.slug

    @property
    def about(self) -> str:
        """What it is for, in a sentence, to whoever fills it in."""
        return items.spoken(self.definition, "description", get_language() or "en")

    @property
    def as_file(self) -> str:
        """The form as it goes out of the house: what came in, letter for letter, or what was written here."""
        return self.text or papers.said(self.definition)

    @cached_property
    def questions(self) -> tuple[items.Item, ...]:
        return items.read(self.definition)

    @property
    def takes_papers(self) -> bool:
        """Whether a photo or a paper can be added to it."""
        return any(one.type == "attachment" for top in self.questions for one in top.walk())

    @property
    def canonical(self) -> str:
        """How a QuestionnaireResponse names it."""
        return f"{self.definition.get('url') or f'urn:bedside:form:{self.slug}'}|{self.edition}"


class CheckInQuerySet(AboutPatientQuerySet["CheckIn"]):
    pass


class CheckIn(AboutPatient):
    """What is settled before a visit: the link went out, she opened it, her details are right, she is done."""

    carers_need: ClassVar[str] = Scope.MESSAGES

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    details_at = models.DateTimeField(null=True, blank=True)  # she said that her details are right
    details_doubted = models.BooleanField(default=False)  # they are not right, and somebody of ours asks her
    told_at = models.DateTimeField(null=True, blank=True)  # she said what this visit needs
    done_at = models.DateTimeField(null=True, blank=True)
    payer = models.CharField(max_length=200, blank=True)  # who pays, and under which number, as she says it
    carer_comes = models.BooleanField(default=False)
    reason = models.CharField(max_length=1000, blank=True)  # why she comes, in her own words
    needs = models.CharField(max_length=400, blank=True)  # of a confidential visit alone: her record says nothing of it
    interpreter = models.BooleanField(default=False)  # likewise
    misses = models.PositiveSmallIntegerField(default=0)  # wrong answers to who she is, by the link
    shut_until = models.DateTimeField(null=True, blank=True)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], name="one_check_in_per_visit", violation_error_message=BEGUN_ALREADY
            )
        ]

    @property
    def about_visit(self) -> uuid.UUID:
        return self.appointment_id

    def topics(self) -> list[str]:
        return [*super().topics(), f"place:{self.appointment.place_id}"]


class SheetState(models.TextChoices):
    """How far one form of one visit is, as the front desk reads it."""

    NOT_SENT = "not_sent", _("Not sent")
    SENT = "sent", _("Sent")
    OPENED = "opened", _("Opened")
    DONE = "done", _("Filled in")


class SheetQuerySet(AboutPatientQuerySet["Sheet"]):
    def done(self) -> Self:
        return self.filter(done_at__isnull=False)


class Sheet(AboutPatient):
    """One form as one patient fills it in for one visit; the answers are the items of a QuestionnaireResponse."""

    carers_need: ClassVar[str] = Scope.MESSAGES

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    form = models.ForeignKey(Form, models.PROTECT, related_name="sheets")
    slug = models.SlugField(max_length=60)  # the form's, so that one visit has one sheet of each
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=list, blank=True)
    pages = models.JSONField(default=list, blank=True)  # those she has answered, by the number of their first item
    by_whom = models.CharField(max_length=40, blank=True)  # patient, carer, or by the link

    objects = SheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "slug"], name="one_sheet_per_form", violation_error_message=BEGUN_ALREADY
            )
        ]
        indexes = [models.Index(fields=["patient", "slug"], name="sheet_by_patient")]

    @property
    def about_visit(self) -> uuid.UUID:
        return self.appointment_id

    @property
    def state(self) -> SheetState:
        if self.done_at:
            return SheetState.DONE
        if self.opened_at:
            return SheetState.OPENED
        return SheetState.SENT if self.sent_at else SheetState.NOT_SENT

    @property
    def root(self) -> tree.Node:
        """The form with what was answered so far."""
        return tree.grow(self.form.questions, self.answers)

    def topics(self) -> list[str]:
        return [*super().topics(), f"place:{self.appointment.place_id}"]


class EnclosedQuerySet(AboutPatientQuerySet["Enclosed"]):
    pass


class Enclosed(AboutPatient):
    """A photo or a paper that she added to an answer. Its bytes lie beside it, and go when the answer goes."""

    carers_need: ClassVar[str] = Scope.MESSAGES

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="papers")
    name = models.CharField(max_length=100, blank=True)  # as she called it
    kind = models.CharField(max_length=40)  # what its bytes say it is
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=40)  # SHA-1 of the bytes, as FHIR's Attachment has it
    taken_back = models.BooleanField(default=False)

    objects = EnclosedQuerySet.as_manager()

    @property
    def about_visit(self) -> uuid.UUID:
        return self.sheet.appointment_id

    @property
    def address(self) -> str:
        """How an answer names it."""
        return f"Binary/{self.pk}"


class EnclosedBytes(models.Model):
    """The bytes of a photo or a paper. Never changed, deleted with it."""

    enclosed = models.OneToOneField(Enclosed, models.CASCADE, related_name="bytes")
    words = models.BinaryField()


def whose(appointment: Appointment) -> Patient:
    """Whom it is about: she as she is known now, under whatever name it was booked."""
    found: Patient = appointment.patient.merged_into or appointment.patient
    return found


def names_of(patient: Patient) -> QuerySet[Patient]:
    """She under every name she was known by."""
    return Patient.objects.filter(pk=patient.pk).with_other_names()


def is_open(appointment: Appointment) -> bool:
    """Whether she may check in for it now: from home, and at the clinic until she is called."""
    return is_open_from_home(appointment) or waits_here(appointment)


def is_open_from_home(appointment: Appointment) -> bool:
    """From three days to half an hour before, while it is booked."""
    before = appointment.starts_at - now()
    return appointment.status == Status.BOOKED and CLOSES_BEFORE <= before <= OPENS_BEFORE


def is_open_to_staff(appointment: Appointment) -> bool:
    """From three days before until the visit is over, and for one day where nobody ended it."""
    near = -timedelta(days=1) <= appointment.starts_at - now() <= OPENS_BEFORE
    return appointment.status in (Status.BOOKED, Status.ARRIVED) and near


def waits_here(appointment: Appointment) -> bool:
    """She has said that she is here, and has not been called."""
    return appointment.status == Status.ARRIVED and waiting_now().filter(appointment=appointment).exists()


def waiting_now() -> QuerySet[Visit]:
    """Who waits, of those who came in the last day: a visit that nobody ended yesterday opens nothing."""
    return Visit.objects.filter(state=State.WAITING, arrived_at__gt=now() - timedelta(days=1))
