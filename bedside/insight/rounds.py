"""What the clock does about figures: count them, and open a task where a chart has become worse."""

from __future__ import annotations

import logging

from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from . import actions, counting
from .charts import Chart, charts, places_counted

log = logging.getLogger(__name__)


def count_the_running_week() -> int:
    return counting.count_the_running_week()


def count_and_look() -> int:
    """Count the last quarter anew, then see to what the charts say. How many tasks that opened."""
    counting.count_the_last_quarter()
    return look_for_signals()


def look_for_signals() -> int:
    """Open a task for each chart that has become worse and about which there is none yet."""
    return sum(_open(chart) for chart in worse() if actions.is_new(chart))


def worse() -> list[Chart]:
    """Charts that have become worse. Where a place shows it, all places together say nothing new."""
    places = charts(places=places_counted())
    here = [chart for chart in places if chart.has_changed and chart.variation == "concerning"]
    known = {chart.measure.name for chart in here}
    whole = [chart for chart in charts() if chart.has_changed and chart.variation == "concerning"]
    return here + [chart for chart in whole if chart.measure.name not in known]


def _open(chart: Chart) -> bool:
    try:
        actions.open_improvement(chart, by=HOUSE)
    except Refusal as refusal:  # somebody else counted at the same moment
        if not refusal.rule.startswith("one_open_improvement"):
            raise
        log.info("there is a task about %s already", chart.measure.name)
        return False
    return True
