"""A frightening word in a form, a leaflet, a story or a joke is no emergency; a present sign beside it always is."""

from __future__ import annotations

import pytest

from bedside.urgency.engine import assess

NAMES = ("stroke", "sepsis", "meningitis", "overdose", "cardiac arrest", "choking", "seizures", "anaphylaxis")
SPOKEN_OF = (
    "Do you have a leaflet about {}?", "The insurance form asks about {}. No to all.", "What causes {}?",
    "I am writing an essay on {} for college.", "Is there a training day on {} at the surgery?",
    "We are raising money for the {} charity.", "I watched a documentary about {} on the telly.",
)  # fmt: skip
PRESENT = (
    "My husband has chest pain.", "she just collapsed and won't wake up", "I can't breathe",
    "he has a stroke right now", "my face is drooping since this morning", "I have taken an overdose",
    "she is choking on a grape",
)  # fmt: skip


@pytest.mark.parametrize("frame", SPOKEN_OF)
def test_a_name_that_is_only_spoken_of_is_no_emergency(frame: str) -> None:
    called = [text for name in NAMES if assess(text := frame.format(name), age=40).emergency]

    assert called == []


@pytest.mark.parametrize("frame", SPOKEN_OF)
@pytest.mark.parametrize("present", PRESENT)
def test_a_present_sign_beside_what_is_only_spoken_of_is_an_emergency(frame: str, present: str) -> None:
    assert assess(f"{frame.format('stroke')} {present}", age=40).emergency
    assert assess(f"{present} {frame.format('stroke')}", age=40).emergency


@pytest.mark.parametrize(
    "text",
    [
        "I was reading the leaflet about strokes and my arm went numb",
        "filling in the form for my review and I have crushing chest pain",
        "at the first aid course and he is having a seizure",
        "Repeat prescription please, and my son is having an asthma attack now",
        "We were watching a film and my wife suddenly can't speak properly",
        "Nobody is hurt, but I have swallowed a button battery",
        "haha what a day, I can't stop bleeding from my leg",
        "The leaflet says ring if you have chest pain. I have chest pain.",
        "just curious, is it normal that my left side is numb today",
        "I was told to ring if the chest pain came back and it has",
        "Last winter I had pneumonia and I was in hospital. Today I can't get my breath at all",
        "I'd like to book my jab. My husband is having a stroke",
        "he says he will kill me if I don't come home",
        "I'm volunteering at the hall and a man has a cardiac arrest here",
        "I have a phobia of choking but right now I really am choking",
        "Please cancel my review, I am having a heart attack",
        "No problems with my breathing, but my chest feels like it is being crushed",
        "I never had a seizure before but I have just had one",
    ],
)
def test_no_frame_hides_what_is_happening_now(text: str) -> None:
    assert assess(text, age=50).emergency


@pytest.mark.parametrize(
    "text",
    ["no problems with breathing, new inhaler please", "never had a seizure, need it in writing for the licence",
     "what to do if his throat closes, for the nursery please", "his nut allergy: what to do if his face swells"],
)  # fmt: skip
def test_a_sure_denial_and_a_what_if_reach_into_a_phrase(text: str) -> None:
    assert not assess(text, age=5).emergency


def test_letters_left_and_a_time_named_are_a_plan_together_and_neither_alone() -> None:
    assert "RF14" in assess("I have written letters for the kids. Once they are at school I will do it.", age=40).rules
    assert not assess("Sorted the will with my solicitor, do you witness signatures?", age=40).emergency
    assert not assess("Form is here, I will do it tonight.", age=40).emergency


TAILS = (
    "{} I am otherwise well.",
    "{} This is not a joke.",
    "{} No to everything else.",
    "{} Everybody else is fine.",
    "{} The kids are fine.",
    "I am fine. {}",
)
PRESENT = (
    "Chest pain and difficulty breathing.",
    "Dad collapsed, unconscious.",
    "High fever, stiff neck, rash.",
    "Slurred speech.",
    "Second day of high fever, stiff neck and rash.",
    "Chest pain day 2, sweating.",
    "Third day of chest pain and sweating.",
    "Post op day 3, chest pain and shortness of breath.",
    "At my job a colleague collapsed, unconscious.",
    "Chest pain at the first aid course.",
    "On the tv chair, crushing chest pain, sweating.",
)


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("said", PRESENT)
def test_a_calm_sentence_beside_it_silences_nothing_that_is_there(said: str, tail: str) -> None:
    assert assess(tail.format(said)).emergency


