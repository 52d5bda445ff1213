"""The last quarter of one measure, all of it and by channel, team and language, as the page says it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bedside.measures.parts import WAYS
from bedside.measures.registry import Measure
from bedside.teams.models import Team

from .models import Share

HEADINGS = {"channel": _("By channel"), "team": _("By team"), "language": _("By language")}
CHANNELS = {
    "portal": _("Portal"),
    "email": _("E-mail"),
    "sms": _("Text message"),
    "voice": _("Phone call"),
    "phone": _("Phone call"),
    "chat": _("Web chat"),
    "in_person": _("In person"),
    "letter": _("By letter"),
    "message": _("In a message"),
    "survey": _("In an answer about a visit"),
}
NAMES = {"channel": CHANNELS, "team": dict(Team.choices), "language": {}}


def shares(measure: Measure) -> tuple[Share | None, list[tuple[str, list[Share]]]]:
    """All of it, and each way in which it can be split; nothing where too few were counted."""
    found = list(Share.objects.filter(measure=measure.name, measure_version=measure.version).order_by("position"))
    whole = next((one for one in found if not one.way and one.n is not None), None)
    return whole, [(way, those) for way in WAYS if (those := [one for one in found if one.way == way])]


def named(share: Share) -> str:
    """The part's own word; of a language the template knows it."""
    return str(NAMES[share.way].get(share.name, share.name)) if share.name else str(_("not known"))
