"""Every lesson is short, plain, complete, and the same in every language."""

from __future__ import annotations

import pytest

from bedside.language.readability import grade
from bedside.language.text import Text
from bedside.training import library
from bedside.training.library import Lesson

LANGUAGES = ("en", "es")
EVERY = [(name, language) for name in library.lesson_names() for language in LANGUAGES]
each = pytest.mark.parametrize(("name", "language"), EVERY)
A_MINUTE = 180  # words, for somebody who thinks while reading


def lesson(name: str, language: str) -> Lesson:
    found = library.lesson(name, language)
    assert found is not None
    return found


def words(one: Lesson) -> str:
    steps = [f"{step.title}. {step.text} {step.example}" for step in one.steps]
    checks = [f"{check.question} {' '.join(answer.text for answer in check.answers)}" for check in one.checks]
    return " ".join([one.why, *steps, *checks])


def test_the_first_lesson_is_about_listening() -> None:
    assert library.lessons("en")[0].name == "listening"
    assert len(library.lessons("en")) >= 3


@each
def test_a_lesson_is_short(name: str, language: str) -> None:
    ours = lesson(name, language)

    assert ours.minutes <= 7
    assert len(words(ours).split()) / A_MINUTE <= ours.minutes
    assert 4 <= len(ours.steps) <= 6
    assert len(ours.checks) == 3
    assert all(step.title and step.text and step.example for step in ours.steps)


@each
def test_every_question_has_one_right_answer_and_says_why(name: str, language: str) -> None:
    for check in lesson(name, language).checks:
        assert sum(answer.right for answer in check.answers) == 1
        assert 2 <= len(check.answers) <= 4
        assert all(answer.text and answer.feedback for answer in check.answers)


@each
def test_a_lesson_is_said_in_plain_words(name: str, language: str) -> None:
    found = grade(Text(words(lesson(name, language))), language)

    assert found is not None
    assert found <= 6


@pytest.mark.parametrize("name", library.lesson_names())
def test_a_lesson_teaches_the_same_in_every_language(name: str) -> None:
    english, spanish = (lesson(name, language) for language in LANGUAGES)

    assert english.language != spanish.language
    assert (english.minutes, len(english.steps)) == (spanish.minutes, len(spanish.steps))
    assert [[answer.right for answer in check.answers] for check in english.checks] == [
        [answer.right for answer in check.answers] for check in spanish.checks
    ]


@pytest.mark.parametrize("name", library.scenario_names())
def test_a_scenario_is_the_same_story_in_every_language(name: str) -> None:
    english, spanish = (library.scenario(name, language) for language in LANGUAGES)

    assert english
    assert spanish
    assert english.edition != spanish.edition
    for key, moment in english.moments.items():
        theirs = spanish.moments[key]
        assert theirs.says != moment.says, f"{key} is not translated"
        assert bool(theirs.sees) == bool(moment.sees)
        for one in moment.choices:
            same = theirs.choice(one.name)
            assert same
            assert (same.next, same.points, same.feeling, same.critical) == (
                one.next,
                one.points,
                one.feeling,
                one.critical,
            )
            assert same.words != one.words, f"{key}.{one.name} is not translated"
            assert same.feedback != one.feedback
    for key, end in english.ends.items():
        assert spanish.ends[key].says != end.says
        assert bool(spanish.ends[key].debrief) == bool(end.debrief)


def test_what_is_not_written_in_a_language_is_read_in_english() -> None:
    assert lesson("listening", "cy").language == "en"
    assert library.lesson("no-such-lesson", "en") is None
    assert library.scenario("no-such-scenario", "en") is None
