"""Who may answer a complaint: a manager, and never the one it is about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bedside.access.models import Role, User
from bedside.journal.models import Refusal

from ..models import Complaint


def only_a_manager(by: User, complaint: Complaint) -> None:
    if by.hand_kind != Role.MANAGER:
        raise Refusal(_("Only a manager can do this."), rule="role")
    if complaint.whom and complaint.whom.login_id == by.pk:
        raise Refusal(_("This complaint is about you. Somebody else answers it."), rule="whom")
