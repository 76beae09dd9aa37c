"""CVXPY's own tests of nonlinear programs, as far as its package contains them, run with this solver.

The expected values are those that CVXPY holds IPOPT, Uno and Knitro to.
"""

# pyright: reportMissingImports=false, reportAttributeAccessIssue=false
from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from typing import Any

import pytest

import sqp

nlp_tests: Any = pytest.importorskip("cvxpy.tests.nlp_tests", reason="CVXPY's own tests are not installed")

#: Local solutions that are not the one that CVXPY expects, with the reason.
OTHER_SOLUTIONS = {
    "test_circle_packing_formulation_two": "a worse KKT point, as Uno finds, for which CVXPY skips this test",
    "test_power_flow_dense_formulation": "the KKT point that Uno finds too, of a higher cost than the one of IPOPT",
    "test_path_planning_best_of_two": "two of its ten starts end at mirror images of one optimum, equal to a bit",
}
#: What takes longer than all the others together.
LONG = {"test_ML_Gaussian_stress", "test_abs", "test_entropy_related", "test_best_of", "test_simple_diag_variable"}
#: Of other solvers: their options, their quasi-Newton modes.
FOREIGN = {"test_interfaces", "test_quasi_newton"}


def examples() -> list[Any]:
    """Every test method of CVXPY's that needs no fixture but the name of a solver."""
    found: list[Any] = []
    for module in pkgutil.iter_modules(nlp_tests.__path__):
        if not module.name.startswith("test_") or module.name in FOREIGN:
            continue
        contents = importlib.import_module(f"cvxpy.tests.nlp_tests.{module.name}")
        for _, kind in inspect.getmembers(contents, inspect.isclass):
            if not kind.__name__.startswith("Test") or kind.__module__ != contents.__name__:
                continue
            for name, method in inspect.getmembers(kind, inspect.isfunction):
                needs = [*inspect.signature(method).parameters][1:]
                if name.startswith("test") and needs in ([], ["solver"]):
                    marks = [pytest.mark.slow] if {module.name, name} & LONG else []
                    found.append(pytest.param(kind, name, bool(needs), id=f"{module.name}-{name}", marks=marks))
    return found


@pytest.mark.parametrize(("kind", "name", "takes_solver"), examples())
def test_example(kind: Any, name: str, takes_solver: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from cvxpy.reductions.solvers import defines

    from sqp.adapters.cvxpy.solver import SQPSolver

    class Instead(SQPSolver):
        """Answers to the name of the solver that CVXPY's test asks for, and ignores that one's options."""

        def solve_via_data(self, *data: Any, solver_opts: Any, solver_cache: Any = None) -> Any:
            return super().solve_via_data(*data, solver_opts={}, solver_cache=solver_cache)

    if name in OTHER_SOLUTIONS:
        pytest.skip(OTHER_SOLUTIONS[name])
    sqp.cvxpy.register()
    for other in ("IPOPT", "SQP"):
        monkeypatch.setitem(defines.SOLVER_MAP_NLP, other, Instead())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        test = getattr(kind(), name)
        test("SQP") if takes_solver else test()
