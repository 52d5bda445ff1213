"""Desk: the staff's home."""
