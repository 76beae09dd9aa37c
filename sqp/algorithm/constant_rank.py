"""Whether dependent gradients are evidence that there are no multipliers, or only rows that say the same.

Of rows that repeat each other the gradients are dependent everywhere, and then every feasible point satisfies the Fritz
John conditions with multipliers that cancel.  That says nothing about the point: where the rank of the active gradients
is the same all around, a minimum has multipliers all the same.

References
----------
R. Janin (1984), "Directional derivative of the marginal function in nonlinear programming", Math. Program. Study 21:
    the constant rank constraint qualification.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from sqp.algorithm.iterate import Iterate
from sqp.arrays import Indices, Matrix, Vector, is_sparse, norm_inf
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.ledger import Spent

#: Multipliers, relative to the largest, up to which their gradient has no part.
_NO_PART = 1e-6
#: Distances of the point beside, relative to max(1, |x|); the second where there are no values at the first.
_BESIDE = (1e-2, 1e-4)
#: Least singular value, relative to the largest, of gradients that are dependent.
_DEPENDENT = 1e-10
#: Most gradients that are looked at.
_MOST = 500


def are_dependent_beside(evaluator: Evaluator, iterate: Iterate) -> bool:
    """Whether the gradients that (y, z) combines are dependent at another point too, or nothing can be told there.

    Parameters
    ----------
    evaluator : Evaluator
        Asked for one Jacobian within the variable bounds, or for two if the first fails.
    iterate : Iterate
        Whose multipliers satisfy J'y + z = 0.

    Examples
    --------
    >>> import sqp
    >>> def dependent(c, start):
    ...     m = sqp.Model()
    ...     x = m.variable("x", 2, start=start)
    ...     m.minimize(x[0])
    ...     for row in c(x):
    ...         m.subject_to(row == 0)
    ...     ask = Evaluator(m.problem())
    ...     at = ask.linearization(ask.values(ask.problem.start))
    ...     return are_dependent_beside(ask, Iterate(at, np.array([1.0, -1.0]), np.zeros(2), 0.0))
    >>> dependent(lambda x: [x[0] + x[1], x[0] + x[1]], [0, 0]), dependent(lambda x: [x[1], x[1] - x[0] ** 2], [0, 0])
    (True, False)
    """
    size = max(norm_inf(iterate.y), norm_inf(iterate.z))
    rows = np.flatnonzero(np.abs(iterate.y) > _NO_PART * size)
    held = np.flatnonzero(np.abs(iterate.z) > _NO_PART * size)
    if rows.size + held.size > _MOST:
        return True
    signs = np.where(np.random.default_rng(iterate.x.size).standard_normal(iterate.x.size) < 0.0, -1.0, 1.0)
    for distance in _BESIDE:
        x = iterate.x + distance * signs * np.maximum(1.0, np.abs(iterate.x))
        try:
            jac = evaluator.jacobian(evaluator.problem.variable_bounds.project(x))
        except EvaluationError:
            continue
        except Spent:
            return True
        return _are_dependent(jac, rows, held)
    return True


def _are_dependent(jac: Matrix, rows: Indices, held: Indices) -> bool:
    """Whether gradients of rows and of bounds on variables are."""
    chosen: Any = sparse.csr_array(jac)[rows] if is_sparse(jac) else np.asarray(jac)[rows]
    matrix: Vector = chosen.toarray() if is_sparse(jac) else chosen
    free = np.delete(matrix, held, axis=1)  # the gradients of the bounds take care of their own entries
    if free.shape[0] > free.shape[1]:
        return True
    sizes = np.linalg.svd(free, compute_uv=False)
    return bool(sizes.min(initial=np.inf) <= _DEPENDENT * np.abs(matrix).max(initial=0.0))
