"""Triage: screenings, what was asked and decided, and whether an emergency stands."""
