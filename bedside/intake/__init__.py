"""Intake: what a patient tells us before a visit, on forms the clinic writes itself."""
