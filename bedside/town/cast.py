"""The people everybody knows: Amara has the nine o'clock, Lina waits, Sam is at the desk.

Tests, demo, screenshots and practice show the same few people. Around them population.py sets the crowd.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bedside.access.models import HeldRole, Role, User
from bedside.directory import actions as directory
from bedside.directory.models import Clinic, Place, Service, VisitType
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Patient, Scope, StaffMember

DOMAIN = "town.example"
OPENING = {day: [["08:00", "18:30"]] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [["09:00", "12:00"]]}


@dataclass
class Cast:
    """Whoever lives here, by first name."""

    clinic: Clinic
    riverside: Place
    hillside: Place
    gp: Service
    joints: Service
    nurse: Service
    private: Service
    gp_visit: VisitType
    knee_check: VisitType
    phone_call: VisitType
    nurse_visit: VisitType
    private_visit: VisitType
    osei: StaffMember
    lee: StaffMember
    lin: StaffMember
    sam: User
    dr_osei: User
    nurse_lin: User
    ines: User
    alex: User
    amara: Patient
    lina: Patient
    omar: Patient
    ana: Patient
    tomas: Patient
    teresa: User


def gather() -> Cast:
    """Found the clinic and let its people move in."""
    clinic = directory.set_up(
        Clinic(name="Riverside Clinic", country="GB", phone="01632 960001", email=f"desk@{DOMAIN}"), by=HOUSE
    )
    riverside = directory.set_up(
        Place(
            name="Riverside",
            address="4 Mill Lane",
            postcode="RV1 4ML",
            phone="01632 960001",
            step_free=True,
            hearing_loop=True,
            getting_here="Step-free from Mill Lane. Bus 12 stops outside.",
            opening=OPENING,
        ),
        by=HOUSE,
    )
    hillside = directory.set_up(
        Place(
            name="Hillside",
            address="21 Church Hill",
            postcode="RV7 2CH",
            phone="01632 960002",
            getting_here="Six steps at the door. Parking behind the house.",
            opening=OPENING,
        ),
        by=HOUSE,
    )
    services = _services()
    types = _visit_types(services)
    osei, lee, lin = _clinicians()
    for member, service, place in (
        (osei, "gp", riverside),
        (osei, "joints", riverside),
        (lee, "gp", riverside),
        (lee, "gp", hillside),
        (lin, "nurse", riverside),
        (lin, "private", riverside),
    ):
        directory.appoint(member, place=place, service=services[service], by=HOUSE)
    amara, lina, omar, ana, tomas = _patients()
    teresa = _login("teresa", "Teresa Silva", Role.CARER)
    people.grant(
        teresa,
        tomas,
        relation="mother",
        scopes={Scope.APPOINTMENTS, Scope.MESSAGES},
        by=HOUSE,
        evidence="birth certificate",
    )
    return Cast(
        clinic=clinic,
        riverside=riverside,
        hillside=hillside,
        gp=services["gp"],
        joints=services["joints"],
        nurse=services["nurse"],
        private=services["private"],
        gp_visit=types["gp_visit"],
        knee_check=types["knee_check"],
        phone_call=types["phone_call"],
        nurse_visit=types["nurse_visit"],
        private_visit=types["private_visit"],
        osei=osei,
        lee=lee,
        lin=lin,
        sam=_staff_login("sam", "Sam", "Reid", "front desk", Role.FRONT_DESK),
        dr_osei=_join(osei, "osei", Role.CLINICIAN),
        nurse_lin=_join(lin, "lin", Role.NURSE),
        ines=_staff_login("ines", "Ines", "Duarte", "practice manager", Role.MANAGER),
        alex=_staff_login("alex", "Alex", "Novak", "administrator", Role.ADMINISTRATOR),
        amara=amara,
        lina=lina,
        omar=omar,
        ana=ana,
        tomas=tomas,
        teresa=teresa,
    )


def _login(key: str, name: str, role: Role) -> User:
    user = User.objects.create_user(f"{key}@{DOMAIN}", name=name)
    HeldRole.objects.create(user=user, role=role)
    return user


def _staff_login(key: str, given: str, family: str, job: str, role: Role) -> User:
    user = _login(key, f"{given} {family}", role)
    people.employ(given_name=given, family_name=family, job=job, login=user, by=HOUSE)
    return user


def _join(member: StaffMember, key: str, role: Role) -> User:
    assert member.login
    HeldRole.objects.create(user=member.login, role=role)
    return member.login


def _clinicians() -> tuple[StaffMember, StaffMember, StaffMember]:
    def hire(key: str, **details: Any) -> StaffMember:
        login = User.objects.create_user(f"{key}@{DOMAIN}", name=f"{details['given_name']} {details['family_name']}")
        return people.employ(by=HOUSE, login=login, **details)

    osei = hire(
        "osei", title="Dr", given_name="Kwame", family_name="Osei", job="GP", sex="male", languages=["en", "fr"]
    )
    lee = hire("lee", title="Dr", given_name="Mina", family_name="Lee", job="GP", sex="female", languages=["en", "es"])
    lin = hire(
        "lin", title="Nurse", given_name="Hua", family_name="Lin", job="practice nurse", sex="female", languages=["en"]
    )
    _join(lee, "lee", Role.CLINICIAN)
    return osei, lee, lin


def _patients() -> list[Patient]:
    def arrive(key: str, **details: Any) -> Patient:
        login = _login(key, f"{details['given_name']} {details['family_name']}", Role.PATIENT)
        return people.register(by=HOUSE, login=login, email=login.email, **details)

    return [
        arrive(
            "amara",
            given_name="Amara",
            family_name="Okafor",
            preferred_name="Amara",
            birth_date=date(1984, 3, 9),
            sex="female",
            phone="07700 900101",
            address="9 Quay Street",
            postcode="RV1 2QS",
        ),
        arrive(
            "lina",
            given_name="Lina",
            family_name="Brandt",
            birth_date=date(1991, 7, 22),
            sex="female",
            phone="07700 900102",
        ),
        arrive(
            "omar",
            given_name="Omar",
            family_name="Haddad",
            preferred_name="Mr Haddad",
            birth_date=date(1957, 11, 2),
            sex="male",
            language="ar",
            interpreter=True,
            phone="07700 900103",
        ),
        arrive(
            "ana",
            given_name="Ana",
            family_name="Silva",
            birth_date=date(1979, 1, 30),
            sex="female",
            language="es",
            phone="07700 900104",
        ),
        arrive(
            "tomas", given_name="Tomás", family_name="Silva", birth_date=date(2018, 5, 14), sex="male", language="es"
        ),
    ]


def _services() -> dict[str, Service]:
    offered = {
        "gp": Service(
            slug="gp",
            name="See a GP",
            purpose="For a new problem, or one that has not gone away.",
            who_for="Anyone",
            price="Free",
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
                    "price": "Gratis",
                }
            },
        ),
        "joints": Service(
            slug="joints",
            name="Joint and muscle clinic",
            purpose="For a sore knee, hip, shoulder or back.",
            who_for="Adults",
            price="Free",
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
                    "price": "Gratis",
                }
            },
        ),
        "nurse": Service(
            slug="nurse",
            name="See a nurse",
            purpose="For blood tests, dressings, jabs and checks.",
            who_for="Anyone",
            price="Free",
            words={
                "en": ["blood test", "dressing", "wound", "jab", "vaccine", "blood pressure", "stitches", "ear wax"],
                "es": ["análisis", "cura", "herida", "vacuna", "tensión", "puntos", "tapón de cera"],
            },
            translations={
                "es": {
                    "name": "Ver a una enfermera",
                    "purpose": "Para análisis, curas, vacunas y revisiones.",
                    "who_for": "Cualquier persona",
                    "price": "Gratis",
                }
            },
        ),
        "private": Service(
            slug="sexual-health",
            name="Sexual health",
            purpose="Tests, contraception and advice. Nobody else is told.",
            who_for="Anyone over 13",
            price="Free",
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
                    "price": "Gratis",
                }
            },
        ),
    }
    return {key: directory.set_up(service, by=HOUSE) for key, service in offered.items()}


def _visit_types(services: dict[str, Service]) -> dict[str, VisitType]:
    offered = {
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
    return {key: directory.set_up(visit_type, by=HOUSE) for key, visit_type in offered.items()}
