"""Which place a member of staff works with: the one asked for, else where she works, else the first."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from bedside.access.doors import Knock

from .models import Place, Post


def place_of(request: Knock) -> Place:
    """The place asked for, else where this person works, else the first."""
    open_places = Place.objects.working()
    asked = request.GET.get("place", "") or request.POST.get("place", "")
    try:
        if asked:
            return get_object_or_404(open_places, pk=uuid.UUID(asked))
    except ValueError:
        raise Http404 from None
    hers = Post.objects.filter(staff_member__login=request.user, ended=False).select_related("place").first()
    place = hers.place if hers else open_places.last()
    if place is None:
        raise Http404
    return place
