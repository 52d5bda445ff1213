"""What somebody means who says what they need: everyday words in five languages, and what they are about."""
