"""Problems whose objective falls without limit, and three that only look so.

A solver should end with a feasible point far down the ray or curve and call the problem unbounded.  Where the infimum
is finite but not attained, every tolerance is met somewhere: such problems end at a point that meets it.  ``optimum``
is -inf, or +inf for a maximisation.  ``classification`` is the code of the CUTE collection.
"""
