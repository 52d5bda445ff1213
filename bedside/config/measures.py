"""What we count, in the order in which it is read: each measure, and who tells what falls under it."""

from __future__ import annotations

from bedside.attendance import measures as attendance
from bedside.booking import measures as booking
from bedside.calls import measures as calls
from bedside.cases import measures as cases
from bedside.complaints import measures as complaints
from bedside.feedback import measures as feedback
from bedside.measures.registry import Measure, register
from bedside.measures.weekly import Source
from bedside.visits import clarity
from bedside.visits import measures as visits
from bedside.workload import measures as workload

MEASURES: dict[Measure, Source] = {
    **visits.MEASURES,
    **clarity.MEASURES,
    **cases.MEASURES,
    **calls.MEASURES,
    **complaints.MEASURES,
    **booking.MEASURES,
    **attendance.MEASURES,
    **feedback.MEASURES,
    **workload.MEASURES,
}


def know_the_measures() -> None:
    for measure, counted in MEASURES.items():
        register(measure, counted)
