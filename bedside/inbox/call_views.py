"""The doors at which a provider asks what to say in a call, and tells which key was pressed. Answers are TwiML."""

from __future__ import annotations

import uuid
from xml.etree import ElementTree as Xml

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bedside.directory.clinic import the_clinic

from . import calls
from .doors import must_be_known
from .models import Message
from .spoken import for_anybody

VOICES = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR", "pl": "pl-PL", "ar": "ar-XA"}
WAITS = "8"  # seconds for a key, after all is said


@csrf_exempt
@require_POST
def call(request: HttpRequest, pk: uuid.UUID, tries: int) -> HttpResponse:
    """Somebody or something picked up. A machine hears who calls, and no more."""
    must_be_known(request)
    message = _call(pk)
    by = request.POST.get("AnsweredBy", "")
    if not calls.is_under_way(message, tries) or by.startswith(("machine", "fax")):
        return _said(message, for_anybody(message))
    if by == "human" or request.POST.get("Digits") == "1":
        return _asked(message, calls.picked_up(message), reverse("inbox:key", args=[pk, tries]))
    return _asked(message, calls.not_surely_a_person(message), reverse("inbox:call", args=[pk, tries]))


@csrf_exempt
@require_POST
def key(request: HttpRequest, pk: uuid.UUID, tries: int) -> HttpResponse:
    """She pressed a key; one that means nothing has her hear it again."""
    must_be_known(request)
    message, pressed = _call(pk), request.POST.get("Digits", "")
    if not calls.is_under_way(message, tries):
        return _said(message, for_anybody(message))
    if pressed not in calls.MEANS:
        return _asked(message, message.body, request.path)
    return _said(message, calls.pressed(message, pressed))


def _call(pk: uuid.UUID) -> Message:
    found = calls.call_by(pk)
    if found is None:
        raise Http404
    return found


def _said(message: Message, words: str) -> HttpResponse:
    whole = Xml.Element("Response")
    _say(whole, message, words)
    Xml.SubElement(whole, "Hangup")
    return _xml(whole)


def _asked(message: Message, words: str, where: str) -> HttpResponse:
    """Say it twice, and wait for a key all the while."""
    whole = Xml.Element("Response")
    wait = Xml.SubElement(whole, "Gather", numDigits="1", method="POST", action=where, timeout=WAITS)
    _say(wait, message, words)
    Xml.SubElement(wait, "Pause", length="1")
    _say(wait, message, words)
    return _xml(whole)


def _say(inside: Xml.Element, message: Message, words: str) -> None:
    language = message.language.split("-")[0]
    voice = "en-US" if language == "en" and the_clinic().country == "US" else VOICES.get(language, message.language)
    Xml.SubElement(inside, "Say", language=voice).text = words


def _xml(whole: Xml.Element) -> HttpResponse:
    return HttpResponse(Xml.tostring(whole, "utf-8"), content_type="text/xml; charset=utf-8")
