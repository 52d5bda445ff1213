"""Complaints: what went wrong, as she tells it; answered by the rules of where we are, put right, and learned from."""
