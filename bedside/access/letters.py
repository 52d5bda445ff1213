"""What is written to people about their logins. Plain words, one thing each, nothing about health.

Keys are the names by which the sign-in library asks for a letter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.ui import pages

from .hooks import hooks


def _code(context: dict[str, Any]) -> list[str]:
    return [
        _("Your code is %(code)s") % {"code": context["code"]},
        _("Type it into the page that is open. It works for 10 minutes."),
        _("If you did not ask for it, do nothing. Never tell this code to anyone, not even to us."),
    ]


def _has_one_already(context: dict[str, Any]) -> list[str]:
    return [
        _("Somebody asked for a new login with your e-mail address. You have one already."),
        _("Sign in here: %(address)s") % {"address": settings.PUBLIC_URL + "/sign-in/"},
        _("If it was not you, do nothing."),
    ]


def _has_none(context: dict[str, Any]) -> list[str]:
    return [
        _("Somebody asked for a new password with your e-mail address. We know no login with it."),
        _("Perhaps you used another address. You can also make a login: %(address)s")
        % {"address": settings.PUBLIC_URL + "/join/"},
        _("If it was not you, do nothing."),
    ]


def _tells(what: Promise) -> Callable[[dict[str, Any]], list[str]]:
    def lines(context: dict[str, Any]) -> list[str]:
        return [
            str(what),
            _("If this was you, there is nothing to do."),
            _("If it was not you, choose a new password now: %(address)s Then call us.")
            % {"address": settings.PUBLIC_URL + "/password/reset/"},
        ]

    return lines


Letter = tuple[Promise, Callable[[dict[str, Any]], list[str]]]  # subject, and what it says

LETTERS: dict[str, Letter] = {
    "account/email/email_confirmation_signup": (gettext_lazy("Your code"), _code),
    "account/email/email_confirmation": (gettext_lazy("Your code"), _code),
    "account/email/password_reset_code": (gettext_lazy("Your code"), _code),
    "account/email/account_already_exists": (gettext_lazy("You have a login already"), _has_one_already),
    "account/email/unknown_account": (gettext_lazy("About your password"), _has_none),
}
NEWS: dict[str, tuple[Promise, Promise]] = {
    "account/email/password_changed": (
        gettext_lazy("Your password was changed"),
        gettext_lazy("Your password was changed."),
    ),
    "account/email/password_reset": (
        gettext_lazy("Your password was changed"),
        gettext_lazy("Your password was changed."),
    ),
    "account/email/password_set": (
        gettext_lazy("You now have a password"),
        gettext_lazy("Your login now has a password."),
    ),
    "account/email/email_changed": (
        gettext_lazy("Your e-mail address was changed"),
        gettext_lazy("The e-mail address of your login was changed."),
    ),
    "account/email/email_deleted": (
        gettext_lazy("An e-mail address was removed"),
        gettext_lazy("An e-mail address was removed from your login."),
    ),
    "mfa/email/totp_activated": (
        gettext_lazy("Your second step is on"),
        gettext_lazy("An app now gives codes for your login."),
    ),
    "mfa/email/totp_deactivated": (
        gettext_lazy("A second step was removed"),
        gettext_lazy("The app no longer gives codes for your login."),
    ),
    "mfa/email/webauthn_added": (
        gettext_lazy("You have a new passkey"),
        gettext_lazy("A passkey was added to your login."),
    ),
    "mfa/email/webauthn_removed": (
        gettext_lazy("A passkey was removed"),
        gettext_lazy("A passkey was removed from your login."),
    ),
    "mfa/email/recovery_codes_generated": (
        gettext_lazy("You have new spare codes"),
        gettext_lazy("New spare codes were made for your login."),
    ),
    "new_device": (
        gettext_lazy("A new sign-in"),
        gettext_lazy("Somebody signed in to your login from a device we have not seen before."),
    ),
}
LETTERS |= {name: (subject, _tells(what)) for name, (subject, what) in NEWS.items()}


def post(name: str, to: str, context: dict[str, Any]) -> None:
    """Write a letter and hand it to whoever carries letters here."""
    subject, lines = LETTERS[name]
    body = "\n\n".join([*lines(context), pages.CLINIC().name])
    hooks.post(to=to, subject=f"{subject} – {pages.CLINIC().name}", body=body)
