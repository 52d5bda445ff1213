"""How often what we explained was understood, for each kind of question. A confidential visit is in no count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_noop as _

from bedside.measures.registry import Measure
from bedside.measures.weekly import Counted, Source
from bedside.people.models import Label

from .teachback import Outcome, TeachBack
from .understood import Kind

MEDICINE = Measure(
    name="visits.clear_medicine",
    title=_("Knew how to take a medicine"),
    numerator=_("patients who chose the answer that their summary gives"),
    denominator=_("patients who were asked this after their visit and answered, those who were not sure included"),
    exclusions=_("patients who left the questions out; confidential visits"),
    source_events=("teachback.understood", "teachback.unclear"),
    better="up",
    chart="xmr",
    least=10,
    higher=_("More patients understood us"),
    lower=_("Fewer patients understood us"),
)
HELP = replace(MEDICINE, name="visits.clear_help", title=_("Knew when to call at once"))
TEST = replace(MEDICINE, name="visits.clear_test", title=_("Knew who calls about a test"))
NEXT = replace(MEDICINE, name="visits.clear_next", title=_("Knew what happens next"))


def _clear(kind: Kind) -> Source:
    def counted(since: datetime, until: datetime) -> Iterator[Counted]:
        """1 for each right answer, 0 for each that was wrong or unsure."""
        heard = TeachBack.objects.filter(at__gte=since, at__lt=until, label=Label.NONE)
        for at, place, answers in heard.values_list("at", "summary__visit__place_id", "answers"):
            for one in answers:
                if one["kind"] == kind:
                    yield Counted(at, place, float(one["outcome"] == Outcome.RIGHT))

    return counted


MEASURES: dict[Measure, Source] = {
    MEDICINE: _clear(Kind.MEDICINE),
    HELP: _clear(Kind.HELP),
    TEST: _clear(Kind.TEST),
    NEXT: _clear(Kind.NEXT),
}
