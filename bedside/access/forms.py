"""What people hand in at the door. The library's forms in our words, and two things it does not do by itself."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bedside.journal.digests import keyed
from bedside.journal.ids import new_id

from .models import Role, User

STUMBLES = (LookupError, TypeError, AttributeError, ValueError, struct.error)
CODES_LIVE = 120  # seconds in which an app's code could be taken a second time


class SignIn(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], _("Your e-mail address"), autocomplete="username webauthn")
        _say(self.fields["password"], _("Your password"))


class Join(SignupForm):  # type: ignore[misc]
    """A new login. It joins no patient: people asks for that afterwards."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["email"], _("Your e-mail address"))
        _say(self.fields["password1"], _("Choose a password"))
        self.fields["password1"].help_text = _("At least 15 letters, numbers or signs. Three or four words work well.")

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])

    @transaction.atomic
    def try_save(self, request: HttpRequest) -> Any:
        """Somebody who has a login already waits as long for the same page as somebody new."""
        if self.account_already_exists:
            with transaction.atomic():
                self._work_as_for_somebody_new()
                transaction.set_rollback(True)
        return super().try_save(request)

    def _work_as_for_somebody_new(self) -> None:
        address = f"{new_id()}@nobody.invalid"
        user = User.objects.create_user(address, self.cleaned_data["password1"], name=self.cleaned_data["name"])
        user.save(update_fields=["name"])
        EmailAddress.objects.create(user=user, email=address, primary=True)


class ForgottenPassword(ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["email"], _("Your e-mail address"))


class _EachCodeOnce:
    """A code opens the door once, also when two people hand it in at the same moment."""

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        plain = "".join(sign for sign in code if sign.isalnum()).casefold()
        if not cache.add(f"code:{keyed('code', str(self.user.pk), plain)}", 1, timeout=CODES_LIVE):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStep(_EachCodeOnce, AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Code"), inputmode="numeric")


class SecondStepAgain(_EachCodeOnce, ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Code"), inputmode="numeric")


class _MadeUpAnswersAreRefused:
    """What a passkey answers is read deep inside the library, which stumbles over what is not shaped like one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except STUMBLES as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeySignIn(_MadeUpAnswersAreRefused, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyStep(_MadeUpAnswersAreRefused, AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAgain(_MadeUpAnswersAreRefused, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class NewPasskey(AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["name"], _("What to call it"))

    def clean(self) -> Any:
        try:
            return super().clean()
        except STUMBLES as error:
            raise get_adapter().validation_error("incorrect_code") from error


class ChooseRole(forms.Form):
    """In which of one's roles one works in this session."""

    role = forms.ChoiceField(label=_("How do you want to go on?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, as_said(role)) for role in Role if role in user.roles]  # type: ignore[attr-defined]


def as_said(role: Role) -> str:
    """A role in the words of whoever takes it up."""
    return str(
        {
            Role.PATIENT: _("As a patient, for myself"),
            Role.CARER: _("For somebody I care for"),
            Role.FRONT_DESK: _("At work, at the front desk"),
            Role.NURSE: _("At work, as a nurse"),
            Role.CLINICIAN: _("At work, as a clinician"),
            Role.MANAGER: _("At work, as a manager"),
            Role.ADMINISTRATOR: _("At work, as an administrator"),
        }.get(role, role.label)
    )


def _say(field: forms.Field, label: Any, **attributes: str) -> None:
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)
