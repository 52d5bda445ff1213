"""Conduct: when somebody is rude, threatens or hits, what staff do, step by step, and what may be noted of it."""
