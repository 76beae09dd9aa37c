"""OpenMDAO: the driver says whether it succeeded; multipliers are those of its result, in the driver's scaling."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

import casadi as ca
import numpy as np

import sqp
from tests.contracts.door import Door, Ending, Report
from tests.contracts.door_cases import Case
from tests.contracts.doors.problem import CasadiAlgebra


def model_of(case: Case, om: Any) -> Any:
    """One explicit component with exact partial derivatives; who maximises gives the objective the scaler -1."""
    x = ca.MX.sym("x", case.n)
    functions = sqp.CasadiProblem(
        x,
        case.objective(x, CasadiAlgebra),
        ca.vertcat(*case.rows(x, CasadiAlgebra)),
        constraint_bounds=sqp.Bounds(case.row_lower, case.row_upper),
        dense=True,
    )

    class Component(om.ExplicitComponent):
        def setup(self) -> None:
            self.add_input("x", case.start)
            self.add_output("f")
            self.declare_partials("f", "x")
            if case.m:
                self.add_output("c", np.zeros(case.m))
                self.declare_partials("c", "x")

        def compute(self, inputs: Any, outputs: Any) -> None:
            outputs["f"] = functions.objective(inputs["x"])
            if case.m:
                outputs["c"] = functions.constraints(inputs["x"])
            if not np.isfinite(outputs["f"][0]):
                raise om.AnalysisError("undefined")

        def compute_partials(self, inputs: Any, partials: Any) -> None:
            partials["f", "x"] = functions.gradient(inputs["x"])
            if case.m:
                partials["c", "x"] = functions.jacobian(inputs["x"])

    problem = om.Problem(reports=False)
    problem.model.add_subsystem("component", Component(), promotes=["*"])
    problem.model.set_input_defaults("x", case.start)
    problem.model.add_design_var("x", lower=case.lower, upper=case.upper)
    problem.model.add_objective("f", scaler=-1.0 if case.sense < 0 else None)
    if case.m:
        equal = case.row_lower == case.row_upper
        if equal.all():
            problem.model.add_constraint("c", equals=case.row_lower)
        else:
            problem.model.add_constraint("c", lower=case.row_lower, upper=case.row_upper)
    return problem


class OpenMDAOModel(Door):
    """``sqp.OpenMDAODriver``."""

    words: ClassVar = {
        Ending.SOLVED: (True, "SUCCESS"),
        Ending.INFEASIBLE: (False, "FAIL"),
        Ending.UNBOUNDED: (False, "FAIL"),
        Ending.UNDEFINED: (False, "FAIL"),
    }
    needs = ("openmdao",)

    def solve(self, case: Case) -> Report:
        problem = model_of(case, import_module("openmdao.api"))
        problem.driver = sqp.OpenMDAODriver(disp=False, invalid_desvar_behavior="ignore")
        problem.setup()
        told = problem.run_driver()
        result: Any = problem.driver.solution
        prices = (-case.sense * result.y, -case.sense * result.z)
        return Report(problem.get_val("x"), float(problem.get_val("f")[0]), (told.success, told.exit_status), *prices)
