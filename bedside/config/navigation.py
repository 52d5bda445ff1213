"""What stands around every page: the clinic's name and numbers, and where the bar at the top leads, for whom."""

from __future__ import annotations

from bedside.directory.models import Clinic as TheClinic
from bedside.ui.pages import Clinic, Link

# In the order in which it is read.
NAVIGATION: list[Link] = []


def the_clinic() -> Clinic:
    """The clinic as pages speak of it; before it has been set up, the numbers that hold everywhere in Europe."""
    found = TheClinic.objects.first()
    if found is None:
        return Clinic()
    pack = found.pack
    return Clinic(
        name=found.name,
        phone=found.phone,
        emergency=pack.emergency,
        emergency_text=pack.emergency_text,
        advice=pack.advice,
        crisis=pack.crisis,
        crisis_name=pack.crisis_name,
        zone=found.zone,
        region=pack.phone_region,
        currency=pack.currency,
    )
