"""Language: plain words, reading grade, and what may leave the house in which kind of message."""
