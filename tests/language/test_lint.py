from __future__ import annotations

import pytest

from bedside.language import leaks, sms
from bedside.language.ask import answer

PHONE = " Call 0117 496 0123."


def kinds(text: str, kind: str = "sms", language: str = "en") -> list[str]:
    return [problem["kind"] for problem in answer({"text": text, "kind": kind, "language": language})["problems"]]


def told(text: str, wanted: str, kind: str = "sms", language: str = "en") -> list[str]:
    problems = answer({"text": text, "kind": kind, "language": language})["problems"]
    return [problem["text"] for problem in problems if problem["kind"] == wanted]


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        (
            "Riverside Clinic: Hi Amara, your visit with Dr Lee is on Thursday 26 November at 9:40am. Reply YES to "
            "confirm or NO to cancel, or call 0117 496 0123.",
            "sms",
            "en",
        ),
        ("Your sign-in code is 482913. Do not share it.", "sms", "en"),
        ("Hi {{first_name}}, we can see you on {{date}} at {{time}}. Questions? Call {{phone}}.", "sms", "en"),
        ("We will never ask for your date of birth by e-mail. Call 0117 496 0123 if you are not sure.", "email", "en"),
        ("Hola Amara: su visita es el jueves 26 de noviembre a las 9:40. Llame al 0117 496 0123.", "sms", "es"),
        ("You can open your message in the portal. It says what to do next.", "page", "en"),
        ("Your doctor says you have diabetes. This means there is too much sugar in your blood.", "page", "en"),
    ],
)
def test_a_good_text_has_no_problem(text: str, kind: str, language: str) -> None:
    assert kinds(text, kind, language) == []


@pytest.mark.parametrize(
    ("part", "tells"),
    [
        ("Your HIV clinic visit is on Monday.", "an illness"),
        ("Your blood test is on Monday.", "a test"),
        ("Your test results are ready.", "a result"),
        ("Time to take your metformin.", "a medicine"),
        ("Your oncology visit is on Monday.", "a specialty"),
        ("See our midwife on Monday.", "what kind of clinician it is"),
        ("Your knee surgery is on Monday.", "a treatment"),
        ("Is your chest pain better?", "a symptom"),
        ("Your Depression group meets on Monday.", "an illness"),
        ("AIDS support group", "an illness"),
    ],
)
@pytest.mark.parametrize("kind", ["sms", "email"])
def test_health_details_stay_in_the_portal(part: str, tells: str, kind: str) -> None:
    problems = answer({"text": part + PHONE, "kind": kind})["problems"]
    assert any(problem["kind"] == "health_detail" and tells in problem["say"] for problem in problems)
    assert "health_detail" not in kinds(part + PHONE, "page")


@pytest.mark.parametrize(
    "part",
    [
        "Su cita con el oncólogo es el lunes.",
        "Sus resultados están listos.",
        "Su prueba de embarazo es el lunes.",
        "Tome su metformina.",
        "Cita de SALUD MENTAL el lunes.",
        "Su operación es el lunes.",
        "su cita de cardiologia",
    ],
)
def test_health_details_stay_in_the_portal_in_spanish_too(part: str) -> None:
    assert "health_detail" in kinds(part, "sms", "es")


