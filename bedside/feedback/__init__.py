"""Feedback: how it was, in the patient's own words, and who follows it up."""
