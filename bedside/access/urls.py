"""The way in: the sign-in library's views under our addresses and their own names, and a few of ours."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as spare_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions.views import list_usersessions
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from . import views

ours: list[URLPattern | URLResolver] = [
    path("role/", views.role, name="role"),
    path("sessions/<int:pk>/ending/", views.session_ending, name="session_ending"),
    path("kept/", views.kept, name="kept"),
    path("session/time-left/", views.time_left, name="time_left"),
    path("session/staying/", views.staying, name="staying"),
]
if settings.DEMO:
    ours.append(path("demo/sign-in/", views.demo_sign_in, name="demo_sign_in"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((ours, "access"))),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-out/", account.logout, name="account_logout"),
    path("join/", account.signup, name="account_signup"),
    path("join/code/", account.email_verification_sent, name="account_email_verification_sent"),
    path("e-mail/", account.email, name="account_email"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/code/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("password/reset/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("sessions/", list_usersessions, name="usersessions_list"),
    path("second-step/", mfa.index, name="mfa_index"),
    path("second-step/app/", app.activate_totp, name="mfa_activate_totp"),
    path("second-step/app/removal/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("second-step/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("second-step/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-step/passkeys/<int:pk>/removal/", views.PasskeyRemoval.as_view(), name="mfa_remove_webauthn"),
    path("second-step/spare-codes/", spare_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-step/spare-codes/new/", spare_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-step/spare-codes/file/", spare_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
