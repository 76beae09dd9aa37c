"""How far to go along a direction, and what to do when a trial is rejected."""
