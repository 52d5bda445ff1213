"""How a complaint comes in: told by her, by somebody for her, or written down at the desk."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bedside.access.models import Role, User
from bedside.directory.models import Clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import Patient

from ..models import SPOKEN, Complaint, Consent, Setting, State, rule_here, working_days
from ..rules import NAMES
from . import clocks

OF_AGE = 16  # from then on she herself is asked whether somebody else may be answered for her


@transaction.atomic
def complain(
    patient: Patient | None,
    words: str,
    *,
    channel: str,
    about: str,
    by: Hand,
    settled: bool = False,
    carer: User | None = None,
    **told: Any,
) -> Complaint:
    """Somebody complains. The rule of where we are says by when we must say that we heard, and answer.

    What was put right at once, by whoever was there, is kept and counted, and nobody's clock runs.
    """
    if not words.strip():
        raise Refusal(_("Say what went wrong."), rule="words")
    Clinic.objects.select_for_update().first()  # two complaints at once take two numbers
    patient = (patient.merged_into or patient) if patient else None
    rule, moment = rule_here(), now()
    complaint = Complaint(patient=patient, words=words.strip(), channel=channel, about=about, **told)
    complaint.number = (Complaint.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    complaint.rule, complaint.rule_edition, complaint.received_at = rule.slug, rule.edition, moment
    complaint.told_by_carer = carer
    complaint.told_by = complaint.told_by or (carer.name if carer else "")
    complaint.language = patient.language if patient else complaint.language
    complaint.is_grievance = rule.is_grievance(spoken=channel in SPOKEN, settled=settled)
    _ask_her(complaint, needs=rule.consent)
    _count_the_days(complaint)
    if settled:
        complaint.become(State.SETTLED)
    record("complaint.told", complaint, by=by, on_behalf_of=patient.pk if carer and patient else None)
    if not settled:
        clocks.begin(complaint, clocks.A_COMPLAINT, complaint.acknowledge_by)
    return complaint


@transaction.atomic
def agree(complaint: Complaint, *, agrees: bool, by: User) -> Complaint:
    """She says whether we may answer somebody else about her, or a manager notes what she said."""
    if complaint.consent != Consent.ASKED:
        raise Refusal(_("This has been answered already."), rule="consent")
    complaint.consent = Consent.GIVEN if agrees else Consent.REFUSED
    record("complaint.agreed" if agrees else "complaint.not_agreed", complaint, by=by)
    return complaint


@transaction.atomic
def keep_going(complaint: Complaint) -> None:
    """The case was closed and what was promised is not done: it is somebody's again, with the same day."""
    if complaint.is_open and not clocks.cases_of(complaint).unfinished().exists():
        subject = clocks.OUR_ANSWER if complaint.acknowledged_at else clocks.A_COMPLAINT
        clocks.begin(complaint, subject, complaint.due_on or complaint.acknowledge_by)


@transaction.atomic
def choose_rule(slug: str, *, by: User) -> Setting:
    """From now on complaints go by this rule. Those told before keep theirs."""
    if by.hand_kind != Role.MANAGER:
        raise Refusal(_("Only a manager can do this."), rule="role")
    if slug not in NAMES:
        raise Refusal(_("We do not know this rule. Please choose another."), rule="rule")
    setting = Setting.objects.select_for_update().first() or Setting()
    setting.rule = slug
    record("complaint_rule.chosen", setting, by=by)
    return setting


def look_again(complaint: Complaint) -> None:
    """Not content with our answer: it is open again, with new days."""
    complaint.become(State.OPEN)
    complaint.reopened, complaint.acknowledged_at, complaint.closed_at = complaint.reopened + 1, None, None
    _count_the_days(complaint)


def _ask_her(complaint: Complaint, *, needs: bool) -> None:
    """Where somebody else complains about the care of a patient of age, she is asked whether we may answer."""
    patient = complaint.patient
    if not needs or not complaint.told_by or patient is None or patient.deceased_on:
        return
    age = patient.age_on(complaint.received_on)
    if age is None or age >= OF_AGE:
        complaint.consent, complaint.agrees = Consent.ASKED, patient


def _count_the_days(complaint: Complaint) -> None:
    calendar, today = working_days(), day_of(now(), complaint.zone)
    complaint.acknowledge_by = complaint.law.acknowledge_by(today, calendar)
    complaint.reply_by = complaint.law.reply_by(today, calendar)
    complaint.explain_by = complaint.law.explain_by(complaint.received_on)
