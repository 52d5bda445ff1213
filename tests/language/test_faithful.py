from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.language.faithful import READ, Finding, How, Kind, compare

NUMBER, NEGATION, NAME, SIDE, UNREAD = Kind.NUMBER, Kind.NEGATION, Kind.NAME, Kind.SIDE, Kind.UNREAD
MISSING, ADDED, CHANGED = How.MISSING, How.ADDED, How.CHANGED


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        ("Ramipril 2.5 mg OD. Denies chest pain.", "Take ramipril 2.5 mg once a day. You have no chest pain."),
        ("BP 120/80. R/v 2/52.", "Your blood pressure was 120/80. Come back in two weeks."),
        (
            "Stop ibuprofen. Start paracetamol 1 g QDS, max 8 tablets a day.",
            "Stop taking ibuprofen. Take paracetamol 1000 mg four times a day. No more than 8 tablets a day.",
        ),
        ("No fever, cough or rash. Discontinue naproxen.", "You have no fever, cough or rash. Stop taking naproxen."),
        ("Ambulate as tolerated, avoid stairs 10 days", "Walk as much as you can. Do not use stairs for 10 days."),
        ("X-ray not needed. Dr Lee to call at 17:30.", "You do not need an X-ray. Dr Lee will call at 5:30pm."),
        ("Half a tablet nocte x 3/7", "Take 1/2 a tablet at night for 3 days."),
        ("48 hours", "2 days"),
        ("q8h", "every eight hours"),
        ("12 March 2026", "Thursday 12 March"),
        ("Temp > 38 °C", "more than 38 degrees"),
        ("Cannot drive", "You must not drive."),
    ],
)
def test_plain_words_that_say_the_same_are_let_pass(notes: str, words: str) -> None:
    assert compare(notes, words) == []


@pytest.mark.parametrize(
    ("notes", "words", "told"),
    [
        ("Take 0.5 mg", "Take 5 mg", (CHANGED, "0.5 mg", "5 mg")),
        ("Take .5 mg", "Take 5 mg", (CHANGED, ".5 mg", "5 mg")),
        ("Take 5 mg", "Take 5 g", (CHANGED, "5 mg", "5 g")),
        ("Take 5 mg", "Take 5", (CHANGED, "5 mg", "5")),
        ("100 micrograms", "100 milligrams", (CHANGED, "100 micrograms", "100 milligrams")),
        ("10 tablets", "1.0 tablets", (CHANGED, "10 tablets", "1.0 tablets")),
        ("1,000 mg", "1.000 mg", (CHANGED, "1,000 mg", "1.000 mg")),
        ("two tablets", "three tablets", (CHANGED, "two tablets", "three tablets")),
        ("2 tablets", "a tablet", (CHANGED, "2 tablets", "a tablet")),
        ("up to 8 tablets", "8 tablets", (CHANGED, "up to 8 tablets", "8 tablets")),
        ("above 38 degrees", "below 38 degrees", (CHANGED, "above 38 degrees", "below 38 degrees")),
        ("twice a day", "once a day", (CHANGED, "twice a day", "once a day")),
        ("bd", "three times daily", (CHANGED, "bd", "three times daily")),
        ("every 8 hours", "every 6 hours", (CHANGED, "every 8 hours", "every 6 hours")),
        ("2-3 days", "2-5 days", (CHANGED, "2-3 days", "2-5 days")),
        ("for 10 days", "for 10 weeks", (CHANGED, "10 days", "10 weeks")),
        ("at 5:30pm", "at 5:30am", (CHANGED, "5:30pm", "5:30am")),
        ("20%", "2%", (CHANGED, "20%", "2%")),
        ("120/80", "120/90", (CHANGED, "120/80", "120/90")),
        ("T-score -2.5", "T-score 2.5", (CHANGED, "-2.5", "2.5")),
        ("on 12 March", "on 13 March", (CHANGED, "12 March", "13 March")),
        ("Thursday 12 March", "Friday 12 March", (CHANGED, "Thursday", "Friday")),
        ("on 03/04/2026", "on 3 April 2026", (CHANGED, "03/04/2026", "3 April 2026")),
        ("Recheck in 6 weeks", "We will check again", (MISSING, "6 weeks", "")),
        ("Recheck soon", "We will check again in 6 weeks", (ADDED, "", "6 weeks")),
        ("2 tablets in the morning and 2 tablets at night", "2 tablets in the morning", (MISSING, "2 tablets", "")),
    ],
)
def test_a_number_that_slipped_is_found(notes: str, words: str, told: tuple[How, str, str]) -> None:
    assert compare(notes, words) == [Finding(NUMBER, *told)]


