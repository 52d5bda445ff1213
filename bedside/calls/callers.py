"""Who is likely to call from a number, and how sure that is. A number is never proof: anybody can hold a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bedside.access.models import User
from bedside.inbox.numbers import patients_with
from bedside.people.identity import to_ask
from bedside.people.models import Grant, Patient

MOST = 6


@dataclass(frozen=True)
class Likely:
    """Somebody whose number it is, or whose carer's."""

    patient: Patient
    is_shared: bool  # others answer this phone
    carer: str = ""  # the number is that of somebody who cares for her

    def asks(self) -> list[tuple[str, str, Any]]:
        """What to ask, and what the answer must be: only what we know of her."""
        return to_ask(self.patient)


def likely(number: str, reader: User) -> list[Likely]:
    """Patients with that number, and those for whom somebody with that number cares. Several are all shown."""
    seen = Patient.objects.visible_to(reader)
    hers = patients_with(number, seen.order_by("family_name", "given_name", "pk"))
    shared = len(hers) > 1
    found = [Likely(one, shared or one.phone_is_shared) for one in hers]
    known = {one.pk for one in hers}
    for carer in hers:
        if carer.login is None:
            continue
        cared_for = seen.filter(pk__in=Grant.objects.standing(carer.login).values("patient")).exclude(pk__in=known)
        for one in cared_for.order_by("family_name", "given_name", "pk"):
            known.add(one.pk)
            found.append(Likely(one, is_shared=True, carer=str(carer)))
    return found[:MOST]
