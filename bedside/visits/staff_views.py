"""The desk's side: who is expected, who waits, who is called where; and tickets for those who just came."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import TREATING, Role
from bedside.booking.models import Appointment, Slot
from bedside.directory.knocks import place_of
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.people.models import Patient, StaffMember
from bedside.triage import actions as triage
from bedside.triage.knocks import emergency_of
from bedside.triage.models import WALK_IN, Screening
from bedside.ui.pages import in_language, page

from . import actions, allotted, away
from .forms import CallForm, LeftForm, NextForm, PutBackForm, TicketForm, WordsForm, usual_room
from .keys import way_to
from .models import Announced, Lateness, Room, State, Visit
from .queue import LATE, Day, day_at, queue, tickets

MY_ROOM = "room"  # in the session: the room somebody called to last


@require_safe
def queue_page(request: Knock) -> HttpResponse:
    """The place's day as it stands now."""
    place = place_of(request)
    return _shown(
        request, place, NextForm(place=place, initial={"room": usual_room(place, request.session.get(MY_ROOM))})
    )


@require_POST
def calls(request: Knock) -> HttpResponse:
    """Call the next person."""
    place = place_of(request)
    form = NextForm(request.POST, place=place)
    if not form.is_valid():
        return _shown(request, place, form)
    room, mine = form.cleaned_data["room"], form.cleaned_data["mine"]
    suggested = allotted.allotted(place).rooms
    member = _clinician(request) if mine else None
    actions.call_next(place, room=room, by=request.user, staff_member=member, suggested=suggested)
    return _back(request, place, room)


