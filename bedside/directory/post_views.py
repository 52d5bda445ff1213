"""Who does what, and where: somebody begins something at a place, ends it, begins it again; and when that was."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.people.models import StaffMember
from bedside.ui.pages import page

from . import actions
from .changes import changes_of
from .forms import AgainForm, PostForm, StopForm
from .hooks import hooks
from .models import Post

WHAT_HAPPENED = {"filled": _("Began"), "stopped": _("Ended"), "offered_again": _("Began again")}


@require_http_methods(["GET", "POST"])
def new_post(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Something more that she does, at a place of ours."""
    member = get_object_or_404(StaffMember, pk=pk, is_active=True)
    form = PostForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        actions.appoint(member, by=request.user, **form.cleaned_data)
        return redirect(f"{reverse('directory:person', args=[pk])}?saved=1")
    return page(request, "directory/new_post.html", member=member, form=form)


@require_http_methods(["GET", "POST"])
def post(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """End it, knowing how many booked visits that touches; or begin it again."""
    found = get_object_or_404(Post.objects.select_related("staff_member", "service", "place"), pk=pk)
    again = request.POST.get("then") == "again"  # asked for by name: whoever ends it second must not begin it again
    form = (AgainForm if again else StopForm)(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        if again:
            actions.offer_again(found, by=request.user, seen=form.cleaned_data["version"])
        else:
            told = form.cleaned_data
            actions.stop(found, by=request.user, because=told["because"], seen=told["version"])
        return redirect(f"{reverse('directory:person', args=[found.staff_member_id])}?saved=1")
    return page(
        request, "directory/post.html", post=found, form=form, touched=0 if found.ended else hooks.touched(found)
    )


@require_safe
def post_history(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Who began it and who ended it, when and why."""
    found = get_object_or_404(Post.objects.select_related("staff_member", "service", "place"), pk=pk)
    ways = {"edit": reverse("directory:post-stop", args=[pk])}
    changes = changes_of(found, labels={}, happened=WHAT_HAPPENED)
    return page(request, "directory/history.html", ways=ways, thing=found, changes=changes)
