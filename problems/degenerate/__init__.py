"""Problems at whose solutions regularity fails: dependent gradients, no multipliers, no strict complementarity.

Where multipliers exist a solver should end at a Karush-Kuhn-Tucker point however degenerate it is, and name the
constraints that depend on each other; where none exist it should say that the point is a Fritz John point.
``classification`` is the code of the CUTE collection.
"""
