"""``sqp.solve``: one call for any object that is a problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sqp.algorithm.checkpoint import Checkpoint
from sqp.algorithm.journal import Callback
from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.errors import OptionError
from sqp.hessian.bfgs import BFGS
from sqp.hessian.choice import chosen, named
from sqp.hessian.exact import Exact
from sqp.model.names import unknown_name
from sqp.model.problem import HasHessian, Problem, provides


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
    OptionError
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
    result = method.solve(problem, x0, y0=y0, z0=z0, warm=warm, callback=callback, checkpoint=checkpoint)
    return noted(result, notes)


def choose_hessian(settings: dict[str, Any], problem: Problem, x0: ArrayLike | None) -> tuple[str, ...]:
    """Put a Hessian model where ``settings`` has a name or "auto", and say in a note why it was chosen.

    Raises
    ------
    OptionError
        If there is no model of that name.
    """
    wanted = settings.get("hessian")
    if not isinstance(wanted, str):
        return ()
    if wanted != "auto":
        settings["hessian"] = named(wanted)
        return ()
    n = problem.variable_bounds.size
    start = getattr(problem, "start", np.zeros(n)) if x0 is None else np.asarray(x0, dtype=np.float64)
    if start.shape != (n,):
        settings["hessian"] = Exact() if provides(problem, HasHessian) else BFGS()
        return ()  # the solve will say what is wrong with the start
    settings["hessian"], reason = chosen(problem, start)
    return (f"hessian={settings['hessian']!r} was chosen: {reason}",)


def noted(result: Result, notes: tuple[str, ...]) -> Result:
    """The result with further notes before its own."""
    return replace(result, notes=(*notes, *result.notes)) if notes else result


def sqp_settings(settings: dict[str, Any], extra: Iterable[str] = ("y0", "z0", "warm", "checkpoint")) -> SQP:
    """The settings object with these fields; ``extra`` are names that the caller's signature has besides them.

    Raises
    ------
    OptionError
        If a name is no setting; the message says which one is meant.
    """
    known = [field.name for field in fields(SQP)]
    for name in settings:
        if name not in known:
            raise OptionError(unknown_name("setting", name, [*known, "callback", *extra]))
    return SQP(**settings)
