"""Whether a trial point is good enough, judged by two scalars."""
