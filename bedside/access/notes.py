"""One sentence that the next page says: what the sign-in library has just done."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

NOTE = "note"


def sentence(template: str) -> str:
    sentences = {
        "account/messages/password_changed.txt": _("Your password has been changed."),
        "account/messages/password_set.txt": _("Your password is set."),
        "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
        "account/messages/email_confirmation_failed.txt": _("That e-mail address could not be confirmed."),
        "account/messages/cannot_delete_primary_email.txt": _("You need this e-mail address to sign in."),
        "account/messages/primary_email_set.txt": _("Your e-mail address has been changed."),
        "mfa/messages/totp_activated.txt": _("Your app now gives codes for your login."),
        "mfa/messages/totp_deactivated.txt": _("Your app no longer gives codes for your login."),
        "mfa/messages/webauthn_added.txt": _("Your passkey is ready."),
        "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
        "mfa/messages/recovery_codes_generated.txt": _("You have new spare codes."),
        "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
    }
    return sentences.get(template, "")


def leave(request: HttpRequest, template: str, text: str = "") -> None:
    if said := text or sentence(template):
        request.session[NOTE] = said


def take(request: HttpRequest) -> str:
    """The sentence, once."""
    return str(request.session.pop(NOTE, "")) if hasattr(request, "session") else ""
