"""Who answers `bedside ask NAME`: a function that takes one JSON object and returns one. Read only when asked."""

from __future__ import annotations

ASKS = {
    "urgency": "bedside.urgency.ask:answer",
    "language": "bedside.language.ask:answer",
    "chart": "bedside.measures.ask:answer",
    "service": "bedside.config.ask_service:answer",
    "clock": "bedside.hours.ask:answer",
    "staffing": "bedside.measures.staffing:answer",
    "abuse": "bedside.language.abuse_ask:answer",
    "reply": "bedside.language.writing_ask:answer",
    "no-show": "bedside.prediction.ask:answer",
}
