"""The people everybody knows: Amara has the nine o'clock, Lina waits, Sam is at the desk.

Tests, demo, screenshots and practice show the same few people. Around them population.py sets the crowd.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bedside.access import actions as access
from bedside.access.models import Role, User
from bedside.directory import actions as directory
from bedside.directory.models import Clinic, Place, Service, VisitType
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Patient, Scope, StaffMember
from bedside.visits import actions as visits
from bedside.visits.models import Room

from . import interpreters, offered
from .said import sayings, worded

NUMBERS = (1, 2, 3, 4, 5)
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
    rooms: list[Room]
    hillside_rooms: list[Room]


def gather() -> Cast:
    """Found the clinic and let its people move in."""
    clinic = directory.set_up(
        Clinic(name="Riverside Clinic", country="GB", phone="01632 960001", email=f"desk@{DOMAIN}"), by=HOUSE
    )
    riverside = directory.set_up(
        worded(
            Place(
                name="Riverside",
                address="4 Mill Lane",
                postcode="RV1 4ML",
                phone="01632 960001",
                step_free=True,
                hearing_loop=True,
                getting_here="Step-free from Mill Lane. Bus 12 stops outside.",
                translations={
                    "es": {"getting_here": "Sin escalones desde Mill Lane. El autobús 12 para en la puerta."}
                },
                opening=OPENING,
            ),
            "place",
            "riverside",
        ),
        by=HOUSE,
    )
    hillside = directory.set_up(
        worded(
            Place(
                name="Hillside",
                address="21 Church Hill",
                postcode="RV7 2CH",
                phone="01632 960002",
                getting_here="Six steps at the door. Parking behind the house.",
                translations={"es": {"getting_here": "Seis escalones en la puerta. Aparcamiento detrás del edificio."}},
                opening=OPENING,
            ),
            "place",
            "hillside",
        ),
        by=HOUSE,
    )
    services = offered.services()
    types = offered.visit_types(services)
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
    interpreters.join()
    amara, lina, omar, ana, tomas = _patients()
    teresa = _login("teresa", "Teresa Silva", Role.CARER)
    people.grant(
        teresa,
        tomas,
        relation="mother",
        scopes={Scope.APPOINTMENTS, Scope.MESSAGES},
        by=HOUSE,
        since=datetime(2018, 5, 14, tzinfo=UTC),  # his birth: whatever day a test has, she is his mother
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
        rooms=[
            visits.open_room(riverside, name=f"Room {number}", step_free=number < 4, by=HOUSE) for number in NUMBERS
        ],
        hillside_rooms=[visits.open_room(hillside, name=f"Room {number}", by=HOUSE) for number in NUMBERS[:2]],
    )


def _login(key: str, name: str, role: Role) -> User:
    return access.open_login(f"{key}@{DOMAIN}", name=name, roles={role}, by=HOUSE)


def _staff_login(key: str, given: str, family: str, job: str, role: Role) -> User:
    user = _login(key, f"{given} {family}", role)
    people.employ(given_name=given, family_name=family, job=job, login=user, by=HOUSE)
    return user


def _join(member: StaffMember, key: str, role: Role) -> User:
    assert member.login
    access.give_role(member.login, role, by=HOUSE)
    return member.login


def _clinicians() -> tuple[StaffMember, StaffMember, StaffMember]:
    def hire(key: str, **details: Any) -> StaffMember:
        name = f"{details['given_name']} {details['family_name']}"
        login = access.open_login(f"{key}@{DOMAIN}", name=name, roles=set(), by=HOUSE)
        return people.employ(by=HOUSE, login=login, **details, **sayings()["person"][details["family_name"]])

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
