"""What the clock does about figures: count them, and open a task where a chart has become worse."""

from __future__ import annotations

import logging

from django.db import transaction

from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from . import actions, counting
from .charts import Chart, charts, places_counted
from .models import Changed

log = logging.getLogger(__name__)


def count_the_running_week() -> int:
    """Count this week and the last, and note which charts say something."""
    counted = counting.count_the_running_week()
    note_what_changed()
    return counted


def count_and_look() -> int:
    """Count the last quarter anew, then see to what the charts say. How many tasks that opened."""
    counting.count_the_last_quarter()
    return look_for_signals()


def look_for_signals() -> int:
    """Open a task for each chart that has become worse and about which there is none yet.

    Where a place shows it, all places together say nothing new.
    """
    worse = [chart for chart in note_what_changed() if chart.variation == "concerning"]
    at_places = {chart.measure.name for chart in worse if chart.place}
    new = [chart for chart in worse if chart.place or chart.measure.name not in at_places]
    return sum(_open(chart) for chart in new if actions.is_new(chart))


@transaction.atomic
def note_what_changed() -> list[Chart]:
    """Look through every chart there is, so that no page has to."""
    found = [chart for chart in charts(places=[None, *places_counted()]) if chart.has_changed]
    Changed.objects.all().delete()
    Changed.objects.bulk_create([Changed(measure=chart.measure.name, place=chart.place) for chart in found])
    return found


def _open(chart: Chart) -> bool:
    try:
        actions.open_improvement(chart, by=HOUSE)
    except Refusal as refusal:  # somebody else counted at the same moment
        if not refusal.rule.startswith("one_open_improvement"):
            raise
        log.info("there is a task about %s already", chart.measure.name)
        return False
    return True
