"""From a patient's knock to an action, and back to a page."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.directory.clinic import the_clinic
from bedside.journal.actions import saw
from bedside.people.models import CarerWays, Patient, Scope
from bedside.triage.models import Screening
from bedside.ui.answers import tried
from bedside.ui.pages import page

from . import actions, stopping
from .files import as_a_file
from .forms import CarerWishesForm, ReplyForm, WishesForm, WriteForm
from .hearing import heard
from .models import Conversation, Enclosure, Message
from .promises import promise
from .reached import history_of, usual_quiet


@require_safe
def conversations(request: Knock) -> HttpResponse:
    """What she and the clinic have written to each other, the newest first."""
    mine = list(Conversation.objects.visible_to(request.user).with_words().newest_first()[:200])
    several = len({conversation.patient_id for conversation in mine}) > 1
    return page(request, "inbox/conversations.html", about=mine, conversations=mine, several=several)


@require_http_methods(["GET", "POST"])
def new(request: Knock) -> HttpResponse:
    """Write to the clinic."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, stands = WriteForm(*sent, user=request.user), []
    if not form.patients:
        raise Http404
    if request.method == "POST":
        kept: list[Message] = []
        if tried(form, lambda said: kept.append(_written(form, said, by=request.user))):
            return _after(kept[0])
        told = f"{request.POST.get('subject', '')}\n{request.POST.get('words', '')}"
        stands = _heard(told, form.patient_if_said, request.user, form.label)
    shown: dict[str, Any] = {"promise": promise(the_clinic()), "emergency_stands": stands[-1:]}
    return page(request, "inbox/new.html", about=form.patients.values(), form=form, **shown)


def _written(form: WriteForm, said: dict[str, Any], *, by: User) -> Message:
    told = {"papers": said["papers"], "label": form.label}
    return actions.write(form.patient, said["subject"], said["words"], by=by, **told)


def _heard(words: str, patient: Patient | None, user: User, label: str) -> list[Screening]:
    """What is not kept, because the form must be put right first, is read for red flags all the same."""
    return heard(words, patient, by=user, channel="message", label=label, guest="" if patient else user.name)


@require_safe
def conversation(request: Knock, pk: uuid.UUID) -> HttpResponse:
    return _thread(request, _mine(request, pk), ReplyForm())


@require_POST
def replies(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write again in a conversation."""
    found, form = _mine(request, pk), ReplyForm(request.POST, request.FILES)
    kept: list[Message] = []
    told: dict[str, Any] = {"by": request.user}
    if tried(form, lambda said: kept.append(actions.write_again(found, said["words"], papers=said["papers"], **told))):
        return _after(kept[0])
    words = request.POST.get("words", "")
    return _thread(request, found, form, _heard(words, found.patient, request.user, found.label))


@require_safe
def file(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One file that goes with a message which she may read."""
    found = get_object_or_404(Enclosure.objects.visible_to(request.user).here(), pk=pk)
    saw(request.user, [found.patient_id], what="inbox/file", label=found.label)
    return as_a_file(found)


@require_POST
def reading(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She has read what is new. The page says so by itself once it is shown; without scripts there is a button."""
    found = _mine(request, pk)
    actions.read(found, by=request.user)
    return HttpResponse() if request.headers.get("HX-Request") else redirect("inbox:conversation", pk)


def _mine(request: Knock, pk: uuid.UUID) -> Conversation:
    return get_object_or_404(Conversation.objects.visible_to(request.user).select_related("patient"), pk=pk)


def _thread(
    request: Knock, found: Conversation, form: ReplyForm, heard_now: list[Screening] | None = None
) -> HttpResponse:
    messages = list(found.messages.in_order().select_related("screening"))
    stands = [message.screening for message in messages if message.screening and message.screening.is_emergency]
    stands += heard_now or []
    context: dict[str, Any] = {
        "conversation": found,
        "messages": messages,
        "form": form,
        "promise": promise(the_clinic()),
    }
    return page(request, "inbox/conversation.html", about=found, emergency_stands=stands[-1:], **context)


def _after(message: Message) -> HttpResponse:
    """To the conversation; but where it may be an emergency, first to the number to call."""
    if message.screening is not None and message.screening.is_emergency:
        return redirect("triage:emergency", message.screening.pk)
    return redirect("inbox:conversation", message.conversation_id)


@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """How she is reached: each address, whether it said stop, and what she wishes for which kind of message."""
    found = get_object_or_404(Patient.objects.for_scope(request.user, Scope.MESSAGES), pk=pk)
    form = wished(request, found, WishesForm)
    if form is None:
        return redirect("inbox:ways", pk)
    carers = found.grants.in_force().filter(carer__is_active=True).select_related("carer").order_by("pk")
    shown: dict[str, Any] = {"patient": found, "who": str(found), "of": found, "carers": list(carers)}
    return ways_page(request, found, form, about=found, here=reverse("inbox:ways", args=[pk]), **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def carer_ways(request: Knock) -> HttpResponse:
    """How whoever cares for others is reached herself, at her own addresses."""
    hers = CarerWays.objects.filter(carer=request.user).first()
    hers = hers or CarerWays(carer=request.user, email=request.user.email, language=get_language() or "en")
    form = wished(request, hers, CarerWishesForm)
    if form is None:
        return redirect("inbox:carer-ways")
    shown: dict[str, Any] = {"patient": None, "who": str(request.user), "of": None, "carers": []}
    return ways_page(request, hers, form, about=None, here=reverse("inbox:carer-ways"), **shown)


def wished(request: Knock, hers: Patient | CarerWays, form: type[WishesForm]) -> WishesForm | None:
    """What she chose is noted, and then there is no form; else the form to show."""
    if request.method == "POST" and "word" in request.POST:
        stopping.wish(hers, request.POST.get("channel", ""), request.POST["word"], by=request.user)
        return None
    given: WishesForm = form(request.POST or None, hers=hers)
    if request.method == "POST" and given.is_valid():
        stopping.wishing(hers, by=request.user, **given.wished)
        return None
    return given


def ways_page(
    request: Knock, hers: Patient | CarerWays, form: WishesForm, *, about: Patient | None, **shown: Any
) -> HttpResponse:
    """How somebody is reached, with the form by which that changes."""
    shown |= {"reached": stopping.ways_of(hers), "history": history_of(hers), "usual": usual_quiet()}
    return page(request, "inbox/ways.html", about=about, form=form, **shown)
