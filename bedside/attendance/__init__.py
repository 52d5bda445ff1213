"""Attendance: who may need a hand to come, what a session can hold, and how soon and by whom one is seen."""
