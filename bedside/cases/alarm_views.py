"""From a manager to what nobody has opened, and to somebody who does."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bedside.access.doors import Knock
from bedside.journal.models import Refusal
from bedside.people.models import staff_name
from bedside.ui.pages import page

from . import ringing
from .forms import PassingForm, offered
from .models import Case
from .talking import unopened as unopened_cases


@require_http_methods(["GET", "HEAD", "POST"])
def unopened(request: Knock) -> HttpResponse:
    """What nobody has opened in its time: what kind it is and whose, not a word of it; and giving it to somebody."""
    rung = unopened_cases()
    if request.method == "POST":
        form = PassingForm(request.POST)
        if not form.is_valid():
            raise Refusal(_("Choose who is to open it."), rule="case_owner")
        case = get_object_or_404(rung, pk=form.cleaned_data["case"])
        to = offered(case).get(str(form.cleaned_data["to"]))
        if to is None:
            raise Refusal(_("This person cannot take this case. Please choose another."), rule="case_owner")
        ringing.have_opened(case, to, by=request.user)
        return redirect("cases:unopened")
    rows = [
        {"case": case, "owner": staff_name(case.owner) if case.owner else "", "people": _people(case)}
        for case in rung.select_related("owner").order_by("priority", "due_at", "id")[:50]
    ]
    return page(request, "cases/unopened.html", rows=rows)


def _people(case: Case) -> list[tuple[str, str]]:
    return sorted(((pk, staff_name(user)) for pk, user in offered(case).items()), key=lambda one: one[1])
