"""Minimise a NumPy function with whatever derivatives there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeGuard, cast

from numpy.typing import ArrayLike

from sqp.algorithm.checkpoint import Checkpoint
from sqp.algorithm.journal import Callback
from sqp.algorithm.options import choose_hessian, noted, sqp_settings
from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.arrays import Vector
from sqp.errors import ProblemError
from sqp.hessian.bfgs import BFGS
from sqp.hessian.choice import named
from sqp.hessian.model import HessianModel
from sqp.model.arguments import BoundsLike, as_pair
from sqp.model.blocks import Constraint
from sqp.model.completion import SecondDerivatives, completed
from sqp.model.differences import Differences

#: Central differences resolve the optimality conditions to about 1e-10, forward differences only to 1e-8.
CENTRAL = Differences(central=True)


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
    or Jacobian is replaced by finite differences that stay inside the bounds, a missing Hessian by BFGS.

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
        a quasi-Newton model such as :class:`BFGS`, its name such as ``"bfgs"``, or ``"auto"``.
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
        ``hessian_product(x, y, sigma, v)``, n numbers: the Hessian of the Lagrangian times v.
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
    model = _model(hessian)
    blocks = _blocks(constraints, constraint_bounds, jacobian, sparsity, constraint_name)
    problem = completed(
        fun,
        x0,
        gradient=gradient,
        blocks=blocks,
        second=SecondDerivatives(
            objective=None if model else _function_or_differences(hessian),
            constraints=constraint_hessian,
            lagrangian=lagrangian_hessian,
            product=hessian_product,
            sparsity=hessian_sparsity,
        ),
        bounds=bounds,
        differences=differences,
        variable_names=variable_names,
    )
    if model or not hasattr(problem, "lagrangian_hessian"):
        settings["hessian"] = model or BFGS()
    if gradient is None or any(block.jacobian is None for block in blocks):
        settings.setdefault("tolerance", max(SQP().tolerance, 10.0 * differences.accuracy))
    notes, x = choose_hessian(settings, problem, None), problem.start
    result = sqp_settings(settings).solve(problem, x, y0=y0, z0=z0, warm=warm, callback=callback, checkpoint=checkpoint)
    return noted(result, notes)


def _model(hessian: Any) -> HessianModel | str | None:
    """The Hessian model, "auto", or None where second derivatives or nothing are given."""
    if isinstance(hessian, str):
        return hessian if hessian == "auto" else named(hessian)
    return hessian if _is_model(hessian) else None


def _is_model(hessian: Any) -> TypeGuard[HessianModel]:
    return hasattr(hessian, "start") and not isinstance(hessian, type)


def _function_or_differences(hessian: Any) -> Any:
    if hessian is None or isinstance(hessian, Differences) or (callable(hessian) and not isinstance(hessian, type)):
        return hessian
    found = hessian.__name__ if isinstance(hessian, type) else type(hessian).__name__
    raise ProblemError(f"hessian must be a function, Differences(...) or a Hessian model such as BFGS(), got {found}")


def _blocks(constraints: Any, bounds: Any, jacobian: Any, sparsity: Any, name: str) -> list[Constraint]:
    """The constraints as a list of blocks, whichever way they were given."""
    loose = {"constraint_bounds": bounds, "jacobian": jacobian, "sparsity": sparsity}
    if callable(constraints):
        if bounds is None:
            raise ProblemError("constraint_bounds is missing: give (lower, upper), with None for an absent side")
        lower, upper = as_pair("constraint_bounds", bounds)
        return [Constraint(constraints, lower, upper, jacobian, sparsity, name)]
    for argument, given in loose.items():
        if given is not None:
            what = "without constraints" if constraints is None else "beside Constraint blocks, which hold their own"
            raise ProblemError(f"{argument} is given {what}")
    if constraints is None:
        return []
    if isinstance(constraints, Constraint):
        return [constraints]
    if not isinstance(constraints, list | tuple):
        raise ProblemError(f"constraints must be a function or Constraint blocks, got {type(constraints).__name__}")
    blocks = list[Constraint]()
    for index, block in enumerate(cast("Sequence[object]", constraints)):
        if not isinstance(block, Constraint):
            found = type(block).__name__
            raise ProblemError(f"constraints[{index}] must be Constraint(fun, lower, upper, ...), got {found}")
        blocks.append(block)
    return blocks
