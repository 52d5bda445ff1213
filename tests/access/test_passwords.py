from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from bedside.access.models import User

GOOD = [
    "purple kettle sings at noon",
    "ñandúes corren por la pampa",
    "长长的密码也是可以的因为它很长",
    "x9-fjord-lamp-under",
    "   spaces at both ends   ",
    "🦊🐢🌵🎈🦊🐢🌵🎻🦊🐢🌵🎻🥁🧭🪁",
    "a" + "bcx7" * 40,
]
BAD = [
    "short",
    "fourteen signs",
    "passwordpassword",
    "111111111111111",
    "abcabcabcabcabcabc",
    "abcdefghijklmnop",
    "bedside-bedside-2026",
    "amara@here.example",
    "AmaraOkaforAmara1",
    "12345678901234567",
    "x" * 501,
]


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("amara@here.example", name="Amara Okafor")


@pytest.mark.parametrize("password", GOOD)
def test_any_long_password_will_do(user: User, password: str) -> None:
    validate_password(password, user)


@pytest.mark.parametrize("password", BAD)
def test_what_is_short_or_easy_to_guess_will_not(user: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, user)


def test_eight_signs_are_enough_beside_a_second_step(user: User) -> None:
    with pytest.raises(ValidationError):
        validate_password("fjord-7K", user)

    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    validate_password("fjord-7K", user)
    with pytest.raises(ValidationError):
        validate_password("password1", user)


def test_spare_codes_alone_are_no_second_step(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    with pytest.raises(ValidationError):
        validate_password("fjord-7K", user)


def test_the_same_letters_open_whatever_keyboard_wrote_them(user: User) -> None:
    user.set_password("caf\u00e9 am See im Winter")
    assert user.check_password("cafe\u0301 am See im Winter")
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
