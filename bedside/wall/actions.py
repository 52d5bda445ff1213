"""What can be done about the clinic's screens: expecting one, letting it in, shutting it out."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.digests import keyed
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.live import actions as live

from . import tries
from .models import CODE_LASTS, SEEN_AGAIN_AFTER, Device, PairingCode, Seen, Tries
from .tries import Limit

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no letter that looks like a number
LENGTH = 8
TRIES_ARE_KEPT = timedelta(days=1)
FROM_ONE_NETWORK = Limit(most=10, lasts=CODE_LASTS)


@transaction.atomic
def expect(name: str, *, kind: str, place: Place, by: User) -> Device:
    """Say that there will be a screen here; it comes in with a code."""
    device = Device(name=name, kind=kind, place=place, paired_by=by)
    record("device.expected", device, by=by)
    return device


@transaction.atomic
def give_code(device: Device, *, by: User) -> str:
    """Make the code that one types at the screen. It is shown once; an older one no longer counts."""
    if device.revoked_at:
        raise Refusal(_("This screen was shut out. Please add it as a new one."), rule="revoked")
    code = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    PairingCode.objects.filter(device=device).delete()
    PairingCode.objects.create(device=device, digest=_digest("code", code), until=now() + CODE_LASTS)
    device.paired_by = by
    record("device.code_given", device, by=by)
    return f"{code[:4]}-{code[4:]}"


def pair(code: str, *, network: str) -> tuple[Device, str]:
    """Let the screen in at which this code was typed; the secret it knocks with from now on. One answer to every no."""
    no = Refusal(_("That code does not open anything. Check it, or ask for a new one."), rule="code")
    key = f"pair:{keyed('network', network)[:32]}"
    if not tries.take(key, FROM_ONE_NETWORK):
        raise Refusal(_("Too many wrong codes. Please wait ten minutes."), rule="tries")
    with transaction.atomic():
        device = _redeem(_digest("code", _plain(code)))
        if device is None:  # counted here, refused outside: a refusal in here would undo the count
            PairingCode.objects.update(tries_left=F("tries_left") - 1)
            PairingCode.objects.filter(tries_left__lte=0).delete()
        else:
            secret = _let_in(device, by=device.hand)
    if device is None:
        raise no
    tries.give_back(key, FROM_ONE_NETWORK)
    return device, secret


@transaction.atomic
def pair_at_once(name: str, *, kind: str, place: Place, by: Hand) -> tuple[Device, str]:
    """Let a screen in without a code, for the demo's own browser."""
    device = Device(name=name, kind=kind, place=place)
    record("device.expected", device, by=by)
    return device, _let_in(device, by=by)


@transaction.atomic
def revoke(device: Device, *, by: Hand, because: str = "") -> None:
    """Shut a screen out at once, and end what it follows."""
    if device.revoked_at:
        return
    device.revoked_at, device.digest = now(), None
    PairingCode.objects.filter(device=device).delete()
    record("device.revoked", device, by=by, because=because)
    live.end_session(stream_of(device))


def carried(secret: str, kind: str) -> Device | None:
    """The screen that knocks with this secret, if it is let in and of this kind."""
    if not secret:
        return None
    return Device.objects.let_in().select_related("place").filter(kind=kind, digest=_digest("secret", secret)).first()


def note_seen(device: Device) -> None:
    """It is there: noted once a minute."""
    moment = now()
    seen, fresh = Seen.objects.get_or_create(device=device, defaults={"at": moment})
    if not fresh and moment - seen.at >= SEEN_AGAIN_AFTER:
        Seen.objects.filter(pk=seen.pk).update(at=moment)


def tidy_up() -> None:
    """Forget codes that are over, and counts of guesses a day after they began."""
    PairingCode.objects.filter(until__lt=now()).delete()
    Tries.objects.filter(since__lt=now() - TRIES_ARE_KEPT).delete()


def stream_of(device: Device) -> str:
    """The name under which its open streams are ended."""
    return f"device:{device.pk}"


def _redeem(digest: str) -> Device | None:
    """Use a code up. Of two who type it at the same moment one gets through."""
    code = PairingCode.objects.filter(digest=digest, until__gt=now(), tries_left__gt=0).first()
    if code is None or not PairingCode.objects.filter(pk=code.pk).delete()[0]:
        return None
    found: Device | None = Device.objects.filter(pk=code.device_id, revoked_at=None).first()
    return found


def _let_in(device: Device, *, by: Hand) -> str:
    secret = secrets.token_urlsafe(32)
    device.digest, device.paired_at = _digest("secret", secret), now()
    record("device.paired", device, by=by)
    live.end_session(stream_of(device))  # a machine that had this place before
    return secret


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _digest(what: str, text: str) -> str:
    return keyed(f"screen's {what}", text)
