"""What can be done about people: registering, joining a login, changing details, merging, and who cares for whom."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bedside.access.actions import give_role
from bedside.access.models import Role, User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Entry, Refusal

from .models import CarerWays, Grant, JoiningCode, Patient, StaffMember, has_a_record

CODE_LASTS = timedelta(days=7)
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no letter that looks like a number
DETAILS = {
    *(
        "given_name",
        "family_name",
        "preferred_name",
        "pronouns",
        "birth_date",
        "sex",
        "language",
        "interpreter",
        "interpreter_sex",
        "needs",
    ),
    *("email", "phone", "phone_is_shared", "address", "postcode", "zone", "wants_sms", "wants_email"),
    *("remind_before", "wishes", "quiet_from", "quiet_until"),
}


@transaction.atomic
def register(*, by: Hand, is_verified: bool = True, **details: Any) -> Patient:
    """Make a new patient."""
    patient = Patient(is_verified=is_verified, **details)
    record("patient.registered", patient, by=by)
    return patient


@transaction.atomic
def change_details(patient: Patient, *, by: Hand, because: str = "", **details: Any) -> Patient:
    """Change what is known of a patient; what was is kept in the journal."""
    if unknown := set(details) - DETAILS:
        raise Refusal(_("These cannot be changed here: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    changed = [name for name, value in details.items() if getattr(patient, name) != value]
    for name in changed:
        setattr(patient, name, details[name])
    if changed:
        record("patient.details_changed", patient, by=by, because=because, changed=changed)
    return patient


@transaction.atomic
def register_oneself(user: User, **details: Any) -> Patient:
    """Somebody who signed up makes a new record of their own. Nobody has checked it, and it joins nothing."""
    if has_a_record(user):
        raise Refusal(_("You already have a record here."))
    give_role(user, Role.PATIENT, by=user)
    user.act_as(Role.PATIENT)
    return register(by=user, is_verified=False, login=user, **details)


@transaction.atomic
def note_checked(patient: Patient, *, by: Hand) -> None:
    """Somebody of ours has seen who this is: the record is hers, and counts like any other."""
    if not patient.is_verified:
        patient.is_verified = True
        record("patient.checked", patient, by=by)


@transaction.atomic
def give_joining_code(patient: Patient, *, by: Hand) -> str:
    """Give a patient a code with which her login finds her record. It is shown once; only its digest is kept."""
    code = "".join(secrets.choice(ALPHABET) for _sign in range(10))
    JoiningCode.objects.filter(patient=patient, used_at=None).delete()
    JoiningCode.objects.create(patient=patient, digest=_digest(code), until=now() + CODE_LASTS)
    record("patient.code_given", patient, by=by)
    return f"{code[:5]}-{code[5:]}"


def join(user: User, *, code: str, birth_date: date) -> Patient:
    """Join a login to the record whose code and birth date it knows. One answer for every way of being wrong."""
    no = Refusal(_("That code and birth date do not fit together. Please check them, or ask the front desk."))
    with transaction.atomic():
        found = JoiningCode.objects.filter(
            digest=_digest(code), used_at=None, until__gt=now(), tries_left__gt=0
        ).first()
        if found is None:
            raise no
        hers = found.patient
        fits = hers.birth_date == birth_date and hers.login_id is None and hers.may_be_written_to
        fits = fits and not _gave_it(user, hers)
        if fits:
            found.used_at = now()
            found.save(update_fields=["used_at"])
            give_role(user, Role.PATIENT, by=user)
            user.act_as(Role.PATIENT)
            found.patient.login = user
            record("patient.joined", found.patient, by=user)
        else:  # counted in this transaction, refused after it: a refusal inside would undo the count
            JoiningCode.objects.filter(pk=found.pk).update(tries_left=F("tries_left") - 1)
    if not fits:
        raise no
    return found.patient


def _gave_it(user: User, patient: Patient) -> bool:
    """Whether this is the very person who gave the code out: nobody opens a patient's record for themselves."""
    given = Entry.objects.filter(verb="patient.code_given", subject_id=patient.pk).order_by("-pk").first()
    return given is not None and given.actor_id == str(user.pk)


