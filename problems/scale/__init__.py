"""Problems from differential equations with a size that can be chosen: from a hundred to a million variables.

Each module has ``build(n)``, whose model has about ``n`` variables, stated in whole arrays so that making it takes
seconds at any size.  Objectives and equations are those of the continuous problem at the grid points, not multiplied
by the area of a cell: a residual of 1e-6 means that the differential equation holds to 1e-6.
"""

from __future__ import annotations

SUITE = "scale"
