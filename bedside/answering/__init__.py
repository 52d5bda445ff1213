"""Answering: help while somebody writes to a patient; it suggests, and a person decides."""
