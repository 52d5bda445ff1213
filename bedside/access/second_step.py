"""The second step of signing in: an app's code, a passkey, or a code from the paper in the drawer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from .models import STAFF

if TYPE_CHECKING:
    from .models import User

KINDS = ("totp", "webauthn")  # recovery codes alone are none


def has_second_step(user: User | None) -> bool:
    """Whether this login has a second step set up."""
    from allauth.mfa.models import Authenticator

    if user is None or user._state.adding:
        return False
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).exists())


def must_set_one_up(user: User) -> bool:
    """Staff work with a second step; only in the demo, where nobody is real, they go without."""
    return not settings.DEMO and user.acting_as in STAFF and not has_second_step(user)
