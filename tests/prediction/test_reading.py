from __future__ import annotations

from pathlib import Path

import pytest

from bedside.prediction import words
from bedside.prediction.moments import DAY
from bedside.prediction.reading import Unreadable, read_file

BOOKED, STARTS = "2024-03-01T10:00", "2024-03-05T09:30"


def told(tmp_path: Path, words: str, name: str = "f.csv") -> Path:
    file = tmp_path / name
    file.write_bytes(words.encode())
    return file


def one_outcome(tmp_path: Path, column: str, *outcomes: str) -> list[float]:
    lines = [f"{BOOKED},{STARTS},{outcome}" for outcome in outcomes]
    file = told(tmp_path, "\n".join([f"booked_at,starts_at,{column}", *lines]))
    return [float(one) for one in read_file(file).missed]


def test_columns_may_stand_in_any_order_under_the_names_that_others_give_them(tmp_path: Path) -> None:
    file = told(
        tmp_path,
        "\ufeffNo-show;Age;AppointmentDay;SMS_received;PatientId;ScheduledDay\r\n"
        "Yes;62;2016-05-03T00:00:00Z;1;2.98e13;2016-04-29T18:38:08Z\r\n"
        "No;-1;2016-04-29T00:00:00Z;0;5.5e14;2016-04-29T16:08:27Z\r\n",
    )

    found = read_file(file)

    assert found.missed.tolist() == [1.0, 0.0]
    assert found.days_only
    assert found.lead_days.tolist() == [4.0, 0.0]
    assert found.same_day.tolist() == [False, True]
    assert found.reminded.tolist() == [1.0, 0.0]
    assert str(found.age.tolist()) == "[62.0, nan]"


@pytest.mark.parametrize(
    "came", ["attended", "Arrived", "FULFILLED", "show", "Show-Up", "showed up", "completed", "checked in"]
)
@pytest.mark.parametrize("missed", ["noshow", "No-Show", "no show", "DNA", "did not attend", "missed"])
def test_outcomes_are_known_by_many_words(tmp_path: Path, came: str, missed: str) -> None:
    assert one_outcome(tmp_path, "outcome", came, missed) == [0.0, 1.0]


@pytest.mark.parametrize(
    ("column", "yes_is"),
    [("no_show", 1.0), ("NoShow", 1.0), ("dna", 1.0), ("attended", 0.0), ("Showed_Up", 0.0), ("outcome", 1.0)],
)
@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("True", "False"), ("1", "0"), ("1.0", "0.0"), ("y", "n")])
def test_a_bare_yes_means_what_the_name_of_its_column_says(
    tmp_path: Path, column: str, yes_is: float, yes: str, no: str
) -> None:
    assert one_outcome(tmp_path, column, yes, no, no) == [yes_is, 1 - yes_is, 1 - yes_is]


def test_where_the_name_says_nothing_and_most_are_yes_they_came_and_it_is_told(tmp_path: Path) -> None:
    file = told(tmp_path, f"booked_at,starts_at,outcome\n{BOOKED},{STARTS},No\n" + f"{BOOKED},{STARTS},Yes\n" * 4)

    found = read_file(file)

    assert found.missed.tolist() == [1.0, 0.0, 0.0, 0.0, 0.0]
    assert "'Yes' in column 'outcome' was read as came" in found.reading
    assert "--missed" in found.reading


def test_somebody_may_say_which_word_means_missed(tmp_path: Path) -> None:
    file = told(tmp_path, f"booked_at,starts_at,status\n{BOOKED},{STARTS},Yes\n{BOOKED},{STARTS},No\n")

    assert read_file(file, missed_is="no").missed.tolist() == [0.0, 1.0]