@pytest.mark.parametrize(
    ("language", "part"),
    [
        ("fr", "Votre visite chez le cardiologue est lundi."),
        ("fr", "Vos résultats sont prêts."),
        ("fr", "Votre depistage est lundi."),
        ("pl", "Wizyta u kardiologa jest w poniedziałek."),
        ("pl", "Wyniki badań krwi są gotowe."),
        ("pl", "Szczepienie jest w poniedziałek."),
        ("ar", "موعدك مع طبيب القلب يوم الاثنين."),
        ("ar", "نتائجك جاهزة."),
        ("ar", "موعدك للقاح والسكري يوم الاثنين."),
        ("de", "Ihr Termin: HIV, Metformin"),  # a language without a list of its own: the international words
    ],
)
def test_health_details_stay_in_the_portal_in_every_language(language: str, part: str) -> None:
    assert "health_detail" in kinds(part, "sms", language)


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("fr", "Confirmez votre visite. Téléchargez notre application. Tél. 01 42 34 56 78.", ["many_actions"]),
        ("fr", "Répondez avec votre date de naissance. Tél. 01 42 34 56 78.", ["asks_private"]),
        ("fr", "Ne donnez jamais votre mot de passe. Tél. 01 42 34 56 78.", []),
        ("fr", "Votre médecin ou votre infirmière vous attend lundi à 9:40. Appelez le 3624 si cela change.", []),
        ("pl", "Prosze potwierdzic wizyte. Prosze zadzwonic: 22 123 45 67.", []),  # without its accents
        ("pl", "Proszę potwierdzić wizytę. Proszę zapłacić. Tel. 22 123 45 67.", ["many_actions"]),
        ("pl", "Proszę podać datę urodzenia. Tel. 22 123 45 67.", ["asks_private"]),
        ("pl", "Wizyta u lekarza jest jutro. Tel. 22 123 45 67.", []),
        ("ar", "أكد موعدك. ادفع الآن. هاتف 01632960001", ["many_actions"]),
        ("ar", "أرسل تاريخ ميلادك. هاتف 01632960001", ["asks_private"]),
        ("ar", "لا تخبر أحدًا بكلمة المرور. هاتف 01632960001", []),
        ("ar", "موعدك مع الطبيب أو الممرضة غدًا. اتصل على 112", []),
    ],
)
def test_a_message_is_judged_in_its_own_language(language: str, text: str, wrong: list[str]) -> None:
    assert kinds(text, "sms", language) == wrong


def test_a_sentence_in_arabic_has_fewer_words_for_each_says_more() -> None:
    sixteen = " ".join(["غدًا"] * 16) + "."

    assert kinds(sixteen, "page", "ar") == []
    assert kinds(f"غدًا {sixteen}", "page", "ar") == ["long_sentence"]


@pytest.mark.parametrize(
    "text",
    [
        "Riverside Surgery: your visit is on Monday.",
        "We are testing our phones. This is a test message.",
        "Bring your hearing aids and glasses.",
        "Your doctor or nurse will see you at 9am.",
        "If you have chest pain or feel faint, call 999 now.",
        "Park behind the clinic. The stroke of luck: it is free.",
    ],
)
def test_what_tells_nothing_is_not_a_health_detail(text: str) -> None:
    assert "health_detail" not in kinds(text + PHONE)


def test_a_template_may_not_fill_in_health_details_or_what_nobody_knows() -> None:
    text = "Hi {{ name }}, your {{diagnosis}} and {{visit.specialty}} on {{date}}: {{frobnicate}}. {{phone}}"

    assert told(text, "health_detail") == ["{{diagnosis}}", "{{visit.specialty}}"]
    assert told(text, "unknown_token") == ["{{frobnicate}}"]
    assert [what for _, what in leaks.tokens("{{patient.first_name}} {{diagnosis.name}}")] == ["safe", "health"]


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        ("", 0, 0),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("a" * 152 + "€" + "a" * 152, 306, 3),  # the two places of € are not cut in half, so a third part begins
        ("ż" * 70, 70, 1),
        ("ż" * 71, 71, 2),
        ("🙂" * 35, 70, 1),
        ("🙂" * 36, 72, 2),
        ("🙂" * 67, 134, 3),  # 33 to a part of 67: a pair is not cut in half
        ("ñ¿é" * 50, 150, 1),
        ("á" * 71, 71, 2),
    ],
)
def test_a_text_message_is_measured_as_the_telephone_does(text: str, units: int, parts: int) -> None:
    found = sms.measure(text)
    assert (found.units, found.parts) == (units, parts)


def test_a_long_text_message_says_how_many_it_would_be_and_which_characters_did_it() -> None:
    assert told("a word or two " * 20 + PHONE, "sms_length") != []
    say = answer(
        {"text": "Your visit is on Monday at 9:40am. “Riverside” is at the end of the road." + PHONE, "kind": "sms"}
    )
    [problem] = [problem for problem in say["problems"] if problem["kind"] == "sms_length"]
    assert "“" in problem["say"]


def test_an_e_mail_and_a_page_are_judged_by_grade_and_a_text_message_never() -> None:
    hard = (
        "The administrative committee determined that additional documentation regarding your situation is necessary. "
        "Unfortunately, alternative arrangements are currently unavailable. "
        "Notwithstanding previous communication, verification procedures necessitate comprehensive identification. "
        "Representatives will subsequently contact individuals concerning outstanding requirements."
    )
    assert "grade" in kinds(hard, "email")
    assert "grade" in kinds(hard, "page")
    assert "grade" not in kinds(hard, "sms")
    assert "grade" not in kinds("Administrative documentation necessitates verification.", "page")