@require_http_methods(["GET", "POST"])
def call(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Call somebody in particular; whoever is not next needs a reason."""
    visit = _ticket(request, pk)
    line = queue(visit.place, _clinician(request) or visit.staff_member)
    is_next = bool(line) and line[0].visit.pk == visit.pk
    given = allotted.allotted(visit.place).of(visit.pk)
    suggested = None if given is None or given.kept else given
    usual = usual_room(visit.place, request.session.get(MY_ROOM))
    first = {"room": suggested.room.id if suggested and suggested.room else usual}
    form = CallForm(request.POST or None, place=visit.place, is_next=is_next, initial=first)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data.get("because") or (line[0].because if is_next else "")
        name = suggested.room.name if suggested and suggested.room else ""
        actions.call(visit, room=form.cleaned_data["room"], by=request.user, because=because, suggested=name)
        return _back(request, visit.place, form.cleaned_data["room"])
    seen = _may_see(request, visit)
    return page(
        request,
        "visits/call.html",
        about=visit if seen else None,
        visit=visit,
        seen=seen,
        form=form,
        is_next=is_next,
        suggested=suggested,
        said_of=allotted.because,
    )


@require_POST
def putting_back(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Back to the queue."""
    visit, form = _ticket(request, pk), PutBackForm(request.POST)
    if form.is_valid() and visit.state == State.WAITING and visit.away_since:
        away.come_back(visit, by=request.user)
    elif form.is_valid():
        actions.put_back(visit, by=request.user, because=form.cleaned_data["because"])
    return _back(request, visit.place)


@require_POST
def beginning(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The clinician is with the patient."""
    visit = actions.begin(_ticket(request, pk), by=request.user)
    return _back(request, visit.place)


@require_POST
def finishing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The patient has been seen."""
    visit = actions.finish(_ticket(request, pk), by=request.user)
    return _back(request, visit.place)


@require_http_methods(["GET", "POST"])
def leaving(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody goes without being seen."""
    visit, form = _ticket(request, pk), LeftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.leave(visit, by=request.user, because=form.cleaned_data["because"])
        return _back(request, visit.place)
    seen = _may_see(request, visit)
    return page(request, "visits/leaving.html", about=visit if seen else None, visit=visit, seen=seen, form=form)


@require_POST
def arrival(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody who is expected stands at the desk."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    visit = actions.arrive(found, by=request.user)
    return redirect("visits:ticket", visit.pk)


@require_POST
def private_arrival(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody whose time is private stands at the desk."""
    visit = actions.arrive_in_private(get_object_or_404(Slot, pk=pk), by=request.user)
    return redirect("visits:ticket", visit.pk)


@require_POST
def no_show(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody who was expected has not come."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    actions.note_no_show(found, by=request.user)
    return _back(request, found.place)


@require_http_methods(["GET", "POST"])
def walk_in(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody came without an appointment: first, what for."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["text"]
        screening = triage.begin(words, by=request.user, patient=patient, channel=WALK_IN)
        return redirect("triage:questions", screening.pk)
    return page(request, "visits/walk_in.html", about=patient, patient=patient, form=form)


@require_http_methods(["GET", "POST"])
def ticketing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The questions are answered: how urgent it is, for whom this person waits, and the ticket."""
    screenings = Screening.objects.visible_to(request.user).filter(channel=WALK_IN).exclude(patient=None)
    found = get_object_or_404(screenings.select_related("patient"), pk=pk)
    stands = emergency_of(found.patient)
    if not stands and found.answered_at is None:
        return redirect("triage:questions", pk)
    if not stands and not found.is_fresh:  # what she said then is not why she is here now
        return redirect("visits:walk-in", found.patient_id)
    place = place_of(request)
    form = TicketForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        assert found.patient
        visit = actions.walk_in(
            found.patient,
            place=place,
            reason=found.text,
            level=(stands or found).standing_level,
            screening=found,
            by=request.user,
            **form.cleaned_data,
        )
        return redirect("visits:ticket", visit.pk)
    places = Place.objects.working()
    return page(
        request,
        "visits/ticketing.html",
        about=found,
        screening=found,
        emergency=stands,
        form=form,
        place=place,
        places=places,
    )


@require_safe
def ticket(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The ticket, to be printed or read out; it names nobody."""
    visit = _ticket(request, pk)
    told = Announced.objects.newest([visit.pk]).get(visit.pk)
    ways = [minutes for minutes in away.WAYS if away.may_go(visit, told, minutes)]
    way = way_to(visit)
    hers = visit.patient.language if _may_see(request, visit) else ""  # of a private visit not even that
    slip = in_language(request, hers, "visits/_slip.html", visit=visit, way=way)
    sent = request.GET.get("sent", "")
    return page(request, "visits/ticket.html", visit=visit, way=way, ways=ways, sent=sent, slip=slip)


def _shown(request: Knock, place: Place, form: NextForm) -> HttpResponse:
    day = day_at(place, request.user)
    return page(
        request,
        "visits/queue.html",
        about=[*day.expected, *_named(day)],
        day=day,
        place=place,
        places=Place.objects.working(),
        rooms=Room.objects.open_at(place).exists(),
        form=form,
        allotted=allotted.allotted(place, day.waiting, day.todays),
        said_of=allotted.because,
        mine=_clinician(request),
        treats=request.user.acting_as in TREATING,
        finds=request.user.acting_as is Role.CLINICIAN,
        now=now(),
        late=LATE,
        run_late=Lateness.objects.standing()
        .filter(place=place)
        .select_related("staff_member")
        .order_by("found_at", "pk"),
    )


def _named(day: Day) -> list[Visit]:
    """Those visits of which this page shows more than the ticket."""
    return [one for one in [*(turn.visit for turn in day.waiting), *day.in_rooms, *day.gone] if one.pk in day.seen]


def _ticket(request: Knock, pk: uuid.UUID) -> Visit:
    return get_object_or_404(tickets(request.user), pk=pk)


def _may_see(request: Knock, visit: Visit) -> bool:
    return Visit.objects.visible_to(request.user).filter(pk=visit.pk).exists()


def _clinician(request: Knock) -> StaffMember | None:
    """Whoever calls for herself: a nurse or clinician who works here."""
    if request.user.acting_as not in TREATING:
        return None
    return StaffMember.objects.filter(login=request.user).first()


def _back(request: Knock, place: Place, room: Room | None = None) -> HttpResponse:
    if room is not None:
        request.session[MY_ROOM] = str(room.pk)
    return redirect(f"{reverse('visits:queue')}?place={place.pk}")
