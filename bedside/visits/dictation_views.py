"""The clinician speaks instead of typing: the words come back to be read, and are put in by hand or left out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from bedside.access.doors import Knock
from bedside.ui.pages import page

from .dictation import heard
from .models import Visit


@require_POST
def dictation(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What was said into the microphone, as text. Nothing is kept: neither the recording nor the words."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_its_people(), pk=pk)
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    said = heard(request.body, language)
    return page(request, "visits/dictated.html", about=visit, visit=visit, said=said)
