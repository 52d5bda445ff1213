"""What was said at a visit, in words the patient can keep: one for each visit, signed by whoever saw her."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import PATIENT_SIDE, TREATING, User
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Scope

from .measured import Told, told

if TYPE_CHECKING:
    from .models import Visit

SECTIONS = ("why_came", "found", "next_steps", "get_help")  # written in plain words


class Change(models.TextChoices):
    """What becomes of a medicine."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    STOPPED = "stopped", _("Stopped")
    SAME = "same", _("As before")


class Origin(models.TextChoices):
    """How the words came into her language."""

    WRITTEN = "written", _("I wrote them in this language")
    PERSON = "person", _("A person translated them")
    MACHINE = "machine", _("A machine translated them")


class SummaryQuerySet(AboutPatientQuerySet["Summary"]):
    def visible_to(self, user: User) -> Self:
        """A patient, and a carer who may see results, read what is signed. Of staff, those who treat."""
        found = super().visible_to(user)
        if user.acting_as in PATIENT_SIDE:
            return found.filter(signed_at__isnull=False)
        return found if user.acting_as in TREATING else self.none()

    def signed(self) -> Self:
        return self.filter(signed_at__isnull=False)

    def newest_first(self) -> Self:
        return self.select_related("patient", "visit").order_by("-signed_at")


class Summary(AboutPatient):
    """The clinician's notes, and beside them the words for the patient; how both were compared is kept with them."""

    carers_need: ClassVar[str] = Scope.RESULTS

    visit_id: uuid.UUID
    visit: models.ForeignKey[Visit, Visit] = models.ForeignKey("visits.Visit", models.PROTECT, related_name="summaries")
    language = models.CharField(max_length=10, default="en")  # of the words for the patient
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.WRITTEN)
    notes_language = models.CharField(max_length=10, default="en")
    original = models.TextField(blank=True)  # the clinician's own notes; the patient's page does not show them

    why_came = models.TextField(blank=True)
    found = models.TextField(blank=True)
    medicines: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)  # name, dose, change, why
    tests: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)  # test, who calls, by: still open
    measured: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)  # kind, value; why it stands
    next_steps = models.TextField(blank=True)
    get_help = models.TextField(blank=True)

    checks: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)  # as found when it was signed
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_because = models.CharField(max_length=200, blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"],
                name="one_summary_per_visit",
                violation_error_message=_("Somebody has just begun a summary of this visit. Please look again."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="signed_by_somebody",
                violation_error_message=_("A summary is signed by a person, at a time."),
            ),
        ]
        indexes = [models.Index(fields=["patient", "-signed_at"], name="summary_by_patient")]

    def __str__(self) -> str:
        return f"{_('Summary')} {self.visit.day}"

    @property
    def about_visit(self) -> uuid.UUID | None:
        return self.visit.about_visit

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def sections(self) -> dict[str, Any]:
        """All that is written for the patient, as it can be handed to `draft` and `correct`."""
        return {name: getattr(self, name) for name in (*SECTIONS, "medicines", "tests", "measured")}

    @property
    def is_untranslated(self) -> bool:
        """She reads another language best, and these words are not in it."""
        return self.language.split("-")[0] != self.patient.language.split("-")[0]

    @property
    def measurements(self) -> list[Told]:
        return told(self.measured, self.visit.zone)

    @property
    def open_tests(self) -> list[dict[str, Any]]:
        """The tests that are still to come, with the day by which somebody calls; None where none was said."""
        return [one | {"day": date.fromisoformat(one["by"]) if one["by"] else None} for one in self.tests]
