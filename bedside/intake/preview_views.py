"""Looking at a form as patients see it, and taking it out of the house as a file."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.ui.pages import page

from .models import Form
from .previewing import trying


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The form as patients fill it in, in any of our languages; nothing is kept."""
    found = get_object_or_404(Form, pk=pk)
    own = translation.get_language() or "en"
    wanted = request.GET.get("in", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else own
    with translation.override(language):
        here = trying(request, found, language)
        shown = page(request, "intake/preview.html", here=here, form=here.form, questionnaire=found, language=language)
    shown["Cache-Control"] = "no-store"
    return shown


@require_safe
def file(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The form as a FHIR Questionnaire, letter for letter as it came in."""
    found = get_object_or_404(Form, pk=pk)
    name = f"{found.slug}-{found.edition}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(found.as_file, content_type="application/fhir+json; charset=utf-8", headers=headers)
