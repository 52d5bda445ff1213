"""Canned: answers kept ready, found by a few letters, and filled in for whoever is answered."""
