"""Deciding: choices that a patient makes with a clinician, with the numbers on the table and what matters to her."""
