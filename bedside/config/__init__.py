"""Config: how anything starts. A knock, something that happened, or the clock."""
