"""Points so far out that functions may only have become too flat there to be told from stationary."""

from __future__ import annotations

import numpy as np

from sqp.algorithm.iterate import Iterate
from sqp.algorithm.multipliers import active_set
from sqp.arrays import Mask, Vector, norm_inf
from sqp.bounds import Bounds
from sqp.errors import EvaluationError
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.values import Linearization
from sqp.model.problem import variable_name

#: Distance from the start, relative to its size, that counts as far.
_FAR = 1e6
#: Slope, relative to that at the start, that counts as nearly flat.
_FLAT = 1e-3
#: Distance from a bound, relative to its size, within which a row counts as active.
_NEAR = 1e-6


def is_far(start: Vector, x: Vector) -> bool:
    """Whether ``x`` is further from the start than anything of the start's size explains.

    Examples
    --------
    >>> [is_far(np.array([10.0]), np.array([x])) for x in (1e6, 1e8)]
    [False, True]
    """
    return norm_inf(x - start) >= _FAR * max(1.0, norm_inf(start))


def far_out(evaluator: Evaluator, start: Linearization, iterate: Iterate, units: Vector) -> str:
    """A sentence on the variable that went furthest, if nothing but a flat objective stopped it; otherwise empty.

    There is no bound before it, no active row contains it, and the objective's slope along it was tiny already half of
    the way back, where that of a minimum with any curvature would not be.

    Parameters
    ----------
    evaluator : Evaluator
        Is asked for one more gradient, if there is a variable to ask about.
    start : Linearization
        That of the start.
    iterate : Iterate
        A stationary point.
    units : (n,)
        The user's variables are these times those of the evaluator's problem.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model("flat")
    >>> x = m.variable("x", lower=1e-3, start=1.0)
    >>> m.minimize(-sqp.log(x))
    >>> ask = Evaluator(m.problem())
    >>> start, end = (ask.linearization(ask.values(np.array([x]))) for x in (1.0, 1.5e8))
    >>> far_out(ask, start, Iterate(end, np.zeros(0), np.zeros(1), 0.0), np.ones(1))
    'x went to 1.5e+08, where the objective is nearly flat, and has no bound there: it may fall on for ever'
    """
    box, rows = evaluator.problem.variable_bounds, evaluator.problem.constraint_bounds
    x, x0 = iterate.x, start.values.x
    moved = np.where(_is_free(box, x - x0), x - x0, 0.0)
    j = int(np.abs(moved).argmax())
    if not is_far(x0, x0 + moved):
        return ""
    e = np.zeros(x.size)
    e[j] = 1.0
    active = active_set(x, iterate.c, box, rows, near=_NEAR).rows != 0
    if rows.size and (iterate.jac @ e)[active].any():
        return ""
    try:
        between = evaluator.linearization(evaluator.values(box.project(x - 0.5 * moved[j] * e)))
    except EvaluationError:
        return ""
    if max(abs(between.grad[j]), abs(iterate.grad[j])) >= _FLAT * abs(start.grad[j]):
        return ""
    where = f"{variable_name(evaluator.problem, j)} went to {x[j] * units[j]:.3g}"
    return f"{where}, where the objective is nearly flat, and has no bound there: it may fall on for ever"


def _is_free(bounds: Bounds, moved: Vector) -> Mask:
    """(n,) whether there is no bound in the direction in which a variable moved."""
    return np.where(moved > 0, ~np.isfinite(bounds.upper), ~np.isfinite(bounds.lower))