@pytest.mark.parametrize(
    "text",
    [
        "Crushing chest pain. The kids are fine.", "Dolor opresivo en el pecho. Los niños están bien.",
        "Douleur qui serre la poitrine. Les enfants vont bien.",
        "Gniotący ból w klatce piersiowej. Dzieci czują się dobrze.",
        "ألم ضاغط في الصدر. الأولاد بخير.",
    ],
)  # fmt: skip
def test_a_child_that_is_spoken_of_need_not_be_the_one_who_is_ill(text: str) -> None:
    assert assess(text).level == "E0"


@pytest.mark.parametrize(
    "text",
    [
        "Is it right that my chest is crushing and I am sweating", "How long before someone wakes, he is unconscious",
        "Chest pain in the play, actor really unconscious", "Chest pain, no to everything else",
        "Carbon monoxide alarm went off, headaches and vomiting. Dog is fine.",
        "¿Es normal que me duela tanto el pecho? Me aprieta y sudo",
        "¿Cuánto tarda alguien en despertar? Él está inconsciente",
        "Est-ce vrai que ma poitrine me serre et que je transpire",
        "Combien de temps avant de se réveiller ? il est inconscient",
        "Czy to normalne, że mnie ściska w klatce piersiowej i się pocę", "Ile trwa omdlenie, on jest nieprzytomny",
        "هل صحيح أن صدري يوجعني ويضغط", "كم يحتاج الواحد ليصحى، هو فاقد الوعي",
    ],
)  # fmt: skip
def test_a_question_in_general_hides_nothing_that_is_said_of_oneself(text: str) -> None:
    assert assess(text, age=50).emergency


@pytest.mark.parametrize(
    "text",
    [
        "I had a heart attack in 2015 and the same pain is back", "Tuve un infarto en 2015 y el mismo dolor ha vuelto",
        "J'ai fait un infarctus en 2015 et la même douleur revient", "Miałem zawał w 2015 i ten sam ból wrócił",
        "صار معي جلطة قلبية سنة 2015 ونفس الألم رجع", "Had a stroke two years ago and it is happening again",
    ],
)  # fmt: skip
def test_what_was_long_ago_and_has_come_again_is_now(text: str) -> None:
    assert assess(text, age=60).emergency


@pytest.mark.parametrize(
    "text",
    [
        "The insurance form asks about chest pain and fits. No to all. But my chest is tight and I am sweating",
        "The form asks about chest pain. I have crushing chest pain now. No to all the others",
        "Adrenaline pen expires in May. She has hives and can't breathe",
        "My husband is on the floor, no reaction at all",
        "El formulario pregunta por convulsiones. No a todo. Mi hijo está convulsionando ahora",
        "Mi padre está en el suelo, ninguna reacción", "Mon mari est par terre, aucune réaction à la douleur",
        "Le formulaire demande les convulsions. Non à tout. Mon fils convulse maintenant",
        "Formularz pyta o drgawki. Nic z tych rzeczy. Syn ma teraz drgawki", "Mąż leży na podłodze bez reakcji",
        "الاستمارة تسأل عن التشنج. ولا شي من هذا. ابني يتشنج الآن", "أبي توقف القلب عنده الآن",
        "mon défibrillateur m'a donné trois décharges depuis ce matin et j'ai la tête qui part",
    ],
)  # fmt: skip
def test_a_form_that_is_answered_and_a_pen_to_renew_hide_nothing_that_is_there(text: str) -> None:
    assert assess(text, age=50).emergency


@pytest.mark.parametrize(
    "text",
    [
        "The form lists fits, strokes and chest pain. None of these apply. Who stamps it?",
        "El formulario pide convulsiones, ictus o intentos de suicidio. Ninguna de esas. ¿Quién firma?",
        "Le dossier demande si j'ai eu des convulsions ou une tentative de suicide. Rien de tout ça. Qui signe ?",
        "Formularz: drgawki, udar, próby samobójcze. Nic z tych rzeczy. Kto podpisuje?",
        "الاستمارة فيها تشنج أو محاولة انتحار. ولا شي منهم. مين يوقع؟",
    ],
)  # fmt: skip
def test_a_list_of_a_form_that_none_of_applies_is_no_emergency(text: str) -> None:
    assert not assess(text, age=40).emergency
