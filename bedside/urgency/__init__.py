"""Urgency: the red-flag rules, and the pure engine that reads answers and words by them."""
