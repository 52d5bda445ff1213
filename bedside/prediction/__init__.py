"""Prediction: what is likely, learned from the past, measured on what came after, and explained."""
