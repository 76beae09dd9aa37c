"""Models of the Hessian of the Lagrangian, and how they are made convex."""
