"""Wall: the screens nobody signs in to, the waiting-room display and the arrival kiosk."""
