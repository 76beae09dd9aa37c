"""Engineering design problems with published optima.

Their ``classification`` is the code of the CUTE collection: objective (L linear, Q quadratic, S sum of squares, O
other), constraints (B bounds, L, Q, O), R regular, 2 derivatives, M modelling exercise, N no internal variables, then
the numbers of variables and constraints.
"""
