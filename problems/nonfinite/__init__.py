"""Problems whose functions have no value somewhere: at the start, on the way, at the solution, or nowhere.

A point that cannot be evaluated on the way must only cost a shorter step; where nothing can be evaluated a solver
should name the function, the row and the variable.  ``classification`` is the code of the CUTE collection.
"""
