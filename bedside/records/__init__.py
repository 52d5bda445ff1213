"""Records: what others sent about our patients, carried to the letter, and the visits of the time before us."""
