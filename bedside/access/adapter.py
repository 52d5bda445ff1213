"""Where the sign-in library asks us: whose words, whose letters, whose sessions."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage

from bedside.ui import pages

from . import devices, letters, notes, sealed, sessions, throttle, tongues
from .models import STAFF, User
from .second_step import KINDS

# A change of one of these ends the login's other sessions.
ENDS_OTHER_SESSIONS = {
    "account/email/password_changed",
    "account/email/password_set",
    "account/email/password_reset",
    "account/email/email_changed",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
}
NOT_RIGHT = gettext_lazy("The e-mail address or the password is not right. Please check both and try again.")
WRONG_CODE = gettext_lazy("That code is not right. Please check it, or wait for the next one.")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": NOT_RIGHT,
        "incorrect_password": gettext_lazy("That password is not right. Please try again."),
        "incorrect_code": WRONG_CODE,
        "enter_current_password": gettext_lazy("That is not your password now. Please try again."),
        "too_many_login_attempts": gettext_lazy("That was wrong too often. Please wait 15 minutes, then try again."),
        "rate_limited": gettext_lazy("That was too quick. Please wait a moment, then try again."),
        "same_as_current": gettext_lazy("This is the same as before."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by throttle.py: the library's count would let strangers shut a patient out."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        request.session.pop(sessions.ROLE, None)
        sessions.begin(request)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        """Signing in counts as proving who one is for the next minutes; a new device is told to the owner."""
        if proofs := request.session.get(AUTHENTICATION_METHODS_SESSION_KEY):
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*proofs[:-1], proofs[-1] | {"reauthenticated": True}]
        response: HttpResponse = super().post_login(request, user, **more)
        login = devices.digest_of(user.email)
        if devices.known_device(request, login) is None and not more.get("signup"):
            letters.post("new_device", user.email, {})
        devices.remember(request, response, login)
        tongues.speak(request, response, user)
        return response

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        sessions.forget(request.session.session_key)
        super().logout(request)

    def is_safe_url(self, url: str) -> bool:
        """Only pages of this house: no other host, not even one we trust."""
        return not urlsplit(url).netloc and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letters.post(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        letters.post(template_prefix, email or user.email, context or {})
        if template_prefix in ENDS_OTHER_SESSIONS:
            own = self.request.session.session_key if self.request.user == user else None
            sessions.end_all(user, but=own)
        if template_prefix == "account/email/password_reset":
            throttle.forgive(user)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **more: Any
    ) -> None:
        notes.leave(request, message_template or "", str(more.get("message") or ""))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/second-step/"


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy(
            "You need this second step. Add another one first, or choose a password of 15 signs or more."
        ),
    }

    def encrypt(self, text: str) -> str:
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return pages.CLINIC().name

    def build_totp_svg(self, url: str) -> str:
        """Dark on white also where the page is dark, or no phone could read it."""
        paper = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(paper)
        return paper.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the address the clinic set, whatever host a request names."""
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "localhost", "name": pages.CLINIC().name}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second step stays with staff, and with whoever chose a short password on its strength."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=KINDS).exclude(
            pk=authenticator.pk
        )
        user = authenticator.user
        held_fast = user.needs_second_step or (user.roles & STAFF and not settings.DEMO)
        return others.exists() or not held_fast


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    def end_sessions(self, ended: Any) -> None:
        for session in ended:
            sessions.end_one(session)
