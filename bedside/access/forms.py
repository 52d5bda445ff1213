"""What people hand in at the door. The library's forms in our words, and two things it does not do by itself."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.account.models import EmailAddress
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondStepAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
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
from bedside.ui.answers import offer

from .models import Role, User

STUMBLES = (LookupError, TypeError, AttributeError, ValueError, struct.error)
LENGTH = _("At least 15 letters, numbers or signs. Three or four words work well.")
CODES_LIVE = 120  # seconds in which an app's code could be taken a second time


WORDS = {
    "credential": _("Passkey"),
    "login": _("Your e-mail address"),
    "email": _("Your e-mail address"),
    "password": _("Your password"),
    "oldpassword": _("Your password now"),
    "password1": _("Your new password"),
    "password2": _("The new password once more"),
    "code": _("Code"),
    "name": _("What to call it"),
}


class _InOurWords:
    """The library's fields with our labels, and without words that vanish as soon as one types."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = WORDS.get(name, field.label)
            field.help_text = LENGTH if name == "password1" else ""
            field.error_messages["required"] = _("Please fill this in.")
            field.widget.attrs.pop("placeholder", None)


class SignIn(_InOurWords, LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class Join(_InOurWords, SignupForm):  # type: ignore[misc]
    """A new login. It joins no patient: people asks for that afterwards."""

    name = forms.CharField(max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Your name")
        self.fields["password1"].label = _("Choose a password")

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


class JoinCode(_InOurWords, ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    pass


class NewAddress(_InOurWords, AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your new e-mail address")


class ForgottenPassword(_InOurWords, ResetPasswordForm):  # type: ignore[misc]
    pass


class ForgottenPasswordCode(_InOurWords, ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    pass


class NewPassword(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class OtherPassword(_InOurWords, ChangePasswordForm):  # type: ignore[misc]
    pass


class FirstPassword(_InOurWords, SetPasswordForm):  # type: ignore[misc]
    pass


class PasswordAgain(_InOurWords, ReauthenticateForm):  # type: ignore[misc]
    pass


class AppCode(_InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    pass


class _EachCodeOnce:
    """A code opens the door once, also when two people hand it in at the same moment."""

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        plain = "".join(sign for sign in code if sign.isalnum()).casefold()
        if not cache.add(f"code:{keyed('code', str(self.user.pk), plain)}", 1, timeout=CODES_LIVE):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondStep(_InOurWords, _EachCodeOnce, AuthenticateForm):  # type: ignore[misc]
    pass


class SecondStepAgain(_InOurWords, _EachCodeOnce, SecondStepAgainForm):  # type: ignore[misc]
    pass


class _MadeUpAnswersAreRefused:
    """What a passkey answers is read deep inside the library, which stumbles over what is not shaped like one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except STUMBLES as error:
            raise get_adapter().validation_error("incorrect_code") from error


class Credential(forms.JSONField):
    """What a passkey says. A number of thousands of figures or a nest a thousand deep is no such thing either."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class PasskeySignIn(_MadeUpAnswersAreRefused, LoginWebAuthnForm):  # type: ignore[misc]
    credential = Credential()


class PasskeyStep(_MadeUpAnswersAreRefused, AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = Credential()


class PasskeyAgain(_MadeUpAnswersAreRefused, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    credential = Credential()


class PasskeyName(_InOurWords, EditWebAuthnForm):  # type: ignore[misc]
    pass


class NewPasskey(_InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    credential = Credential()

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
        offer(self, "role", [(role.value, as_said(role)) for role in Role if role in user.roles])


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
