"""What the clinic of the town offers, in English and Spanish; said.toml has the other languages and the facts."""

from __future__ import annotations

from bedside.directory import actions as directory
from bedside.directory.models import Service, VisitType
from bedside.journal.hands import HOUSE

from .said import sayings, worded


def services() -> dict[str, Service]:
    """What one can come for."""
    wanted = {
        "gp": Service(
            slug="gp",
            name="See a GP",
            purpose="For a new problem, or one that has not gone away.",
            who_for="Anyone",
            words={
                "en": [
                    "doctor",
                    "cough",
                    "rash",
                    "sleep",
                    "tummy ache",
                    "headache",
                    "fever",
                    "sore throat",
                    "infection",
                ],
                "en-general": ["ill", "unwell", "pain", "hurts", "tired", "sick", "worried"],
                "es": ["médico", "doctor", "tos", "sarpullido", "dormir", "tripa", "fiebre", "garganta", "infección"],
                "es-general": ["enfermo", "dolor", "duele", "cansado", "mal"],
            },
            translations={
                "es": {
                    "name": "Ver a un médico",
                    "purpose": "Para un problema nuevo o uno que no se va.",
                    "who_for": "Cualquier persona",
                }
            },
        ),
        "joints": Service(
            slug="joints",
            name="Joint and muscle clinic",
            purpose="For a sore knee, hip, shoulder or back.",
            who_for="Adults",
            min_age=16,
            words={
                "en": ["knee", "hip", "shoulder", "back", "joint", "muscle", "ankle", "sprain", "neck"],
                "es": ["rodilla", "cadera", "hombro", "espalda", "articulación", "músculo", "tobillo", "cuello"],
            },
            translations={
                "es": {
                    "name": "Consulta de huesos y músculos",
                    "purpose": "Para dolor de rodilla, cadera, hombro o espalda.",
                    "who_for": "Adultos",
                }
            },
        ),
        "nurse": Service(
            slug="nurse",
            name="See a nurse",
            purpose="For blood tests, dressings, jabs and checks.",
            who_for="Anyone",
            words={
                "en": ["blood test", "dressing", "wound", "jab", "vaccine", "blood pressure", "stitches", "ear wax"],
                "es": ["análisis", "cura", "herida", "vacuna", "tensión", "puntos", "tapón de cera"],
            },
            translations={
                "es": {
                    "name": "Ver a una enfermera",
                    "purpose": "Para análisis, curas, vacunas y revisiones.",
                    "who_for": "Cualquier persona",
                }
            },
        ),
        "private": Service(
            slug="sexual-health",
            name="Sexual health",
            purpose="Tests, contraception and advice. Nobody else is told.",
            who_for="Anyone over 13",
            min_age=13,
            is_sensitive=True,
            words={
                "en": ["contraception", "the pill", "coil", "sti", "sexual health", "morning after"],
                "es": ["anticoncepción", "la píldora", "diu", "its", "salud sexual", "día después"],
            },
            translations={
                "es": {
                    "name": "Salud sexual",
                    "purpose": "Pruebas, anticoncepción y consejo. No se lo decimos a nadie.",
                    "who_for": "Mayores de 13 años",
                }
            },
        ),
    }
    return {key: directory.set_up(worded(service, "service", key), by=HOUSE) for key, service in wanted.items()}


def visit_types(services: dict[str, Service]) -> dict[str, VisitType]:
    """The kinds of visit each service offers."""
    wanted = {
        "gp_visit": VisitType(
            service=services["gp"], name="GP visit", minutes=15, translations={"es": {"name": "Visita al médico"}}
        ),
        "knee_check": VisitType(
            service=services["joints"],
            name="Joint check",
            minutes=20,
            prepare="Wear shorts or loose trousers.",
            bring="Bring your list of medicines.",
            translations={
                "es": {
                    "name": "Revisión de articulación",
                    "prepare": "Lleve pantalón corto o ancho.",
                    "bring": "Traiga su lista de medicinas.",
                }
            },
        ),
        "phone_call": VisitType(
            service=services["gp"],
            name="GP phone call",
            minutes=10,
            mode="phone",
            translations={"es": {"name": "Llamada del médico"}},
        ),
        "nurse_visit": VisitType(
            service=services["nurse"],
            name="Nurse visit",
            minutes=15,
            translations={"es": {"name": "Visita de enfermería"}},
        ),
        "private_visit": VisitType(
            service=services["private"],
            name="Private visit",
            minutes=20,
            translations={"es": {"name": "Visita privada"}},
        ),
    }
    for key, facts in sayings()["visit"].items():  # those that are all facts and no story
        if key not in wanted:
            wanted[key] = VisitType(service=services[facts["service"]])
    return {key: directory.set_up(worded(visit_type, "visit", key), by=HOUSE) for key, visit_type in wanted.items()}
