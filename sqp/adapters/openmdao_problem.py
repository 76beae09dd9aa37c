"""An OpenMDAO model as a problem, in the scaling of its driver."""

# pyright: reportMissingImports=false, reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, final

import numpy as np
from openmdao.api import AnalysisError
from openmdao.core.driver import RecordingDebugging

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.errors import EvaluationError


@final
class OpenMDAOProblem:
    """Objective and constraints of one model run, and their totals; the model is run once for each point.

    Parameters
    ----------
    driver : openmdao.api.Driver
        Set up, with one objective.

    Attributes
    ----------
    start : (n,)
        The present values of the design variables.
    """

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self._wrt = list(driver._designvars)  # noqa: SLF001  (drivers are written against these names)
        self._of = [*driver._objs, *driver._cons]  # noqa: SLF001
        self._at: Vector | None = None
        self._totals: Any = None
        design, rows = driver.get_design_var_values(), driver.get_constraint_values()
        self.start = _flat(design.values())
        scaler = driver._autoscaler  # noqa: SLF001
        self.variable_bounds = _bounds(scaler.get_bounds_scaling("design_var"), design, driver._designvars)  # noqa: SLF001
        self.constraint_bounds = _bounds(scaler.get_bounds_scaling("constraint"), rows, driver._cons)  # noqa: SLF001
        self.variable_names = _names(design)
        self.constraint_names = _names(rows)

    def objective(self, x: Vector, /) -> float:
        self._run(x)
        return float(_flat(self._driver.get_objective_values().values())[0])

    def constraints(self, x: Vector, /) -> Vector:
        self._run(x)
        return _flat(self._driver.get_constraint_values().values())

    def gradient(self, x: Vector, /) -> Vector:
        return self._total(x)[0].copy()

    def jacobian(self, x: Vector, /) -> Any:
        return self._total(x)[1:].copy()

    def leave_at(self, x: Vector) -> None:
        """Leave the model where it was evaluated at ``x``, so that the user reads the values of that point."""
        self._run(x)

    def _run(self, x: Vector) -> None:
        """Run the model unless it is there already; AnalysisError says that it cannot be."""
        if self._at is not None and np.array_equal(x, self._at):
            return
        driver, model = self._driver, self._driver._problem().model  # noqa: SLF001
        self._at = self._totals = None
        driver._vectors["design_var"].set_data(x, driver_scaling=True)  # noqa: SLF001
        driver._set_design_vars(driver_scaling=True)  # noqa: SLF001
        try:
            with RecordingDebugging(driver._get_name(), driver.iter_count, driver):  # noqa: SLF001
                driver.iter_count += 1
                with model._relevance.nonlinear_active("iter"):  # noqa: SLF001
                    driver._run_solve_nonlinear()  # noqa: SLF001
        except AnalysisError as error:
            model._clear_iprint()  # noqa: SLF001
            raise EvaluationError(f"the model cannot be analysed: {error}", function="objective") from error
        self._at = np.array(x)

    def _total(self, x: Vector) -> Any:
        """(1 + m, n) derivatives of the objective and of all constraints."""
        self._run(x)
        if self._totals is None:
            try:
                totals = self._driver._compute_totals(of=self._of, wrt=self._wrt, return_format="array")  # noqa: SLF001
            except AnalysisError as error:
                raise EvaluationError(f"the totals cannot be computed: {error}", function="gradient") from error
            self._totals = np.array(totals, dtype=np.float64)
        return self._totals


def _flat(values: Any) -> Vector:
    return np.concatenate([np.zeros(0), *(np.ravel(value) for value in values)])


def _bounds(given: Any, values: dict[str, Any], stated: Any) -> Bounds:
    """Bounds in the driver's scaling; OpenMDAO writes None, or at least 1e30, where there is none.

    A negative scaler makes a lower bound an upper one, which OpenMDAO leaves to the driver.
    """
    lower, upper = list[Vector](), list[Vector]()
    for name, value in values.items():
        entry, size = given[name], np.size(value)
        factor = stated[name].get("total_scaler")
        sign = np.sign(np.broadcast_to(np.ravel(1.0 if factor is None else factor), size))
        equals = getattr(entry, "equals", None)
        sides: list[Vector] = []
        for side, absent in ((entry.lower, -np.inf), (entry.upper, np.inf)):
            bound = equals if equals is not None else absent * sign if side is None else side
            sides.append(np.broadcast_to(np.ravel(bound), size))
        lower.append(np.where(sign < 0, sides[1], sides[0]))
        upper.append(np.where(sign < 0, sides[0], sides[1]))
    return Bounds(_flat(lower), _flat(upper))


def _names(values: dict[str, Any]) -> Sequence[str]:
    return [
        name if np.size(value) == 1 else f"{name}[{i}]" for name, value in values.items() for i in range(np.size(value))
    ]
