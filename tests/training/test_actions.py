"""Taking lessons, playing scenarios, and who sees what of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bedside.access.models import User
from bedside.hours.clock import now, stopped_at
from bedside.journal.actions import record
from bedside.journal.models import Entry, Refusal
from bedside.town.cast import Cast
from bedside.training import actions, library
from bedside.training.graph import Scenario
from bedside.training.library import Lesson
from bedside.training.looking import LessonLine, practice, team
from bedside.training.models import LessonTaken, Play, State

TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
BEST = ["hear", "name", "nurse", "keep", "tell"]


@pytest.fixture
def listening() -> Lesson:
    found = library.lesson("listening", "en")
    assert found
    return found


@pytest.fixture
def knee() -> Scenario:
    found = library.scenario("amara-knee", "en")
    assert found
    return found


def right(lesson: Lesson) -> list[int]:
    return [[answer.right for answer in check.answers].index(True) for check in lesson.checks]


def play(scenario: Scenario, said: list[str], *, by: User) -> Play:
    begun = actions.begin_play(scenario, by=by)
    for at, name in enumerate(said):
        actions.choose(begun, name, at=at, by=by)
    return begun


def test_a_lesson_taken_well_comes_back_after_2_and_then_11_days(town: Cast, listening: Lesson) -> None:
    with stopped_at(TUESDAY) as clock:
        first = actions.take_lesson(listening, right(listening), by=town.sam)
        clock.move(days=2)
        second = actions.take_lesson(listening, right(listening), by=town.sam)

    assert first.due_at == TUESDAY + timedelta(days=2)
    assert second.due_at == TUESDAY + timedelta(days=2 + 11)
    assert (first.count, second.count, second.right) == (1, 2, 3)
    assert Entry.objects.filter(verb="lesson.taken").count() == 2


def test_a_lesson_quotes_what_was_answered_and_what_is_better(town: Cast, listening: Lesson) -> None:
    wrong = [0, 1, 0]

    taken = actions.take_lesson(listening, wrong, by=town.sam)

    assert taken.right == 0
    assert taken.answers[0]["answer"] == listening.checks[0].answers[0].text
    assert taken.answers[0]["better"] == listening.checks[0].answers[1].text


def test_a_lesson_half_answered_is_not_taken(town: Cast, listening: Lesson) -> None:
    with pytest.raises(Refusal, match="every question"):
        actions.take_lesson(listening, [0], by=town.sam)

    assert not LessonTaken.objects.exists()


def test_the_best_way_through_ends_well_and_is_quoted(town: Cast, knee: Scenario) -> None:
    played = play(knee, BEST, by=town.sam)

    assert played.is_finished
    assert played.went_well
    assert played.share == 1
    assert played.ending["name"] == "seen"
    assert [one["better"] for one in played.choices] == [""] * 5
    listened = played.skills()[0]
    assert (listened.label, listened.got, listened.of) == ("Listening", 7, 7)
    assert listened.best.startswith("Forty minutes")
    assert listened.most_to_gain == ""


def test_a_poor_answer_is_told_what_it_did_and_what_to_say_instead(town: Cast, knee: Scenario) -> None:
    played = play(knee, ["late", "calm"], by=town.sam)
    brushed_off, calm_down = played.choices

    assert brushed_off["felt"] == ["worried", "upset"]
    assert (
        brushed_off["better"] == "Forty minutes, and nobody has told you a thing. I am sorry. Tell me about the knee."
    )
    assert calm_down["felt"] == ["upset", "close to leaving"]
    assert calm_down["change"] == -1, "worse than leaving there is not"
    assert played.is_open


def test_a_critical_mistake_ends_the_play_with_a_debrief(town: Cast, knee: Scenario) -> None:
    played = play(knee, ["hear", "name", "turn"], by=town.sam)

    assert played.is_finished
    assert played.ended_early
    assert not played.went_well
    assert "clinician at once" in played.ending["debrief"]
    with pytest.raises(Refusal, match="This is over"):
        actions.choose(played, "keep", at=3, by=town.sam)


def test_pressing_twice_says_it_once(town: Cast, knee: Scenario) -> None:
    played = play(knee, ["hear"], by=town.sam)

    actions.choose(played, "hear", at=0, by=town.sam)

    assert len(played.choices) == 1
    assert Entry.objects.filter(verb="play.answered").count() == 1


def test_what_was_said_cannot_be_said_otherwise_from_an_older_page(town: Cast, knee: Scenario) -> None:
    played = play(knee, ["hear"], by=town.sam)

    with pytest.raises(Refusal, match="already said something here"):
        actions.choose(played, "late", at=0, by=town.sam)
    with pytest.raises(Refusal, match="already said something here"):
        actions.choose(played, "late", at=5, by=town.sam)
    with pytest.raises(Refusal, match="one of the answers"):
        actions.choose(played, "late", at=1, by=town.sam)


def test_of_two_who_say_something_at_once_the_second_is_refused(town: Cast, knee: Scenario) -> None:
    begun = actions.begin_play(knee, by=town.sam)
    on_the_phone, at_the_desk = Play.objects.get(pk=begun.pk), Play.objects.get(pk=begun.pk)
    actions.choose(on_the_phone, "hear", at=0, by=town.sam)

    with pytest.raises(Refusal, match="Someone else"):
        actions.choose(at_the_desk, "late", at=0, by=town.sam)

    begun.refresh_from_db()
    assert [one["choice"] for one in begun.choices] == ["hear"]


def test_beginning_twice_goes_on_with_the_one_begun(town: Cast, knee: Scenario) -> None:
    begun = play(knee, ["hear"], by=town.sam)

    assert actions.begin_play(knee, by=town.sam) == begun
    assert actions.begin_play(knee, by=town.ines) != begun


def test_nobody_plays_one_scenario_twice_at_once(town: Cast, knee: Scenario) -> None:
    begun = actions.begin_play(knee, by=town.sam)
    copied = {one: getattr(begun, one) for one in ("scenario", "title", "edition", "language", "moment", "feeling")}

    with pytest.raises(Refusal, match="playing this already"):
        record("play.begun", Play(person=town.sam, **copied), by=town.sam)


def test_a_rewritten_scenario_keeps_old_plays_readable_and_begins_anew(
    town: Cast, knee: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, begun = play(knee, BEST, by=town.sam), play(knee, ["hear"], by=town.sam)
    newer = replace(knee, edition="another", moments={**knee.moments, "job": replace(knee.moments["job"], says="Hm.")})
    monkeypatch.setattr(library, "scenario", lambda name, language: newer)

    with pytest.raises(Refusal, match="has changed"):
        actions.choose(begun, "name", at=1, by=town.sam)
    anew = actions.begin_play(newer, by=town.sam)

    begun.refresh_from_db()
    over.refresh_from_db()
    assert (begun.state, anew.state, anew.edition) == (State.LEFT, State.OPEN, "another")
    assert over.choices[1]["says"].startswith("It is not only the pain")
    assert over.skills()[0].best.startswith("Forty minutes")


def test_practice_is_ones_own(town: Cast, knee: Scenario, listening: Lesson) -> None:
    played = play(knee, BEST, by=town.sam)
    actions.take_lesson(listening, right(listening), by=town.sam)

    assert list(Play.objects.visible_to(town.sam)) == [played]
    assert not Play.objects.visible_to(town.ines).exists()
    assert not LessonTaken.objects.visible_to(town.ines).exists()
    with pytest.raises(Refusal, match="somebody else's"):
        actions.share(played, by=town.ines)


def test_patients_do_not_practise(town: Cast, knee: Scenario) -> None:
    assert town.amara.login
    with pytest.raises(Refusal, match="Only staff"):
        actions.begin_play(knee, by=town.amara.login)


def test_the_manager_sees_that_and_when_and_how_it_went_only_if_it_is_shown(town: Cast, knee: Scenario) -> None:
    with stopped_at(TUESDAY):
        played = play(knee, BEST, by=town.sam)
        [sam] = [one for one in team("en") if one.name == "Sam Reid"]
        assert (sam.scenarios, sam.lessons, sam.last_at, sam.shared) == (1, 0, TUESDAY, [])
        assert sam.due_at == TUESDAY + timedelta(weeks=4)

        actions.share(played, by=town.sam)
        [sam] = [one for one in team("en") if one.name == "Sam Reid"]
        assert sam.shared[0][1][0] == ("Listening", "Went well")

        actions.keep_private(played, by=town.sam)
        [sam] = [one for one in team("en") if one.name == "Sam Reid"]
        assert sam.shared == []


def test_what_is_due_stands_first_in_the_managers_list(town: Cast, knee: Scenario) -> None:
    with stopped_at(TUESDAY) as clock:
        play(knee, BEST, by=town.sam)
        clock.move(weeks=5)

        members = team("en")

        assert members[0].name == "Sam Reid"
        assert members[0].is_due
        assert not members[1].is_due


def next_for(person: User) -> tuple[str, str]:
    standing = practice(LessonTaken.objects.visible_to(person), Play.objects.visible_to(person), "en").next
    assert standing
    why, line = standing
    return why, line.lesson.name if isinstance(line, LessonLine) else line.scenario.name


def test_what_to_do_next_is_said_first(town: Cast, knee: Scenario, listening: Lesson) -> None:
    with stopped_at(TUESDAY) as clock:
        assert next_for(town.sam) == ("new", "listening")
        actions.take_lesson(listening, right(listening), by=town.sam)
        assert next_for(town.sam) == ("new", "amara-knee")
        begun = actions.begin_play(knee, by=town.sam)
        assert next_for(town.sam) == ("begun", "amara-knee")
        for at, name in enumerate(BEST):
            actions.choose(begun, name, at=at, by=town.sam)
        assert next_for(town.sam) == ("new", "husband-calls")
        clock.move(days=3)
        assert next_for(town.sam) == ("due", "listening")


def test_a_play_says_when_it_was_over(town: Cast, knee: Scenario) -> None:
    with stopped_at(TUESDAY):
        assert play(knee, BEST, by=town.sam).finished_at == now()