@pytest.mark.parametrize(
    ("notes", "words", "how"),
    [
        ("Do not take ibuprofen", "Do take ibuprofen", MISSING),
        ("Don’t drive", "Drive", MISSING),
        ("She is no longer allowed to drive", "She is allowed to drive", MISSING),
        ("Never with grapefruit", "Take with grapefruit", MISSING),
        ("Without food", "With food", MISSING),
        ("Denies chest pain", "You have chest pain", MISSING),
        ("Pregnancy test negative", "Pregnancy test positive", MISSING),
        ("Stop warfarin", "Take warfarin", MISSING),
        ("Do not stop ramipril", "Stop ramipril", MISSING),
        ("You do not need surgery and you do not need a scan", "You do not need surgery and you need a scan", MISSING),
        ("No chest pain or breathlessness", "You have no chest pain, but you are breathless", CHANGED),
        ("You may drive", "You may not drive", ADDED),
        ("Biopsy taken", "Biopsy taken. It is nothing to worry about.", ADDED),
    ],
)
def test_a_not_that_was_lost_or_made_up_is_found(notes: str, words: str, how: How) -> None:
    assert [(one.kind, one.how) for one in compare(notes, words)] == [(NEGATION, how)]


def test_a_not_that_moved_to_another_medicine_is_found() -> None:
    found = compare("Do not take ibuprofen. Take paracetamol.", "Take ibuprofen. Do not take paracetamol.")

    assert found == [
        Finding(NEGATION, MISSING, "Do not take ibuprofen"),
        Finding(NEGATION, ADDED, "", "Do not take paracetamol"),
    ]


def test_a_not_that_moved_within_a_sentence_is_found() -> None:
    found = compare("No chest pain but breathless", "You have chest pain but are not breathless")

    assert {one.how for one in found} == {MISSING, ADDED}


def test_doses_that_changed_places_are_found() -> None:
    found = compare("Ramipril 5 mg and bisoprolol 2.5 mg", "Ramipril 2.5 mg and bisoprolol 5 mg")

    assert Finding(NUMBER, CHANGED, "Ramipril 5 mg", "bisoprolol 5 mg") in found


@pytest.mark.parametrize(
    ("notes", "words", "told"),
    [
        ("Start Prednisolone", "Start Prednisone", Finding(NAME, CHANGED, "Prednisolone", "Prednisone")),
        ("Continue zolbetril 5 mg", "Go on with 5 mg", Finding(NAME, MISSING, "zolbetril")),
        ("Dr Osei will call", "Dr Lee will call", Finding(NAME, MISSING, "Osei")),
        ("Rest", "Rest and take aspirin", Finding(NAME, ADDED, "", "aspirin")),
    ],
)
def test_a_medicine_or_a_person_must_be_in_both(notes: str, words: str, told: Finding) -> None:
    assert told in compare(notes, words)


def test_the_reader_is_you_and_words_of_the_trade_need_no_capital() -> None:
    notes = "Dx: Hypertension. Today Amara was told this."
    assert compare(notes, "You have high blood pressure. We told you this today.", reader=["Amara"]) == []


def test_names_that_were_given_must_be_in_both_however_they_are_written() -> None:
    assert compare("see sam", "see us", names=["Sam"]) == [Finding(NAME, MISSING, "sam")]


def test_what_stands_beside_may_say_it_instead_and_adds_nothing() -> None:
    assert compare("Bloods back in 3 days", "We took blood.", also="Dr Lee calls you in 3 days, by 9 May.") == []


@pytest.mark.parametrize(
    ("notes", "words", "language", "wrong"),
    [
        ("Niega dolor de pecho", "No tiene dolor de pecho", "es", set()),
        ("Tome 2,5 mg cada ocho horas", "Tome 2,5 mg cada 8 horas", "es", set()),
        ("Dos veces al día durante 2 semanas", "2 veces al día durante dos semanas", "es", set()),
        ("No tome ibuprofeno", "Tome ibuprofeno", "es", {NEGATION}),
        ("Suspenda el naproxeno", "Siga con el naproxeno", "es", {NEGATION}),
        ("Ya no tiene fiebre", "Tiene fiebre", "es", {NEGATION}),
        ("Sin alcohol", "Con alcohol", "es", {NEGATION}),
        ("Tome 2,5 mg", "Tome 25 mg", "es", {NUMBER}),
        ("Tome 1.000 mg", "Tome 1 mg", "es", {NUMBER}),
        ("Cada 8 horas", "Cada 12 horas", "es", {NUMBER}),
        ("El 3 de mayo", "El 13 de mayo", "es", {NUMBER}),
        ("Media pastilla", "Una pastilla", "es", {NUMBER}),
    ],
)
def test_spanish_is_read_as_well(notes: str, words: str, language: str, wrong: set[Kind]) -> None:
    assert {one.kind for one in compare(notes, words, language=language)} == wrong


