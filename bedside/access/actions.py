"""What can be done about logins and the roles they hold. Nothing else gives a role or takes one away."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand

from . import sessions
from .models import HeldRole, Misses, Remembered, Repeat, Role, RoleChange, User

REPEATS_ARE_KEPT = timedelta(hours=24)
MISSES_ARE_KEPT = timedelta(days=30)


@transaction.atomic
def open_login(email: str, *, name: str, roles: set[Role], by: Hand, password: str | None = None) -> User:
    """Give somebody a login. Whoever does this vouches for the e-mail address."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role in sorted(roles):
        give_role(user, role, by=by)
    return user


@transaction.atomic
def close_login(user: User, *, by: Hand, because: str) -> None:
    """Shut somebody out at once: the roles are taken away and every session ends."""
    for role in sorted(user.roles):
        take_role(user, role, by=by, because=because)
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions.end_all(user)


@transaction.atomic
def give_role(user: User, role: Role, *, by: Hand) -> None:
    """Let a login take up one more role. Giving it twice changes nothing."""
    if role in user.roles:
        return
    HeldRole.objects.create(user=user, role=role)
    record("role.given", RoleChange(user=user, role=role, holds_it_now=True), by=by)


@transaction.atomic
def take_role(user: User, role: Role, *, by: Hand, because: str) -> None:
    """Take a role from a login. Its sessions end, for one of them may be at work in that role."""
    if HeldRole.objects.filter(user=user, role=role).delete()[0]:
        record("role.taken", RoleChange(user=user, role=role, holds_it_now=False), by=by, because=because)
        sessions.end_all(user)


def tidy_up() -> None:
    """Throw away what is no longer needed: answers to old forms, old misses, old notes, sessions that are over."""
    moment = now()
    Repeat.objects.filter(at__lt=moment - REPEATS_ARE_KEPT).delete()
    Misses.objects.filter(last_at__lt=moment - MISSES_ARE_KEPT).delete()
    Misses.objects.filter(last_at__lt=moment - timedelta(days=1), since_success__lte=1).delete()
    Remembered.objects.filter(expires__lt=moment).delete()
    Session.objects.filter(expire_date__lt=moment).delete()
