"""Video: visits from afar, browser to browser; the lobby, who is let in, and the phone when the picture fails."""
