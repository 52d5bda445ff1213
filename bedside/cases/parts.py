"""What cases show inside pages of rooms below: to the patient, what we promised her, and who has her question."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import PATIENT_SIDE, User
from bedside.inbox.models import Conversation

from .models import Case, Handoff, Vow


def in_conversation(request: HttpRequest, conversation: Conversation) -> str:
    """The conversation's own page has asked whether she may see it, and writes who saw it."""
    if not isinstance(request.user, User) or request.user.acting_as not in PATIENT_SIDE:
        return ""
    vows = list(Vow.objects.filter(case__conversation=conversation).order_by("made_at", "pk"))
    case = Case.objects.filter(conversation=conversation).unfinished().first()
    asked = Handoff.objects.waiting().filter(case=case).first() if case else None
    told = {"vows": vows, "case": case, "asked": asked}
    return render_to_string("cases/in_conversation.html", told, request) if vows or case else ""
