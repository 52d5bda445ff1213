"""Putting something right on the spot, within what the desk may give; for more a manager is asked."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import Role, User
from bedside.journal.actions import record
from bedside.journal.models import Refusal
from bedside.people.models import ANYBODY_THERE, Patient

from ..models import FRONT_LINE_BUDGET, Approval, Complaint, Recovery


@transaction.atomic
def recover(
    patient: Patient | None, *, what: str, amount: int, why: str, by: User, complaint: Complaint | None = None
) -> Recovery:
    """Give something to put it right. Up to the budget nobody need be asked; every gift has its name and its reason."""
    if by.hand_kind not in ANYBODY_THERE | {Role.MANAGER}:
        raise Refusal(_("Only staff can do this."), rule="role")
    if not why.strip():
        raise Refusal(_("Say why."), rule="why")
    gift = Recovery(patient=patient, complaint=complaint, what=what, amount=amount, why=why.strip()[:300], given_by=by)
    if amount > FRONT_LINE_BUDGET:
        gift.approval = Approval.ASKED if by.hand_kind != Role.MANAGER else Approval.GRANTED
        gift.approved_by = by if by.hand_kind == Role.MANAGER else None
    record("recovery.given" if gift.approval != Approval.ASKED else "recovery.asked", gift, by=by)
    return gift


@transaction.atomic
def decide_recovery(gift: Recovery, *, grant: bool, by: User) -> Recovery:
    """A manager, and not whoever asked, agrees to more than the desk may give, or does not."""
    about = gift.complaint.whom if gift.complaint else None
    if by.hand_kind != Role.MANAGER or by.pk in {gift.given_by_id, about.login_id if about else None}:
        raise Refusal(_("Another manager decides about this."), rule="role")
    if gift.approval != Approval.ASKED:
        raise Refusal(_("This has been answered already."), rule="state")
    gift.approval, gift.approved_by = (Approval.GRANTED if grant else Approval.REFUSED), by
    record("recovery.granted" if grant else "recovery.refused", gift, by=by)
    return gift
