"""Bedside: everything between a patient and a clinic that is not treatment."""
