"""Teams: who works together, when they are there, and by when they answer."""