def test_english_notes_are_compared_with_spanish_words() -> None:
    notes = "Amoxicillin 500 mg three times a day for 7 days. Do not stop early."

    assert compare(notes, "Tome amoxicilina 500 mg tres veces al día por 7 días. No deje de tomar antes.",
                   plain_language="es") == []  # fmt: skip
    found = compare(notes, "Tome amoxicilina 50 mg tres veces al día por 7 días.", plain_language="es")
    assert {one.kind for one in found} == {NUMBER, NEGATION}


@pytest.mark.parametrize(("notes", "words"), [("", ""), ("", "Take 5 mg"), ("Take 5 mg", " \n"), ("…", "—")])
def test_nothing_to_compare_is_never_a_pass(notes: str, words: str) -> None:
    assert [one.kind for one in compare(notes, words)] == [UNREAD]


def test_a_language_whose_words_we_do_not_know_is_never_a_pass() -> None:
    found = compare("Do not take 5 mg", "Nehmen Sie nicht 50 mg", plain_language="de")

    assert Finding(UNREAD, CHANGED, "de") in found
    assert Finding(NUMBER, CHANGED, "5 mg", "50 mg") in found


@given(st.text(max_size=200), st.sampled_from(READ))
def test_a_text_is_never_unfaithful_to_itself(text: str, language: str) -> None:
    assert [one for one in compare(text, text, language=language) if one.kind != UNREAD] == []


@given(st.decimals(min_value="0.01", max_value=9999, places=2), st.sampled_from(["mg", "ml", "tablets", "days"]))
def test_ten_times_as_much_is_always_found(number: object, unit: str) -> None:
    ten_times = f"{float(str(number)) * 10:.2f}"
    found = compare(f"Take {number} {unit}.", f"Take {ten_times} {unit}.")

    assert [(one.kind, one.how) for one in found] == [(NUMBER, CHANGED)]


def test_a_confirmation_is_for_one_difference_and_no_other() -> None:
    keys = {one.key for words in ("Take 5 g", "Take 50 mg", "Take") for one in compare("Take 5 mg", words)}

    assert len(keys) == 3


@pytest.mark.parametrize(
    ("notes", "words", "told"),
    [
        ("Left knee swollen", "Your right knee is swollen", (CHANGED, "Left knee", "right knee")),
        ("L knee swollen", "Your right knee is swollen", (CHANGED, "L knee", "right knee")),
        ("Surgery, right hand", "Surgery on your hand", (MISSING, "right hand", "")),
        ("Rodilla izquierda", "Su rodilla derecha", (CHANGED, "Rodilla izquierda", "rodilla derecha")),
    ],
)
def test_a_side_that_was_lost_or_turned_is_found(notes: str, words: str, told: tuple[How, str, str]) -> None:
    spoken = "es" if "Rodilla" in notes else "en"
    assert compare(notes, words, language=spoken) == [Finding(SIDE, *told)]


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        ("Left the ward today. Call right away.", "You went home today. Call at once."),
        ("Drink 2 L a day", "Drink two litres a day"),
        ("Left arm sore, right leg broken", "Your left arm is sore. Your right leg is broken."),
    ],
)
def test_words_that_are_of_no_side_are_let_pass(notes: str, words: str) -> None:
    assert compare(notes, words) == []


STOP_ONE = "Stop metformin and continue insulin"


@pytest.mark.parametrize(
    ("notes", "words", "language", "kind"),
    [
        ("The pain is right sided", "Your pain is left sided", "en", SIDE),
        ("There is right leg weakness", "There is left leg weakness", "en", SIDE),
        ("She has left shoulder pain", "She has shoulder pain", "en", SIDE),
        (STOP_ONE, "أوقف الأنسولين واستمر على الميتفورمين", "ar", NEGATION),
        (STOP_ONE, "Arrêtez l'insuline et gardez la metformine", "fr", NEGATION),
        (STOP_ONE, "Odstaw insulinę, a metforminę bierz dalej", "pl", NEGATION),
        (STOP_ONE, "Arrêtez l'insuline avec la metformine", "fr", NEGATION),
    ],
)
def test_a_side_or_a_medicine_that_is_swapped_is_found(notes: str, words: str, language: str, kind: Kind) -> None:
    assert kind in {one.kind for one in compare(notes, words, plain_language=language)}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("أوقف الميتفورمين واستمر على الأنسولين", "ar"),
        ("Arrêtez la metformine et gardez l'insuline", "fr"),
        ("Odstaw metforminę, a insulinę bierz dalej", "pl"),
    ],
)
def test_the_medicine_that_is_stopped_may_be_said_in_each_language(words: str, language: str) -> None:
    assert compare(STOP_ONE, words, plain_language=language) == []


def test_whoever_has_left_is_of_no_side() -> None:
    assert compare("She has left the clinic. It is right to rest.", "You went home. You should rest.") == []
