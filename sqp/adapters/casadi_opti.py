"""CasADi's Opti: models stated there are solved here, and values and duals are asked for as always."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np

from sqp.adapters.casadi_stats import stats
from sqp.adapters.options import settings_of
from sqp.algorithm.journal import Callback
from sqp.algorithm.options import choose_hessian, noted
from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import ProblemError, UnsupportedError
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.expression import identity


def from_opti(opti: Any) -> OptiSolver:
    """A solver for the model that an ``Opti`` object holds; ``opti.solver`` need not be called.

    Parameters
    ----------
    opti : casadi.Opti

    Examples
    --------
    >>> opti = ca.Opti()
    >>> x, p = opti.variable(2), opti.parameter()
    >>> opti.minimize(ca.sumsqr(x - p))
    >>> limit = x[0] + x[1] <= 2
    >>> opti.subject_to(limit)
    >>> opti.set_value(p, 3)
    >>> solver = from_opti(opti)
    >>> solution = solver.solve()
    >>> bool(solution), round(solution.value(ca.sum1(x)), 6), round(solution.dual(limit), 6)
    (True, 2.0, 4.0)
    >>> opti.set_value(p, 0.5)
    >>> solver.solve(warm=solution).value(x).round(6)
    array([0.5, 0.5])
    """
    if not isinstance(opti, ca.Opti):
        raise ProblemError(f"opti must be a casadi.Opti, got {type(opti).__name__}")
    return OptiSolver(opti)


@dataclass(frozen=True, eq=False)
class OptiSolution:
    """What a solve of an Opti model found; there are values whether or not it succeeded.

    Attributes
    ----------
    result : Result
        In the units that the model is stated in.
    opti : casadi.OptiAdvanced
        A copy of the model that holds the values; the user's own ``opti`` stays as it was.
    """

    result: Result
    opti: Any

    def __bool__(self) -> bool:
        return self.result.success

    def value(self, expression: Any, *assumed: Any) -> Any:
        """Value of an expression in variables, parameters and duals, as ``OptiSol.value`` gives it."""
        return self.opti.value(expression, *assumed)

    def dual(self, constraint: Any) -> Any:
        """Multiplier of a constraint that was passed to ``subject_to``, in CasADi's sign."""
        return self.opti.value(self.opti.dual(constraint))

    def value_variables(self) -> Any:
        """Assignments for ``opti.set_initial``."""
        return self.opti.value_variables()

    def value_parameters(self) -> Any:
        """Assignments for ``opti.set_value``."""
        return self.opti.value_parameters()

    def stats(self) -> dict[str, Any]:
        """See :func:`sqp.adapters.casadi_stats.stats`."""
        return stats(self.result)

    def raise_for_status(self) -> OptiSolution:
        """This solution if it is one, else :class:`sqp.SolveFailed`."""
        self.result.raise_for_status()
        return self


class OptiSolver:
    """Solves the model of an ``Opti`` object, with the values that its parameters have when ``solve`` is called.

    Derivatives are built again only if the objective or the constraints have changed.
    """

    def __init__(self, opti: Any) -> None:
        self._opti = opti
        self._stated: list[Any] = []
        self._problem: CasadiProblem | None = None

    def solve(
        self, *, warm: OptiSolution | None = None, callback: Callback | None = None, **options: Any
    ) -> OptiSolution:
        """Solve from ``opti.set_initial``'s values, or from ``warm``.

        Parameters
        ----------
        warm : OptiSolution, optional
            An earlier solution: its point, multipliers and working set are the start.
        callback : callable, optional
            Called after each iteration with its record.
        **options
            Fields of :class:`sqp.SQP` and of :class:`sqp.Limits` by name.

        Raises
        ------
        UnsupportedError
            If a variable is discrete, or a constraint asks for a semidefinite matrix.
        ProblemError
            If a parameter has no value.
        """
        model = _baked(self._opti)
        problem, y0 = self._current(model)
        settings = settings_of(options, extra=("warm", "callback"))
        notes = choose_hessian(settings, problem, None)
        earlier = None if warm is None else warm.result
        result = SQP(**settings).solve(
            problem,
            None if warm is not None else problem.start,
            y0=y0 if warm is None and y0.any() else None,
            warm=earlier,
            callback=callback,
        )
        _tell(model, noted(result, notes), problem)
        return OptiSolution(noted(result, notes), model)

    def _current(self, model: Any) -> tuple[CasadiProblem, Vector]:
        """The problem with the present data, and the multipliers to start from."""
        stated = [model.f, *model.symvar(), *model.constraints()]
        if self._problem is None or [*map(identity, stated)] != [*map(identity, self._stated)]:
            self._stated = stated
            self._problem = _problem(model)
        try:
            model.solve_prepare()
        except RuntimeError as error:
            raise ProblemError(f"opti: {str(error).strip()}") from error
        data = {name: value.full().ravel() for name, value in model.arg().items()}
        rows = _column(model.g_linear_scale)
        size, offset = _column(model.x_linear_scale), _column(model.x_linear_scale_offset)
        problem = self._problem.with_parameters(
            data["p"],
            constraint_bounds=Bounds(data["lbg"] * rows, data["ubg"] * rows),
            start=data["x0"] * size + offset,
        )
        return problem, data["lam_g0"]  # which Opti leaves in the units of the model


def _baked(opti: Any) -> Any:
    """A copy of the model in which the constraints are collected."""
    model = opti.advanced
    if model.problem_dirty():
        model.bake()
    for symbol in model.symvar(model.x, ca.OPTI_VAR):
        if model.get_meta(symbol).domain == ca.OPTI_DOMAIN_INTEGER:
            raise UnsupportedError(f"{symbol.name()} is discrete, only real numbers can be chosen")
    for place, constraint in enumerate(model.constraints()):
        if model.get_meta_con(constraint).type == ca.OPTI_PSD:  # which is among the rows, without bounds
            raise UnsupportedError(
                f"constraint {place} of opti compares square matrices, which asks for a semidefinite one in Opti; "
                "if entries are meant, compare casadi.vec(...)"
            )
    return model


def _problem(model: Any) -> CasadiProblem:
    x, p = ca.MX.sym("x", model.nx), ca.MX.sym("p", model.np)
    f, g = ca.Function("model", [model.x, model.p], [model.f, model.g]).call([x, p], True, False)
    m = model.ng
    return CasadiProblem(
        x,
        f,
        g if m else None,
        parameters=p if model.np else None,
        parameter_values=np.zeros(model.np),
        constraint_bounds=Bounds.free(m),
        variable_scale=np.abs(_column(model.x_linear_scale)),
    )


def _tell(model: Any, result: Result, problem: CasadiProblem) -> None:
    """Hand the solution over in Opti's scaling."""
    rows, objective = _column(model.g_linear_scale), float(model.f_linear_scale)
    size, offset = _column(model.x_linear_scale), _column(model.x_linear_scale_offset)
    parts = {
        "x": (result.x - offset) / size,
        "f": result.f / objective,
        "g": problem.constraints(result.x) / rows,
        "lam_x": result.z * size / objective,
        "lam_g": result.y * rows / objective,
        "lam_p": np.zeros(model.np),
    }
    model.res({name: ca.DM(part) for name, part in parts.items()})


def _column(values: Any) -> Vector:
    return np.array(values, dtype=np.float64).ravel()
