"""``sqp.solve``: one call for any object that is a problem."""

from __future__ import annotations

from typing import Any

from numpy.typing import ArrayLike

from sqp.algorithm.checkpoint import Checkpoint
from sqp.algorithm.journal import Callback
from sqp.algorithm.options import choose_hessian, sqp_settings
from sqp.algorithm.result import Result
from sqp.model.problem import Problem


def solve(
    problem: Problem,
    x0: ArrayLike | None = None,
    *,
    y0: ArrayLike | None = None,
    z0: ArrayLike | None = None,
    warm: Result | None = None,
    callback: Callback | None = None,
    checkpoint: Checkpoint | None = None,
    **settings: Any,
) -> Result:
    """Solve a problem by sequential quadratic programming.

    Parameters
    ----------
    problem : Problem
        Any object with the members of :class:`sqp.model.problem.Problem`.
    x0 : (n,) array, optional
        Where to start from; by default the problem's own ``start``.
    y0, z0 : (m,), (n,) arrays, optional
        Multipliers of the constraints and of the bounds to start from.
    warm : Result, optional
        An earlier solve of a problem of the same sizes, to start from with all that it learnt.
    callback : callable, optional
        Called after each iteration with its record; see :class:`sqp.algorithm.sqp.SQP`.
    checkpoint : Checkpoint, optional
        Where to save the solve, so that :func:`sqp.resume` can continue it.
    **settings
        Fields of :class:`sqp.algorithm.sqp.SQP`; ``hessian`` may be the name of a model such as ``"bfgs"``, or
        ``"auto"``: chosen by size, sparsity and measured cost, with the reason in ``result.notes``.

    Raises
    ------
    sqp.errors.OptionError
        If a setting is unknown or out of range.
    sqp.errors.ProblemError
        If ``problem`` lacks a member, or an argument has the wrong shape.

    Examples
    --------
    >>> import casadi as ca
    >>> from sqp.model.casadi_problem import CasadiProblem
    >>> x = ca.SX.sym("x", 2)
    >>> result = solve(CasadiProblem(x, (x[0] - 1) ** 2 + x[1] ** 2), [0.0, 3.0])
    >>> bool(result), result.x.round(6) + 0.0
    (True, array([1., 0.]))
    """
    notes = choose_hessian(settings, problem, x0)
    method = sqp_settings(settings)
    return method.solve(problem, x0, y0=y0, z0=z0, warm=warm, callback=callback, checkpoint=checkpoint, notes=notes)
