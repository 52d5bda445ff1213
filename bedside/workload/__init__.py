"""Workload: what the week weighs for each of us, and how evenly it is shared; told to her first."""
