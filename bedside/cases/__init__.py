"""Cases: whatever needs somebody, with an owner and a clock."""
