"""Rooms for those who plan: what is in them, which are out of use; and a suggestion that somebody takes."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.directory.knocks import place_of
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.ui.pages import page

from . import actions, room_actions
from .models import Asked, Room, RoomFacts, Visit
from .queue import tickets
from .room_forms import AskedForm, NewRoomForm, OutForm, RoomForm


@require_http_methods(["GET", "POST"])
def rooms(request: Knock) -> HttpResponse:
    """The rooms of a place: which are free, taken and out of use."""
    place, form = place_of(request), NewRoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_room(place, name=form.cleaned_data["name"], by=request.user)
        return redirect("visits:room", made.pk)
    facts = {one.room_id: one for one in RoomFacts.objects.at(place)}
    free = set(Room.objects.free_at(place).values_list("pk", flat=True))
    rows = [(one, facts.get(one.pk) or RoomFacts(room=one), one.pk in free) for one in Room.objects.open_at(place)]
    places = Place.objects.working()
    return page(request, "visits/rooms.html", rows=rows, place=place, places=places, form=form, now=now())


@require_http_methods(["GET", "POST"])
def room(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Say what a room is for and what is in it."""
    found = _room(pk)
    form = RoomForm(request.POST or None, room=found, facts=room_actions.facts_of(found))
    if request.method == "POST" and form.is_valid():
        room_actions.describe(found, by=request.user, **form.details())
        return redirect(_rooms(found))
    return _shown(request, found, form=form)


@require_POST
def room_out(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Nobody can be called to it for now."""
    found = _room(pk)
    form = OutForm(request.POST, place=found.place)
    if not form.is_valid():
        return _shown(request, found, out=form)
    room_actions.take_out(found, by=request.user, **form.cleaned_data)
    return redirect(_rooms(found))


@require_POST
def room_back(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """People can be called to it again."""
    found = _room(pk)
    room_actions.put_back(found, by=request.user)
    return redirect(_rooms(found))


@require_http_methods(["GET", "POST"])
def asked(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What somebody who is here needs of a room."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).open().with_its_people(), pk=pk)
    mine = Asked.objects.visible_to(request.user).filter(visit=visit).first()
    form = AskedForm(request.POST or None, asked=mine)
    if request.method == "POST" and form.is_valid():
        room_actions.ask_for(visit, by=request.user, **form.details())
        return redirect(f"{reverse('visits:queue')}?place={visit.place_id}")
    return page(request, "visits/asked.html", about=visit, visit=visit, form=form)


@require_POST
def suggestion(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Call somebody as it is suggested."""
    visit = get_object_or_404(tickets(request.user), pk=pk)
    try:
        chosen = uuid.UUID(request.POST.get("room", ""))
    except ValueError:
        raise Http404 from None
    room_actions.take(visit, room=chosen, by=request.user)
    return redirect(f"{reverse('visits:queue')}?place={visit.place_id}")


def _shown(request: Knock, found: Room, *, form: RoomForm | None = None, out: OutForm | None = None) -> HttpResponse:
    facts = room_actions.facts_of(found)
    return page(
        request,
        "visits/room.html",
        room=found,
        facts=facts,
        form=form or RoomForm(room=found, facts=facts),
        out=out or OutForm(place=found.place),
        down=facts.is_down(now()),
    )


def _room(pk: uuid.UUID) -> Room:
    return get_object_or_404(Room.objects.filter(is_open=True).select_related("place"), pk=pk)


def _rooms(found: Room) -> str:
    return f"{reverse('visits:rooms')}?place={found.place_id}"
