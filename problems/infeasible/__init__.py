"""Problems without a feasible point, and three that only look so: the diagnosis is what is to be found.

A solver should end at a point where the violation cannot be reduced, say so, and name a smallest set of constraints
that cannot hold together.  ``classification`` is the code of the CUTE collection.
"""
