"""The door for OpenMDAO: a driver that optimises a model from its totals."""

# pyright: reportMissingImports=false, reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUntypedBaseClass=false
# pyright: reportUnknownParameterType=false, reportIncompatibleMethodOverride=false, reportPrivateUsage=false
from __future__ import annotations

import sys
from typing import Any, final

from openmdao.core.driver import Driver

from sqp.adapters.openmdao_problem import OpenMDAOProblem
from sqp.adapters.options import settings_of
from sqp.algorithm.options import choose_hessian, noted
from sqp.algorithm.result import Result
from sqp.algorithm.sqp import SQP
from sqp.errors import EvaluationError, ProblemError

ALIASES = {"tol": "tolerance", "maxiter": "iterations"}


@final
class OpenMDAODriver(Driver):
    """Optimises an OpenMDAO model; second derivatives are learnt from the totals (BFGS, or L-BFGS for many variables).

    ``opt_settings`` takes fields of :class:`SQP` and :class:`Limits` by name; the options ``tol``, ``maxiter`` and
    ``disp`` are those of OpenMDAO's own driver for SciPy.  An ``AnalysisError`` of the model rejects the step that led
    there.  Every model run is a recorded iteration of the driver.

    Attributes
    ----------
    solution : Result or None
        The whole result, with multipliers, in the driver's scaling.

    Examples
    --------
    >>> import openmdao.api as om
    >>> problem = om.Problem(reports=False)
    >>> bowl = om.ExecComp("f = (x - 3)**2 + y**2 + x*y", x=1.0, y=1.0)
    >>> _ = problem.model.add_subsystem("bowl", bowl, promotes=["*"])
    >>> problem.driver = OpenMDAODriver(disp=False)
    >>> problem.model.add_design_var("x", lower=-5, upper=3.5)
    >>> problem.model.add_design_var("y")
    >>> problem.model.add_objective("f")
    >>> _ = problem.setup()
    >>> problem.run_driver().success, problem.get_val("x").round(6), problem.driver.solution.z.round(6) + 0.0
    (True, array([3.5]), array([0.75, 0.  ]))
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for feature in (
            "optimization", "gradients", "inequality_constraints", "equality_constraints", "two_sided_constraints",
            "simultaneous_derivatives",
        ):  # fmt: skip
            self.supports[feature] = True
        self.supports._read_only = True  # noqa: SLF001
        self.opt_settings: dict[str, Any] = {}
        self.solution: Result | None = None
        self.iter_count = 0
        self.fail = True

    def _declare_options(self) -> None:
        self.options.declare("tol", default=None, allow_none=True, desc="Largest scaled residual of a KKT point.")
        self.options.declare("maxiter", default=None, allow_none=True, desc="Limit on iterations.")
        self.options.declare("disp", types=bool, default=True, desc="Whether to print how it ended.")

    def _setup_driver(self, problem: Any) -> None:
        super()._setup_driver(problem)
        objectives: list[str] = list(self._objs or ())
        if len(objectives) > 1:
            raise ProblemError(f"OpenMDAODriver needs one objective, got {', '.join(objectives)}")

    def _get_name(self) -> str:
        return "SQP"

    def run(self) -> bool:
        """Optimise; OpenMDAO calls this.

        Returns
        -------
        bool
            Whether it failed: whether the point where the model was left is no KKT point.
        """
        self.result.reset()
        self.iter_count = 0
        self._total_jac = self._total_jac_linear = None
        self._check_for_missing_objective()
        self._check_for_invalid_desvar_values()
        problem = OpenMDAOProblem(self)
        if not problem.start.size:
            raise ProblemError("OpenMDAODriver needs a design variable; the model has none")
        settings = self._settings()
        notes = choose_hessian(settings, problem, None)
        self.solution = noted(SQP(**settings).solve(problem), notes)
        try:
            problem.leave_at(self.solution.x)
        except EvaluationError:
            self.fail = True
        else:
            self.fail = not self.solution.success
        if self.options["disp"]:
            sys.stdout.write(f"{self.solution.message}\n")
        return self.fail

    def _settings(self) -> dict[str, Any]:
        given = {name: self.options[name] for name in ALIASES if self.options[name] is not None}
        return {"hessian": "auto", **settings_of({**given, **self.opt_settings}, aliases=ALIASES)}
