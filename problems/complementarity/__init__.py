"""Mathematical programs with complementarity constraints, from the MacMPEC collection.

``classification`` gives the kinds of objective and constraints (L linear, Q quadratic, O other), then the numbers of
variables and of complementary pairs.  ``optimum`` is the value that the collection publishes, with more digits where
the solution is known in closed form.

Reference: S. Leyffer (2000), MacMPEC: AMPL collection of mathematical programs with equilibrium constraints.
"""
