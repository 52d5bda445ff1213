"""What patients said, all together: honest shares, and nobody can be known by them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.feedback import actions, measures
from bedside.feedback.models import Answer, Invitation
from bedside.feedback.said import said, without_names
from bedside.hours.clock import Stopped, stopped_at
from bedside.hours.zones import day_of
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.measures.weekly import weekly
from bedside.town.cast import Cast
from bedside.visits.models import State, Visit

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(town: Cast) -> Iterator[Stopped]:
    with stopped_at(NOON) as clock:
        yield clock


def history(town: Cast, overall: Sequence[str], *, silent: int = 0, comment: str = "") -> list[Answer]:
    """So many visits of the weeks before, their questions and answers, as they are brought in at once."""
    visits, asked, given = [], [], []
    for i in range(len(overall) + silent):
        at = NOON - timedelta(days=2 + i % 20, minutes=i)
        visit = Visit(
            patient=town.amara, place=town.riverside, service=town.gp, day=day_of(at, "Europe/London"),
            ticket=f"B{i}", state=State.FINISHED, arrived_at=at, ended_at=at,
        )  # fmt: skip
        visits.append(visit)
        asked.append(actions.past(visit, asked_at=at))
    for one, answer in zip(asked, overall, strict=False):
        at = one.due_at + timedelta(hours=1)
        given.append(Answer(patient=town.amara, invitation=one, overall=answer, comment=comment, at=at))
    record_many("visit.finished", visits, by=HOUSE, at=[one.ended_at or NOON for one in visits])
    record_many("survey.asked", asked, by=HOUSE, at=[one.asked_at for one in asked])
    record_many("survey.answered", given, by=HOUSE, at=[one.at for one in given])
    return given


def test_years_of_answers_come_in_at_once_and_nobody_is_written_to(town: Cast, clock: Stopped) -> None:
    history(town, ["good"] * 40, silent=10)

    assert (Invitation.objects.count(), Answer.objects.count()) == (50, 40)


def test_a_share_says_of_how_many_and_between_what_it_lies(town: Cast, clock: Stopped) -> None:
    history(town, ["very_good"] * 20 + ["good"] * 8 + ["dont_know"] * 6 + ["poor"] * 6, silent=10)
    town.ines.act_as(Role.MANAGER)
    found = said(town.ines, None, 13)

    assert found.positive is not None
    assert found.positive.value == pytest.approx(0.7)  # who does not know has answered too
    assert (round(found.positive.low, 3), round(found.positive.high, 3)) == (0.546, 0.819)
    assert (found.answered, found.asked) == (40, 50)


def test_under_thirty_there_is_no_share_and_under_five_nothing_at_all(
    town: Cast, clock: Stopped, client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    client.force_login(town.ines)
    history(town, ["good"] * 4, comment="The chairs are hard.")
    page = client.get("/desk/said/").text
    assert "Fewer than five patients have answered" in page
    assert "chairs" not in page

    history_more(town, 20)
    page = client.get("/desk/said/").text
    assert "Too few to say" in page
    assert "24 answers." in page
    assert "chairs" in page


def history_more(town: Cast, n: int) -> None:
    """As if they had come to the other place, where the tickets begin anew."""
    town.riverside, town.hillside = town.hillside, town.riverside
    history(town, ["good"] * n)


def test_few_are_not_counted_nor_can_they_be_worked_out(town: Cast, clock: Stopped) -> None:
    history(town, ["very_good"] * 30 + ["good"] * 10 + ["neither"] * 6 + ["poor"] * 3 + ["dont_know"] * 5)
    town.ines.act_as(Role.MANAGER)
    counts = {bar.label: bar.count for bar in said(town.ines, None, 13).bars}

    assert counts["Poor"] is None
    assert counts["Very poor"] == 0
    assert list(counts.values()).count(None) == 2  # another one with it, or a sum would tell
    assert counts["Very good"] == 30


def test_when_almost_all_are_glad_the_share_does_not_point_at_the_few_who_are_not(town: Cast, clock: Stopped) -> None:
    history(town, ["very_good"] * 38 + ["poor"] * 2)
    town.ines.act_as(Role.MANAGER)
    found = said(town.ines, None, 13)

    assert found.others_are_few
    assert found.at_least == 87  # 35 of 40: fewer than five said anything else


def test_words_carry_no_names_and_no_numbers_to_call() -> None:
    words = "Dr Osei and nurse lin were kind. Call Amara OKAFOR on 07700 900101 or amara@town.example. I felt fine."

    told = without_names(words, ["Kwame", "Osei", "Hua", "Lin", "Amara", "Okafor"])

    assert told == "Dr … and nurse lin were kind. Call … … on … or …. I felt fine."  # "lin" is too short to be sure


def test_beside_words_stand_neither_the_day_nor_an_answer_that_few_gave(town: Cast, clock: Stopped) -> None:
    history(town, ["good"] * 34 + ["neither"] * 5 + ["very_poor"], comment="The chairs are hard.")
    town.ines.act_as(Role.MANAGER)
    found = said(town.ines, None, 13).words

    assert {one.week.weekday() for one in found} == {0}
    assert "very_poor" not in {one.overall for one in found}


def test_what_is_for_those_who_treat_her_stands_in_no_list(town: Cast, clock: Stopped) -> None:
    from bedside.triage import actions as triage

    given = history(town, ["good"] * 6, comment="I have had thoughts of ending my life.")
    for one in given:
        one.screening = triage.screen(one.comment, town.amara, by=HOUSE, channel="survey")
    record_many("survey.answered_badly", given, by=HOUSE, at=NOON)
    town.ines.act_as(Role.MANAGER)

    assert said(town.ines, None, 13).words == []


def test_the_measures_count_what_they_say(town: Cast, clock: Stopped) -> None:
    history(town, ["good"] * 6 + ["poor"] * 3 + ["dont_know"] * 3, silent=8)
    since = NOON - timedelta(weeks=5)
    positive = weekly(measures.positive_share(since, NOON), statistic="share", zone="Europe/London")
    response = weekly(measures.response_rate(since, NOON), statistic="share", zone="Europe/London")

    everywhere = [line for line in positive if line.place is None]
    assert (sum(line.hits or 0 for line in everywhere), sum(line.n for line in everywhere)) == (6, 12)
    asked = [line for line in response if line.place is None]
    assert (sum(line.hits or 0 for line in asked), sum(line.n for line in asked)) == (12, 20)


def test_a_bad_visit_counts_as_looked_into_when_its_case_was_closed_in_time(town: Cast, clock: Stopped) -> None:
    from bedside.cases import actions as cases
    from bedside.cases.models import Kind
    from bedside.feedback.reactions import case_key

    first, second, third = history(town, ["poor", "poor", "very_poor"])
    for one in (first, second, third):
        cases.open_case(Kind.FEEDBACK, "Badly", by=HOUSE, key=case_key(one), since=NOON, patient=town.amara)
    from bedside.cases.models import Case

    cases.close(Case.objects.get(key=case_key(first)), because="talked with her", by=town.ines)
    clock.move(days=7)
    cases.close(Case.objects.get(key=case_key(second)), because="talked with her", by=town.ines)
    told = list(measures.loop_closed(NOON - timedelta(weeks=5), NOON))

    assert sorted((one.value, one.waiting) for one in told) == [(0.0, False), (0.0, True), (1.0, False)]


def test_a_case_that_waits_for_the_patient_is_no_bad_visit_left_alone(town: Cast, clock: Stopped) -> None:
    from bedside.cases import actions as cases
    from bedside.cases.models import Kind
    from bedside.feedback.reactions import case_key

    (given,) = history(town, ["poor"])
    case = cases.open_case(Kind.FEEDBACK, "Badly", by=HOUSE, key=case_key(given), since=NOON, patient=town.amara)
    cases.wait_for_patient(case, because="say when we may call", by=town.ines)
    clock.move(days=4)

    (told,) = measures.loop_closed(NOON - timedelta(weeks=5), NOON)
    assert (told.value, told.waiting) == (None, True)
