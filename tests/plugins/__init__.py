"""What pytest itself learns for this house."""
