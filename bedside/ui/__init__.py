"""Ui: the page, the page parts, the styles and the few scripts."""
