"""Hearing whether what we said was understood; where it was not, one of us calls."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import PATIENT_SIDE, User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.models import Refusal

from . import hooks
from .summary import Summary
from .teachback import ASKED_FOR, Outcome, TeachBack
from .understood import UNSURE, Question, questions


def may_be_asked(summary: Summary) -> bool:
    """Whether it is still of use to ask: signed lately, for somebody who lives, and not asked yet."""
    hers = summary.patient.merged_into or summary.patient
    last = summary.corrected_at or summary.signed_at
    fresh = last is not None and now() < last + ASKED_FOR
    return fresh and hers.deceased_on is None and not TeachBack.objects.filter(summary=summary).exists()


@transaction.atomic
def answer(summary: Summary, said: Mapping[str, str], *, version: int, by: User) -> TeachBack:
    """She says what she understood. What is wrong or unsure brings her a call by a promised time."""
    if by.acting_as not in PATIENT_SIDE or not Summary.objects.visible_to(by).filter(pk=summary.pk).exists():
        raise Refusal(_("Only the patient, or a carer who may see results, can answer this."), rule="role")
    if version != summary.version:
        raise Refusal(_("This was corrected just now. Please read it again."), rule="version")
    asked = questions(summary)
    if not may_be_asked(summary) or not asked:
        raise Refusal(_("These questions are no longer open. Please call us if you are unsure."), rule="over")
    answers = [_heard(one, summary, said.get(one.kind, UNSURE)) for one in asked]
    carer = summary.patient.login_id != by.pk and (summary.patient.merged_into or summary.patient).login_id != by.pk
    unclear = any(one["outcome"] != Outcome.RIGHT for one in answers)
    heard = TeachBack(
        patient=summary.patient,
        label=summary.label,
        summary=summary,
        summary_version=version,
        answers=answers,
        unclear=unclear,
        by_carer=carer,
        call_by=hooks.calls_back_by(now()) if unclear else None,
        at=now(),
    )
    verb = "teachback.unclear" if unclear else "teachback.understood"
    record(verb, heard, by=by, on_behalf_of=summary.patient_id if carer else None)
    return heard


def _heard(one: Question, summary: Summary, key: str) -> dict[str, str]:
    line = one.chosen(summary.pk, key)
    how = Outcome.RIGHT if line == one.right else Outcome.UNSURE if line == UNSURE else Outcome.WRONG
    return {"kind": str(one.kind), "subject": one.subject, "said": line, "outcome": str(how)}
