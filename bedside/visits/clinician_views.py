"""The clinician's side: whom I am about to see, and what was said, written down, signed and read by the patient."""

from __future__ import annotations

import uuid
from copy import copy
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.directory.knocks import place_of
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.models import Refusal
from bedside.people.models import StaffMember, staff_name
from bedside.ui.camera import may_hear
from bedside.ui.pages import in_language, page

from . import actions, phrases, summaries
from .brief import brief
from .comparing import differences, hard_parts, say_plainly, school_year
from .dictation import is_on
from .forms import NextForm, usual_room
from .hooks import beside
from .mine import mine
from .models import Phrase, Summary, TeachBack, Visit
from .summary_forms import Written, confirmed
from .to_come import next_visits
from .typed import grouped, taken, typed

MY_ROOM = "room"  # in the session: the room somebody called to last
# Said on the page, beside what was written.
MENDABLE = {"empty", "who_calls", "machine", "differs", "because", "same", "not_hers", "blank"}


@require_http_methods(["GET", "POST"])
def summary(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The summary of a visit: write, compare with the notes, sign; once it is signed, correct it."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_its_people(), pk=pk)
    found = summary_of(visit, request.user)
    if request.method == "GET":
        return _shown(request, found, Written(found))
    form = Written(found, request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    if form.is_stale:
        raise Refusal(SOMEBODY_ELSE, rule="version")
    return _correct(request, found, form) if found.is_signed else _write(request, found, form)


def summary_of(visit: Visit, user: User) -> Summary:
    """What is written already, or an empty one with the advice that is always true."""
    hers = Summary.objects.visible_to(user).filter(visit=visit)
    found = hers.select_related("patient", "visit__place", "signed_by").first()
    if found is None:
        found = summaries.begun(visit)
        with translation.override(found.language):
            found.get_help = _("Call us if you feel worse, or if you are worried.")
    return found


def _write(request: Knock, found: Summary, form: Written) -> HttpResponse:
    """Keep it; then do what was pressed: say a word plainly, sign, or only compare."""
    _take_over(request, found.visit)
    words = phrases.filled(form.handed_in, request.POST.dict())
    written = summaries.draft(found.visit, by=request.user, **words)
    here = reverse("visits:writing", args=[found.visit_id])
    if "plain" in request.POST:
        plain = say_plainly(written, request.POST["plain"])
        summaries.draft(found.visit, by=request.user, **plain)
        return redirect(f"{here}#id_{request.POST['plain'].split('|')[0]}")
    if phrase := _pressed(request):
        summaries.draft(found.visit, by=request.user, **phrases.put_in(written, phrase))
        return redirect(f"{here}#phrases")
    if "take" in request.POST:
        _take_up(request, written)
        return redirect(f"{here}#typed")
    if "sign" not in request.POST:
        return redirect(f"{here}#compared")
    try:
        summaries.sign(written, by=request.user, confirmed=confirmed(request.POST, differences(written)))
    except Refusal as refusal:
        if refusal.rule not in MENDABLE:
            raise
        kept = summary_of(found.visit, request.user)
        return _shown(request, kept, Written(kept), refused=refusal.sentence)
    return redirect(here)


def _pressed(request: Knock) -> Phrase | None:
    """The phrase that was pressed, if it is theirs to press."""
    try:
        wanted = uuid.UUID(request.POST.get("phrase", ""))
    except ValueError:
        return None
    return Phrase.objects.visible_to(request.user).in_use().filter(pk=wanted).first()


def _take_up(request: Knock, written: Summary) -> None:
    """What the patient typed is taken over into the summary: one line, or all of them."""
    lines = [one for one in typed(written, request.user) if request.POST["take"] in (one.key, "all")]
    if lines:
        summaries.draft(written.visit, by=request.user, **taken(written, lines))


def _correct(request: Knock, found: Summary, form: Written) -> HttpResponse:
    """Nothing of a correction is kept before it is signed: the patient reads the signed words until then."""
    changed = copy(found)
    words = phrases.filled(form.handed_in, request.POST.dict())
    for name, value in words.items():
        setattr(changed, name, value)
    for name, value in (say_plainly(changed, request.POST["plain"]) if "plain" in request.POST else {}).items():
        setattr(changed, name, value)
    for name, value in (phrases.put_in(changed, phrase) if (phrase := _pressed(request)) else {}).items():
        setattr(changed, name, value)
    refused = ""
    if "sign" in request.POST:
        _take_over(request, found.visit)
        right = confirmed(request.POST, differences(changed))
        try:
            summaries.correct(found, by=request.user, because=form.because, confirmed=right, **words)
        except Refusal as refusal:
            if refusal.rule not in MENDABLE:
                raise
            refused = refusal.sentence
        else:
            return redirect("visits:writing", found.visit_id)
    again = Written(changed)
    again.words.initial["because"] = form.because
    return _shown(request, changed, again, refused=refused, correcting=True)


def _take_over(request: Knock, visit: Visit) -> None:
    """Whoever signs for another says why; then it is her visit."""
    because = request.POST.get("taking_over", "").strip()[:200]
    if because and "sign" in request.POST and not summaries.answers_for(visit, request.user):
        actions.take_over(visit, by=request.user, because=because)


def _shown(request: Knock, found: Summary, form: Written, **said: Any) -> HttpResponse:
    more: dict[str, Any] = {"refused": "", "correcting": "correct" in request.GET} | said
    answer = page(
        request,
        "visits/writing.html",
        about=found.visit,
        status=409 if more["refused"] else 200,
        visit=found.visit,
        summary=found,
        form=form,
        differences=differences(found) if found.version or request.method == "POST" else [],
        hard=hard_parts(found),
        year=school_year(found),
        typed=grouped(typed(found, request.user)) if not found.is_signed else {},
        phrases=phrases.offered(found, request.user),
        blanks=phrases.open_blanks(found),
        is_hers=summaries.answers_for(found.visit, request.user),
        ticked=set(request.POST.getlist("right")),
        why_right=request.POST.get("why_right", ""),
        next=next_visits(request.user, found),
        heard=TeachBack.objects.visible_to(request.user).filter(summary=found).first() if found.is_signed else None,
        dictates=is_on(),
        **more,
    )
    return may_hear(answer) if is_on() else answer


@require_safe
def paper(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What was said, signed, to be printed for the patient in her language."""
    signed = Summary.objects.visible_to(request.user).signed().select_related("visit__place", "visit__staff_member")
    found = get_object_or_404(signed.select_related("patient__merged_into", "signed_by"), visit=pk)
    assert found.signed_by
    shown: dict[str, Any] = {"summary": found, "next": next_visits(request.user, found)}
    reader = found.patient.merged_into or found.patient
    sheet = in_language(request, reader.language, "visits/_paper.html", signed_by=staff_name(found.signed_by), **shown)
    return page(request, "visits/paper.html", about=found, visit=found.visit, language=reader.language, paper=sheet)


@require_safe
def my_day(request: Knock) -> HttpResponse:
    """My patients today, at one place."""
    place = place_of(request)
    return _day(
        request, place, NextForm(place=place, initial={"room": usual_room(place, request.session.get(MY_ROOM))})
    )


def _day(request: Knock, place: Place, form: NextForm) -> HttpResponse:
    found = mine(place, own_name(request.user), request.user)
    shown: dict[str, Any] = {"mine": found, "form": form, "places": Place.objects.working(), "now": now()}
    return page(request, "visits/mine.html", about=found.records, **shown)


@require_POST
def my_call(request: Knock) -> HttpResponse:
    """Call the next of my patients into a room, and read about them before they are there."""
    place = place_of(request)
    form = NextForm(request.POST, place=place)
    if not form.is_valid():
        return _day(request, place, form)
    room = form.cleaned_data["room"]
    called = actions.call_next(place, room=room, by=request.user, staff_member=own_name(request.user))
    request.session[MY_ROOM] = str(room.pk)
    return redirect("visits:brief", called.pk)


def own_name(user: User) -> StaffMember | None:
    """Under which name this login works here."""
    return StaffMember.objects.filter(login=user).first()


@require_safe
def brief_page(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Before the door: whom one is about to see."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_its_people(), pk=pk)
    found = brief(visit, request.user)
    return page(
        request,
        "visits/brief.html",
        about=found.records,
        why=gettext_noop("before a visit"),
        visit=visit,
        brief=found,
        beside=beside(request.user, visit.patient),
    )


@require_POST
def seeing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She is with the clinician now."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    actions.begin(visit, by=request.user)
    return redirect("visits:brief", pk)


@require_POST
def seen(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She has been seen; what was said is written down next."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_its_people(), pk=pk)
    actions.finish(visit, by=request.user)
    return redirect("visits:writing", pk)
