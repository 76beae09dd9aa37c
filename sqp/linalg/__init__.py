"""KKT systems: dense and sparse factorisations, inertia, masks, refinement."""
