"""An inconsistent quadratic program made solvable."""
