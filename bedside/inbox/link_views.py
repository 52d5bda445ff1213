"""Reading an answer of ours by its link, without an account, and writing back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.journal.actions import saw
from bedside.triage.models import Screening
from bedside.ui.answers import tried
from bedside.ui.pages import page

from . import actions, answer_links
from .files import as_a_file
from .forms import ReplyForm, WhoseForm
from .hearing import heard
from .models import AnswerLink
from .promises import promise

KNOWN = "reading_answers"  # in the session: of which answers she has said whose they are, and until when
LASTS = 20 * 60  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Two things that she knows; then the answer, and a box to write back."""
    found = answer_links.link_by(key)
    with _in_her_language(request, found):
        words = request.POST.get("words", "")
        if _is_known(request, found):
            return _written(request, found, key) if words else _shown(request, found, key, ReplyForm())
        form = WhoseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if answer_links.knock(found, **form.cleaned_data):
                _known_now(request, found)
                return _written(request, found, key) if words else redirect("inbox:answer", key)
            form.add_error(None, _("These do not fit. Please look at both again, or call us."))
        return _whose(request, key, form, words)


@require_POST
def replies(request: HttpRequest, key: str) -> HttpResponse:
    """She writes back: heard like any message of hers."""
    found, words = answer_links.link_by(key), request.POST.get("words", "")
    with _in_her_language(request, found):
        if _is_known(request, found):
            return _written(request, found, key)
        if not words.strip():
            return redirect("inbox:answer", key)
        return _whose(request, key, WhoseForm(), words, _heard(found, words))


def _written(request: HttpRequest, found: AnswerLink, key: str) -> HttpResponse:
    form, talk, hand = ReplyForm(request.POST, request.FILES), found.message.conversation, answer_links.hand_of(found)
    assert talk
    if not tried(form, lambda said: actions.write_again(talk, said["words"], by=hand, papers=said["papers"])):
        return _shown(request, found, key, form, _heard(found, request.POST.get("words", "")))
    return redirect("inbox:answer", key)


@require_safe
def file(request: HttpRequest, key: str, pk: uuid.UUID) -> HttpResponse:
    """One file that goes with what she reads there."""
    found = answer_links.link_by(key)
    if not _is_known(request, found):
        return redirect("inbox:answer", key)
    kept = get_object_or_404(answer_links.files_of(found), pk=pk)
    saw(answer_links.hand_of(found), [kept.patient_id], what="inbox/file")
    return as_a_file(kept)


def _heard(found: AnswerLink, words: str) -> list[Screening]:
    """Her words are read for red flags before anything else is asked of her. The emergencies in them."""
    return heard(words, answer_links.hers(found), by=answer_links.hand_of(found), channel="answer_link")


def _whose(
    request: HttpRequest, key: str, form: WhoseForm, words: str, stands: list[Screening] | None = None
) -> HttpResponse:
    shown: dict[str, Any] = {
        "key": key,
        "words": words,
        "emergency_stands": (stands or [])[:1],
        "had_files": bool(request.FILES),
    }
    return _never_kept(page(request, "inbox/answer_whose.html", about=None, form=form, **shown))


def _shown(
    request: HttpRequest, found: AnswerLink, key: str, form: ReplyForm, heard: list[Screening] | None = None
) -> HttpResponse:
    saw(answer_links.hand_of(found), [found.patient_id], what="inbox/answer")
    said = answer_links.opened(found)
    stands = [one.screening for one in said if one.screening and one.screening.is_emergency] + (heard or [])
    shown: dict[str, Any] = {"key": key, "messages": said, "emergency_stands": stands[-1:]}
    shown |= {"promise": promise(the_clinic()), "conversation": found.message.conversation}
    return _never_kept(page(request, "inbox/answer.html", about=None, form=form, **shown))


def _is_known(request: HttpRequest, found: AnswerLink) -> bool:
    """Whether she said so lately; each use makes it last again."""
    known = bool(request.session.get(KNOWN, {}).get(str(found.pk), 0) > now().timestamp())
    if known:
        _known_now(request, found)
    return known


def _known_now(request: HttpRequest, found: AnswerLink) -> None:
    request.session[KNOWN] = {str(found.pk): now().timestamp() + LASTS}


@contextmanager
def _in_her_language(request: HttpRequest, found: AnswerLink) -> Iterator[None]:
    """The page speaks as the message did, unless another language was chosen in this browser."""
    spoken = answer_links.hers(found).language
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or spoken not in dict(settings.LANGUAGES):
        yield
        return
    with translation.override(spoken):
        yield


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
