"""Real processes, killed and frozen, and disks that fail.

To put a room under pressure: add what it writes to WRITERS (writers.py: a function that returns the key of what it has
committed), what must hold of it to INVARIANTS (invariants.py: what was acknowledged in, sentences out), and name the
writer in WRITING (test_kill.py). A Bedside of its own, with a server, is `installation` (tests/plugins/installed.py).
"""
