"""How passwords are kept, and which are strong enough. Length and not being easy to guess: nothing else is asked."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bedside.ui import pages

from .models import LONG_ENOUGH_ALONE, LONG_ENOUGH_WITH_A_SECOND_STEP, User
from .second_step import has_second_step

LONGEST = 500
OF_THIS_HOUSE = ["bedside", "password", "passphrase", "letmein", "health", "clinic", "doctor", "hospital", "patient"]


class Argon2(Argon2PasswordHasher):
    """Argon2id at 19 MiB, two passes, one lane: the OWASP minimum, so that sign-in stays quick on a small machine.

    Letters that look the same are the same: one keyboard sends é as one sign, another as two.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        return super().encode(unicodedata.normalize("NFC", password), salt)

    def verify(self, password: str, encoded: str) -> bool:
        return super().verify(unicodedata.normalize("NFC", password), encoded)


class LongEnough:
    """Fifteen signs alone, eight where a second step stands behind the password."""

    def validate(self, password: str, user: User | None = None) -> None:
        least = LONG_ENOUGH_WITH_A_SECOND_STEP if has_second_step(user) else LONG_ENOUGH_ALONE
        if len(password) < least:
            raise ValidationError(_("Use at least %(count)d letters, numbers or signs.") % {"count": least})
        if len(password) > LONGEST:
            raise ValidationError(_("Use at most %(count)d letters, numbers or signs.") % {"count": LONGEST})

    def get_help_text(self) -> str:
        return _("Use at least %(count)d letters, numbers or signs. Three or four words are easy to keep in mind.") % {
            "count": LONG_ENOUGH_ALONE
        }


class NotEasyToGuess(CommonPasswordValidator):
    """Refuses what everybody tries first: common passwords, the clinic's name, parts of one's own name or address."""

    def validate(self, password: str, user: User | None = None) -> None:
        if self._is_common(password) or self._is_only(password, self._words_about(user)):
            raise ValidationError(_("That password is easy to guess. Please choose another."))

    def get_help_text(self) -> str:
        return _("Do not use your name, your e-mail address or a password that many people use.")

    def _is_common(self, password: str) -> bool:
        """Itself, without the numbers and signs at its ends, or one short piece again and again."""
        plain = unicodedata.normalize("NFKC", password).casefold().strip()
        piece = re.fullmatch(r"(.{1,7}?)\1+", plain)
        tries = {plain, re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain), piece.group(1) * 8 if piece else ""}
        return bool(piece) or _runs_along(plain) or any(one in self.passwords for one in tries if one)

    def _is_only(self, password: str, words: set[str]) -> bool:
        """Whether it is made of these words, and hardly anything is left besides but numbers and signs."""
        plain = left = unicodedata.normalize("NFKC", password).casefold()
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        return left != plain and len(re.sub(r"[\W\d_]", "", left)) < 4

    def _words_about(self, user: User | None) -> set[str]:
        about = [*OF_THIS_HOUSE, pages.CLINIC().name]
        if user is not None:
            about += [user.name, user.email]
        return {word for said in about for word in re.split(r"[\W_]+", said.casefold()) if len(word) >= 3}


def _runs_along(plain: str) -> bool:
    """abcdefgh…, 8765432109: every sign is the next one of the last."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return steps <= {1, -9} or steps <= {-1, 9}
