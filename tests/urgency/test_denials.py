"""A plain denial is no emergency, whatever is denied and however it is put."""

from __future__ import annotations

import pytest

from bedside.urgency.engine import assess
from bedside.urgency.levels import EMERGENCY

THINGS = """
chest pain, chest tightness, breathlessness, shortness of breath, trouble breathing, wheeze, fever, rash, stiff
neck, severe headache, vomiting, bleeding, blood in stool, coughing up blood, black stools, seizures, fits,
blackouts, fainting, dizziness, numbness, weakness in arms or legs, tingling, slurred speech, facial droop, loss of
vision, vision changes, floaters, swelling of face, swollen lips, palpitations, calf pain, back pain, severe tummy
pain, suicidal thoughts, thoughts of self harm, voices, head injury, loss of consciousness, neck pain, burns,
overdose, difficulty swallowing, drooling, blue lips, abuse, allergic reaction, hives, testicle pain, eye pain,
light sensitivity, bladder problems
""".replace("\n", " ").strip()
STATES = """
breathless, short of breath, confused, dizzy, faint, unconscious, suicidal, in pain, bleeding, vomiting, drowsy,
floppy, wheezing, coughing blood, choking, feverish, swollen, numb, weak, blue, pale, mottled, having fits, hearing
voices, in danger, being abused, struggling to breathe, burning up, stiff, shaking, drooling, sleepy, unwell
""".replace("\n", " ").strip()
FRAMES = (
    "I have no {}", "no {} at all", "there is no {}", "she has not had any {}",
    "without {}", "there was never any {}", "I don't have {}", "haven't got {}",
)  # fmt: skip
STATE_FRAMES = (
    "I'm not {}",
    "he isn't {}",
    "she is not {} at all",
    "not {}, just tired",
    "they are neither {} nor tired",
)


@pytest.mark.parametrize(
    ("frame", "denied"), [(frame, THINGS) for frame in FRAMES] + [(frame, STATES) for frame in STATE_FRAMES]
)
def test_what_is_plainly_denied_is_no_emergency(frame: str, denied: str) -> None:
    called = [
        (text, decision.quotes)
        for each in denied.split(",")
        if (decision := assess(text := f"{frame.format(each.strip())}. I need a repeat prescription.", age=40)).level
        in EMERGENCY
    ]

    assert called == []
