"""Problems whose numbers differ by many powers of ten, with well-known solutions.

They are to be solved, and what is badly scaled is to be named.  ``classification`` is the code of the CUTE collection.
"""
