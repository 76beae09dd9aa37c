"""What first-order conditions cannot see: negative curvature at a stationary point."""

from __future__ import annotations

import numpy as np

from sqp.algorithm.iterate import Iterate
from sqp.arrays import Matrix
from sqp.bounds import Bounds
from sqp.linalg.kkt import kkt_system
from sqp.linalg.operators import SymmetricOperator, is_operator

#: Multipliers up to this size leave their constraint free.
_WEAK = 1e-8
#: Size of a correction of the reduced Hessian that counts as negative curvature.
_CURVED = 1e-6


#: What a user is told of it.
NOTE = (
    "the curvature is negative along directions that the first-order conditions leave free: this may be a "
    "saddle point or a maximum; try another start"
)


def is_saddle(iterate: Iterate, hess: Matrix | SymmetricOperator, constraint_bounds: Bounds) -> bool:
    """Whether H is not positive definite on the null space of the strongly active constraints.

    Nothing is said against an H that is known by products only.

    References
    ----------
    Nocedal, Wright (2006), Theorem 12.5 (second-order necessary conditions).
    """
    if is_operator(hess):
        return False
    rows = (np.abs(iterate.y) > _WEAK) | constraint_bounds.equalities
    return kkt_system(hess, iterate.jac).factorise(rows, np.abs(iterate.z) > _WEAK) > _CURVED
