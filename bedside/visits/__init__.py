"""Visits: arriving, waiting, being called and seen, and what was said."""
