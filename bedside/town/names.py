"""What the people around the cast are called, and what they write about. All invented."""

from __future__ import annotations

GIVEN = {
    "en": {
        "female": "Grace Holly Maya Freya Ruth Joan Priya Zara Ellen Nora Beth Rosa Tessa Imani Clara Abena Yasmin",
        "male": "Jack Owen Hugh Ravi Leo Dylan Kofi Arthur Sean Tariq Ben Felix Miles Joshua Amir Colin Theo Patrick",
    },
    "es": {"female": "Lucía Carmen Elena Pilar Inés Marta", "male": "Diego Javier Pablo Andrés Luis Raúl"},
    "pl": {"female": "Zofia Hanna Maria Ewa Agata", "male": "Jan Piotr Tomasz Marek Adam"},
    "fr": {"female": "Camille Léa Manon Élise", "male": "Louis Hugo Julien Théo"},
    "ar": {"female": "Layla Noor Salma Huda", "male": "Yusuf Khalid Sami Bilal"},
}
FAMILY = {
    "en": (
        "Walsh Patel Bennett Okoro Hughes Carter Singh Marsh Holt Fraser Dixon Begum Lowe Pryce Adeyemi Sutton Clarke "
        "Nash Reilly Bowen Khan Sharma Finch Doyle Ellis Grant Mensah Tate Pope Rowe Barnes Lamb Stone Frost Wood"
    ),
    "es": "García Romero Torres Vega Molina Ortega Ramos Serrano",
    "pl": "Nowak Kowalska Wójcik Mazur Krawczyk Zając",
    "fr": "Martin Moreau Lefèvre Girard Rousseau",
    "ar": "Haddad Khoury Mansour Saleh Nasser",
}
STREETS = ["Mill Lane", "Quay Street", "Church Hill", "Station Road", "Orchard Close", "Bridge Street", "Park View"]
LANGUAGES = ["en"] * 78 + ["es"] * 8 + ["pl"] * 6 + ["ar"] * 4 + ["fr"] * 4

REASONS = {
    "gp": [
        "cough for two weeks",
        "tired all the time",
        "itchy rash on my arms",
        "headaches in the evening",
        "trouble sleeping",
        "sore throat",
        "heartburn after meals",
        "review of my tablets",
    ],
    "joints": [
        "sore knee on the stairs",
        "stiff shoulder",
        "low back ache",
        "hip hurts after walking",
        "sprained ankle",
    ],
    "nurse": ["blood test", "dressing change", "flu jab", "blood pressure check", "stitches out", "ear wax"],
}

LETTERS = [
    (
        "Repeat medicine",
        "Hello, could I have my usual tablets again please? I have enough for one more week.",
        "Hello, they are ready at the chemist from tomorrow afternoon.",
    ),
    (
        "Change of address",
        "We moved last week. Our new address is on the form I left at the desk. Is that enough?",
        "Thank you, we have put it in. Nothing more to do.",
    ),
    (
        "Fit note for work",
        "My employer asks for a note for last week. Can you send me one?",
        "Your note is at the front desk. You can pick it up any weekday until half past six.",
    ),
    (
        "Which bus?",
        "Which bus stops nearest to you? I come from the station.",
        "Bus 12 stops outside. It takes about ten minutes from the station.",
    ),
    (
        "Travel jabs",
        "We are going to Kenya in spring. Do we need jabs and how early should we come?",
        "Please come six weeks before you leave. You can book a nurse visit here.",
    ),
    (
        "Ear syringing",
        "Do you still do ear wax removal, and should I use drops first?",
        "Yes, the nurse does it. Please use olive oil drops for a week before.",
    ),
    (
        "My son's form",
        "The school needs a form about his asthma plan. Who fills that in?",
        "Our nurse does. Leave it at the desk and we will call you when it is done.",
    ),
    (
        "Copy of my letter",
        "Can I have a copy of the letter you sent to the hospital?",
        "Of course. It is in an envelope with your name at the desk.",
    ),
    (
        "Thank you",
        "I only want to say thank you to the lady at the desk on Tuesday. She was very kind.",
        "That is lovely to hear. We have passed it on.",
    ),
    (
        "Parking",
        "Is there a place to park for a disabled badge?",
        "Yes, two places in front of the door on Mill Lane.",
    ),
]

ASKED_TODAY = [
    ("My test result", "I had a blood test last week. Has the result come back, please?"),
    ("Sick note", "My sick note ends on Friday and I am not back at work yet. What do I need to do?"),
    ("Travel jabs", "We fly to Kenya in May. Which jabs do we need, and who gives them?"),
    ("The ramp", "My father comes on Thursday in a wheelchair. Is the ramp at the side door open?"),
]

COMMENTS = {
    "very_good": [
        "The nurse was gentle and told me what she was doing.",
        "Seen on time, and I was listened to.",
        "Everybody was kind. Thank you.",
    ],
    "good": ["Good, only the wait was a little long.", "Friendly desk. The room was cold.", "I got what I came for."],
    "neither": ["It was all right.", "Hard to say, it was very short."],
    "poor": [
        "I waited much longer than I was told and nobody said why.",
        "I did not understand what happens next.",
        "I had to tell my story three times.",
    ],
    "very_poor": ["Nobody told me that the doctor was late. I lost half a day.", "I felt rushed and not listened to."],
}
