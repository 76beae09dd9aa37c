"""Minimise a NumPy function with whatever derivatives there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import ArrayLike

from sqp.algorithm.checkpoint import Checkpoint
from sqp.algorithm.journal import Callback
from sqp.algorithm.result import Result
from sqp.arrays import Vector
from sqp.front.arguments import (
    CENTRAL,
    Given,
    constraint_blocks,
    error_of,
    function_or_differences,
    hessian_model,
    solved,
)
from sqp.hessian.model import HessianModel
from sqp.model.arguments import BoundsLike
from sqp.model.blocks import Constraint
from sqp.model.completion import SecondDerivatives, completed
from sqp.model.differences import Differences
from sqp.model.problem import HasHessian, provides


def minimize(
    fun: Callable[[Vector], Any],
    x0: ArrayLike,
    *,
    gradient: Callable[[Vector], Any] | None = None,
    hessian: Callable[[Vector], Any] | Differences | HessianModel | str | None = None,
    constraints: Callable[[Vector], Any] | Constraint | Sequence[Constraint] | None = None,
    constraint_bounds: BoundsLike | None = None,
    jacobian: Callable[[Vector], Any] | None = None,
    constraint_hessian: Callable[[Vector, Vector], Any] | None = None,
    lagrangian_hessian: Callable[[Vector, Vector, float], Any] | None = None,
    hessian_product: Callable[[Vector, Vector, float, Vector], Any] | None = None,
    bounds: BoundsLike | None = None,
    sparsity: Any = None,
    hessian_sparsity: Any = None,
    variable_names: Sequence[str] = (),
    constraint_name: str = "",
    differences: Differences = CENTRAL,
    y0: Vector | None = None,
    z0: Vector | None = None,
    warm: Result | None = None,
    callback: Callback | None = None,
    checkpoint: Checkpoint | None = None,
    **settings: Any,
) -> Result:
    """Minimise ``fun(x)`` subject to ``lower <= constraints(x) <= upper`` and bounds on ``x``.

    Functions take and return NumPy arrays (lists, scalars and SciPy sparse matrices are welcome).  A missing gradient
    or Jacobian is replaced by finite differences that stay inside the bounds; without a Hessian its products are used,
    without these BFGS, or L-BFGS where n is large, and ``result.notes`` says so.  If ``fun`` is a sum of squares,
    :func:`sqp.minimize_sum_of_squares` needs no second derivatives.

    Parameters
    ----------
    fun : callable
        ``fun(x)``, one number.
    x0 : (n,) array
        Where to start; moved inside the bounds.
    gradient : callable, optional
        ``gradient(x)``, n numbers.
    hessian : callable, Differences or HessianModel, optional
        ``hessian(x)``, (n, n), of ``fun`` alone; or :class:`Differences` to difference the given first derivatives; or
        a Hessian model such as :class:`~sqp.hessian.bfgs.BFGS`, its name such as ``"bfgs"``, or ``"auto"``.
    constraints : callable, Constraint or sequence of Constraint, optional
        ``constraints(x)``, m numbers, with ``constraint_bounds``, ``jacobian`` and ``sparsity``; or blocks that hold
        their own.
    constraint_bounds : Bounds or pair (lower, upper)
        Arrays, numbers or None for an absent side; equal bounds make an equality.
    jacobian : callable, optional
        ``jacobian(x)``, (m, n): row i is the gradient of constraint i.
    constraint_hessian : callable, optional
        ``constraint_hessian(x, y)``, (n, n): the sum of y_i times the Hessian of constraint i.  If only ``hessian`` and
        the Jacobian are given, it comes from differences of the Jacobian.
    lagrangian_hessian : callable, optional
        ``lagrangian_hessian(x, y, sigma)``, (n, n): sigma times the Hessian of ``fun`` plus the above; instead of both.
    hessian_product : callable, optional
        ``hessian_product(x, y, sigma, v)``, n numbers: the Hessian of the Lagrangian times v.  Given without a
        Hessian it is what the solve uses, by :class:`~sqp.hessian.krylov.NewtonKrylov`.
    bounds : Bounds or pair (lower, upper), optional
        Of the variables.
    sparsity, hessian_sparsity : matrix or "detect", optional
        Where the Jacobian and the Hessian of the Lagrangian may be nonzero, so that differences of many columns are
        taken at once; "detect" finds it by trial, and :func:`sqp.model.sparsity.detect_sparsity` says what that misses.
    variable_names : sequence of str, optional
    constraint_name : str, optional
        Of ``constraints`` given as one function.
    differences : Differences
        How finite differences are taken; central by default.
    y0, z0 : (m,), (n,), optional
        Multipliers to start from.
    warm : Result, optional
        An earlier solve with the same numbers of variables and constraints, whose multipliers, working set and BFGS
        matrix are used besides ``x0``.
    callback : callable, optional
        Called with an :class:`IterationRecord` after each iteration.
    checkpoint : Checkpoint, optional
        Where to save the solve; with ``Checkpoint(path, resume=True)`` the same call continues it.
    **settings
        Fields of :class:`SQP`.  Unless ``tolerance`` is given, it is no tighter than the differences can resolve.

    Raises
    ------
    ProblemError
        If an argument cannot be what it claims to be; the message names it, what was expected and what was found.
    OptionError
        If a setting does not exist or is out of range.

    Examples
    --------
    >>> rosenbrock = lambda x: 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2
    >>> result = minimize(rosenbrock, [-1.2, 1.0], constraints=lambda x: x @ x, constraint_bounds=(None, 1.0))
    >>> result.x.round(4)
    array([0.7864, 0.6177])
    """
    model = hessian_model(hessian)
    blocks = constraint_blocks(constraints, constraint_bounds, jacobian, sparsity, constraint_name)
    second = SecondDerivatives(
        objective=None if model else function_or_differences(hessian),
        constraints=constraint_hessian,
        lagrangian=lagrangian_hessian,
        product=hessian_product,
        sparsity=hessian_sparsity,
    )
    problem = completed(
        fun,
        x0,
        gradient=gradient,
        blocks=blocks,
        second=second,
        bounds=bounds,
        differences=differences,
        variable_names=variable_names,
    )
    if model or not provides(problem, HasHessian):
        settings["hessian"] = model or "auto"
    accuracy = error_of(differences, blocks, exact=gradient is not None)
    given = Given(y0, z0, warm, callback, checkpoint)
    return solved(problem, settings, given, accuracy=accuracy, sparsity=hessian_sparsity)
