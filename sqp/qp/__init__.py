"""Quadratic programs and their solvers; nothing here knows a nonlinear program."""
