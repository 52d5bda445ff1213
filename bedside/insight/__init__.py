"""Insight: what the measures say, in sentences, and the work that follows."""