def test_cancelled_visits_and_those_not_over_are_left_out_and_counted(tmp_path: Path) -> None:
    outcomes = ["attended", "cancelled by patient", "Canceled", "rescheduled", "booked", "", "noshow"]
    lines = [f"{BOOKED},{STARTS},{one}" for one in outcomes]
    lines += [f",{STARTS},attended", f"2024-03-06,{STARTS},attended"]
    lines += [f"{BOOKED},{STARTS},attended"] * 20 + [f"someday,{STARTS},attended"]
    found = read_file(told(tmp_path, "\n".join(["booked_at,starts_at,outcome", *lines])))

    assert len(found) == 22
    assert found.left_out.cancelled == 3
    assert found.left_out.without_outcome == 2
    assert found.left_out.without_dates == 1
    assert found.left_out.booked_after == 1
    assert found.left_out.unreadable_dates == 1
    assert found.rows == 30
    assert "Line 31" in found.left_out.first_unreadable


def test_an_outcome_that_we_do_not_know_is_refused_with_its_line(tmp_path: Path) -> None:
    file = told(tmp_path, f'booked_at,starts_at,outcome\n\n"{BOOKED}",{STARTS},attended\n{BOOKED},{STARTS},purple\n')

    with pytest.raises(Unreadable, match=r"Line 4: we do not know the outcome 'purple'"):
        read_file(file)


def test_a_file_without_a_needed_column_is_refused_with_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"no column starts_at and no column outcome.*patient, booked_at"):
        read_file(told(tmp_path, "patient,booked_at\n1,2\n"))


def test_a_file_whose_dates_are_none_is_refused_with_the_first_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="Line 2: 'soon' is no date"):
        read_file(told(tmp_path, "booked_at,starts_at,outcome\nsoon,later,attended\n"))


@pytest.mark.parametrize(
    ("booked", "starts", "days"),
    [
        ("2024-03-01 10:00:00", "2024-03-02 10:00:00", 1.0),
        ("2024-03-01T10:00:00+00:00", "2024-03-02T10:00:00+01:00", 23 / 24),
        ("2024-03-01T10:00:00Z", "2024-03-02T10:00:00.123Z", 1.0),
        ("2024-03-01 10:00:00 UTC", "2024-03-02 22:00 +0000", 1.5),
        ("01/03/2024 10:00", "13/03/2024 10:00", 12.0),
        ("03/01/2024 10:00 AM", "03/13/2024 10:00 PM", 12.5),
        ("01.03.2024 08:00", "02.03.2024 20:00", 1.5),
        ("1 Mar 2024 10:00", "Mar 3, 2024 10:00", 2.0),
        ("1709287200", "1709373600", 1.0),
        ("20240301", "20240303", 2.0),
        ("2024-02-28", "2024-03-01", 2.0),
    ],
)
def test_dates_are_read_as_others_write_them(tmp_path: Path, booked: str, starts: str, days: float) -> None:
    file = told(tmp_path, f'booked_at|starts_at|outcome\n{booked}|"{starts}"|dna\n')

    assert read_file(file).lead_days.tolist() == pytest.approx([days])


def test_a_date_without_an_hour_has_a_day_and_no_hour(tmp_path: Path) -> None:
    found = read_file(told(tmp_path, "booked_at,starts_at,dna\n2024-03-01T17:00,2024-03-01,0\n"))

    assert found.days_only
    assert found.lead_days.tolist() == [0.0]
    assert found.known_at.tolist() == [found.starts_wall[0] + DAY - 1]


@pytest.mark.parametrize(
    ("cell", "years"),
    [("45", 45), ("45.0", 45), ("45 years", 45), ("45-54", 45), ("<1", 1), ("6 months", 0), ("-1", None), ("", None)],
)
def test_ages_are_read_as_others_write_them(cell: str, years: float | None) -> None:
    assert words.age(cell) == years


@pytest.mark.parametrize("cell", ["29872499824296", "29872499824296.0", "2.9872499824296E13"])
def test_a_patient_is_the_same_however_the_number_is_written(cell: str) -> None:
    assert words.name(cell) == "29872499824296"


@pytest.mark.parametrize("cell", ["007", "P-7", "7a", "1e999"])
def test_what_is_no_plain_number_stays_as_it_is(cell: str) -> None:
    assert words.name(cell) == cell


def test_other_alphabets_and_old_spreadsheets_are_read(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(f"patient,booked_at,starts_at,outcome\nJosé,{BOOKED},{STARTS},dna\n".encode("cp1252"))

    assert list(read_file(file).names) == ["José"]
