"""Coming in and going out, and one's own login."""

from __future__ import annotations

from ..models import PATIENT_SIDE
from .door import ANYBODY, ENTRANCE, OWN_LOGIN, OWN_THING, SIGNED_IN, Door

DOORS: dict[str, Door] = {
    "language": ENTRANCE,
    "front": ENTRANCE,
    "too_large": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True),
    "health": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True),
    "live_ticket": Door(SIGNED_IN, keeps_awake=False),
    "access:session_ending": OWN_THING,
    "access:role": OWN_LOGIN,
    "access:kept": Door(SIGNED_IN),
    "access:time_left": Door(ANYBODY, newcomers=True, before_second_step=True, keeps_awake=False),
    "access:staying": OWN_LOGIN,
    # access: coming in and going out
    "account_login": ENTRANCE,
    "account_logout": ENTRANCE,
    "account_inactive": ENTRANCE,
    "account_signup": ENTRANCE,
    "account_email_verification_sent": ENTRANCE,
    "account_reset_password": ENTRANCE,
    "account_confirm_password_reset_code": ENTRANCE,
    "account_complete_password_reset": ENTRANCE,
    "account_password_reset_completed": ENTRANCE,
    # access: one's own login
    "account_reauthenticate": OWN_LOGIN,
    "account_change_password": Door(SIGNED_IN, newcomers=True, step_up=True),
    "account_set_password": Door(SIGNED_IN, newcomers=True, step_up=True),
    "account_email": Door(SIGNED_IN, newcomers=True, step_up=True),
    "mfa_authenticate": ENTRANCE,
    "mfa_login_webauthn": ENTRANCE,
    "mfa_reauthenticate": OWN_LOGIN,
    "mfa_reauthenticate_webauthn": OWN_LOGIN,
    "mfa_index": OWN_LOGIN,
    "mfa_activate_totp": OWN_LOGIN,
    "mfa_deactivate_totp": OWN_LOGIN,
    "mfa_view_recovery_codes": OWN_LOGIN,
    "mfa_generate_recovery_codes": OWN_LOGIN,
    "mfa_download_recovery_codes": OWN_LOGIN,
    "mfa_list_webauthn": OWN_LOGIN,
    "mfa_add_webauthn": OWN_LOGIN,
    "mfa_edit_webauthn": OWN_THING,
    "mfa_remove_webauthn": OWN_THING,
    "usersessions_list": OWN_LOGIN,
    # portal
    "portal:home": Door(PATIENT_SIDE),
    "portal:newcomer": Door(PATIENT_SIDE, newcomers=True),
    "portal:me": Door(PATIENT_SIDE),
    "portal:details": Door(PATIENT_SIDE, foreign=True),
    "portal:sights": Door(PATIENT_SIDE, foreign=True),
}
