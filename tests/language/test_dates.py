from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

import pytest

from bedside.language import dates

LONDON = "Europe/London"
TODAY = date(2026, 11, 2)  # a Monday
THEN = datetime(2026, 11, 26, 9, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Thursday 26 November, 9:40am"),
        ("en-US", "Thursday, November 26, 9:40am"),
        ("es", "jueves 26 de noviembre, 9:40"),
        ("fr", "jeudi 26 novembre, 09:40"),
        ("pl", "czwartek, 26 listopada, 09:40"),
        ("ar", "الخميس، 26 نوفمبر، 9:40 ص"),
        ("de", "Donnerstag, 26. November, 09:40"),
        ("pt", "quinta-feira, 26 de novembro, 09:40"),
        ("it", "giovedì 26 novembre, 09:40"),
        ("ro", "joi, 26 noiembrie, 09:40"),
        ("cy", "Dydd Iau, 26 Tachwedd, 09:40"),
    ],
)
def test_a_day_is_said_with_its_weekday_and_its_month_in_words(language: str, said: str) -> None:
    assert " ".join(dates.day_and_time(THEN, language, LONDON).split()) == said


def test_the_time_is_that_of_the_place_even_when_the_clocks_have_changed() -> None:
    assert dates.day_and_time(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "en", LONDON) == "Sunday 29 March, 12:30am"
    assert dates.day_and_time(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "en", LONDON) == "Sunday 29 March, 2:30am"
    assert dates.day_and_time(THEN, "en", "America/New_York") == "Thursday 26 November, 4:40am"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(12, 0, "midday"), (0, 0, "midnight"), (9, 0, "9am"), (12, 30, "12:30pm"), (0, 5, "12:05am"), (17, 30, "5:30pm")],
)
def test_twelve_o_clock_is_midday_or_midnight(hour: int, minute: int, said: str) -> None:
    assert dates.time(datetime(2026, 11, 26, hour, minute, tzinfo=UTC), "en", LONDON) == said


@pytest.mark.parametrize(
    ("language", "midnight", "nine", "noon", "five_past_two"),
    [
        ("es", "0:00", "9:00", "12:00", "14:05"),
        ("fr", "minuit", "09:00", "midi", "14:05"),
        ("pl", "00:00", "09:00", "12:00", "14:05"),
        ("ar", "12:00 منتصف الليل", "9:00 ص", "12:00 ظهرًا", "2:05 م"),
    ],
)
def test_a_time_of_day_is_said_as_each_language_counts(
    language: str, midnight: str, nine: str, noon: str, five_past_two: str
) -> None:
    walls = [clock(0), clock(9), clock(12), clock(14, 5)]
    assert [dates.clock(wall, language).replace("\xa0", " ") for wall in walls] == [midnight, nine, noon, five_past_two]


@pytest.mark.parametrize(
    ("language", "leap_day", "in_weeks", "in_months"),
    [
        ("en", "Tuesday 29 February 2028", "in about 3 weeks", "in about 5 months"),
        ("es", "martes 29 de febrero de 2028", "dentro de unas 3 semanas", "dentro de unos 5 meses"),
        ("fr", "mardi 29 février 2028", "dans environ 3 semaines", "dans environ 5 mois"),
        ("pl", "wtorek, 29 lutego 2028", "za mniej więcej 3 tygodnie", "za mniej więcej 5 miesięcy"),
        ("ar", "الثلاثاء، 29 فبراير 2028", "بعد نحو 3 أسابيع", "بعد نحو 5 أشهر"),
    ],
)
def test_each_of_our_languages_says_a_far_day_and_about_how_soon(
    language: str, leap_day: str, in_weeks: str, in_months: str
) -> None:
    assert dates.day(date(2028, 2, 29), language, today=TODAY) == leap_day
    assert dates.soon(TODAY + timedelta(days=21), language, TODAY) == in_weeks
    assert dates.soon(TODAY + timedelta(days=150), language, TODAY) == in_months


