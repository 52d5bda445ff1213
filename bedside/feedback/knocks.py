"""Whose question is this? Hers, by the key of the link we sent her; or, signed in, through people's rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bedside.journal.hands import Outside
from bedside.journal.models import Refusal

from .actions import digest_of
from .models import Invitation

UNKNOWN = _("This link does not work. Perhaps a part of it is missing. You can also call us.")


def invitation_by(key: str) -> Invitation:
    """The invitation whose link carries this key."""
    asked = Invitation.objects.select_related("patient", "visit__place", "answer__screening")
    found = asked.filter(digest=digest_of(key)).first()
    if found is None:
        raise Refusal(UNKNOWN, missing=True)
    return found


def hand_of_link(invitation: Invitation) -> Outside:
    """Whoever holds the link."""
    return Outside("survey", str(invitation.pk))


@contextmanager
def in_her_language(request: HttpRequest, invitation: Invitation) -> Iterator[None]:
    """The page speaks as the message did, unless somebody has chosen otherwise in this browser."""
    spoken = dict(settings.LANGUAGES)
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or invitation.language not in spoken:
        yield
        return
    with translation.override(invitation.language):
        yield
