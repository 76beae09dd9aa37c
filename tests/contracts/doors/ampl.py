"""AMPL's protocol: a file in, an answer file out; dual values are derivatives of the user's optimal value."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import casadi as ca
import numpy as np

import sqp
from sqp.cli import ampl
from tests.contracts.door import Array, Door, Ending, Report
from tests.contracts.door_cases import Case
from tests.contracts.doors.problem import CasadiAlgebra
from tests.unit.adapters.sol_files import Sol, read_sol

ALGEBRA: Any = CasadiAlgebra


class AmplProtocol(Door):
    """``sqp stub -AMPL``; the word is the hundred of the solve code."""

    words: ClassVar = {
        Ending.SOLVED: "solved",
        Ending.INFEASIBLE: "infeasible",
        Ending.UNBOUNDED: "unbounded",
        Ending.UNDEFINED: "failure",
    }

    def solve(self, case: Case) -> Report:
        x = ca.MX.sym("x", case.n)
        problem = sqp.CasadiProblem(
            x,
            case.sense * case.objective(x, ALGEBRA),
            ca.vertcat(*case.rows(x, ALGEBRA)),
            variable_bounds=sqp.Bounds(case.lower, case.upper),
            constraint_bounds=sqp.Bounds(case.row_lower, case.row_upper),
            start=case.start,
            sense=case.sense,
        )
        with TemporaryDirectory() as folder:
            stub = Path(folder, "stub")
            sqp.write_nl(problem, stub)
            assert ampl.run([str(stub), "-AMPL", "outlev=0"]) == 0
            answer = read_sol(stub.with_suffix(".sol"))
        word = {0: "solved", 2: "infeasible", 3: "unbounded", 4: "limit", 5: "failure"}[answer.code // 100]
        return Report(
            answer.x,
            case.sense * problem.objective(answer.x),
            word,
            answer.y if answer.y.size else None,
            reduced_costs(answer),
        )


def reduced_costs(answer: Sol) -> Array:
    """Of the suffixes in which IPOPT gives them."""
    costs = np.zeros(answer.x.size)
    for name in ("ipopt_zL_out", "ipopt_zU_out"):
        for index, value in answer.suffixes.get((0, name), {}).items():
            costs[index] += value
    return costs
