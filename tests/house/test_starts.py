"""Three ways to start anything: a knock, something that happened, the clock. And what is named there exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
from croniter import croniter
from django.conf import settings
from django.db import models

from bedside.config.clock import CLOCK, name_of
from bedside.config.reactions import REACTIONS, URGENT
from bedside.jobs import tasks
from bedside.journal import news
from bedside.measures.registry import MEASURES

from .plan import ASKING, FLOOR, PYTHON, called, calls, name, our_models, room_of, said, tree, verbs

WRITTEN = {"save", "delete", "save_base", "full_clean", "asave", "adelete"}


def is_recorded(verb: str) -> bool:
    return any(fnmatch(verb, pattern) for pattern in verbs())


def test_verbs_are_read_off_the_code() -> None:
    assert {"appointment.booked", "screening.emergency", "offer.*"} <= verbs()
    assert is_recorded("offer.lapsed")
    assert not is_recorded("appointment.forgotten")


def test_nobody_listens_to_signals() -> None:
    listening = [
        f"{name(file)}: {ast.unparse(node)}"
        for file in PYTHON
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ImportFrom | ast.Import)
        and any(word in ast.unparse(node) for word in ("django.dispatch", ".signals", "import signals"))
    ]

    assert listening == []


def test_no_row_does_anything_when_it_is_saved() -> None:
    overrides = [
        f"{ours.__name__}.{word}"
        for model in our_models()
        for ours in (*model.__mro__, *type(model._default_manager.all()).__mro__)
        if ours.__module__.startswith("bedside.")
        for word in WRITTEN & set(vars(ours))
    ]

    assert overrides == []


def test_middleware_does_no_business() -> None:
    """What every request passes lies with the entrance and the frame, below whatever knows a patient."""
    rooms = [one.split(".")[1] for one in settings.MIDDLEWARE if one.startswith("bedside.")]

    assert rooms
    assert [room for room in rooms if FLOOR[room] >= FLOOR["people"] and room != "config"] == []


@pytest.mark.parametrize("line", CLOCK)
def test_the_clock_reads_every_line(line: str) -> None:
    assert croniter.is_valid(line)
    for work in CLOCK[line]:
        assert tasks.find(name_of(work)).work is work


@pytest.mark.parametrize("verb", sorted({*REACTIONS, *URGENT}))
def test_whatever_is_listened_for_can_happen(verb: str) -> None:
    assert is_recorded(verb), f"nobody records {verb}"


def test_every_reaction_is_known_by_a_name_of_its_own() -> None:
    told = [reaction for listeners in REACTIONS.values() for reaction in listeners]

    assert len({news.name_of(one) for one in told}) == len(set(told))
    assert [verb for verb in REACTIONS if len(set(REACTIONS[verb])) != len(REACTIONS[verb])] == []


def test_urgent_news_is_news_that_somebody_listens_for() -> None:
    assert set(REACTIONS) >= URGENT


def test_config_alone_says_who_listens() -> None:
    elsewhere = [
        name(file)
        for file in PYTHON
        for call in calls(tree(file))
        if ast.unparse(call.func) in {"news.hear", "hear", "clock.hang_up", "hang_up"} and room_of(file) != "config"
    ]

    assert elsewhere == []


ASKED = sorted(
    {
        (task, name(file))
        for file in PYTHON
        for call in calls(tree(file))
        if called(call) in ASKING and call.args and (task := said(call.args[0]))
    }
)


@pytest.mark.parametrize(("task", "file"), ASKED)
def test_work_that_is_asked_for_is_known_to_the_workers(task: str, file: str) -> None:
    assert tasks.find(task).name == task, file


def test_there_is_work_to_look_at() -> None:
    assert ("tell", "bedside/journal/actions.py") in ASKED


def test_every_measure_is_counted_from_what_the_journal_tells() -> None:
    missing = [f"{one.name}: {event}" for one in MEASURES for event in one.source_events if not is_recorded(event)]

    assert missing == []


def test_what_a_record_rings_somebody_may_follow() -> None:
    """A topic nobody may follow is a screen that never refreshes."""
    rung = {
        (str(text).split(":")[0], name(file))
        for file in PYTHON
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef) and node.name == "topics"
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and (text := part.value) and isinstance(text, str)
        if " " not in text and not text.startswith(":")
    }
    followed = {
        str(node.value)
        for file in PYTHON
        if name(file) == "bedside/config/topics.py"
        for case in ast.walk(tree(file))
        if isinstance(case, ast.match_case)
        for node in ast.walk(case.pattern)
        if isinstance(node, ast.Constant)
    }

    assert followed
    assert sorted((topic, file) for topic, file in rung if topic not in followed) == []


def test_every_model_is_made_for_good() -> None:
    """No table without a migration's knowledge: unmanaged and proxy models hide what is stored where."""
    assert [one.__name__ for one in our_models() if not one._meta.managed or one._meta.proxy] == []
    assert all(issubclass(one, models.Model) for one in our_models())


def test_no_two_doors_have_the_same_address() -> None:
    """The first would answer for both, and the other never."""
    from django.urls import get_resolver

    def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
        for one in patterns:
            here = before + str(one.pattern)
            yield from addresses(one.url_patterns, here) if hasattr(one, "url_patterns") else [here]

    found = [re.sub(r"<(\w+):\w+>", r"<\1>", one) for one in addresses(get_resolver().url_patterns)]
    assert sorted({one for one in found if found.count(one) > 1}) == []
