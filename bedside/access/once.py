"""A form that is sent twice is done once: a double press, a lost answer, a page sent again.

Every form carries a fresh number. The view runs in one transaction with a row for that number; where its answer leads
is kept in the row, sealed: it may be an address that opens a page by itself. The same form again is led to the same
place, and one that comes while the first is still at work waits for it. What was refused or handed in wrongly keeps no
row, so it can be mended and sent again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from markupsafe import Markup

from bedside.journal.digests import keyed
from bedside.journal.models import as_json

from .models import Repeat, User
from .sealed import MARK, seal, unseal

FIELD = "once"
TURNS = 4
LONGEST = 2000  # of an answer that is kept, sealed
NOT_COMPARED = {FIELD, "csrfmiddlewaretoken"}


def once_input() -> Markup:
    """The hidden field with a form's number; the page parts put it into every form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, uuid.uuid4())


class OnlyOnce:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _number(request)
        if key is None:
            return self.get_response(request)
        for _turn in range(TURNS):
            answer = self._answer(request, key)
            if not getattr(answer, "crossed", False):
                break
        return answer

    def _answer(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """The whole of it in one transaction; it may have been undone because it stood across another."""
        with transaction.atomic():
            first = Repeat(who=_who(request), key=key, what=_what(request))
            Repeat.objects.bulk_create([first], ignore_conflicts=True)  # waits where the same form is at work
            kept = Repeat.objects.get(who=first.who, key=key, what=first.what)
            if kept.answer:
                return _again(kept)
            return self._first_time(request, kept)

    def _first_time(self, request: HttpRequest, row: Repeat) -> HttpResponse:
        response = self.get_response(request)
        if connection.needs_rollback or response.status_code >= 500:
            transaction.set_rollback(True)
        elif leads_to := _where(response):
            row.answer, row.by_htmx = leads_to, "HX-Redirect" in response
            row.save(update_fields=["answer", "by_htmx"])
        else:
            row.delete()
        return response


def _number(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST" or FIELD not in request.POST:
        return None
    try:
        return uuid.UUID(request.POST[FIELD])
    except ValueError:
        return None


def _who(request: HttpRequest) -> str:
    """The login; a guest is known by the secret her forms carry against forgery."""
    if isinstance(request.user, User):
        return str(request.user.pk)
    return keyed("guest", request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""))


def _what(request: HttpRequest) -> str:
    """All that was handed in: going back and choosing otherwise is another form, not the same again."""
    said = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_COMPARED}
    files = {name: [(file.name, file.size) for file in request.FILES.getlist(name)] for name in request.FILES}
    return keyed("form", request.get_full_path(), as_json([said, files]))


def _where(response: HttpResponse) -> str:
    """Where it leads, sealed; empty where it leads nowhere."""
    if getattr(response, "from_the_door", False):
        return ""
    leads_to = response.get("HX-Redirect") or (response.get("Location") if 300 <= response.status_code < 400 else "")
    sealed = seal(str(leads_to)) if leads_to else ""
    return sealed if len(sealed) <= LONGEST else ""


def _again(kept: Repeat) -> HttpResponse:
    leads_to = unseal(kept.answer) if kept.answer.startswith(MARK) else kept.answer  # from before they were sealed
    if kept.by_htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": leads_to})
    return HttpResponseRedirect(leads_to)
