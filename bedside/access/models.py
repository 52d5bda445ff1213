"""The people who sign in, and the roles they may take up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from bedside.hours.clock import now
from bedside.journal.ids import new_id


class Role(models.TextChoices):
    GUEST = "guest"  # nobody has signed in
    PATIENT = "patient"
    CARER = "carer"
    FRONT_DESK = "front_desk"
    NURSE = "nurse"
    CLINICIAN = "clinician"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    DEVICE = "device"  # a paired screen or kiosk
    SYSTEM = "system"  # another system at the street door


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
    date_joined = models.DateTimeField(default=now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    _acting_as: Role | None = None

    def __str__(self) -> str:
        return self.name or self.email

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

    @property
    def hand_kind(self) -> str:
        return str(self.acting_as.value)

    @property
    def is_staff_member(self) -> bool:
        return self.acting_as in STAFF


class HeldRole(models.Model):
    """One role a login may take up."""

    user = models.ForeignKey(User, models.CASCADE, related_name="held_roles")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="one_of_each_role")]
