"""Stays: who lies in which bed and who looks after them, what they may eat until when, what comes, and going home."""
