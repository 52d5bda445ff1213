"""What follows from a signal: somebody takes it on, tries something, and says what came of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from bedside.access.matrix.door import RUNS_THE_HOUSE
from bedside.access.models import STAFF, Role, User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.measures.registry import Measure

from .charts import Chart, charts
from .counting import this_week
from .models import TO_BE_DONE_IN, UNFINISHED, Improvement, NewLimits, State

ENOUGH_TO_TELL = 8  # weeks that were different before limits are drawn anew


@transaction.atomic
def open_improvement(chart: Chart, *, by: Hand) -> Improvement:
    """A chart has become worse, and that is no chance: somebody should find out why."""
    run, last = chart.run, chart.last
    assert run is not None
    assert last is not None
    assert last.value is not None
    improvement = Improvement(
        measure=chart.measure.name,
        measure_version=chart.measure.version,
        place=chart.place,
        week=last.week,
        kind=run.kind,
        value=last.value,
        before=run.before,
        length=run.length,
        owner=_a_manager(),
        due_on=this_week() + TO_BE_DONE_IN,
    )
    record("improvement.opened", improvement, by=by)
    return improvement


@transaction.atomic
def give(improvement: Improvement, to: User, *, by: User) -> None:
    """Hand it to a member of staff."""
    _only_those_who_run_the_house(by)
    _not_finished(improvement)
    if not to.is_active or not to.roles & STAFF:
        raise Refusal(_("This person cannot take this task. Please choose another."), rule="owner")
    before, improvement.owner = improvement.owner_id, to
    record("improvement.given", improvement, by=by, before=str(before or ""), to=str(to.pk))


@transaction.atomic
def say_what_we_try(improvement: Improvement, words: str, *, due_on: date, by: User) -> None:
    """Say what is being tried, and by when one will know. Whoever says so owns it if nobody did."""
    if not words.strip():
        raise Refusal(_("Say what you will try."), rule="words")
    improvement.become(State.TRYING)
    improvement.what_we_try, improvement.due_on = words.strip(), due_on
    improvement.owner = improvement.owner or by
    record("improvement.tried", improvement, by=by)


@transaction.atomic
def close(improvement: Improvement, words: str, *, by: User) -> None:
    """Say what came of it."""
    _end(improvement, State.DONE, words)
    record("improvement.done", improvement, by=by)


@transaction.atomic
def drop(improvement: Improvement, *, because: str, by: User) -> None:
    """Do nothing about it, for a reason."""
    _end(improvement, State.DROPPED, because)
    record("improvement.dropped", improvement, by=by, because=because)


@transaction.atomic
def draw_anew(measure: Measure, *, place: Place | None, week: date, cause: str, by: User) -> NewLimits:
    """Give a chart new limits from a week on, because somebody knows why things are different since then."""
    _only_those_who_run_the_house(by)
    if not cause.strip():
        raise Refusal(_("Say why things are different since then."), rule="cause")
    [chart] = charts([measure], places=[place])
    since = [mark for mark in chart.points if mark.week >= week]
    if len(since) < ENOUGH_TO_TELL:
        raise Refusal(_("New limits need 8 whole weeks. Please wait until there are enough."), rule="too_soon")
    drawn = NewLimits(measure=measure.name, place=place, week=week, cause=cause.strip(), owner=by)
    record("limits.drawn_anew", drawn, by=by)
    return drawn


def is_new(chart: Chart) -> bool:
    """Whether what this chart says has not been taken up yet, open or closed."""
    began = chart.signal_began
    if began is None:
        return False
    about = Improvement.objects.filter(measure=chart.measure.name, place=chart.place)
    return not about.filter(Q(state__in=UNFINISHED) | Q(week__gte=began)).exists()


def _a_manager() -> User | None:
    """The manager with the fewest tasks, if there is one at all."""
    managers = User.objects.filter(held_roles__role=Role.MANAGER, is_active=True).distinct()
    own = dict(Improvement.objects.unfinished().values_list("owner").annotate(count=Count("pk")))
    return min(managers.order_by("pk"), key=lambda user: own.get(user.pk, 0), default=None)


def _end(improvement: Improvement, state: State, words: str) -> None:
    if not words.strip():
        raise Refusal(_("Say what came of it."), rule="words")
    improvement.become(state)
    improvement.what_came_of_it, improvement.closed_at = words.strip(), now()


def _not_finished(improvement: Improvement) -> None:
    if improvement.is_finished:
        raise Refusal(_("This task is finished."), rule="state")


def _only_those_who_run_the_house(by: User) -> None:
    if by.acting_as not in RUNS_THE_HOUSE:
        raise Refusal(_("Only a manager can do that."), rule="manager")
