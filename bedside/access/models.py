"""The people who sign in, and the roles they may take up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.journal.ids import new_id
from bedside.journal.models import Record

LONG_ENOUGH_ALONE = 15  # characters of a password that nothing else supports
LONG_ENOUGH_WITH_A_SECOND_STEP = 8


class Role(models.TextChoices):
    GUEST = "guest", _("Guest")  # nobody has signed in
    PATIENT = "patient", _("Patient")
    CARER = "carer", _("Carer")
    FRONT_DESK = "front_desk", _("Front desk")
    NURSE = "nurse", _("Nurse")
    CLINICIAN = "clinician", _("Clinician")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    DEVICE = "device", _("Device")  # a paired screen or kiosk
    SYSTEM = "system", _("System")  # another system at the street door


PATIENT_SIDE = frozenset({Role.PATIENT, Role.CARER})
STAFF = frozenset({Role.FRONT_DESK, Role.NURSE, Role.CLINICIAN, Role.MANAGER, Role.ADMINISTRATOR})
TREATING = frozenset({Role.NURSE, Role.CLINICIAN})  # who may see a confidential visit besides the patient


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = User(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with a login. Which patient or member of staff this is, people knows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    needs_second_step = models.BooleanField(default=False)  # the password is too short to stand alone
    date_joined = models.DateTimeField(default=now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    _acting_as: Role | None = None

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.needs_second_step = raw_password is not None and len(raw_password) < LONG_ENOUGH_ALONE

    @property
    def roles(self) -> set[Role]:
        """The roles this login holds today."""
        return {Role(held.role) for held in self.held_roles.all()}

    @property
    def acting_as(self) -> Role:
        """The one role this person acts in: the one chosen for this session, else the only one held.

        With several roles and none chosen, or with none at all, nobody in particular: a guest sees nothing.
        """
        if self._acting_as is not None:
            return self._acting_as
        held = self.roles
        return held.pop() if len(held) == 1 else Role.GUEST

    def act_as(self, role: Role) -> None:
        """Take up one of the roles this login holds; any other is ignored, and leaves a guest."""
        self._acting_as = role if role in self.roles else Role.GUEST

    def come_in(self, chosen: str | None) -> None:
        """Take up the role chosen for this session, else the only one held; a guest where it is not held any more."""
        held = self.roles
        role = Role(chosen) if chosen else next(iter(held)) if len(held) == 1 else Role.GUEST
        self._acting_as = role if role in held else Role.GUEST

    @property
    def hand_kind(self) -> str:
        return str(self.acting_as.value)

    @property
    def is_staff_member(self) -> bool:
        return self.acting_as in STAFF


class HeldRole(models.Model):
    """One role a login may take up. Given and taken away by access.actions."""

    user = models.ForeignKey(User, models.CASCADE, related_name="held_roles")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="one_of_each_role")]


class RoleChange(Record):
    """That somebody gave a role to a login, or took it away: kept for good, for whoever asks later."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    holds_it_now = models.BooleanField()


class Misses(models.Model):
    """Wrong passwords in a row for one login from one source: a network, or a device that was let in before.

    Logins and sources stand here as keyed digests, because people type passwords into the wrong box.
    """

    login = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    known = models.BooleanField(default=False)  # the source is a device this login came from before
    in_a_row = models.PositiveIntegerField(default=0)  # begins again after a quiet hour; makes the wait grow
    since_success = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=now)
    asked_to_wait_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Misses]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["login", "source"], name="one_count_per_login_and_source")]
        indexes = [models.Index(fields=["last_at"], name="misses_by_time")]


class Repeat(models.Model):
    """The first answer to a form that somebody sent, so that sending it again changes nothing."""

    who = models.CharField(max_length=70)
    key = models.UUIDField()
    what = models.CharField(max_length=64)  # digest of the path and of all that was handed in
    answer = models.CharField(max_length=2000, blank=True)  # where the first answer led
    by_htmx = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[Repeat]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "key", "what"], name="one_answer_per_form")]
        indexes = [models.Index(fields=["at"], name="repeat_by_time")]


class Remembered(models.Model):
    """Short-lived notes that several web processes share (Django's cache table): used codes, counts per network."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[Remembered]] = models.Manager()

    class Meta:
        db_table = "access_remembered"