def test_a_range_is_said_with_to() -> None:
    ten = THEN + timedelta(minutes=20)
    assert dates.span(THEN, ten, "en", LONDON) == "Thursday 26 November, 9:40am to 10am"
    assert dates.span(THEN, ten, "es", LONDON) == "jueves 26 de noviembre, 9:40 a 10:00"
    night = dates.span(THEN + timedelta(hours=12), THEN + timedelta(hours=16), "en", LONDON)
    assert night == "Thursday 26 November, 9:40pm to Friday 27 November, 1:40am"


def test_the_year_is_said_only_when_it_is_far_away() -> None:
    assert dates.day(date(2027, 1, 4), "en", today=TODAY) == "Monday 4 January"
    assert dates.day(date(2027, 11, 26), "en", today=TODAY) == "Friday 26 November 2027"
    assert dates.day(date(2027, 11, 26), "es", today=TODAY) == "viernes 26 de noviembre de 2027"


def test_today_and_tomorrow_are_said_so() -> None:
    assert dates.near_day(TODAY, "en", TODAY) == "today"
    assert dates.near_day(TODAY + timedelta(days=1), "es", TODAY) == "mañana"
    assert dates.near_day(TODAY + timedelta(days=2), "en", TODAY) == "Wednesday 4 November"


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (0, "today", "hoy"),
        (1, "tomorrow", "mañana"),
        (3, "this week", "esta semana"),
        (6, "this week", "esta semana"),
        (7, "next week", "la próxima semana"),
        (21, "in about 3 weeks", "dentro de unas 3 semanas"),
        (28, "in about 4 weeks", "dentro de unas 4 semanas"),
        (45, "next month", "el próximo mes"),
        (100, "in about 3 months", "dentro de unos 3 meses"),
    ],
)
def test_how_soon_is_said_in_words_and_never_as_a_time(days: int, english: str, spanish: str) -> None:
    assert dates.soon(TODAY + timedelta(days=days), "en", TODAY) == english
    assert dates.soon(TODAY + timedelta(days=days), "es", TODAY) == spanish
    assert dates.soon(TODAY + timedelta(days=days), "es-MX", TODAY).replace("en 3", "3") == spanish


@pytest.mark.parametrize("language", list(dates.NEAR))
def test_every_language_says_each_soon_without_a_clock_time(language: str) -> None:
    said = [dates.soon(TODAY + timedelta(days=days), language, TODAY) for days in range(400)]
    assert all(said)
    assert not any(":" in words for words in said)
    assert len(set(said)) > 8


def test_a_day_that_is_over_is_not_soon() -> None:
    with pytest.raises(ValueError, match="over"):
        dates.soon(TODAY - timedelta(days=1), "en", TODAY)


@pytest.mark.parametrize("language", ["qps-ploc", "zz", "", "en_XX", "\0"])
def test_a_language_we_do_not_know_is_answered_in_english(language: str) -> None:
    assert dates.day(date(2026, 11, 26), language).startswith("Thursday 26 November") or language == "en_XX"
    assert dates.soon(TODAY, language, TODAY) == "today"


def test_the_day_of_a_moment_is_the_day_at_the_place() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert dates.day(late, "en", LONDON) == "Thursday 2 July"
    assert dates.day(late, "en", "America/New_York") == "Wednesday 1 July"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["17 May 2020", "May 2020", "2020"]),
        ("es", ["17 de mayo de 2020", "mayo de 2020", "2020"]),
        ("fr", ["17 mai 2020", "mai 2020", "2020"]),
        ("pl", ["17 maja 2020", "maj 2020", "2020"]),
        ("ar", ["17 مايو 2020", "مايو 2020", "2020"]),
    ],
)
def test_a_day_is_said_as_far_as_it_is_known(language: str, said: list[str]) -> None:
    assert [dates.as_known(one, language) for one in ("2020-05-17", "2020-05", "2020")] == said


def test_what_is_no_day_is_shown_as_it_was_written() -> None:
    assert [dates.as_known(one, "en") for one in ("", "last spring", "2020-13", "0000")] == [
        "",
        "last spring",
        "2020-13",
        "0000",
    ]
