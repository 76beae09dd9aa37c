"""CVXPY on both sides: its problems solved by this package, its convex constraints in models of this package."""