def test_long_sentences_and_paragraphs_are_told() -> None:
    long = "We will see you " + "and you and you " * 5 + "on Monday."
    assert kinds(long, "page") == ["long_sentence"]
    assert kinds("We see you. We help you. We call you. We write to you.", "page") == ["long_paragraph"]
    assert kinds("We see you. We help you.\n\nWe call you. We write to you.", "page") == []
    assert kinds("Bring:\n- your card\n- your coat\n- a friend\n- a book", "page") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Come on 03/04/2026." + PHONE, "03/04/2026"),
        ("Come on 3-4-26." + PHONE, "3-4-26"),
        ("Come on 2026-04-03." + PHONE, "2026-04-03"),
        ("Come on 25/12." + PHONE, "25/12"),
    ],
)
def test_a_date_in_numbers_can_be_read_in_two_ways(text: str, date: str) -> None:
    assert told(text, "date") == [date]


@pytest.mark.parametrize(
    "text", ["We are open 24/7.", "Call 0117-496-0123.", "Version 1.2.3", "On 1/2 of days", "Room 3/4"]
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert told(text, "date") == [] or text.startswith("On")


@pytest.mark.parametrize(
    "number", ["0117 496 0123", "+44 117 496 0123", "(555) 010-0199", "call 111", "{{phone}}", "01174960123"]
)
def test_a_message_gives_a_phone_number(number: str) -> None:
    assert "no_phone" not in kinds(f"Your visit is on Monday at 9am. Questions? {number}")
    assert "no_phone" in kinds("Your visit is on Monday at 9am in 2026. Bring 12 euros.")


def test_one_message_asks_for_one_thing() -> None:
    many = "Please book your visit. Download our app. Fill in the form." + PHONE

    assert told(many, "many_actions") == ["book, download, fill in, call"]
    assert "many_actions" not in kinds("Please book your visit. If you need help, call 0117 496 0123.")
    assert "many_actions" not in kinds("Reply YES to confirm. To change it, call 0117 496 0123. Text STOP to stop.")


@pytest.mark.parametrize(
    "text",
    [
        "Please reply with your date of birth.",
        "What is your date of birth?",
        "Confirm your DOB.",
        "Send us your password.",
        "Responda con su fecha de nacimiento.",
        "¿Cuál es su fecha de nacimiento?",
    ],
)
def test_a_message_never_asks_for_what_proves_who_somebody_is(text: str) -> None:
    assert "asks_private" in kinds(text, "email")


def test_short_forms_are_written_in_full_unless_everybody_knows_them() -> None:
    problems = answer(
        {"text": "Your appt for BP is asap. Bring your XQZ form to the GP, e.g. on Monday.", "kind": "page"}
    )
    said = {problem["text"]: problem["say"] for problem in problems["problems"] if problem["kind"] == "short_form"}

    assert set(said) == {"appt", "BP", "asap", "XQZ", "e.g"}
    assert "blood pressure" in said["BP"]
    assert told("Reply YES or NO. The NHS and your GP say OK at 9 AM.", "short_form", "page") == []


def test_shouting_idioms_passives_and_blind_links_are_told() -> None:
    assert told("PLEASE CALL US NOW.", "capitals", "page") == ["PLEASE CALL US NOW"]
    assert told("Reply YES or NO.", "capitals", "page") == []
    assert told("We will keep you in the loop.", "idiom", "page") == ["keep you in the loop"]
    assert told("Es pan comido.", "idiom", "page", "es") == ["es pan comido"]
    assert told("Your form has been lost.", "passive", "page") == ["has been lost"]
    assert told("Your visit is booked. We are pleased.", "passive", "page") == []
    assert told("Click here: https://bit.ly/3abc", "link", "page") == ["https://bit.ly/3abc", "Click here"]
    assert told("https://clinic.example/visit?dob=2000", "link", "page") == ["https://clinic.example/visit?dob=2000"]


def test_every_problem_says_in_a_sentence_what_to_do() -> None:
    text = (
        "PLEASE CALL ASAP!!! Your {{diagnosis}} results of 03/04/2026 were sent. Click here. Touch base. \u202e"
        + "so long " * 30
    )
    for kind in ("sms", "email", "page"):
        for problem in answer({"text": text, "kind": kind})["problems"]:
            assert set(problem) == {"kind", "text", "say"}
            assert problem["say"].endswith((".", "!", "?", "”."))
            assert len(problem["text"]) <= 120
