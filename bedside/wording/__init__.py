"""Wording: what the clinic writes by itself, word for word, and who may change the words."""