@transaction.atomic
def merge(alias: Patient, into: Patient, *, by: Hand, because: str) -> None:
    """Two records are one person: from now on the first is only another name of the second. Nothing is moved."""
    if alias.pk == into.pk:
        raise Refusal(_("These two records cannot be joined."))
    pair = Patient.objects.select_for_update().filter(pk__in=[alias.pk, into.pk]).order_by("pk")  # one order for all
    now_as = {one.pk: one for one in pair}
    alias, into = now_as[alias.pk], now_as[into.pk]
    if into.merged_into_id or alias.merged_into_id:
        raise Refusal(_("These two records cannot be joined."))
    if alias.aliases.exists():
        raise Refusal(_("Other records are joined to this one. Take them apart first."))
    if isinstance(by, User) and by.pk in {alias.login_id, into.login_id}:
        raise Refusal(_("This record is your own. Please let somebody else join the two."))
    if (alias.deceased_on is None) != (into.deceased_on is None):
        raise Refusal(_("One of the two has died. Note it in the other first, or leave both."))
    if not into.is_verified:
        raise Refusal(_("Check first who the record belongs to that stays."))
    if alias.login_id and not into.login_id:
        raise Refusal(_("This record has a sign-in, which would find nothing any more. Keep this one."))
    alias.merged_into = into
    record("patient.merged", alias, by=by, because=because, into=str(into.pk))


@transaction.atomic
def unmerge(alias: Patient, *, by: Hand, because: str) -> None:
    """They were two people after all: both stand again as they were."""
    alias = Patient.objects.select_for_update().get(pk=alias.pk)
    if alias.merged_into_id is None:
        raise Refusal(_("This record is not joined to another."))
    alias.merged_into = None
    record("patient.unmerged", alias, by=by, because=because)


@transaction.atomic
def note_death(patient: Patient, *, on: date, by: Hand) -> None:
    """A patient has died: from now on nothing is sent."""
    patient.deceased_on = on
    record("patient.died", patient, by=by)


@transaction.atomic
def employ(*, by: Hand, **details: Any) -> StaffMember:
    """Somebody starts to work here."""
    member = StaffMember(**details)
    record("staff.joined", member, by=by)
    return member


@transaction.atomic
def change_member(member: StaffMember, *, by: Hand, seen: int | None = None, **details: Any) -> StaffMember:
    """Change what is said of somebody who works here; `seen` is the version that was read when it was written."""
    changed = sorted(name for name, value in details.items() if getattr(member, name) != value)
    for name in changed:
        setattr(member, name, details[name])
    if seen is not None:
        member.version = seen
    if changed:
        record("staff.changed", member, by=by, changed=changed)
    return member


@transaction.atomic
def grant(
    carer: User,
    patient: Patient,
    *,
    relation: str,
    scopes: set[str],
    by: Hand,
    since: datetime | None = None,
    until: datetime | None = None,
    evidence: str = "",
) -> Grant:
    """Let a carer act for a patient, within these scopes, from now on or from an earlier day."""
    give_role(carer, Role.CARER, by=by)
    given = Grant(carer=carer, patient=patient, relation=relation, evidence=evidence, ends_at=until)
    given.starts_at = since or given.starts_at
    for scope in scopes:
        setattr(given, f"may_{scope}", True)
    record("grant.given", given, by=by)
    return given


@transaction.atomic
def end_grant(given: Grant, *, by: Hand, because: str = "") -> None:
    """A carer no longer acts for a patient, from this moment."""
    given.ended_at = now()
    record("grant.ended", given, by=by, because=because)


@transaction.atomic
def reach_carer(ways: CarerWays, *, by: Hand, **wished: Any) -> CarerWays:
    """A carer is told at her own addresses, as she wishes; also what waits to be sent goes by it."""
    changed = sorted(name for name, value in wished.items() if getattr(ways, name) != value)
    for name in changed:
        setattr(ways, name, wished[name])
    if changed or ways.version == 0:
        record("carer.reached_otherwise", ways, by=by, changed=changed)
    return ways


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hmac.new(settings.SECRET_KEY.encode(), plain.encode(), hashlib.sha256).hexdigest()
