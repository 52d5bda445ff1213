"""What cases show inside pages of rooms below: to the patient, what we promised her, and who has her question."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import PATIENT_SIDE, User
from bedside.inbox.models import Conversation

from .families import family, heads
from .models import Case, Handoff, Vow


def in_conversation(request: HttpRequest, conversation: Conversation) -> str:
    """The conversation's own page has asked whether she may see it, and writes who saw it; so has the page that opens
    by a link, for who has no account."""
    if isinstance(request.user, User) and request.user.acting_as not in PATIENT_SIDE:
        return ""
    cases = heads(Case.objects.filter(conversation=conversation))
    case = cases[0] if cases else None
    about = Q(case__conversation=conversation) | Q(case__in=family(case) if case else [])
    vows = list(Vow.objects.filter(about).order_by("made_at", "pk"))
    asked = Handoff.objects.waiting().filter(case=case).first() if case else None
    told = {"vows": vows, "case": case, "asked": asked}
    return render_to_string("cases/in_conversation.html", told, request) if vows or case else ""
