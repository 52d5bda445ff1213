"""Measures: the registry of what we count, and the honest arithmetic of charts."""
