"""What a login owns: an app for codes, recovery codes, a passkey, a second device."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.sessions.backends.db import SessionStore
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from bedside.access.models import User


def own_keys(user: User, *, app: bool) -> None:
    """A passkey, spare codes and another device, so that the pages about them have a subject; for some, an app too."""
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "my phone", "credential": _passkey()}
    )
    RecoveryCodes.activate(user)
    if app:
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    session = SessionStore()
    session.create()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="192.0.2.1", user_agent="a phone")


def _passkey() -> dict[str, Any]:
    """What a phone hands in when it is added."""
    name = secrets.token_bytes(16)
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    kept = AuthenticatorData.create(bytes(32), flags, 0, AttestedCredentialData.create(Aaguid(bytes(16)), name, key))
    asked = CollectedClientData.create(CollectedClientData.TYPE.CREATE, bytes(32), "http://localhost")
    return {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(asked),
            "attestationObject": websafe_encode(AttestationObject.create("none", kept, {})),
        },
    }
