"""Town: one small clinic town of people and places, for tests, the demo and practice."""
