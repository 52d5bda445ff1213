from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from pathlib import Path

import pytest

from bedside.language.readability import Counts, grade
from bedside.language.syllables import english, spanish
from bedside.language.syllables_fr_pl import french, polish
from bedside.language.text import Text

WORDS = Path(__file__).parent / "syllables_en.txt"
PLAIN = "We can see you on Monday. Please come to the front desk. Tell us if you need help."
HARD = (
    "The multidisciplinary committee has recommended that additional investigations be undertaken immediately, "
    "notwithstanding the considerable inconvenience that repeated hospitalisation will unquestionably necessitate."
)


def _counted(part: str) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    here = ""
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            here = line.strip("[]")
        elif here == part:
            count, words = line.split(": ")
            found += [(word, int(count)) for word in words.split()]
    return found


def test_the_formulas_give_what_the_field_gives() -> None:
    first = Counts(words=100, sentences=10, syllables=140, long_words=8)

    assert first.fkgl == pytest.approx(4.83, abs=0.005)
    assert first.fre == pytest.approx(78.245, abs=0.005)
    assert first.smog == pytest.approx(8.24, abs=0.005)
    assert first.fog == pytest.approx(7.2)
    assert Counts(300, 30, 400, 20).smog == pytest.approx(7.79, abs=0.005)
    assert first.huerta == pytest.approx(206.84 - 60 * 1.4 - 10.2)
    assert first.kandel_moles == pytest.approx(207 - 1.015 * 10 - 73.6 * 1.4)
    assert Counts(100, 10, 250, 40, hard_words=10).pisarek == pytest.approx(7.07, abs=0.005)


@pytest.mark.parametrize("part", ["seen", "unseen"])
def test_syllables_are_right_in_at_least_95_of_100_words(part: str) -> None:
    words = _counted(part)
    right = sum(english(word) == count for word, count in words)
    n, share = len(words), right / len(words)
    z = 1.96
    lowest = (share + z * z / (2 * n) - z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n)

    assert n >= 700
    assert lowest >= 0.95, f"{right} of {n} right"


@pytest.mark.parametrize(
    ("word", "count"),
    [("don't", 1), ("couldn't", 2), ("patient's", 2), ("café", 2), ("", 1), ("hmm", 1), ("a" * 100_000, 1)],
)
def test_odd_words_have_syllables_too(word: str, count: int) -> None:
    assert english(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cita", 2),
        ("médico", 3),
        ("ahora", 3),
        ("aeropuerto", 5),
        ("país", 2),
        ("día", 2),
        ("ciudad", 2),
        ("cuidado", 3),
        ("hipertensión", 4),
        ("enfermería", 5),
        ("muy", 1),
        ("yo", 1),
        ("guerra", 2),
        ("pingüino", 3),
        ("quiero", 2),
        ("agua", 2),
        ("leer", 2),
        ("radiografía", 5),
        ("vehículo", 4),
        ("oír", 2),
    ],
)
def test_spanish_syllables_follow_the_rule_of_strong_and_weak_vowels(word: str, count: int) -> None:
    assert spanish(word) == count


FRENCH = (
    "1 je que yeux nuit fille hier bien sang vous guerre chaque viennent peuvent doivent même être cœur oui "
    "2 visite journée maïs famille payer pays souvent moment prière client santé théâtre Noël question créé urgence "
    "3 médecin infirmière oublier travailler envoyer aujourd'hui réunion l'hôpital appelez éviter téléphone création "
    "4 aéroport médicament européen médicaments"
)
POLISH = (
    "1 i w się dzień lek ból 2 lekarz auto zdrowie kilku miejsce termin "
    "3 wizyta przychodnia nauka Europa historia potwierdzić niedziela badanie przeczytać 4 pielęgniarka zaufanie "
    "5 podsumowanie"
)


@pytest.mark.parametrize(
    ("count", "said"), [(french, FRENCH), (polish, POLISH)], ids=["as said in French", "as written in Polish"]
)
def test_syllables_of_french_and_polish(count: Callable[[str], int], said: str) -> None:
    wanted, wrong = 0, []
    for word in said.split():
        if word.isdigit():
            wanted = int(word)
        elif count(word) != wanted:
            wrong.append((word, count(word)))

    assert wrong == []


@pytest.mark.parametrize(
    ("language", "plain", "hard"),
    [
        (
            "fr",
            "Nous vous voyons lundi. Venez à l’accueil. Appelez-nous si vous ne pouvez pas venir.",
            "L’administration a considéré que, préalablement à l’intervention chirurgicale programmée, il est "
            "indispensable de constituer la documentation réglementaire conformément aux spécifications établies.",
        ),
        (
            "pl",
            "Czekamy w środę. Proszę przyjść do rejestracji. Proszę zadzwonić, jeśli termin nie pasuje.",
            "Administracja postanowiła, że przed zaplanowaną interwencją chirurgiczną niezbędne jest uzupełnienie "
            "dokumentacji zgodnie z obowiązującymi wymaganiami regulaminowymi oraz przedstawienie zaświadczenia.",
        ),
    ],
)
def test_french_and_polish_are_judged_by_formulas_of_their_own(language: str, plain: str, hard: str) -> None:
    easy, heavy = grade(Text.of(plain), language), grade(Text.of(hard), language)

    assert easy is not None
    assert heavy is not None
    assert easy <= 6
    assert heavy >= 12


def test_a_plain_text_has_a_low_grade_and_a_hard_one_a_high_grade() -> None:
    plain, hard = grade(Text.of(PLAIN), "en"), grade(Text.of(HARD), "en")

    assert plain is not None
    assert hard is not None
    assert plain <= 3
    assert hard >= 16


def test_a_spanish_text_is_judged_by_a_formula_for_spanish() -> None:
    plain = grade(Text.of("Le vemos el lunes. Venga a la entrada. Llame si no puede venir."), "es")
    hard = grade(
        Text.of(
            "La administración ha determinado que, con anterioridad a la intervención quirúrgica, es imprescindible "
            "cumplimentar la documentación correspondiente conforme a las especificaciones reglamentarias establecidas."
        ),
        "es",
    )
    assert plain is not None
    assert hard is not None
    assert plain <= 6
    assert hard >= 12


@pytest.mark.parametrize(
    ("text", "language"),
    [(PLAIN, "de"), (PLAIN, "xx"), ("", "en"), ("12 34", "en"), ("مرحبا بك في العيادة", "ar"), ("🙂🙂", "en")],
)
def test_without_a_formula_or_words_there_is_no_grade(text: str, language: str) -> None:
    assert grade(Text.of(text), language) is None


def test_names_places_and_medicines_do_not_make_a_text_harder() -> None:
    plain = grade(Text.of("We can see you with Dr Lee in Leeds. Take one pill a day."), "en")
    long_names = "We can see you with Dr Okonkwo-Featherstonehaugh in Wolverhampton. Take one amitriptyline a day."
    named = grade(Text.of(long_names), "en")
    assert plain == pytest.approx(named, abs=0.3)


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = Text.of(
        "Hi Amara,\nYour visit with Dr. Lee is at 9.40 a.m. on Monday. See www.clinic.example/visit. "
        "Bring:\n- your card\n- a coat"
    )
    assert [sentence.text for sentence in text.sentences] == [
        "Hi Amara,",
        "Your visit with Dr. Lee is at 9.40 a.m. on Monday.",
        "See www.clinic.example/visit.",
        "Bring:",
        "your card",
        "a coat",
    ]
